"""What the rules look at each time, gathered from the arrays in one kernel and then plain floats."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.core.events import Event
from game.core.kernel import kernel
from game.core.observation import KNOWN_PLATE
from game.core.snapshot import ACTIVE, ANGLE, DAMAGE, VX, VY, X, Y, Z
from game.heist.job import Job, View
from game.level.model import Level, Rules
from game.sense.sight import EYE, in_view

DOORSTEP = 1.5  # m: a look from the door starts this far outside, past its own wall


class Facts(NamedTuple):
    """All about the driver's car, unless said otherwise. Units are numbered 0, 1 …; -1 is nobody."""

    x: float
    y: float
    z: float
    vx: float
    vy: float
    speed: float  # m/s
    damage: float
    witness: float  # first unit that has it in sight
    witness_distance: float  # m to the nearest unit that has it in sight; inf
    officer: float  # first unit within the bust range and in line of sight
    sighted: float  # a car that the police look for and have in sight (his own if they see it), or -1
    sighted_x: float
    sighted_y: float
    found: float  # an abandoned car that they look for, with a unit right beside it, or -1
    sees_police: float  # 1 when he has a police car in sight
    angle: float  # rad

    @property
    def place(self) -> tuple[float, float, float, float]:
        """x, y, z, angle."""
        return self.x, self.y, self.z, self.angle


FACTS = len(Facts._fields)


@kernel
def _watch(
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    police: int,
    units: int,
    sees: NDArray[np.uint8],
    car: int,
    near: float,
) -> tuple[int, float, int]:
    """First active unit that sees `car`, the distance of the nearest that does, first that is within `near`.
    police: the row of unit 0; units: so many are on the case."""
    first, least, beside = -1, math.inf, -1
    for k in range(units):
        unit = police + k
        if not tags[unit, ACTIVE] or not sees[k + 1, car]:
            continue
        distance = math.sqrt((cars[unit, X] - cars[car, X]) ** 2 + (cars[unit, Y] - cars[car, Y]) ** 2)
        first = k if first < 0 else first
        beside = k if beside < 0 and distance <= near else beside
        least = min(least, distance)
    return first, least, beside


@kernel
def _gather(
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    police: int,
    units: int,
    sees: NDArray[np.uint8],
    known: NDArray[np.uint8],
    car: int,
    bust_range: float,
    beside_range: float,
    sight_edges: NDArray[np.float64],
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
    out: NDArray[np.float64],
) -> None:
    x, y, z = cars[car, X], cars[car, Y], cars[car, Z]
    out[0], out[1], out[2], out[3], out[4] = x, y, z, cars[car, VX], cars[car, VY]
    out[5] = math.sqrt(cars[car, VX] ** 2 + cars[car, VY] ** 2)
    out[6] = cars[car, DAMAGE]
    first, least, _ = _watch(cars, tags, police, units, sees, car, 0.0)
    out[7], out[8], out[9], out[14] = first, least, -1.0, 0.0
    for k in range(sees.shape[0] - 1):
        unit = police + k
        if not tags[unit, ACTIVE]:
            continue
        ux, uy, uz = cars[unit, X], cars[unit, Y], cars[unit, Z]
        out[14] = 1.0 if sees[0, unit] else out[14]
        if out[9] < 0.0 and k < units and (ux - x) ** 2 + (uy - y) ** 2 <= bust_range * bust_range:
            clear = in_view(sight_edges, sight_grid, deck_z, ux, uy, uz + EYE, x, y, z + EYE)
            out[9] = k if clear else -1.0
    sighted = car if known[car] & KNOWN_PLATE and first >= 0 else -1
    found = -1
    for c in range(known.shape[0]):
        if known[c] and c != car:
            seer, _, beside = _watch(cars, tags, police, units, sees, c, beside_range)
            sighted = c if sighted < 0 and seer >= 0 and known[c] & KNOWN_PLATE else sighted
            found = c if beside >= 0 else found
    out[10], out[13] = sighted, found
    out[15] = cars[car, ANGLE]
    out[11], out[12] = (cars[sighted, X], cars[sighted, Y]) if sighted >= 0 else (0.0, 0.0)


def gather(job: Job, level: Level, view: View) -> Facts:
    """The facts at this tick."""
    city, out = level.city, np.empty(FACTS)
    _gather(
        view.cars,
        view.tags,
        view.police.start,
        min(len(view.police), job.police_status.most_units),
        view.sees,
        job.known,
        job.driver_car,
        level.rules.bust_range,
        level.rules.recognise_range,
        city.sight_edges,
        city.sight_grid,
        city.deck_z,
        out,
    )
    return Facts._make(out.tolist())


@dataclass(slots=True)
class Turn:
    """One turn of the rules: the record, the world, and the events it makes."""

    job: Job
    level: Level
    view: View
    facts: Facts
    events: list[Event] = field(default_factory=list)

    @property
    def rules(self) -> Rules:
        return self.level.rules

    def say(self, kind: str, text: str, car: int = -1, value: float = 0.0) -> None:
        """Add an event at this tick."""
        self.events.append(Event(self.job.tick, kind, text, car, value))


def sees_car(turn: Turn, x: float, y: float, distance: float) -> bool:
    """Whether someone at street level at (x, y), m from the car, has it in sight."""
    facts, city = turn.facts, turn.level.city
    share = min(1.0, DOORSTEP / max(distance, DOORSTEP))
    x, y = x + (facts.x - x) * share, y + (facts.y - y) * share
    z = facts.z + EYE
    return in_view(city.sight_edges, city.sight_grid, city.deck_z, x, y, EYE, facts.x, facts.y, z)


def door_distance(turn: Turn) -> float:
    """m from the door to the car."""
    x, y = turn.level.heist.door
    return math.hypot(turn.facts.x - x, turn.facts.y - y)


def door_sees_car(turn: Turn, reach: float) -> bool:
    """Whether the car stands within `reach` m of the door, and in sight from it."""
    distance = door_distance(turn)
    return distance <= reach and sees_car(turn, *turn.level.heist.door, distance)
