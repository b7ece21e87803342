"""Blocks of houses in gardens: lots side by side along the streets around the block, a house on each with its
front to the street, and what lies behind them left to grass or scrub. All blocks are done at once."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Building, Lot
from game.level.derive_dice import rolls
from game.level.derive_rows import Filled
from game.level.derive_shapes import Shapes, biggest, clean, polygons_of, ring_of, without_holes
from game.level.paths import Line, arc, at, mm
from game.level.plan import Style

CORNER = math.radians(35)  # a side of a block ends where its outline turns more
LEAST_DEPTH = 12.0  # m of a garden
LEAST_GARDEN = 80.0  # m²
LEAST_BEHIND = 60.0  # m²: smaller pieces between gardens belong to nobody
LEAST_OVERLAP = 0.3  # m²: neighbours that share a side
SCRUB_FROM = 2500.0  # m²: a larger piece of grass behind houses is wild
LEAST_HOUSE = 8.0  # m, its shorter side
SMALLER = (1.0, 0.85, 0.7)  # shares of its size that are tried until a house fits
NARROWEST = 0.75  # of the room between its neighbours, a house
ROLLS = 4  # for each front: empty, depth, width, height

Floats = NDArray[np.float64]
Block = tuple[shapely.Polygon, Style, int, int]  # outline, style, and seed and entity of its dice


@dataclass(frozen=True, slots=True)
class _Fronts:
    """Street fronts of lots, one a row: start and size along u, inward v, all (n, 2) or (n,); block: row of
    the blocks; dice (n, ROLLS)."""

    start: Floats
    u: Floats
    v: Floats
    size: Floats
    block: NDArray[np.int64]
    dice: Floats

    @property
    def middle(self) -> Floats:
        return np.asarray(self.start + 0.5 * self.size[:, None] * self.u)

    def quads(self, along: tuple[Floats, Floats], inward: tuple[Floats, Floats]) -> Shapes:
        """A rectangle for each front: from and to along it, from and to into the block."""
        (a, b), (c, d) = along, inward
        p, q = np.stack([a, b, b, a], 1)[:, :, None], np.stack([c, c, d, d], 1)[:, :, None]
        boxes: Shapes = shapely.polygons(mm(self.start[:, None] + p * self.u[:, None] + q * self.v[:, None]))
        return boxes


def fill_gardens(blocks: list[Block]) -> list[Filled]:
    """Houses and gardens of each block."""
    filled: list[Filled] = [([], []) for _ in blocks]
    if not blocks:
        return filled
    outlines, styles = np.array([block[0] for block in blocks], dtype=object), [block[1] for block in blocks]
    fronts = _all_fronts(blocks)
    gardens = _gardens(fronts, outlines, np.array([style.depth for style in styles]))
    houses = _houses(fronts, gardens, styles)
    rows = zip(fronts.block.tolist(), gardens.tolist(), houses.tolist(), fronts.dice[:, 3].tolist(), strict=True)
    for k, garden, house, roll in rows:
        low, high = styles[k].high
        if garden is not None:
            filled[k][1].append(Lot(styles[k].ground, ring_of(garden)))
        if house is not None:
            tall = round(low + roll * (high - low), 1)
            filled[k][0].append(Building(ring_of(house), tall, styles[k].name))
    for k, (_, lots) in enumerate(filled):
        own = [garden for garden in gardens[fronts.block == k] if garden is not None]
        lots += _behind(outlines[k], own, styles[k])
    return filled


# ---- fronts
def block_sides(block: shapely.Polygon) -> list[Line]:
    """The outline, counter-clockwise, cut where it turns sharply."""
    ring = shapely.get_coordinates(block.exterior.simplify(0.4))
    ring = ring if shapely.is_ccw(shapely.LinearRing(ring)) else ring[::-1]
    step = np.diff(ring, axis=0)
    heading = np.array([math.atan2(dy, dx) for dx, dy in step.tolist()])
    turn = np.abs((heading - np.roll(heading, 1) + math.pi) % (2 * math.pi) - math.pi)
    corners = np.flatnonzero(turn > CORNER).tolist()
    if not corners:
        return [ring]
    turned = np.vstack([ring[corners[0] : -1], ring[: corners[0] + 1]])
    stops = [k - corners[0] for k in corners] + [len(turned) - 1]
    return [turned[a : b + 1] for a, b in pairwise(stops)]


def _all_fronts(blocks: list[Block]) -> _Fronts:
    pieces, owner, dice = [np.zeros((0, 2, 2))], [], [np.zeros((0, ROLLS))]
    for k, (outline, style, seed, entity) in enumerate(blocks):
        sides = [side for side in block_sides(outline) if arc(side)[-1] >= 0.8 * style.lot[0]]
        widths = style.lot[0] + rolls(seed, entity, len(sides)) * (style.lot[1] - style.lot[0])
        fronts = np.vstack([np.zeros((0, 2, 2)), *(_split(s, w) for s, w in zip(sides, widths.tolist(), strict=True))])
        pieces.append(fronts)
        owner += [k] * len(fronts)
        dice.append(rolls(seed + 1, entity, ROLLS * len(fronts)).reshape(-1, ROLLS))
    ends, block = np.concatenate(pieces), np.array(owner, dtype=np.int64)
    step = ends[:, 1] - ends[:, 0]
    size = np.sqrt((step**2).sum(1))
    wide = size >= 0.7 * np.array([blocks[k][1].lot[0] for k in owner])
    u = step / np.maximum(size, 1e-6)[:, None]
    v = np.column_stack([-u[:, 1], u[:, 0]])
    return _Fronts(*(values[wide] for values in (ends[:, 0], u, v, size, block, np.vstack(dice))))


def _split(side: Line, width: float) -> NDArray[np.float64]:
    """One side of a block as fronts of about this width, (n, 2, 2)."""
    total = float(arc(side)[-1])
    marks = at(side, np.linspace(0.0, total, max(1, round(total / width)) + 1))
    return np.stack([marks[:-1], marks[1:]], 1)


# ---- gardens
def _gardens(fronts: _Fronts, outlines: Shapes, depths: Floats) -> Shapes:
    """The lot behind each front, less what lies behind the fronts before it; None where little is left."""
    depth = np.minimum(depths[fronts.block], _room(fronts, outlines, depths[fronts.block]))
    none = np.zeros(len(depth))
    quads = fronts.quads((none, fronts.size), (none - 0.5, depth))
    quads[(depth < LEAST_DEPTH) | ~shapely.is_valid(quads)] = None
    lots = shapely.intersection(outlines[fronts.block], quads)
    one, other = shapely.STRtree(quads).query(quads, predicate="intersects")
    before = (fronts.block[one] == fronts.block[other]) & (other < one)
    one, other = one[before], other[before]
    real = shapely.area(shapely.intersection(quads[one], quads[other])) > LEAST_OVERLAP
    one, other = one[real], other[real]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    turn = np.arange(len(one)) - np.searchsorted(one, one)
    for k in range(int(turn.max(initial=-1)) + 1):  # each lot loses its first overlap, then its second …
        lots[one[turn == k]] = shapely.difference(lots[one[turn == k]], quads[other[turn == k]])
    gardens = biggest(lots)
    gardens[~(shapely.area(gardens) >= LEAST_GARDEN)] = None
    return gardens


def _room(fronts: _Fronts, outlines: Shapes, depth: Floats) -> Floats:
    """Metres behind the middle of a front: all where the block is deep, half where it is not."""
    middle = fronts.middle
    ends = np.stack([middle + fronts.v, middle + 2.0 * depth[:, None] * fronts.v], 1)
    hits = shapely.intersection(shapely.get_exterior_ring(outlines)[fronts.block], shapely.linestrings(ends))
    away = shapely.distance(hits, shapely.points(middle))
    return np.asarray(0.5 * np.where(np.isnan(away), 2.0 * depth, away))


# ---- houses
def _houses(fronts: _Fronts, gardens: Shapes, styles: list[Style]) -> Shapes:
    """The house in each garden, its front parallel to the street; None where none fits or the dice say so."""
    side, front, empty = np.array([(s.side, s.front, s.empty) for s in styles])[fronts.block].T
    shallow, deepest = np.array([style.deep for style in styles])[fronts.block].T
    deep = shallow + fronts.dice[:, 1] * (deepest - shallow)
    room = fronts.size - 2.0 * side
    wide = np.minimum((NARROWEST + (1.0 - NARROWEST) * fronts.dice[:, 2]) * room, 1.5 * deepest)
    houses = np.full(len(deep), None, dtype=object)
    inside = shapely.buffer(gardens, 0.01)
    shapely.prepare(inside)
    for share in SMALLER:
        w, d = share * wide, share * deep
        tried = fronts.quads(((fronts.size - w) / 2, (fronts.size + w) / 2), (front, front + d))
        fits = shapely.contains(inside, tried) & (np.minimum(w, d) >= LEAST_HOUSE) & (fronts.dice[:, 0] >= empty)
        wanted = fits & (houses == np.array(None))
        houses[wanted] = tried[wanted]
    return houses


def _behind(block: shapely.Polygon, gardens: list[shapely.Polygon], style: Style) -> list[Lot]:
    """What no garden takes: scrub where it is large."""
    rest = block.difference(shapely.union_all(gardens)) if gardens else block
    rest = clean(rest.buffer(-0.5, join_style="mitre").buffer(0.5, join_style="mitre"))
    pieces = [piece for part in polygons_of(rest) for piece in without_holes(part)]
    kinds = [("scrub" if p.area > SCRUB_FROM or style.ground == "scrub" else "grass", p) for p in pieces]
    return [Lot(kind, ring_of(piece)) for kind, piece in kinds if piece.area >= LEAST_BEHIND]
