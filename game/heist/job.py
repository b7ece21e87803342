"""The record of one run of the rules: numbers only, so that it can be checked bit by bit."""

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TICK_HZ
from game.core.events import Event
from game.core.observation import DriverStatus, PoliceStatus
from game.core.rng import CREW, uniform
from game.core.setup import Setup
from game.core.snapshot import ALERTS, OUTCOMES, P_CAR, P_STATE, P_X, P_Y, PERSON_INSIDE, PHASES
from game.heist.placed import asleep_bits, police_rows
from game.heist.records import C_CHARGE, CALL_COLUMNS, Charged, Harm
from game.level.model import Difficulty, Heist, Level, Rules, Setting, setting

APPROACH, WAIT, LOAD, FLEE, SWITCH, LIE_LOW, HOME = range(len(PHASES))
QUIET, ALARM, PURSUIT, SEARCH, COLD = range(len(ALERTS))
ESCAPED, CAPTURED, WRECKED, ABANDONED, TIMEOUT, ERROR = range(len(OUTCOMES))

# Witnesses are numbered: units 0, 1 …; -1 is nobody.
GUARD = -2  # the house guard
PERSON = 1000  # + row of people: he saw it
FINDER = 2000  # + row of people: whoever found this one

MOST_DELAY = 12.0  # s a member without any punctuality comes out late, times 0.5 to 1.5 (the story)

NOTES = {
    "home": "Home with the money.",
    "gone": "Out of town with the money.",
    "turned": "Home with the money, without the men who sold him.",
    "held": "The police held the car.",
    "wreck": "The car is a wreck.",
    "walked": "He walked away from the job.",
    "early": "He called it off before the crew came out.",
    "declined": "He smelled the trap and walked away before the crew came out.",
    "left": "He left without the crew and did not come back.",
    "empty": "Nobody and nothing is left to bring home.",
    "late": "The time is up.",
    "fault": "A mind failed.",
}
REASONS = tuple(NOTES)


def ticks(seconds: float) -> int:
    """The nearest whole number of ticks."""
    return round(seconds * TICK_HZ)


def _no_calls(people: int) -> NDArray[np.float64]:
    """Nobody has anything to report."""
    calls = np.zeros((people, CALL_COLUMNS))
    calls[:, C_CHARGE] = -1.0
    return calls


