"""Where bystanders are when the job begins: strolling, before a window, waiting at the kerb, or chatting in pairs."""

import math
from dataclasses import dataclass

import numpy as np

from game.ai.people_ground import LAND, SOLID, Ground, cell_at
from game.core.rng import PEOPLE, below, uniform
from game.level.model import Bystanders

STEP = 1.5  # m between the places that are drawn from
APART = 1.2  # m between two people at the start, unless they chat
CHAT = 0.9  # m between two who chat
ROLLS = 24  # places that are tried for one person
STROLL, WINDOW, KERB = 0.62, 0.78, 0.86  # shares, summed up: strolling, at a window, at the kerb; the rest chats
STAY_LEAST, STAY_MOST = 6.0, 50.0  # s that those who stand do so
KEYS = 2_000_000  # the dice of places, apart from all others
NEAR = 4.0  # m: a window or kerb that one faces


@dataclass(frozen=True, slots=True)
class Place:
    """ring, next, sense: the walk, the row of its next point, and the way along it; stays: s he stands at first."""

    x: float
    y: float
    heading: float
    ring: int
    next: int
    sense: float
    stays: float = 0.0


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    heading: float
    ring: int
    behind: int
    ahead: int


def places_for(ground: Ground, around: Bystanders, seed: int, count: int) -> list[Place]:
    """`count` places by seed, the more the nearer to the middle; fewer where there is no room."""
    spots = _spots(ground, around)
    found: list[Place] = []
    while spots and len(found) < count:
        place = _draw(ground, spots, around, seed, found)
        if place is None:
            break
        found.append(place)
        if place.stays > 0.0 and _dice(seed, len(found), 7) > KERB and len(found) < count:
            found += _partner(ground, found)
    return found


def _dice(seed: int, n: int, key: int) -> float:
    return uniform(seed, PEOPLE, n, KEYS + key)


def _spots(ground: Ground, around: Bystanders) -> list[_Spot]:
    """Places every STEP m along the walks, within the circle."""
    spots = []
    for ring in range(ground.rings):
        first, end = int(ground.starts[ring]), int(ground.starts[ring + 1])
        for k in range(first, end):
            after = k + 1 if k + 1 < end else first
            (ax, ay), (bx, by) = ground.points[k].tolist(), ground.points[after].tolist()
            size, heading = math.hypot(bx - ax, by - ay), math.atan2(by - ay, bx - ax)
            for n in range(int(size / STEP)):
                share = (n + 0.5) * STEP / size
                x, y = ax + share * (bx - ax), ay + share * (by - ay)
                if math.hypot(x - around.x, y - around.y) < around.radius:
                    spots.append(_Spot(x, y, heading, ring, k, after))
    return spots


def _draw(ground: Ground, spots: list[_Spot], around: Bystanders, seed: int, taken: list[Place]) -> Place | None:
    """A place that nobody stands at yet; None where the dice find none."""
    n = len(taken)
    for attempt in range(ROLLS):
        pair = [spots[below(len(spots), seed, PEOPLE, n, KEYS + 100 + 2 * attempt + k)] for k in (0, 1)]
        spot = min(pair, key=lambda s: math.hypot(s.x - around.x, s.y - around.y)) if attempt % 2 else pair[0]
        if all(math.hypot(spot.x - p.x, spot.y - p.y) > APART for p in taken):
            return _at(ground, spot, seed, n)
    return None


def _at(ground: Ground, spot: _Spot, seed: int, n: int) -> Place:
    """What the dice let somebody do there."""
    sense = 1.0 if _dice(seed, n, 0) < 0.5 else -1.0
    following = spot.ahead if sense > 0 else spot.behind
    heading = spot.heading if sense > 0 else spot.heading + math.pi
    what, stays = _dice(seed, n, 1), STAY_LEAST + (STAY_MOST - STAY_LEAST) * _dice(seed, n, 2)
    if what < STROLL:
        return Place(spot.x, spot.y, heading, spot.ring, following, sense)
    bits = SOLID if what < WINDOW else LAND
    return Place(spot.x, spot.y, _facing(ground, spot, bits, heading), spot.ring, following, sense, stays)


def _facing(ground: Ground, spot: _Spot, bits: int, otherwise: float) -> float:
    """The direction to the nearest wall (SOLID) or street (LAND ends)."""
    for gone in np.arange(0.5, NEAR, 0.5).tolist():
        for k in range(16):
            heading = k * math.pi / 8
            x, y = spot.x + gone * math.cos(heading), spot.y + gone * math.sin(heading)
            cell = cell_at(ground.cells, ground.x, ground.y, x, y)
            if (bits == SOLID and cell & SOLID) or (bits == LAND and not cell & LAND):
                return heading
    return otherwise


def _partner(ground: Ground, found: list[Place]) -> list[Place]:
    """Turn the last one to somebody who stands beside him on the walk, if there is room: they chat."""
    one = found[-1]
    (tx, ty) = ground.points[one.next].tolist()
    along = math.atan2(ty - one.y, tx - one.x)
    x, y = one.x + CHAT * math.cos(along), one.y + CHAT * math.sin(along)
    if math.hypot(tx - one.x, ty - one.y) < CHAT + 0.5 or cell_at(ground.cells, ground.x, ground.y, x, y) & SOLID:
        return []
    found[-1] = Place(one.x, one.y, along, one.ring, one.next, one.sense, one.stays)
    return [Place(x, y, along + math.pi, one.ring, one.next, one.sense, one.stays)]
