"""Blocks filled with lots and buildings from their district's style, and dice of their own.

A block's dice depend on the city's seed, the district's and where the block lies, so an edit in one
place leaves the buildings elsewhere as they are.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from game.core.rng import DERIVE, uniform
from game.level.city import Building, Lot
from game.level.derive_ground import Ground, clean, polygons_of, ring_of
from game.level.paths import Line, mm
from game.level.plan import CityPlan, Style

LEAST_BUILDING = 90.0  # m²
THINNEST = 8.0  # m: narrower parts of a building are cut off
TALL_POWER = 2.0  # high buildings are rare: dice to this power


class Dice:
    """The rolls of one block, in order."""

    def __init__(self, plan: CityPlan, district_seed: int, block: shapely.Polygon) -> None:
        self.seed = plan.seed * 1000 + district_seed
        self.block = round(block.centroid.x) * 65536 + round(block.centroid.y)
        self.count = 0

    def roll(self, low: float = 0.0, high: float = 1.0) -> float:
        self.count += 1
        return low + (high - low) * uniform(self.seed, DERIVE, self.block, self.count)


@dataclass(slots=True)
class Frame:
    """A block's own axes: u along its longest side. Extents in metres along u and v."""

    u: Line
    v: Line
    u0: float
    u1: float
    v0: float
    v1: float

    def box(self, a: float, b: float, c: float, d: float) -> shapely.Polygon:
        """The rectangle a ≤ u ≤ b, c ≤ v ≤ d."""
        return shapely.Polygon(mm(np.array([p * self.u + q * self.v for p, q in ((a, c), (b, c), (b, d), (a, d))])))


def fill_blocks(plan: CityPlan, ground: Ground) -> tuple[list[Building], list[Lot]]:
    """All buildings and lots, those placed by hand included, sorted."""
    buildings = [Building(ring_of(shapely.Polygon(mm(p.path))), p.height, p.style, p.name) for p in plan.buildings]
    lots = [Lot(p.kind, ring_of(shapely.Polygon(mm(p.path)))) for p in plan.lots]
    for block in ground.blocks:
        style, seed = _style_of(plan, block)
        more_buildings, more_lots = _fill(block, style, Dice(plan, seed, block))
        buildings += more_buildings
        lots += more_lots
    return sorted(buildings, key=lambda b: b.outline.tolist()), _order(lots)


def _order(lots: list[Lot]) -> list[Lot]:
    return sorted(lots, key=lambda lot: (lot.kind, lot.outline.tolist()))


def _style_of(plan: CityPlan, block: shapely.Polygon) -> tuple[Style, int]:
    """The last district that contains the block's inner point."""
    point = block.representative_point()
    for district in reversed(plan.districts):
        if shapely.Polygon(district.path).contains(point):
            return plan.styles[district.style], district.seed
    return plan.styles[plan.style], 0