@dataclass(slots=True)
class Job:
    """All that the rules remember. Times are ticks, -1 for never; places m; flags 0 or 1.

    known (k,) uint8: KNOWN_… bits of the getaway and switch cars (rows 0 … k - 1); with the plate the police
    look for it. calls (p, CALL_COLUMNS) float64, one row a person.
    exposure (people + police rows,) float64: s for which each has had his face in view, as if from near in
    daylight. looks, as long, uint8: who has it in view now (sense.faces). looks, difficulty, setting, rules,
    seed, alerted and the two statuses follow from the rest or from the Setup and are not part of row(); nor are
    the HISTORY, which nothing follows from, and what has been NOTED.
    """

    exits: list[int]  # when each of the crew comes out, from wait_tick
    boarded: list[int]  # when each of them got in
    put_out: list[int]  # when each of them was put out of the car
    turned: list[int]  # 1 for each who has changed sides
    bags: list[int]  # 1 for each whose part of the take is in the car
    known: NDArray[np.uint8]
    exposure: NDArray[np.float64]
    looks: NDArray[np.uint8]
    charge_ticks: list[int]  # when each kind of charge was last made
    charge_counts: list[int]
    difficulty: Difficulty
    setting: Setting
    seed: int
    rules: Rules
    tick: int = 0
    phase: int = WAIT
    wait_tick: int = 0  # he stopped at the kerb and the crew went in; -1 before
    alert: int = QUIET
    ended: int = -1  # place in OUTCOMES
    reason: int = -1  # place in REASONS
    felony: float = 0.0
    last_charge: int = -1  # place in rules.charges
    last_warned: int = 0  # the last charge was only a warning
    last_witness: int = -1  # unit or GUARD
    alarm_tick: int = -1
    called: int = 0  # the alarm has reached the units
    described: int = -1  # row of the car that the guard saw the crew get into,
    described_as: int = 0  # KNOWN_… bits: and what he made out of it
    seen_tick: int = -1  # a unit last saw a car it knows
    place_x: float = float("nan")  # where the police last put him
    place_y: float = float("nan")
    place_tick: int = -1
    search_until: int = -1
    bust: int = 0  # ticks held
    recognise: float = 0.0  # ticks, faster than time for a car that was described
    resist: int = 0  # ticks of pursuit in sight since the last charge for it
    aboard: int = 0
    board_tick: int = 0  # the next one can get in or out from then on
    chosen: int = -1  # which of the crew is to be put out, or -1
    putting_out: int = 0  # ticks that he has stood for it
    nervous: int = 0  # ticks since the crew's nerves were last tried
    shot_tick: int = -1  # the last shot, and where it was fired
    shot_x: float = float("nan")
    shot_y: float = float("nan")
    watched: int = 0  # how many have his face in view
    surest: float = 0.0  # s: the longest exposure
    asleep: int = 0  # bit k: police unit k lies in wait
    switched: int = 0  # how often he has changed cars
    handoff_tick: int = -1  # he first changed cars or stopped at a hideout with the take
    tip_tick: int = -1  # one who changed sides last told the police where the car is
    far: int = 0  # ticks away from the door with nothing to bring home
    goal: int = 0  # the hideout or exit that is nearest
    police_tick: int = 0  # the driver last saw a police car
    driver_car: int = 0
    change_to: int = -1  # row of the car the party is getting into
    change_until: int = -1
    change_seen: int = 0
    resume: int = WAIT  # the phase after the change
    hit_civilian: int = -1  # rows of what he ran into since the rules last looked
    hit_police: int = -1
    vx: float = 0.0  # m/s, his car's when the rules last looked
    vy: float = 0.0
    # -- the law's: reports of people, harm, badges
    telling: int = 0  # people who have something to report
    hit_prop: int = 0  # he knocked something over since the rules last looked
    sidewalk: int = 0  # ticks on one
    shot_heard: int = -1  # the last shot that has been judged
    shoved: int = -1  # row of the car that he last ran into, and when
    shoved_tick: int = -1
    hurt_by_driver: int = 0  # innocents, the dead included
    dead_by_driver: int = 0
    hurt_by_police: int = 0
    dead_by_police: int = 0
    badges: float = 0.0  # 0 … 100
    rammed: int = 0  # a unit ran into him since the rules last looked, and where
    ram_x: float = 0.0
    ram_y: float = 0.0
    ram_tick: int = -1
    wrecks: int = 0  # bit k: unit k is a wreck
    suspended: int = 0
    caught: int = 0  # of the crew
    calls: NDArray[np.float64] = field(default_factory=lambda: _no_calls(0))
    seizing: list[int] = field(default_factory=list)  # ticks that an officer has held each of the crew
    blows: list[Harm] = field(default_factory=list)  # noted since the rules last looked
    log: list[Charged] = field(default_factory=list)
    harm: list[Harm] = field(default_factory=list)
    traced: list[int] = field(default_factory=list)  # KNOWN_… bits that the police ever had of each car
    alerted: bool = False  # units look out for him: further, in a wider cone
    driver_status: DriverStatus = field(init=False)
    police_status: PoliceStatus = field(init=False)

    @property
    def outcome(self) -> str:
        """ "" while the job runs, else one of OUTCOMES."""
        return OUTCOMES[self.ended] if self.ended >= 0 else ""

    @property
    def note(self) -> str:
        """One line on why it ended, "" before."""
        return NOTES[REASONS[self.reason]] if self.reason >= 0 else ""

    def row(self) -> NDArray[np.float64]:
        """Everything that matters for what comes next, as one read-only vector (for checksums)."""
        out = np.empty(len(self._values()) + len(self.exposure))
        self.write(out)
        out.flags.writeable = False
        return out

    def write(self, out: NDArray[np.float64]) -> None:
        """The same into `out`, contiguous and as long."""
        values = self._values()
        _packer(len(values)).pack_into(out.data, 0, *values)
        out.reshape(-1)[len(values) :] = self.exposure

    def _values(self) -> tuple[float, ...]:
        return (
            *_scalars(self),
            *self.exits,
            *self.boarded,
            *self.put_out,
            *self.turned,
            *self.bags,
            *self.charge_ticks,
            *self.charge_counts,
            *self.seizing,
            *self.known.tolist(),
        )


