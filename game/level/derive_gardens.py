"""Blocks of houses in gardens: a house on each street front, facing it, those on the longer sides of a block
first; the block is their garden. In the hills what belongs to no house stays scrub; flats have their parking
in a court behind them. All blocks are done at once."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Building, Lot, Polygon
from game.level.derive_fronts import Block, Floats, Fronts, find_fronts
from game.level.derive_rows import Filled
from game.level.derive_shapes import Shapes, biggest, clean, polygons_of, ring_of, without_holes
from game.level.paths import mm
from game.level.plan import Style

WILD = 0.2  # chance of an empty lot from which on a district is hills
LEAST_WILD = 2500.0  # m² behind the gardens of a block in the hills: then they end a few metres from the house
BEHIND = 9.0  # m of garden behind a house in the hills
LEAST_HOUSE = 8.0  # m, its shorter side
SMALLER = (1.0, 0.85, 0.7)  # shares of its size that are tried until a house fits
NARROWEST = 0.75  # of the room between its neighbours, a house
FURTHER = 0.6  # of its front garden's depth that a house may stand further back
LEAST_LOT = 60.0  # m²
LEAST_COURT = 500.0  # m² of parking behind flats
NARROW = 16.0  # m: narrower parts of it are garden
DRIVE = 7.0  # m, width of the way to it


def fill_gardens(blocks: list[Block], streets: shapely.STRtree) -> list[Filled]:
    """Houses and gardens of each block. streets: the axes of those on the ground."""
    filled: list[Filled] = [([], []) for _ in blocks]
    if not blocks:
        return filled
    styles = [block[1] for block in blocks]
    outlines = np.array([block[0] for block in blocks], dtype=object)
    fronts = find_fronts(blocks, streets)
    courts = _courts(fronts, outlines, styles)
    houses = _houses(fronts, outlines, styles, courts)
    for k, ring in zip(houses.front.tolist(), houses.outlines, strict=True):
        style = styles[fronts.block[k]]
        tall = round(style.high[0] + float(fronts.dice[k, 3]) * (style.high[1] - style.high[0]), 1)
        filled[fronts.block[k]][0].append(Building(ring, tall, style.name))
    owner, wild = fronts.block[houses.front], _wild(outlines, styles)
    for k, block in enumerate(outlines.tolist()):
        gardens = houses.gardens[owner == k] if wild[k] else None
        filled[k][1].extend(_lots(block, styles[k].ground, gardens, courts[k]))
    return filled


# ---- houses
@dataclass(frozen=True, slots=True)
class _Houses:
    """Those that stand: their fronts, in order; outlines (n, 4, 2); a garden around each."""

    front: NDArray[np.int64]
    outlines: Floats
    gardens: Shapes


def _houses(fronts: Fronts, outlines: Shapes, styles: list[Style], courts: Shapes) -> _Houses:
    """The house at each front, parallel to the street: where it fits, stands clear of its neighbours and of the
    court, and the dice say so."""
    side, front, empty = np.array([(s.side, s.front, s.empty) for s in styles])[fronts.block].T
    shallow, deepest = np.array([style.deep for style in styles])[fronts.block].T
    deep = shallow + fronts.dice[:, 1] * (deepest - shallow)
    front = front * (1.0 + FURTHER * fronts.dice[:, 4])
    wide = (NARROWEST + (1.0 - NARROWEST) * fronts.dice[:, 2]) * (fronts.size - 2.0 * side)
    wide = np.minimum(wide, 1.5 * deepest)
    wanted = fronts.dice[:, 0] >= empty
    shapely.prepare(outlines)
    share, none = np.zeros(len(deep)), np.zeros(len(deep))
    for smaller in SMALLER:
        tried = np.flatnonzero(wanted & (share == 0.0) & (smaller * np.minimum(wide, deep) >= LEAST_HOUSE))
        around = shapely.polygons(_box(fronts, front, smaller * wide, smaller * deep, side - 0.05)[tried])
        own = fronts.block[tried]
        fits = shapely.contains(outlines[own], around) & ~shapely.intersects(courts[own], around)
        share[tried[fits]] = smaller
    wide, deep = share * wide, share * deep
    stands = np.flatnonzero(share > 0.0)
    around = shapely.polygons(_box(fronts, front, wide, deep, side - 0.05)[stands])
    stands = stands[_apart(around, fronts.block[stands])]
    half = 0.5 * fronts.size
    quads = fronts.corners((none, 2.0 * half), (none - 3.0, front + deep + BEHIND))
    return _Houses(stands, _box(fronts, front, wide, deep, none)[stands], shapely.polygons(quads[stands]))


def _box(fronts: Fronts, front: Floats, wide: Floats, deep: Floats, more: Floats) -> Floats:
    """A house's outline, larger by `more` m to each side, (n, 4, 2)."""
    middle, half = 0.5 * fronts.size, 0.5 * wide + more
    return fronts.corners((middle - half, middle + half), (front - more, front + deep + more))


