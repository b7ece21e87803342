"""People who see an act and call it in. Only then does it count, unless an officer saw it himself.

job.calls holds what each person has to report (game.heist.records). People on foot stop to telephone
(PERSON_CALLING) when nothing threatens them; who is driven at starts anew, who is struck reports nothing
but that. Somebody who was struck is found in the end, seen or not: harm never helps the driver.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TACTICS_EVERY
from game.core.kernel import kernel
from game.core.observation import KNOWN_ALL, KNOWN_CLASS, KNOWN_COLOUR
from game.core.snapshot import (
    CREW,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_WALKING,
)
from game.heist.facts import Turn, door_sees_car
from game.heist.job import FINDER, GUARD, PERSON, Job, ticks
from game.heist.records import C_CAR, C_CHARGE, C_KNOWN, C_POINTS, C_SPENT, C_TICK, C_X, C_Y, CALL_COLUMNS
from game.level.model import Heist
from game.sense.sight import EYE, in_view

Floats = NDArray[np.float64]


def person_name(heist: Heist, row: int) -> str:
    """Who this row of people is."""
    crew, named = len(heist.crew), len(heist.witnesses)
    if row < crew:
        return heist.crew[row].name
    return heist.witnesses[row - crew].name if row < crew + named else f"bystander {row - crew - named + 1}"


def opening(name: str) -> str:
    """A name as the first word of a sentence."""
    return name[:1].upper() + name[1:]


def witness_name(heist: Heist, witness: int) -> str:
    """How the radio names a witness: units count from 1."""
    if witness == GUARD:
        return "the house guard"
    if witness >= FINDER:
        return f"whoever found {person_name(heist, witness - FINDER)}"
    return person_name(heist, witness - PERSON) if witness >= PERSON else f"unit {witness + 1}"


@kernel
def _faces(person: Floats, x: float, y: float, reach: float, cosine: float) -> float:
    """How far (m) a person on foot is from a place within his facing cone and reach, else inf."""
    if person[P_KIND] == CREW or person[P_STATE] not in (PERSON_WALKING, PERSON_CALLING, PERSON_DIVING):
        return math.inf
    dx, dy = x - person[P_X], y - person[P_Y]
    distance = math.sqrt(dx * dx + dy * dy)
    ahead = dx * math.cos(person[P_LOOK]) + dy * math.sin(person[P_LOOK])
    return distance if distance <= reach and ahead >= cosine * distance else math.inf


@kernel
def _witness(
    people: Floats,
    act: Floats,
    z: float,
    reach: float,
    cosine: float,
    plate_range: float,
    sight_edges: Floats,
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
    calls: Floats,
) -> int:
    """Let everybody who sees the act (a row of calls) have it to report, unless he has something graver.

    z: height of the eyes in the car; plate_range: m from which one reads the plate too. Returns how many have
    something to report."""
    telling = 0
    for i in range(people.shape[0]):
        away = _faces(people[i], act[C_X], act[C_Y], reach, cosine)
        if away < math.inf and (calls[i, C_CHARGE] < 0.0 or act[C_POINTS] > calls[i, C_POINTS]):
            x, y = people[i, P_X], people[i, P_Y]
            if in_view(sight_edges, sight_grid, deck_z, x, y, EYE, act[C_X], act[C_Y], z):
                calls[i] = act
                calls[i, C_KNOWN] = KNOWN_ALL if away <= plate_range else KNOWN_CLASS | KNOWN_COLOUR
        telling += calls[i, C_CHARGE] >= 0.0
    return telling


@kernel
def _telephone(people: Floats, calls: Floats, needed: float, found: float) -> int:
    """One turn on the phone. Returns the first person whose report is through, or -1.

    needed, found: ticks of a call, and until somebody who was struck is found."""
    through = -1
    for i in range(people.shape[0]):
        if calls[i, C_CHARGE] < 0.0:
            continue
        down = people[i, P_STATE] == PERSON_DOWN
        on_the_phone = down or people[i, P_STATE] == PERSON_CALLING
        calls[i, C_SPENT] = calls[i, C_SPENT] + TACTICS_EVERY if on_the_phone else 0.0
        if through < 0 and calls[i, C_SPENT] >= (found if down else needed):
            through = i
    return through


def guard_sees(turn: Turn) -> bool:
    """Whether the house guard, who looks out of the door once the alarm rings, has the car in sight."""
    return turn.job.alarm_tick >= 0 and door_sees_car(turn, turn.rules.witness_range)


def let_people_see(turn: Turn, at: int, x: float, y: float) -> None:
    """Everybody who sees the act at (x, y) now, a charge by its place in the rules, has it to report."""
    job, rules, city = turn.job, turn.rules, turn.level.city
    act = report(turn, at, x, y)
    job.telling = _witness(
        turn.view.people,
        act,
        turn.facts.z + EYE,
        rules.witness_range,
        math.cos(rules.witness_angle),
        rules.plate_range,
        city.sight_edges,
        city.sight_grid,
        city.deck_z,
        job.calls,
    )


def report(turn: Turn, at: int, x: float, y: float, known: int = 0) -> Floats:
    """What somebody has to report of an act of this turn: a row of calls."""
    row = np.zeros(CALL_COLUMNS)
    row[C_CHARGE], row[C_POINTS] = at, turn.rules.charges[at].felony
    row[C_TICK], row[C_CAR], row[C_X], row[C_Y], row[C_KNOWN] = turn.job.tick, turn.job.driver_car, x, y, known
    return row


def give_report(job: Job, person: int, row: Floats | None) -> None:
    """This person has that to report now, whatever it was before; None: nothing any more."""
    job.telling += int(row is not None) - int(job.calls[person, C_CHARGE] >= 0.0)
    if row is None:
        job.calls[person, C_CHARGE] = -1.0
    else:
        job.calls[person] = row


def follow_calls(turn: Turn) -> tuple[int, Floats] | None:
    """One turn on the phone: (person, what he reported) of the call that comes through; None without one.
    Of two in the same turn the second comes through in the next."""
    job, rules = turn.job, turn.rules
    if not job.telling:
        return None
    needed, found = ticks(rules.call_seconds), ticks(rules.victim_seconds)
    person = _telephone(turn.view.people, job.calls, needed, found)
    if person < 0:
        return None
    told = job.calls[person].copy()
    give_report(job, person, None)
    return person, told