LISTS = (
    "exits",
    "boarded",
    "put_out",
    "turned",
    "bags",
    "known",
    "exposure",
    "charge_ticks",
    "charge_counts",
    "seizing",
)
DERIVED = ("looks", "difficulty", "setting", "rules", "seed", "alerted", "driver_status", "police_status")
HISTORY = ("log", "harm", "traced")
NOTED = ("blows", "calls")  # since the rules last looked; and by `telling` people
SCALARS = tuple(n for n in Job.__dataclass_fields__ if n not in (*LISTS, *DERIVED, *HISTORY, *NOTED))
_scalars = attrgetter(*SCALARS)


@cache
def _packer(numbers: int) -> struct.Struct:
    return struct.Struct(f"{numbers}d")


@dataclass(slots=True)
class View:
    """What the rules may look at: the whole truth, as the arrays of the world (not copies).

    people: the rules steer the crew on foot. sees (o, n): who has which car in sight, as
    sense.senses.Senses.sees; police: the rows of the units; lamps: the raster of lit ground (sense.light).
    """

    tick: int
    cars: NDArray[np.float64]
    tags: NDArray[np.int32]
    controls: NDArray[np.int16]
    people: NDArray[np.float64]
    sees: NDArray[np.uint8]
    police: range
    lamps: NDArray[np.uint8]


def exit_ticks(heist: Heist, seed: int, bent: Setting) -> list[int]:
    """When each of the crew comes out, from when they went in: as planned, and the later the less punctual he is.
    bent: what the difficulty makes of it."""
    lates = [
        MOST_DELAY * (1.0 - member.punctuality) * (0.5 + uniform(seed, CREW, i, 0)) * bent.late
        for i, member in enumerate(heist.crew)
    ]
    return [ticks(heist.inside * bent.inside + late) for late in lates]


def people_rows(heist: Heist, bent: Setting) -> int:
    """How many rows of people the job has: crew, witnesses, bystanders."""
    return len(heist.crew) + len(heist.witnesses) + round(heist.bystanders.count * bent.people)


def seat_people(level: Level, people: NDArray[np.float64]) -> None:
    """Put the crew (the first rows of `people`) inside the house, behind the door."""
    crew = people[: len(level.heist.crew)]
    crew[:] = 0.0
    crew[:, P_X], crew[:, P_Y] = level.heist.door
    crew[:, P_STATE], crew[:, P_CAR] = PERSON_INSIDE, -1


def heat(rules: Rules, felony: float) -> int:
    """0 … 5, by the thresholds of the rules, which ascend."""
    return bisect_right(rules.heat_from, felony)


def wanted(job: Job, rules: Rules) -> bool:
    """Whether the police look for somebody: felony in the range of pursuits, and the units know of it."""
    return job.felony >= rules.heat_from[0] and (job.alarm_tick < 0 or job.called == 1 or job.alert > ALARM)


def end(job: Job, outcome: int, reason: str) -> Event:
    """Close the job and tell why (a key of NOTES)."""
    job.ended, job.reason = outcome, REASONS.index(reason)
    return Event(job.tick, "outcome", f"{job.outcome.capitalize()}: {job.note}", job.driver_car)


def fresh(level: Level, setup: Setup) -> Job:
    """The record at the first tick: he stands at the kerb with the crew inside, or is on his way there."""
    heist, charges = level.heist, len(level.rules.charges)
    crew, bent = len(heist.crew), setting(level.heist, setup.difficulty)
    onlookers, on_his_way = people_rows(heist, bent) + police_rows(heist, bent), heist.start is not None
    return Job(
        exits=exit_ticks(heist, setup.seed, bent),
        boarded=[-1] * crew,
        put_out=[-1] * crew,
        turned=[0] * crew,
        bags=[0] * crew,
        known=np.zeros(1 + len(heist.switch_cars), np.uint8),
        exposure=np.zeros(onlookers),
        looks=np.zeros(onlookers, np.uint8),
        charge_ticks=[-1] * charges,
        charge_counts=[0] * charges,
        seizing=[0] * crew,
        traced=[0] * (1 + len(heist.switch_cars)),
        calls=_no_calls(people_rows(heist, bent)),
        difficulty=dict(level.rules.difficulties)[setup.difficulty],
        setting=bent,
        seed=setup.seed,
        phase=APPROACH if on_his_way else WAIT,
        wait_tick=-1 if on_his_way else 0,
        asleep=asleep_bits(heist, bent),
        rules=level.rules,
    )