def _apart(shapes: Shapes, group: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which stay when each drives out those later in its group that it meets."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    meet = (one < other) & (group[one] == group[other])
    one, other = one[meet], other[meet]
    order = np.lexsort((other, one))
    keep = np.ones(len(shapes), dtype=bool)
    for a, b in zip(one[order].tolist(), other[order].tolist(), strict=True):
        if keep[a]:
            keep[b] = False
    return keep


# ---- gardens
def _courts(fronts: Fronts, outlines: Shapes, styles: list[Style]) -> Shapes:
    """Parking in the middle of blocks of flats, with a way in from the front that the dice choose; else None."""
    courts = np.full(len(outlines), None, dtype=object)
    flats = np.array([k for k, style in enumerate(styles) if style.parking > 0.0], dtype=np.int64)
    depth = np.array([styles[k].front * (1.0 + FURTHER) + styles[k].deep[1] for k in flats.tolist()])
    inner = shapely.buffer(outlines[flats], -depth - 2.0 - NARROW / 2, join_style="mitre", mitre_limit=2.0)
    inner = biggest(shapely.buffer(inner, NARROW / 2, join_style="mitre", mitre_limit=2.0))
    for k, court in zip(flats.tolist(), inner.tolist(), strict=True):
        mine = np.flatnonzero(fronts.block == k)
        if court is not None and court.area >= LEAST_COURT and len(mine):
            way = _way_in(fronts, int(mine[np.argmax(fronts.dice[mine, 0])]), court)
            courts[k] = biggest(np.array([shapely.intersection(shapely.union(court, way), outlines[k])]))[0]
    return courts


def _way_in(fronts: Fronts, k: int, court: shapely.Polygon) -> shapely.Polygon:
    """From the middle of a front straight inwards, as far as the court is away."""
    middle = fronts.start[k] + 0.5 * fronts.size[k] * fronts.u[k]
    reach = float(shapely.distance(court, shapely.Point(middle))) + DRIVE
    across, along = 0.5 * DRIVE * fronts.u[k], reach * fronts.v[k]
    start = middle - 2.0 * fronts.v[k]
    return shapely.Polygon(
        mm(np.array([start - across, start + across, middle + across + along, middle - across + along]))
    )


def _wild(outlines: Shapes, styles: list[Style]) -> NDArray[np.bool_]:
    """Which blocks are hillsides: in the hills, and deep."""
    depth = np.array([style.depth for style in styles])
    hills = np.array([style.empty >= WILD and style.ground != "scrub" for style in styles])
    wild = np.zeros(len(outlines), dtype=bool)
    behind = shapely.buffer(outlines[hills], -depth[hills], join_style="mitre", mitre_limit=2.0)
    wild[hills] = shapely.area(behind) >= LEAST_WILD
    return wild


def _lots(block: shapely.Polygon, ground: str, gardens: Shapes | None, court: shapely.Polygon | None) -> list[Lot]:
    """A block's ground: all garden, but for a court, and for what belongs to no house on a hillside."""
    if court is not None:
        return [Lot("parking", ring) for ring in _rings(court)] + _rest(ground, block, court)
    if gardens is None:
        return [Lot(ground, ring_of(block))]
    green = shapely.union_all(gardens)
    lots = [Lot(ground, ring) for ring in _rings(shapely.intersection(block, green))]
    return lots + _rest("scrub", block, green)


def _rest(kind: str, block: shapely.Polygon, taken: shapely.Geometry) -> list[Lot]:
    return [Lot(kind, ring) for ring in _rings(shapely.difference(block, taken))]


def _rings(geometry: shapely.Geometry) -> list[Polygon]:
    """Outlines of the larger polygons of a geometry, holes cut open."""
    pieces = [piece for part in polygons_of(clean(geometry)) for piece in without_holes(part)]
    return [ring_of(piece) for piece in pieces if piece.area >= LEAST_LOT]
