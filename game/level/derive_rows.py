"""Built-up blocks: lots in rows along a block's longest side, a building on each."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from game.level.city import Building, Lot, Polygon
from game.level.derive_dice import Dice
from game.level.derive_shapes import Shapes, clean, opened, polygons_of, ring_of, within
from game.level.paths import Line, mm
from game.level.plan import Style

LEAST_LOT = 30.0  # m²
LEAST_BUILDING = 90.0  # m²
THINNEST = 8.0  # m: narrower parts of a building are cut off
TALL_POWER = 2.0  # high buildings are rare: dice to this power
FLANK = 3.0  # m that a building keeps from side streets, at most
LEAST_PARKING = 250.0  # m²: where nothing fits, a smaller lot is green
COURT_PARKING, COURT_BUILT = 0.4, 0.75  # shares of the lots inside a deep block: parking, low buildings


@dataclass(frozen=True, slots=True)
class Frame:
    """A block's own axes: u along its longest side. Extents in metres along u and v."""

    u: Line
    v: Line
    u0: float
    u1: float
    v0: float
    v1: float


@dataclass(frozen=True, slots=True)
class Plot:
    """One lot of a row, and what the dice say about it. facing: -1 to low v, 1 to high v, 0: no street."""

    block: int
    u0: float
    u1: float
    v0: float
    v1: float
    facing: int
    use: float
    deep: float
    tall: float

    def body(self, style: Style) -> tuple[float, float, float, float]:
        """(u from, u to, v from, v to) of the building: behind its front, and behind that its yard if there is room."""
        front = style.front if self.facing != 0 else 0.0
        deep = min(self.deep, self.v1 - self.v0 - front)
        low = self.v0 + front if self.facing <= 0 else self.v1 - front - deep
        return self.u0 + style.side, self.u1 - style.side, low, low + deep


