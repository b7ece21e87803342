"""What lies on a lot: stalls, tiles, weeds, rails. Worked out once, however many cells show it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from game.level.parked import STALL_DEEP, STALL_WIDE, stalls_of
from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.plan import Points, contains, edges, grown
from game.view.scatter import Strewn, strew
from game.view.sheet import Dots, Op, Quads, Sheet, Strokes, box_quads

SOUTH = np.array([1.0, -1.0])  # plan metres have y south
DRIVEN = 3.2  # m from the middle of a lane within which no stall is marked
TILE = 1.5  # m
CHAPARRAL: Colour = (96, 104, 62)
DRY: Colour = (160, 142, 96)
SAND: Colour = (208, 186, 142)
DUST: Colour = (128, 120, 106)

COLOURS: dict[str, Colour] = {
    "parking": ink.LOT,
    "yard": DUST,
    "grass": ink.GRASS,
    "plaza": ink.PLAZA,
    "alley": ink.CONCRETE,
    "rail": ink.BALLAST,
    "scrub": DRY,
    "sand": SAND,
}
EDGED = ("parking", "plaza")  # that have a low kerb
STREWN: dict[str, tuple[Strewn, ...]] = {
    "parking": (Strewn(tone(ink.LOT, 0.9), 0.02, (0.2, 1.3)),),
    "yard": (
        Strewn(tone(DUST, 0.97), 0.05, (0.6, 2.4), (0.9, 1.06)),
        Strewn(tone(ink.DIRT, 0.95), 0.02, (0.4, 1.8)),
        Strewn((98, 104, 66), 0.02, (0.15, 0.5)),
    ),
    "grass": (
        Strewn(ink.GRASS, 0.08, (0.5, 2.2), (0.93, 1.07)),
        Strewn(tone(ink.GRASS, 1.12), 0.16, (0.08, 0.25), (0.85, 1.15)),
    ),
    "plaza": (Strewn(tone(ink.PLAZA, 0.95), 0.02, (0.15, 0.6)),),
    "alley": (Strewn(ink.CONCRETE, 0.07, (0.3, 1.6), (0.86, 1.05)),),
    "rail": (Strewn(ink.BALLAST, 0.3, (0.08, 0.5), (0.8, 1.15)), Strewn((104, 102, 66), 0.02, (0.2, 0.6))),
    "scrub": (
        Strewn(DRY, 0.012, (4.0, 10.0), (0.93, 1.06)),
        Strewn(DRY, 0.12, (0.3, 1.4), (0.86, 1.12)),
        Strewn(tone(CHAPARRAL, 1.05), 0.03, (0.4, 1.1), (0.8, 1.15)),
        Strewn(CHAPARRAL, 0.011, (0.8, 2.2), (0.75, 1.1), 0.7),
        Strewn((150, 138, 120), 0.004, (0.3, 0.8), (0.9, 1.15), 0.25),
    ),
    "sand": (Strewn(SAND, 0.05, (0.5, 2.4), (0.96, 1.03)), Strewn(tone(SAND, 0.86), 0.1, (0.06, 0.16))),
}


@dataclass(frozen=True, slots=True)
class LotArt:
    """number: its row in the city's lots; ops: drawn over the strewn ground."""

    number: int
    kind: str
    outline: Points
    inner: Points
    ops: tuple[Op, ...]


def lot_colour(kind: str) -> Colour:
    """The colour that most of a lot has. KeyError for a kind without a painter."""
    return COLOURS[kind]


def lot_art(number: int, kind: str, outline: Points, lanes: Points) -> LotArt:
    """A lot by its kind; its details are rolled from its own corner. lanes: points (n, 2) of lanes nearby."""
    dice = np.random.default_rng(round(float(outline[0].sum()) * 100))
    draw = DETAILS.get(kind)
    ops = tuple(draw(outline, lanes, dice)) if draw else ()
    return LotArt(number, kind, outline, grown(outline, -0.25), ops)


