"""What lies at a building's foot: drives and pools of houses, awnings of shops, docks of warehouses."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from game.core.snapshot import ASPHALT, GRASS
from game.level.city import Building, City
from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.plan import Points, edges
from game.view.sheet import Area, Dots, Op, Quads, Strokes, box_quads

FRONT_YARD = 26.0  # m that a drive may be long
POOL_CHANCE = 0.2
AWNINGS: tuple[Colour, ...] = ((176, 60, 48), (62, 110, 84), (66, 88, 140), (196, 150, 60), (150, 96, 60))
POOL: Colour = (92, 184, 196)


@dataclass(frozen=True, slots=True)
class Foot:
    """A building's outline with its walls, and which of them looks on the street, `gap` m from it."""

    city: City
    number: int
    outline: Points
    direction: Points
    outward: Points
    length: Points
    front: int
    gap: float

    def wall(self, k: int, s: float, out: float) -> Points:
        """A point s m along a wall and `out` m in front of it."""
        point: Points = self.outline[k] + self.direction[k] * s + self.outward[k] * out
        return point

    def rect(self, k: int, s: float, wide: float, near: float, far: float) -> Points:
        """A rectangle in front of a wall: its middle at s, from `near` to `far` m away."""
        a, b = s - wide / 2, s + wide / 2
        return np.array([self.wall(k, a, near), self.wall(k, b, near), self.wall(k, b, far), self.wall(k, a, far)])


def foot_of(city: City, number: int, outline: Points) -> Foot:
    """A building (plan metres) and its street: the wall from whose middle the street is nearest."""
    direction, outward, length = edges(outline)
    best, front = math.inf, int(np.argmax(length))
    for k in np.flatnonzero(length > 4.0).tolist():
        gap = street_gap(city, outline[k] + direction[k] * length[k] / 2, outward[k])
        if gap < best - 1.0:
            best, front = gap, k
    return Foot(city, number, outline, direction, outward, length, front, best)


def street_gap(city: City, at: Points, outward: Points) -> float:
    """Metres from a plan point along a direction to the next carriageway, inf if there is none near."""
    steps = np.arange(1.0, FRONT_YARD, 1.0)
    found = np.flatnonzero(surfaces(city, at + outward * steps[:, None]) == ASPHALT)
    return float(steps[found[0]]) if len(found) else math.inf


def surfaces(city: City, points: Points) -> np.ndarray:
    """The surface under each plan point."""
    rows, columns = city.surface.shape
    x = np.clip(points[:, 0].astype(int), 0, columns - 1)
    y = np.clip((city.height - points[:, 1]).astype(int), 0, rows - 1)
    found: np.ndarray = city.surface[y, x]
    return found


def apron(city: City, number: int, outline: Points) -> list[Op]:
    """What to draw around a building, by its style."""
    building = city.buildings[number]
    draw = APRONS.get(building.style)
    if draw is None:
        return []
    return draw(foot_of(city, number, outline), building, np.random.default_rng((number, 3)))


# ---- houses
def _house(foot: Foot, building: Building, dice: np.random.Generator) -> list[Op]:
    """A drive, a path to the door, shrubs, and behind the house a terrace or a pool."""
    ops: list[Op] = []
    k, long = foot.front, float(foot.length[foot.front])
    side = 1.0 if dice.random() < 0.5 else -1.0
    if math.isfinite(foot.gap):
        s = long / 2 + side * max(0.0, long / 2 - 1.7)
        kerb = min(street_gap(foot.city, foot.wall(k, s + q, 0.0), foot.outward[k]) for q in (-1.4, 0.0, 1.4))
        far = min(kerb, foot.gap + 3.0) - 0.6
        ops.append(Area(tone(ink.WALK, 0.94), foot.rect(k, s, 2.9, 0.0, far)))
        ops.append(Strokes(ink.WALK_SEAM, _rungs(foot, k, s, 2.9, far), 0.06))
        path = foot.rect(k, long / 2 - side * 0.8, 1.2, 0.0, foot.gap - 2.0)
        ops.append(Area(tone(ink.WALK, 1.02), path))
    ops += _shrubs(foot, dice)
    return ops + _behind(foot, dice)


def _rungs(foot: Foot, k: int, s: float, wide: float, far: float) -> Points:
    """Joints across a drive, every 3 m."""
    return np.array(
        [[foot.wall(k, s - wide / 2, q), foot.wall(k, s + wide / 2, q)] for q in np.arange(3.0, far, 3.0)]
    ).reshape(-1, 2, 2)


def _shrubs(foot: Foot, dice: np.random.Generator) -> list[Op]:
    """A few along the walls."""
    rows = []
    for k in range(len(foot.outline)):
        for s in np.arange(0.8, float(foot.length[k]), 1.7).tolist():
            if dice.random() < 0.42:
                rows.append([*foot.wall(k, s, 0.75), dice.uniform(0.35, 0.7), dice.uniform(0.8, 1.2)])
    shrubs = np.array(rows).reshape(-1, 4)
    lit = shrubs * (1.0, 1.0, 0.55, 1.25) - (0.12, 0.16, 0.0, 0.0)
    return [Dots((62, 82, 48), shrubs), Dots((84, 108, 58), lit)]


