"""The ground: carriageway, kerbs, blocks to build on, and the raster of surfaces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from game.core.snapshot import ASPHALT, CONCRETE, DIRT, GRASS
from game.level.city import Deck, Lot, Polygon
from game.level.derive_decks import GROUND_BELOW, PARAPET, ground_parts, low_parts
from game.level.derive_lanes import Arm, Lanes, half_width
from game.level.derive_net import Net, Stretch
from game.level.derive_raster import fill
from game.level.derive_river import low_ground
from game.level.derive_shapes import Shapes, clean, lines_from, polygons_from, polygons_of, ring_of, without_holes
from game.level.derive_turns import BULB, KERB_RETURN
from game.level.paths import Line
from game.level.plan import CityPlan

CORRIDOR = 3.0  # m that buildings keep from a deck
KERB_CLEAR = 1.0  # m that buildings keep from any kerb, in alleys and at sharp corners too
RIM = 2.0  # m, thickness of the wall around the city
CORNER = 40.0  # m from a ring of streets' outermost point to where its sides run straight
LEAST_BLOCK = 120.0  # m²
AROUND = 6 * KERB_RETURN  # m from an aisle: streets farther away have no part in its kerbs
LEAST_AISLE = 0.5  # m²: less is where two ways to round a kerb differ
SURFACE_OF = {"asphalt": ASPHALT, "concrete": CONCRETE, "grass": GRASS, "dirt": DIRT}
SURFACE_OF_LOT = {"parking": ASPHALT, "alley": ASPHALT, "yard": DIRT, "grass": GRASS, "plaza": CONCRETE}
SURFACE_OF_LOT |= {"rail": DIRT, "scrub": DIRT, "sand": DIRT}


@dataclass
class Ground:
    """carriageway: inside kerbs; aisles: driven, but without kerbs; both on the ground.
    land: all inside the kerbs of blocks; islands: the same, cut into pieces without holes.
    corridor: under and beside decks. blocks: where buildings may stand, sorted."""

    carriageway: shapely.Geometry
    aisles: shapely.Geometry
    corridor: shapely.Geometry
    land: shapely.Geometry
    islands: tuple[Polygon, ...]
    blocks: list[shapely.Polygon]

    @cached_property
    def driven(self) -> shapely.Geometry:
        return self.carriageway.union(self.aisles)


Driven = tuple[shapely.Geometry, shapely.Geometry]


def make_ground(
    plan: CityPlan, net: Net, driven: Driven, decks: list[Deck], off_limits: Sequence[shapely.Geometry]
) -> Ground:
    """driven: as driven_ground gives it. off_limits: what no block may cover: rivers, railways, what is
    placed by hand."""
    carriageway, aisles = driven
    water = off_limits[0]
    corridor = shapely.union_all([shapely.Polygon(deck.outline).buffer(CORRIDOR) for deck in decks] + _landings(net))
    taken = shapely.union_all(
        [_sidewalks(net), carriageway.buffer(KERB_CLEAR, quad_segs=4), aisles, corridor, *off_limits]
    )
    inside = shapely.box(RIM, RIM, plan.width - RIM, plan.height - RIM)
    free = [piece for block in polygons_of(_opened(inside.difference(taken), 2.0)) for piece in _sides(block)]
    blocks = [block for block in free if block.area > LEAST_BLOCK]
    blocks.sort(key=lambda b: (round(b.centroid.x, 2), round(b.centroid.y, 2)))
    kerbless = shapely.union_all([carriageway, water, low_ground(net.streets)])
    land = clean(shapely.box(0, 0, plan.width, plan.height).difference(kerbless))
    return Ground(carriageway, aisles, corridor, land, _islands(land), blocks)


def _islands(land: shapely.Geometry) -> tuple[Polygon, ...]:
    islands = [piece for part in polygons_of(land) for piece in without_holes(part)]
    return tuple(sorted((ring_of(piece) for piece in islands if piece.area > 0.5), key=lambda r: r.tolist()))


def _sides(block: shapely.Polygon) -> list[shapely.Polygon]:
    """A block around a hole, such as the city's rim, as its four sides and corners; another as it is."""
    if not block.interiors:
        return [block]
    hole = max(block.interiors, key=lambda ring: (round(ring.length, 3), ring.bounds))
    (x0, y0, x1, y1), (hx0, hy0, hx1, hy1) = block.bounds, hole.bounds
    xs = [x0, min(hx0 + CORNER, (hx0 + hx1) / 2), max(hx1 - CORNER, (hx0 + hx1) / 2), x1]
    ys = [y0, min(hy0 + CORNER, (hy0 + hy1) / 2), max(hy1 - CORNER, (hy0 + hy1) / 2), y1]
    cells = [shapely.box(xa, ya, xb, yb) for xa, xb in pairwise(xs) for ya, yb in pairwise(ys)]
    parts = [part for cell in cells for part in polygons_of(clean(block.intersection(cell)))]
    return [piece for part in parts for piece in without_holes(part)]


