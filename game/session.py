"""THE loop: the one place where sense, minds, physics and rules meet.

A run is Setup + seed + commands. Everyone decides on the same past, and nothing here looks at a clock.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from game import heist
from game.ai import make_driver, make_police
from game.ai.briefing import DriverBriefing, PoliceBriefing, cars_today
from game.ai.people import HORROR, People
from game.ai.traffic import Traffic
from game.core.checksum import ARRAYS, Checksums
from game.core.command import ACTIONS, BRAKE, DUCK, FULL_PEDAL, HANDBRAKE, LIGHTS_OFF, STEER, THROTTLE, Command, Mind
from game.core.constants import DIGEST_EVERY, DISPATCH_EVERY, DT, TACTICS_EVERY, TICK_HZ
from game.core.events import S_X, S_Y, Event
from game.core.observation import DriverStatus, PoliceStatus
from game.core.setup import DIFFICULTIES, PERSON, SIDES, Setup
from game.core.snapshot import ACTIVE, GETAWAY, POLICE, SWITCH, TRAFFIC, Snapshot, Status, X, Y
from game.heist.arrivals import entry
from game.heist.job import people_rows
from game.heist.placed import lying_in_wait, patrols, unit_models
from game.heist.records import C_CHARGE
from game.level.model import Level, setting
from game.sense.senses import Senses
from game.sim.world import World

N = TypeVar("N", bound=np.generic)
S = TypeVar("S", DriverStatus, PoliceStatus)
DriverMind = Mind[DriverStatus]
PoliceMind = Mind[PoliceStatus]
MOST_TRAFFIC = 400
TOW_EVERY = 2 * TICK_HZ  # ticks
LARGEST_SEED = 2**63 - 1
DARK_AND_STILL = np.array([0, 0, 0, FULL_PEDAL, LIGHTS_OFF], np.int16)  # controls of a unit that lies in wait


class Roster:
    """Which row of the arrays is whose: getaway car, switch cars, police units, traffic, in this order.

    units: where the first of the police stand when the job starts."""

    def __init__(self, level: Level, setup: Setup) -> None:
        job, table = level.heist, {spec.id: k for k, spec in enumerate(level.cars)}
        bent = setting(job, setup.difficulty)
        civilians = round(job.traffic * bent.traffic) if setup.traffic < 0 else setup.traffic
        units = unit_models(job, bent)
        self.models = [(GETAWAY, table[job.car])]
        self.models += [(SWITCH, table[car.model]) for car in job.switch_cars]
        self.models += [(POLICE, table[model]) for model in units]
        self.models += [(TRAFFIC, table[job.traffic_models[k % len(job.traffic_models)]]) for k in range(civilians)]
        first_unit = 1 + len(job.switch_cars)
        self.police = range(first_unit, first_unit + len(units))
        self.traffic = range(first_unit + len(units), len(self.models))
        self.units = [*patrols(job, bent), *(unit.at for unit in lying_in_wait(job, bent))]


class Session:
    """One job, from its first tick to its outcome.

    driver, police: a mind's name, or a Mind (a person, a replay, a mind from elsewhere), whose commands
    then belong to the run. side="police" hands unit 0 to `pilot`, if one is given; the policy commands
    the rest. Raises ValueError for a name, difficulty, side or seed that is not allowed.
    """

    def __init__(
        self,
        level: Level,
        seed: int = 0,
        driver: str | DriverMind = "shortest",
        police: str | PoliceMind = "chase",
        difficulty: str = "normal",
        side: str = "driver",
        traffic: int = -1,
        pilot: PoliceMind | None = None,
    ) -> None:
        names = (_name(driver), _name(police))
        self.level = level
        self.setup = Setup(level.heist.id, level.hash, seed, difficulty, side, *names, traffic)
        _check(self.setup)
        self.tick = 0
        self.events: list[Event] = []
        self.commands: dict[str, Command] = {}
        self._roster = Roster(level, self.setup)
        self._job = heist.start(level, self.setup)
        self._world = World(level, self._roster.models, people=people_rows(level.heist, self._job.setting))
        self._senses = Senses(level, self.setup, 0, self._roster.police)
        self._traffic = Traffic(level, seed, self._roster.traffic)
        self._driver = _seat_driver(driver, level, seed)
        self._police = _seat_police(police, level, self.setup, len(self._roster.police))
        self._sleepers = np.zeros(0, np.intp)  # rows of police that lie in wait
        self._pilot = pilot
        self._fallen = 0  # props that have been noted
        self._line_up()
        self._people = People(level, seed, self._world.people)
        self._rules_row = self._job.row().reshape(-1, 1).copy()
        self._checksums = Checksums(
            self._world.cars, self._world.tags, self._world.controls, self._world.people, self._rules_row
        )
        self.checksums = np.zeros((len(ARRAYS), 2), np.uint32)
        self._digest = hashlib.blake2b(repr(self.setup).encode(), digest_size=16)
        self._status: Status | None = None  # made when asked for

    # ------------------------------------------------------------------ what others read
    @property
    def outcome(self) -> str:
        """One of snapshot.OUTCOMES, or "" while the job runs."""
        return self._job.outcome

    @property
    def status(self) -> Status:
        """The facts of the job, as of the last time the rules looked (10 Hz)."""
        if self._status is None:
            self._status = heist.status(self._job, self.level)
        return self._status

    @property
    def debrief(self) -> heist.Debrief:
        """Every fact of the job so far, for who writes about it afterwards."""
        return heist.debrief(self._job, self.level, self._view())

    @property
    def hash(self) -> str:
        """Hex digest of the whole run so far: equal for equal runs, tick for tick."""
        digest = self._digest.copy()
        digest.update(self._checksums.state())
        return digest.hexdigest()

    @property
    def snapshot(self) -> Snapshot:
        """A read-only copy of this tick."""
        world = self._world
        return Snapshot(
            tick=self.tick,
            cars=_frozen(world.cars),
            tags=_frozen(world.tags),
            controls=_frozen(world.controls),
            people=_frozen(world.people),
            sees=_frozen(self._senses.sees),
            fallen=_frozen(world.fallen),
            status=self.status,
        )

    # ------------------------------------------------------------------ the loop
    def run(self, progress: Callable[[float], None] | None = None) -> str:
        """Step to the end and return the outcome; `progress` is told the simulated seconds, each second."""
        while not self.outcome:
            self.step()
            if progress and self.tick % DIGEST_EVERY == 0:
                progress(self.tick * DT)
        return self.outcome

    def step(self) -> None:
        """Advance one tick. Raises ValueError when the job is over."""
        if self.outcome:
            raise ValueError(f"the job is over ({self.outcome}): start a new Session")
        self.sense()
        self.decide()
        self.drive_traffic()
        self.people()
        self.move()
        self.judge()
        self.tick += 1
        self.record()

    def sense(self) -> None:
        """Stage 1: who sees what."""
        world = self._world
        self._senses.update(self.tick, world.cars, world.tags, world.people, self._job)

    def decide(self) -> None:
        """Stage 2: the seats answer what they see."""
        controls, police = self._world.controls, self._roster.police
        driver = self._driver.act(self._senses.driver)
        units = self._police.act(self._senses.police)
        controls[police.start : police.stop] = units.controls
        if self._job.asleep:
            controls[self._sleepers] = DARK_AND_STILL
        self.commands["driver"], self.commands["police"] = driver, units
        if self._pilot is not None:
            pilot = self._pilot.act(self._senses.police)
            controls[police.start] = pilot.controls[0]
            self.commands["pilot"] = pilot
        self._take_wheel(driver)

    def _take_wheel(self, command: Command) -> None:
        """The Driver's command to his car. A ducked man has neither the wheel nor the pedals; one of his wishes
        is whom to put out."""
        control = self._world.controls[self._job.driver_car]
        control[:] = command.controls[0]
        if control[ACTIONS] & DUCK:
            control[STEER] = control[THROTTLE] = control[BRAKE] = 0
        for order in command.orders:
            if order.kind == "put out":
                self._job.chosen = order.unit

    def drive_traffic(self) -> None:
        """Stage 3: the civilians."""
        world = self._world
        self._traffic.act(self.tick, world.cars, world.tags, world.controls, world.people)

    def people(self) -> None:
        """Stage 4: bystanders and witnesses on foot."""
        world = self._world
        self._people.act(self.tick, world.people, world.cars, world.tags, world.controls)

    def move(self) -> None:
        """Stage 5: forces, contacts, damage."""
        self._world.step()

    def judge(self) -> None:
        """Stage 6: the rules, at 10 Hz; what they hear of contacts, each tick."""
        world = self._world
        if len(world.contacts):
            heist.note_contacts(self._job, world.contacts, world.tags)
            self._digest.update(world.contacts.tobytes())
            self._note_fallen()
        if len(world.struck):
            self._note_struck()
        if self.tick % TACTICS_EVERY == 0:
            self._apply_rules()
        elif self.events:
            self.events = []
        if self.tick % DISPATCH_EVERY == DISPATCH_EVERY // 2:
            self._reinforce()
        if self.tick % TOW_EVERY == TOW_EVERY // 4:
            self._tow()

    def record(self) -> None:
        """Stage 7: what makes two runs comparable."""
        self._checksums.fill(self.checksums)
        if self.tick % DIGEST_EVERY == 0:
            self._digest.update(self._checksums.state())

    def _note_fallen(self) -> None:
        """Props that this tick's contacts knocked over."""
        fallen = self._world.fallen[self._fallen :]
        if len(fallen):
            self._fallen += len(fallen)
            self._senses.darken(fallen)
            self._digest.update(fallen.tobytes())

    def _note_struck(self) -> None:
        """People whom cars struck in this tick; who is near runs."""
        struck = self._world.struck
        heist.note_struck(self._job, struck)
        self._digest.update(struck.tobytes())
        self._people.scare(self.tick, float(struck[0, S_X]), float(struck[0, S_Y]), HORROR)

    # ------------------------------------------------------------------ the rules' wishes, done
    def _apply_rules(self) -> None:
        driven, asleep = self._job.driver_car, self._job.asleep
        self.events = heist.advance(self._job, self.level, self._view())
        self._job.write(self._rules_row)
        self._status = None
        self._tell_people()
        if self._job.driver_car != driven:
            self._leave_standing(driven)
        if self._job.asleep != asleep:
            self._find_sleepers()

    def _find_sleepers(self) -> None:
        rows = [row for unit, row in enumerate(self._roster.police) if self._job.asleep >> unit & 1]
        self._sleepers = np.array(rows, np.intp)

    def _view(self) -> heist.View:
        world, senses = self._world, self._senses
        arrays = (world.cars, world.tags, world.controls, world.people, senses.sees)
        return heist.View(self.tick, *arrays, self._roster.police, senses.lamps)

    def _tell_people(self) -> None:
        """What everybody in the street can notice of the job."""
        job = self._job
        self._people.note_job(job.driver_car, job.wait_tick, job.alarm_tick)
        self._people.note_calls(job.calls[:, C_CHARGE])
        if job.shot_tick == job.tick:
            self._people.scare(job.tick, job.shot_x, job.shot_y)

    def _leave_standing(self, row: int) -> None:
        self._world.controls[row] = 0
        self._world.controls[row, BRAKE] = self._world.controls[row, HANDBRAKE] = FULL_PEDAL

    def _reinforce(self) -> None:
        """Bring in one more unit, if heat allows more than are there."""
        world, police = self._world, self._roster.police
        waiting = [row for row in police if not world.tags[row, ACTIVE]]
        if not waiting or len(police) - len(waiting) >= self._job.police_status.units:
            return
        active = np.flatnonzero(world.tags[:, ACTIVE]).tolist()
        spots = [self._place_of(row) for row in active]
        row = waiting[0]
        station = entry(self.level, row, self._place_of(self._job.driver_car), spots)
        if station is not None:
            world.place(row, station.x, station.y, 0.0, station.heading)

    def _tow(self) -> None:
        """Move traffic that stands for good to another street, out of everyone's sight."""
        sees, world = self._senses.sees, self._world
        for row in self._traffic.strays():
            if sees[:, row].any():
                continue
            watchers = [self._place_of(k) for k in (self._job.driver_car, *self._roster.police)]
            world.place(row, *self._traffic.respawn_place(row, self.tick, watchers, world.cars))
            self._traffic.reset(row)
            return

    def _place_of(self, row: int) -> tuple[float, float]:
        return float(self._world.cars[row, X]), float(self._world.cars[row, Y])

    # ------------------------------------------------------------------ the start
    def _line_up(self) -> None:
        """Put every car that is there from the beginning on its mark."""
        job, world, roster = self.level.heist, self._world, self._roster
        heist.seat_people(self.level, world.people)
        x, y, heading = job.kerb if job.start is None else job.start
        world.place(0, x, y, 0.0, heading)
        for row, car in enumerate(job.switch_cars, start=1):
            world.place(row, car.at[0], car.at[1], 0.0, car.at[2])
            self._leave_standing(row)
        for row, (px, py, facing) in zip(roster.police, roster.units, strict=False):
            world.place(row, px, py, 0.0, facing)
        self._find_sleepers()
        for row, start in zip(roster.traffic, self._traffic.starts(), strict=False):
            world.place(row, *start)