def block_frame(block: shapely.Polygon) -> Frame:
    """Axes along the direction that most of the block's outline has; u along the longer extent."""
    ring = shapely.get_coordinates(block.exterior.simplify(1.0))
    side = np.diff(ring, axis=0)
    size = np.sqrt((side**2).sum(1))
    angle = [math.atan2(dy, dx) % (math.pi / 2) for dx, dy in side.tolist()]
    votes = [sum(n for n, b in zip(size.tolist(), angle, strict=True) if _alike(a, b)) for a in angle]
    best = angle[int(np.argmax(np.round(votes, 1)))]
    u, v = np.array([math.cos(best), math.sin(best)]), np.array([-math.sin(best), math.cos(best)])
    low = np.array([(ring * u).sum(1).min(), (ring * v).sum(1).min()])
    high = np.array([(ring * u).sum(1).max(), (ring * v).sum(1).max()])
    if high[1] - low[1] > (high[0] - low[0]) * 1.02:
        return Frame(v, -u, float(low[1]), float(high[1]), float(-high[0]), float(-low[0]))
    return Frame(u, v, float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _alike(a: float, b: float) -> bool:
    return abs((a - b + math.pi / 4) % (math.pi / 2) - math.pi / 4) < 0.06


def _rows(frame: Frame, depth: float) -> list[tuple[float, float, int]]:
    """(from, to, facing) across the block: two rows back to back unless it is thin."""
    deep = frame.v1 - frame.v0
    if deep < 1.35 * depth:
        return [(frame.v0, frame.v1, -1)]
    pairs = max(1, round(deep / (2 * depth)))
    edges = np.linspace(frame.v0, frame.v1, 2 * pairs + 1).tolist()
    return [(edges[k], edges[k + 1], -1 if k % 2 == 0 else 1) for k in range(2 * pairs)]


def _fill(block: shapely.Polygon, style: Style, dice: Dice) -> tuple[list[Building], list[Lot]]:
    buildings: list[Building] = []
    lots: list[Lot] = []
    frame = block_frame(block)
    inner = block.buffer(-style.front, join_style="mitre", mitre_limit=2.0)
    for low, high, facing in _rows(frame, style.depth):
        start = frame.u0
        while start < frame.u1 - 0.5 * style.lot[0]:
            end = start + dice.roll(*style.lot)
            if frame.u1 - end < 0.75 * style.lot[0]:
                end = frame.u1
            _fill_lot(block, inner, frame, (start, end, low, high, facing), style, dice, buildings, lots)
            start = end
    return buildings, lots


def _fill_lot(
    block: shapely.Polygon,
    inner: shapely.Geometry,
    frame: Frame,
    place: tuple[float, float, float, float, int],
    style: Style,
    dice: Dice,
    buildings: list[Building],
    lots: list[Lot],
) -> None:
    start, end, low, high, facing = place
    lot = biggest(clean(frame.box(start, end, low, high).intersection(block)))
    use, deep = dice.roll(), min(dice.roll(*style.deep), high - low)
    tall = style.high[0] + dice.roll() ** TALL_POWER * (style.high[1] - style.high[0])
    if lot is None or lot.area < 30.0:
        return
    near, far = (low, low + deep) if facing < 0 else (high - deep, high)
    body = _body(frame.box(start + style.side, end - style.side, near, far).intersection(inner))
    if use < style.empty + style.parking or body is None:
        lots.append(Lot("parking" if use >= style.empty and lot.area > 200.0 else "yard", ring_of(lot)))
        return
    lots.append(Lot(style.ground, ring_of(lot)))
    buildings.append(Building(ring_of(body), round(tall, 1), style.name))


def _body(shape: shapely.Geometry) -> shapely.Polygon | None:
    """The building proper: one polygon without thin parts, or None if little is left."""
    thin = shape.buffer(-THINNEST / 2, join_style="mitre", mitre_limit=2.5)
    full = thin.buffer(THINNEST / 2, join_style="mitre", mitre_limit=2.5).intersection(shape)
    best = biggest(clean(shapely.simplify(full, 0.15)))
    return best if best is not None and best.area >= LEAST_BUILDING and not best.interiors else None


def biggest(geometry: shapely.Geometry) -> shapely.Polygon | None:
    return max(polygons_of(geometry), key=lambda p: (round(p.area, 2), p.bounds), default=None)


def plant(plan: CityPlan, lots: list[Lot], driven: shapely.Geometry) -> NDArray[np.float64]:
    """Trees (x, y, radius) on the grass, none nearer than 5 m to another of its lot or 2 m to a road."""
    trees: list[tuple[float, float, float]] = []
    shapely.prepare(driven)
    for lot in lots:
        if lot.kind == "grass":
            trees += _planted(plan, shapely.Polygon(lot.outline), driven)
    return np.array(trees, dtype=np.float64).reshape(-1, 3)


def _planted(plan: CityPlan, outline: shapely.Polygon, driven: shapely.Geometry) -> list[tuple[float, float, float]]:
    shape, dice = outline.buffer(-2.0), Dice(plan, 999, outline)
    x0, y0, x1, y1 = outline.bounds
    trees: list[tuple[float, float, float]] = []
    for _ in range(int(outline.area / 60.0)):
        x, y, r = round(dice.roll(x0, x1), 3), round(dice.roll(y0, y1), 3), round(dice.roll(1.8, 3.4), 2)
        apart = all(math.hypot(x - a, y - b) > 5.0 for a, b, _ in trees)
        if apart and shapely.contains_xy(shape, x, y) and not shapely.dwithin(driven, shapely.Point(x, y), 2.0):
            trees.append((x, y, r))
    return trees