def _landings(net: Net) -> list[shapely.Geometry]:
    """Beside the feet of ramps, where a viaduct without sidewalks meets the ground."""
    raised = [stretch for stretch in net.stretches if (stretch.pts[:, 2] > GROUND_BELOW).any()]
    feet = [(shapely.LineString(part), half_width(stretch)) for stretch in raised for part in ground_parts(stretch.pts)]
    return [foot.buffer(half + PARAPET + CORRIDOR, cap_style="flat") for foot, half in feet]


def driven_ground(net: Net, lanes: Lanes) -> Driven:
    """(carriageway inside kerbs, aisles without kerbs), where cars drive on the ground."""
    kerbed: list[shapely.Geometry] = []
    free: list[shapely.Geometry] = []
    stretches, lines = _on_ground(net)
    halves = [half_width(stretch) for stretch in stretches]
    strips = shapely.buffer(lines, halves, quad_segs=4, cap_style="flat")
    for stretch, strip in zip(stretches, strips.tolist(), strict=True):
        (kerbed if stretch.street.cls.kerb else free).append(strip)
    for node, arms in enumerate(lanes.arms):
        if abs(net.nodes[node, 2]) > GROUND_BELOW:
            continue
        reach = BULB + 2.0 if len(arms) == 1 else _hub(net, arms)
        into = kerbed if any(net.stretches[arm.stretch].street.cls.kerb for arm in arms) else free
        into.append(shapely.Point(net.nodes[node, :2]).buffer(reach))
    carriageway = _rounded(shapely.union_all(kerbed))
    return carriageway, _aisles(kerbed, free, carriageway)


def _aisles(
    kerbed: list[shapely.Geometry], free: list[shapely.Geometry], carriageway: shapely.Geometry
) -> shapely.Geometry:
    """What the strips without kerbs add to the carriageway; only the streets around them are looked at."""
    if not free:
        return shapely.Polygon()
    around = shapely.union_all(free).buffer(AROUND)
    near = np.sort(shapely.STRtree(kerbed).query(around, predicate="intersects")).tolist()
    added = clean(_rounded(shapely.union_all([kerbed[k] for k in near] + free)).difference(carriageway))
    return shapely.MultiPolygon([part for part in polygons_of(added) if part.area > LEAST_AISLE])


def _rounded(geometry: shapely.Geometry) -> shapely.Geometry:
    """With its inward corners rounded, as kerbs are."""
    closed = geometry.buffer(KERB_RETURN, quad_segs=6).buffer(-KERB_RETURN, quad_segs=6)
    return clean(shapely.simplify(closed, 0.01))


def _hub(net: Net, arms: list[Arm]) -> float:
    """Radius that fills the notches between flat-ended arms, without a bulge behind a wide one."""
    widths = sorted(half_width(net.stretches[arm.stretch]) for arm in arms)
    return widths[0] if len(arms) != 2 else widths[1]


def _sidewalks(net: Net) -> shapely.Geometry:
    """Everything up to the back of the sidewalks, with square corners."""
    stretches, lines = _on_ground(net)
    reach = [half_width(stretch) + stretch.street.cls.walk for stretch in stretches]
    return shapely.union_all(shapely.buffer(lines, reach, cap_style="flat", join_style="mitre", mitre_limit=2.0))


def _on_ground(net: Net) -> tuple[list[Stretch], Shapes]:
    """The parts of stretches that are on the ground, and whose they are."""
    found = [(stretch, part) for stretch in net.stretches for part in ground_parts(stretch.pts)]
    return [stretch for stretch, _ in found], lines_from([part for _, part in found])


def _opened(geometry: shapely.Geometry, width: float) -> shapely.Geometry:
    """Without what is narrower than `width`, square corners kept."""
    thin = geometry.buffer(-width / 2, join_style="mitre", mitre_limit=3.0)
    return clean(shapely.simplify(thin.buffer(width / 2, join_style="mitre", mitre_limit=3.0), 0.02))


# ---- the raster of surfaces
def surface_raster(
    plan: CityPlan, net: Net, ground: Ground, lots: list[Lot], water: shapely.Geometry
) -> NDArray[np.uint8]:
    """Concrete where nothing else is; lots; the roads over them; then the beds of rivers and what leads there."""
    raster = np.full((int(plan.height), int(plan.width)), CONCRETE, np.uint8)
    grounds = polygons_from([lot.outline for lot in lots]).tolist()
    shapes: list[tuple[shapely.Geometry, int]] = [
        (outline, SURFACE_OF_LOT[lot.kind]) for outline, lot in zip(grounds, lots, strict=True)
    ]
    shapes += [(ground.carriageway, ASPHALT), (ground.aisles, ASPHALT)]
    shapes += _paved(net, lambda stretch: stretch.street.cls.surface != "asphalt", ground_parts)
    shapes += [(water, CONCRETE)]
    shapes += _paved(net, lambda stretch: True, low_parts)
    fill(raster, [shape for shape, _ in shapes], [value for _, value in shapes])
    return raster


def _paved(
    net: Net, chosen: Callable[[Stretch], bool], parts: Callable[[Line], list[Line]]
) -> list[tuple[shapely.Geometry, int]]:
    """Strips of stretches with what they are paved with."""
    return [
        (shapely.LineString(part).buffer(half_width(k), cap_style="flat"), SURFACE_OF[k.street.cls.surface])
        for k in net.stretches
        if chosen(k)
        for part in parts(k.pts)
    ]