def block_frame(block: shapely.Polygon) -> Frame:
    """Axes along the direction that most of the block's outline has; u along the longer extent."""
    ring = shapely.get_coordinates(block.exterior.simplify(1.0))
    side = np.diff(ring, axis=0)
    size = np.sqrt((side**2).sum(1))
    angle = np.array([math.atan2(dy, dx) % (math.pi / 2) for dx, dy in side.tolist()])
    turned = np.abs((angle[:, None] - angle[None] + math.pi / 4) % (math.pi / 2) - math.pi / 4)
    best = float(angle[int(np.argmax(np.round(((turned < 0.06) * size[None]).sum(1), 1)))])
    u, v = np.array([math.cos(best), math.sin(best)]), np.array([-math.sin(best), math.cos(best)])
    along, across = (ring * u).sum(1), (ring * v).sum(1)
    low, high = (along.min(), across.min()), (along.max(), across.max())
    if high[1] - low[1] > (high[0] - low[0]) * 1.02:
        return Frame(v, -u, float(low[1]), float(high[1]), float(-high[0]), float(-low[0]))
    return Frame(u, v, float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _rows(frame: Frame, depth: float) -> list[tuple[float, float, int]]:
    """(from, to, facing) across the block: two rows back to back unless it is thin, and courts between."""
    deep = frame.v1 - frame.v0
    if deep < 1.35 * depth:
        return [(frame.v0, frame.v1, -1)]
    count = 2 * max(1, round(deep / (2 * depth)))
    edges = np.linspace(frame.v0, frame.v1, count + 1).tolist()
    facing = [-1] + [0] * (count - 2) + [1]
    return [(edges[k], edges[k + 1], facing[k]) for k in range(count)]


def plots_of(number: int, frame: Frame, style: Style, dice: Dice) -> list[Plot]:
    """The lots of one block with their dice."""
    plots = []
    for low, high, facing in _rows(frame, style.depth):
        start = frame.u0
        while start < frame.u1 - 0.5 * style.lot[0]:
            end = start + dice.roll(*style.lot)
            end = frame.u1 if frame.u1 - end < 0.75 * style.lot[0] else end
            use, deep = dice.roll(), min(dice.roll(*style.deep), high - low)
            tall = style.high[0] + dice.roll() ** TALL_POWER * (style.high[1] - style.high[0])
            plots.append(Plot(number, start, end, low, high, facing, use, deep, tall))
            start = end
    return plots


Filled = tuple[list[Building], list[Lot]]


def fill_rows(blocks: list[shapely.Polygon], styles: list[Style], dice: list[Dice]) -> list[Filled]:
    """Buildings and lots of each block; all their shapes are cut at once."""
    frames = [block_frame(block) for block in blocks]
    plots = [p for k, frame in enumerate(frames) for p in plots_of(k, frame, styles[k], dice[k])]
    filled: list[Filled] = [([], []) for _ in blocks]
    if not plots:
        return filled
    owner = np.array([plot.block for plot in plots])
    whole = np.array(blocks, dtype=object)
    boxes = _boxes(plots, frames, [(p.u0, p.u1, p.v0, p.v1) for p in plots])
    lots = within(boxes, whole[owner])
    spans = [plot.body(styles[plot.block]) for plot in plots]
    front = np.array([min(style.front, FLANK) for style in styles])
    inner = shapely.buffer(whole, -front, join_style="mitre", mitre_limit=2.0)
    bodies = _bodies(_boxes(plots, frames, spans), spans, inner[owner])
    for plot, lot, body in zip(plots, lots.tolist(), bodies.tolist(), strict=True):
        if lot is not None and lot.area >= LEAST_LOT:
            _use(filled[plot.block], plot, lot, body, styles[plot.block])
    for k, ring in _cut_off(boxes, lots, whole[owner]):
        filled[plots[k].block][1].append(Lot(styles[plots[k].block].ground, ring))
    return filled


def _cut_off(boxes: Shapes, lots: Shapes, areas: Shapes) -> list[tuple[int, Polygon]]:
    """(row, outline) of what a gap in the block, such as a railway, parts from a box's lot."""
    cut = np.flatnonzero(lots != boxes)
    parts, owner = shapely.get_parts(shapely.intersection(boxes[cut], areas[cut]), return_index=True)
    more = np.bincount(owner, minlength=len(cut))[owner] > 1
    parts, owner = parts[more], owner[more]
    rest = clean(shapely.difference(parts, lots[cut[owner]]))
    return [
        (int(k), ring_of(p))
        for k, part in zip(cut[owner], rest, strict=True)
        for p in polygons_of(part)
        if p.area >= LEAST_LOT
    ]


def _boxes(plots: list[Plot], frames: list[Frame], spans: list[tuple[float, float, float, float]]) -> Shapes:
    """The rectangles a ≤ u ≤ b, c ≤ v ≤ d in their blocks' frames."""
    u, v = (np.array([getattr(frames[p.block], axis) for p in plots])[:, None, :] for axis in "uv")
    a, b, c, d = np.array(spans).T
    p, q = np.stack([a, b, b, a], 1)[:, :, None], np.stack([c, c, d, d], 1)[:, :, None]
    boxes: Shapes = shapely.polygons(mm(p * u + q * v))
    return boxes


def _bodies(boxes: Shapes, spans: list[tuple[float, float, float, float]], inner: Shapes) -> Shapes:
    """The buildings proper: without thin parts, None where little is left."""
    a, b, c, d = np.array(spans).T
    fits = (b - a >= THINNEST) & (d - c >= THINNEST)
    bodies = np.full(len(boxes), None, dtype=object)
    bodies[fits] = within(boxes[fits], inner[fits])
    cut = np.flatnonzero(fits)[bodies[fits] != boxes[fits]]
    bodies[cut] = opened(bodies[cut], THINNEST)
    bodies[shapely.area(bodies) < LEAST_BUILDING] = None
    return bodies


def _use(filled: Filled, plot: Plot, lot: shapely.Polygon, body: shapely.Polygon | None, style: Style) -> None:
    """What stands on a lot: the dice decide, and where nothing fits it is parking or green."""
    buildings, lots = filled
    ring = ring_of(lot)
    if plot.facing == 0 and style.ground != "grass":
        built, parked = plot.use >= COURT_PARKING and plot.use < COURT_BUILT, plot.use < COURT_PARKING
        tall = style.high[0]
    else:
        built, parked = plot.use >= style.empty + style.parking, style.empty <= plot.use < style.empty + style.parking
        tall = plot.tall
    if built and body is not None and not body.interiors:
        lots.append(Lot(style.ground, ring))
        buildings.append(Building(ring_of(body), round(tall, 1), style.name))
    elif parked or built:
        lots.append(Lot("parking" if lot.area >= LEAST_PARKING else "grass", ring))
    else:
        lots.append(Lot(style.ground, ring))