def paint_lot(sheet: Sheet, lot: LotArt) -> None:
    """The ground, what is strewn on it, and its details."""
    base = lot_colour(lot.kind)
    if lot.kind in EDGED:
        sheet.fill(tone(ink.KERB, 0.84), lot.outline)
        sheet.fill(base, lot.inner)
    else:
        sheet.fill(base, lot.outline)
    for k, what in enumerate(STREWN[lot.kind]):
        strew(sheet, lot.inner, what, 7 * lot.number + k)
    for op in lot.ops:
        op.draw(sheet)


# ---- details by kind
def _frame(outline: Points) -> tuple[Points, Points, Points, float, float]:
    """A corner, two directions and two lengths of the box around an outline, along its longest edge."""
    direction, _, length = edges(outline)
    u = direction[int(np.argmax(length))]
    v = np.array([-u[1], u[0]])
    a, b = outline @ u, outline @ v
    return u * a.min() + v * b.min(), u, v, float(np.ptp(a)), float(np.ptp(b))


def _lattice(outline: Points, first: tuple[float, float], step: tuple[float, float]) -> tuple[Points, Points, Points]:
    """Points of a lattice over the outline's box, and its two directions."""
    corner, u, v, long, deep = _frame(outline)
    s, r = np.meshgrid(np.arange(first[0], long, step[0]), np.arange(first[1], deep, step[1]))
    points: Points = corner + s.reshape(-1, 1) * u + r.reshape(-1, 1) * v
    return points, u, v


def _away_from(points: Points, lanes: Points, metres: float) -> Points:
    """The points (n, 2) that are farther than this from every lane."""
    if not len(lanes) or not len(points):
        return points
    gap = np.hypot(points[:, None, 0] - lanes[None, :, 0], points[:, None, 1] - lanes[None, :, 1])
    clear: Points = points[gap.min(axis=1) > metres]
    return clear


def _parking(outline: Points, lanes: Points, dice: np.random.Generator) -> list[Op]:
    """Double rows of stalls with their lines, and oil where engines stand; none on the way of an aisle."""
    stalls = stalls_of(outline * SOUTH)
    middle, u, v = stalls.middle * SOUTH, stalls.u * SOUTH, stalls.v * SOUTH
    nose = middle + stalls.back[:, None] * v
    marked = _away_from(middle, lanes, DRIVEN)
    lines = Strokes(tone(ink.WHITE, 0.82), _pairs(marked - u * STALL_WIDE / 2, v * STALL_DEEP), 0.11)
    return [lines, Dots(tone(ink.LOT, 0.8), _rolled(_away_from(nose, lanes, DRIVEN), (0.3, 0.7), dice))]


def _pairs(at: Points, run: Points) -> Points:
    ends: Points = np.stack([at - run / 2, at + run / 2], axis=1)
    return ends


def _rolled(at: Points, radius: tuple[float, float], dice: np.random.Generator) -> Points:
    """Rows for Dots around these points."""
    spots = at + dice.uniform(-0.4, 0.4, at.shape)
    return np.column_stack([spots, dice.uniform(*radius, len(at)), dice.uniform(0.85, 1.05, len(at))])


