"""Places on lanes where a civilian car may appear: at the start, and again when it was towed."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from game.ai.traffic_state import STREET_RANK
from game.core.rng import SPAWN, below, bits
from game.level.model import Heist
from game.level.roads import KIND, LANE, LENGTH, LIMIT, RANK, Roads, point_at

Spot = tuple[float, float, float, float, float]  # x, y, z in m, heading in rad, speed in m/s

SLOT_STEP = 13.0  # m between the places considered on a lane
FROM_JUNCTION = 12.0  # m: no car appears nearer to the ends of its lane
APART = 25.0  # m between two cars at the start
FROM_KERB = 40.0  # m from the getaway car
FROM_OTHERS = 25.0  # m from patrols, stations and switch cars
OUT_OF_SIGHT = 170.0  # m in a straight line from everybody who could see a car appear
TRIES = 24  # places rolled for when a towed car comes back
START_SHARE = 0.7  # of the limit
START_BRAKING = 1.2  # m/s²: slow enough to stop at the lane's end

# Columns of slots.
SLOT_X, SLOT_Y, SLOT_Z, SLOT_HEADING, SLOT_SPEED = range(5)


def slots_of(roads: Roads) -> NDArray[np.float64]:
    """(k, 5) x, y, z, heading, speed: places on the lanes of streets, away from junctions."""
    rows = [
        _slot(roads, link, s)
        for link in range(len(roads.links))
        if roads.links[link, KIND] == LANE and roads.links[link, RANK] >= STREET_RANK
        for s in np.arange(FROM_JUNCTION, roads.link_sizes[link, LENGTH] - FROM_JUNCTION, SLOT_STEP)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 5)


def _slot(roads: Roads, link: int, s: float) -> Spot:
    x, y, z, heading = point_at(roads.links, roads.link_sizes, roads.points, link, s)
    room = roads.link_sizes[link, LENGTH] - s - 0.5 * FROM_JUNCTION
    speed = min(START_SHARE * roads.link_sizes[link, LIMIT], math.sqrt(2.0 * START_BRAKING * room))
    return x, y, z, heading, float(speed)


def start_slots(slots: NDArray[np.float64], heist: Heist, seed: int, count: int) -> list[Spot]:
    """`count` places in the order of the dice, APART from each other and clear of the job's own cars;
    fewer where the city has no room for so many."""
    taken: list[tuple[float, float]] = []
    found: list[Spot] = []
    for k in sorted(range(len(slots)), key=lambda k: (int(bits(seed, SPAWN, k, 0)), k)):
        if len(found) == count:
            break
        x, y = float(slots[k, SLOT_X]), float(slots[k, SLOT_Y])
        if (
            _near(x, y, taken, APART)
            or _near(x, y, [heist.kerb[:2]], FROM_KERB)
            or _near(x, y, _cars(heist), FROM_OTHERS)
        ):
            continue
        taken.append((x, y))
        found.append(spot(slots, k))
    return found


def _cars(heist: Heist) -> list[tuple[float, float]]:
    return [
        *(patrol[:2] for patrol in heist.patrols),
        *((station.x, station.y) for station in heist.stations),
        *(car.at[:2] for car in heist.switch_cars),
    ]


def _near(x: float, y: float, places: Iterable[Sequence[float]], distance: float) -> bool:
    return any((x - place[0]) ** 2 + (y - place[1]) ** 2 < distance * distance for place in places)


def spot(slots: NDArray[np.float64], k: int) -> Spot:
    """Slot k as plain numbers."""
    x, y, z, heading, speed = (float(value) for value in slots[k])
    return x, y, z, heading, speed


def fresh_slot(
    slots: NDArray[np.float64],
    seed: int,
    row: int,
    tick: int,
    away_from: Sequence[tuple[float, float]],
    cars: Sequence[tuple[float, float]],
) -> Spot:
    """A place for a car that comes back: OUT_OF_SIGHT of `away_from` and APART from `cars`, or the best
    of TRIES rolls. Keyed by row and tick."""
    best, best_margin = 0, -math.inf
    for attempt in range(TRIES):
        k = below(len(slots), seed, SPAWN, row, tick * TRIES + attempt + 1)
        x, y = float(slots[k, SLOT_X]), float(slots[k, SLOT_Y])
        margin = min(_nearest(x, y, away_from) - OUT_OF_SIGHT, 8.0 * (_nearest(x, y, cars) - APART))
        if margin >= 0.0:
            return spot(slots, k)
        if margin > best_margin:
            best, best_margin = k, margin
    return spot(slots, best)


def _nearest(x: float, y: float, places: Sequence[tuple[float, float]]) -> float:
    return min((math.hypot(x - px, y - py) for px, py in places), default=math.inf)
