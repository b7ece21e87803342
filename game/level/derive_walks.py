"""Where people walk: closed rings a pace inside every kerb, along the fronts of shops, and through parking lots."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Collider, Lot
from game.level.derive_near import Near
from game.level.derive_rows import block_frame
from game.level.derive_shapes import Shapes, polygons_from, polygons_of
from game.level.parked import AISLE, INSET, STALL_DEEP
from game.level.paths import counter_clockwise, mm

FROM_KERB = 1.0  # m: about a pace
FROM_SOLID = 0.8  # m: shoulders of 0.5 m, and room for two to pass
HEAD_ROOM = 2.2  # m: what begins higher is walked under
FRONT = 4.6  # m from the kerb: nearer walls are shop fronts that one walks along
PUBLIC = ("parking", "plaza")  # lots whose buildings one walks around
SHORTEST_RING = 24.0  # m
NARROWEST = 0.6  # m: free ground narrower than this is no way
SMOOTH = 0.15  # m
BESIDE_STALLS = 0.4  # m from the stalls to who walks along them
FIRST_AISLE, LAST_AISLE = INSET + 2 * STALL_DEEP + BESIDE_STALLS, INSET + AISLE - BESIDE_STALLS  # m across a lot
FROM_LOT_EDGE = 1.0  # m
TOUCHING = 0.01  # m


def make_walks(
    land: shapely.Geometry,
    blocked: Sequence[shapely.Geometry],
    colliders: Iterable[Collider],
    lots: Sequence[Lot],
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """(points (k, 2) of all rings, the row at which each begins, and k).

    land: all inside the kerbs. blocked: where nobody walks though no collider stands there."""
    public = shapely.STRtree(polygons_from([lot.outline for lot in lots if lot.kind in PUBLIC]))
    solid = _in_the_way(polygons_from([c.outline for c in colliders if c.bottom < HEAD_ROOM]), land, public)
    taken = shapely.STRtree([*shapely.buffer(solid, FROM_SOLID, join_style="mitre"), *_parts(blocked)])
    rings: list[shapely.LinearRing] = []
    islands = polygons_of(land)
    paved = [island.buffer(-FROM_KERB, quad_segs=3) for island in islands]
    for island, ground in zip(islands, paved, strict=True):
        for part in polygons_of(_free(ground, taken)):
            rings += _rings(part, island, public)
    inside = shapely.STRtree(paved)
    for aisle in (aisle for lot in lots if lot.kind == "parking" for aisle in _aisles(lot)):
        for k in np.sort(inside.query(aisle, predicate="intersects")).tolist():
            rings += [part.exterior for part in polygons_of(_free(aisle.intersection(paved[k]), taken))]
    return _packed(rings)


def _in_the_way(solid: Shapes, land: shapely.Geometry, public: shapely.STRtree) -> Shapes:
    """What stands near a kerb or where the public goes: trees and walls of back gardens bar nobody's way."""
    beside = Near(land).sides.query(solid, predicate="dwithin", distance=FRONT + FROM_SOLID)[0]
    chosen = np.union1d(beside, public.query(solid, predicate="intersects")[0])
    return _with_the_rest(solid, chosen)


def _with_the_rest(solid: Shapes, chosen: NDArray[np.int64]) -> Shapes:
    """The chosen ones and all that touch them: a building is made of several pieces."""
    tree = shapely.STRtree(solid)
    last = chosen
    while len(last):
        touching = tree.query(solid[last], predicate="dwithin", distance=TOUCHING)[1]
        last = np.setdiff1d(touching, chosen)
        chosen = np.union1d(chosen, last)
    found: Shapes = solid[chosen]
    return found


def _parts(areas: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    return [part for area in areas for part in polygons_of(area)]


def _free(area: shapely.Geometry, taken: shapely.STRtree) -> shapely.Geometry:
    """What is left of an area, without what is too narrow to walk through."""
    obstacles = taken.geometries[np.sort(taken.query(area, predicate="intersects"))]
    free = shapely.difference(area, shapely.union_all(obstacles))
    return free.buffer(-NARROWEST / 2, join_style="mitre").buffer(NARROWEST / 2 - 0.02, join_style="mitre")


def _rings(part: shapely.Polygon, island: shapely.Polygon, public: shapely.STRtree) -> list[shapely.LinearRing]:
    """Along the kerb, and along those walls that are near it or stand where the public goes."""
    holes = list(part.interiors)
    if not holes:
        return [part.exterior]
    shapely.prepare(holes)
    fronts = Near(island).sides.query(holes, predicate="dwithin", distance=FRONT)[0]
    near = np.concatenate([fronts, public.query(holes, predicate="intersects")[0]])
    return [part.exterior, *(holes[k] for k in np.unique(near).tolist())]


def _aisles(lot: Lot) -> list[shapely.Polygon]:
    """A long loop through each lane between the stalls of a lot, as game.level.parked lays them out."""
    outline = shapely.Polygon(lot.outline)
    frame, inner = block_frame(outline), outline.buffer(-FROM_LOT_EDGE)
    found = []
    for shift in np.arange(0.0, frame.v1 - frame.v0 - LAST_AISLE, AISLE).tolist():
        low, high = frame.v0 + shift + FIRST_AISLE, frame.v0 + shift + LAST_AISLE
        corners = [(frame.u0, low), (frame.u1, low), (frame.u1, high), (frame.u0, high)]
        found.append(shapely.Polygon([frame.u * a + frame.v * b for a, b in corners]).intersection(inner))
    return found


def _packed(rings: Sequence[shapely.LinearRing]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Counter-clockwise, sorted, one after the other."""
    kept = shapely.simplify([ring for ring in rings if ring.length >= SHORTEST_RING], SMOOTH, preserve_topology=False)
    lines = [mm(shapely.get_coordinates(ring)[:-1]) for ring in kept]
    lines = sorted((counter_clockwise(line) for line in lines), key=lambda line: line.tolist())
    starts = np.cumsum([0, *(len(line) for line in lines)]).astype(np.int32)
    return np.vstack([np.zeros((0, 2)), *lines]), starts