def _behind(foot: Foot, dice: np.random.Generator) -> list[Op]:
    """A terrace behind most houses, a pool behind some, where there is garden for it."""
    k = int(np.argmin(foot.outward @ foot.outward[foot.front]))
    long = float(foot.length[k])
    if long < 6.0:
        return []
    ops: list[Op] = [Area((168, 132, 104), foot.rect(k, long / 2, min(5.0, long * 0.6), 0.0, 3.0))]
    if dice.random() > POOL_CHANCE:
        return ops
    pool = foot.rect(k, long / 2, 8.0, 4.2, 8.4)
    probes = np.concatenate([pool, foot.rect(k, long / 2, 10.0, 4.0, 9.6)])
    if (surfaces(foot.city, probes) != GRASS).any():
        return ops
    inner, deep = foot.rect(k, long / 2, 7.4, 4.5, 8.1), foot.rect(k, long / 2 + 2.0, 3.2, 4.7, 7.9)
    return [*ops, Area(tone(ink.KERB, 1.12), pool), Area(POOL, inner), Area(tone(POOL, 0.86), deep)]


# ---- shops
def _shops(foot: Foot, building: Building, dice: np.random.Generator) -> list[Op]:
    """Striped awnings over the windows on the street."""
    if dice.random() < 0.35 or not foot.gap < 12.0:
        return []
    k, long = foot.front, float(foot.length[foot.front])
    colour = AWNINGS[int(dice.integers(len(AWNINGS)))]
    wide = long * dice.uniform(0.45, 0.85)
    ops: list[Op] = [Area((60, 54, 52), foot.rect(k, long / 2, wide + 0.3, 0.0, 1.9))]
    ops.append(Area((222, 212, 192), foot.rect(k, long / 2, wide, 0.0, 1.5)))
    bars = np.arange(-wide / 2 + 0.35, wide / 2 - 0.2, 1.1).tolist()
    ops.append(Quads(colour, np.array([foot.rect(k, long / 2 + s, 0.55, 0.0, 1.5) for s in bars]).reshape(-1, 4, 2)))
    return ops


# ---- sheds
def _warehouse(foot: Foot, building: Building, dice: np.random.Generator) -> list[Op]:
    """Loading docks along the longest wall that does not look on the street, and on it where there is no other."""
    order = np.argsort(-foot.length, kind="stable").tolist()
    k = next((k for k in order if k != foot.front and foot.length[k] > 12.0), foot.front)
    long = float(foot.length[k])
    ops: list[Op] = []
    for s in np.arange(4.0, long - 3.0, 7.0).tolist():
        ops.append(Area((70, 68, 66), foot.rect(k, s, 4.0, 0.0, 1.5)))
        ops.append(Area((140, 134, 124), foot.rect(k, s, 3.6, 0.0, 1.2)))
        edge = foot.rect(k, s, 3.6, 1.0, 1.3)
        ops.append(Area(ink.YELLOW, edge))
        stripes = [foot.rect(k, s + q, 0.35, 1.0, 1.3) for q in (-1.4, -0.7, 0.0, 0.7, 1.4)]
        ops.append(Quads((44, 42, 40), np.array(stripes)))
    return ops


# ---- places with cars in front
def _stalls(foot: Foot, building: Building, dice: np.random.Generator) -> list[Op]:
    """Stalls before the walls."""
    ops: list[Op] = []
    for k in range(len(foot.outline)):
        long = float(foot.length[k])
        places = np.arange(1.6, long - 1.6, 2.8).tolist()
        far = np.array([foot.wall(k, s, 7.5) for s in places]).reshape(-1, 2)
        if len(places) < 3 or (surfaces(foot.city, far) == ASPHALT).mean() > 0.2 or street_gap_all(foot, k) < 9.0:
            continue
        ends = [[foot.wall(k, s - 1.4, 1.6), foot.wall(k, s - 1.4, 6.4)] for s in places]
        ops.append(Strokes(tone(ink.WHITE, 0.85), np.array(ends), 0.1))
    return ops


def street_gap_all(foot: Foot, k: int) -> float:
    """The least way from a wall to a carriageway."""
    shares = (0.1, 0.5, 0.9)
    return min(
        street_gap(foot.city, foot.outline[k] + foot.direction[k] * foot.length[k] * q, foot.outward[k]) for q in shares
    )


def _gas(foot: Foot, building: Building, dice: np.random.Generator) -> list[Op]:
    """Islands with pumps, before the wall that looks on the street."""
    k, long = foot.front, float(foot.length[foot.front])
    ops: list[Op] = []
    for s in (long * 0.3, long * 0.7):
        island = foot.rect(k, s, 1.4, 3.0, 7.0)
        pumps = np.array([foot.wall(k, s, q) for q in (4.0, 6.0)])
        ops += [
            Area(ink.KERB, island),
            Quads((190, 60, 44), box_quads(pumps, foot.direction[k], foot.outward[k], 0.8, 0.6)),
        ]
    return ops


Painter = Callable[[Foot, Building, np.random.Generator], list[Op]]
APRONS: dict[str, Painter] = {
    "house": _house,
    "bungalow": _house,
    "shops": _shops,
    "strip": _shops,
    "diner": _stalls,
    "motel": _stalls,
    "supermarket": _shops,
    "warehouse": _warehouse,
    "industrial": _warehouse,
    "gas": _gas,
}