def _plaza(outline: Points, lanes: Points, dice: np.random.Generator) -> list[Op]:
    """Every other slab a little darker, and planters."""
    a, u, v = _lattice(outline, (TILE, TILE), (2 * TILE, TILE))
    odd = np.round(((a - a[0]) @ v) / TILE).astype(int) % 2 if len(a) else np.zeros(0, int)
    a = a + u * (odd * TILE)[:, None]
    a = a[contains(outline, a, 1.7 * TILE)] if len(a) else a
    slabs = np.stack([a, a + u * TILE, a + u * TILE + v * TILE, a + v * TILE], axis=1)
    spots, _, _ = _lattice(outline, (7.0, 7.0), (14.0, 14.0))
    spots = _away_from(spots[contains(outline, spots, 3.0)] if len(spots) else spots, lanes, DRIVEN)
    return [
        Quads(tone(ink.PLAZA, 0.92), slabs),
        Quads(tone(ink.PLAZA, 0.6), box_quads(spots + 0.35, u, v, 2.6, 2.6)),
        Quads(tone(ink.KERB, 1.05), box_quads(spots, u, v, 2.6, 2.6)),
        Quads((86, 66, 48), box_quads(spots, u, v, 2.1, 2.1)),
        Dots((84, 108, 62), np.repeat(_rolled(spots, (0.7, 0.9), dice), 1, axis=0)),
        Dots((104, 130, 74), _rolled(spots - 0.2, (0.35, 0.5), dice)),
    ]


def _yard(outline: Points, lanes: Points, dice: np.random.Generator) -> list[Op]:
    """Wheel ruts, stacks of crates and pallets, drums."""
    spots, u, v = _lattice(outline, (4.0, 4.0), (5.5, 6.5))
    spots = _away_from(spots[contains(outline, spots, 2.6)] if len(spots) else spots, lanes, 4.2)
    roll = dice.random(len(spots))
    ruts = spots[roll > 0.8]
    ops: list[Op] = [Strokes(tone(DUST, 0.86), _pairs(ruts + v * q, u * 9.0), 0.35) for q in (-0.8, 0.8)]
    for low, high, size, wood in ((0.0, 0.1, 2.4, (150, 116, 78)), (0.1, 0.17, 1.2, (122, 96, 70))):
        at = spots[(roll >= low) & (roll < high)]
        ops += _stacks(at, u, v, size, wood)
    drums = spots[(roll >= 0.17) & (roll < 0.24)]
    for colour, gap in (((60, 84, 110), -0.5), ((132, 64, 44), 0.3)):
        place = drums + u * gap
        count = len(place)
        ops.append(Dots((58, 54, 50), np.column_stack([place + 0.2, np.full(count, 0.36), np.full(count, 1.0)])))
        ops.append(Dots(colour, np.column_stack([place, np.full(count, 0.34), np.full(count, 1.1)])))
    return ops


def _stacks(at: Points, u: Points, v: Points, size: float, wood: Colour) -> list[Op]:
    ops: list[Op] = [Quads((54, 50, 46), box_quads(at + 0.4, u, v, size, size * 0.8))]
    ops.append(Quads(wood, box_quads(at, u, v, size, size * 0.8)))
    slats = np.concatenate([_pairs(at + v * q * size, u * size) for q in (-0.3, -0.1, 0.1, 0.3)])
    return [*ops, Strokes(tone(wood, 0.7), slats, 0.07)]


def _sand(outline: Points, lanes: Points, dice: np.random.Generator) -> list[Op]:
    """Ripples."""
    at, u, v = _lattice(outline, (3.0, 2.0), (9.0, 3.1))
    at = at + dice.uniform(-1.5, 1.5, at.shape)
    at = at[contains(outline, at, 3.0)] if len(at) else at
    return [Strokes(tone(SAND, 0.94), _pairs(at, u * 5.0 + v * 0.4), 0.14)]


def _grass(outline: Points, lanes: Points, dice: np.random.Generator) -> list[Op]:
    """Mowing stripes, where the lawn is large enough to have been mown in rows."""
    if len(outline) > 12 or float(np.ptp(outline, axis=0).min()) < 30.0:
        return []
    at, u, v = _lattice(outline, (3.0, 3.0), (3.0, 6.0))
    at = at[contains(outline, at, 2.4)]
    return [Quads(tone(ink.GRASS, 1.05), box_quads(at, u, v, 3.2, 3.0))]


DETAILS: dict[str, Callable[[Points, Points, np.random.Generator], list[Op]]] = {
    "parking": _parking,
    "plaza": _plaza,
    "yard": _yard,
    "sand": _sand,
    "grass": _grass,
}