def _name(mind: str | Mind[S]) -> str:
    return mind if isinstance(mind, str) else PERSON


def _check(setup: Setup) -> None:
    if setup.difficulty not in DIFFICULTIES:
        raise ValueError(f"difficulty {setup.difficulty!r} is not one of {', '.join(DIFFICULTIES)}")
    if setup.side not in SIDES:
        raise ValueError(f"side {setup.side!r} is not one of {', '.join(SIDES)}")
    if not 0 <= setup.seed <= LARGEST_SEED:
        raise ValueError(f"seed {setup.seed} is not between 0 and {LARGEST_SEED}")
    if not -1 <= setup.traffic <= MOST_TRAFFIC:
        raise ValueError(f"traffic {setup.traffic} is not between 0 and {MOST_TRAFFIC}, or -1 for the level's own")


def _seat_driver(mind: str | DriverMind, level: Level, seed: int) -> DriverMind:
    if not isinstance(mind, str):
        return mind
    return make_driver(mind, DriverBriefing(level.city, level.heist, cars_today(level), seed))


def _seat_police(mind: str | PoliceMind, level: Level, setup: Setup, units: int) -> PoliceMind:
    if not isinstance(mind, str):
        return mind
    cruising = patrols(level.heist, setting(level.heist, setup.difficulty))
    return make_police(
        mind, PoliceBriefing(level.city, cars_today(level), units, cruising, level.heist.stations, setup.seed)
    )


def _frozen(array: NDArray[N]) -> NDArray[N]:
    copy = array.copy()
    copy.flags.writeable = False
    return copy
