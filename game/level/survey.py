"""What is wrong with a plan as a whole, found without deriving it: what would cost too much, outlines that are
none, streets that don't meet, lanes without a way, things in the road."""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely

from game.level.cost import check_cost
from game.level.derive_decks import find_decks
from game.level.derive_graph import strong_parts
from game.level.derive_lanes import Lanes
from game.level.derive_net import Net, make_net
from game.level.derive_solid import LEAST_WIDTH
from game.level.derive_streets import with_heights
from game.level.derive_ways import Ways, make_ways
from game.level.paths import arc
from game.level.plan import CityPlan
from game.level.text import Document

STEEPEST = 0.085  # m a metre: ramps of city viaducts have up to 8 %
MOST_STRETCHES = 2000  # the table of times between all directed stretches grows with the square
SHORTEST = 6.0  # m of lane between two junctions
SHARPEST = math.radians(15)  # between two arms of a junction; merging one-way streets may be sharper
LEAST_AREA = 4.0  # m² of an outline
MOST_OVERLAP = 0.5  # m² that outlines may share by inaccuracy


def survey(document: Document, plan: CityPlan) -> Ways | None:
    """Note every problem of a plan in its document. What was worked out of its streets, for the derivation;
    None where they cannot be."""
    before = len(document.problems)
    check_cost(document, plan)
    _check_outlines(document, plan)
    if len(document.problems) > before:
        return None
    _check_apart(document, plan)
    _check_grades(document, plan)
    return _survey_net(document, plan)


def _survey_net(document: Document, plan: CityPlan) -> Ways | None:
    """What is wrong with how the streets meet; then with their lanes, and with what stands beside them."""
    net = make_net(plan)
    for key, text in net.problems:
        document.problem(key, text)
    if len(net.stretches) > MOST_STRETCHES:
        text = f"make {len(net.stretches)} stretches between junctions, {MOST_STRETCHES} are allowed"
        document.problem(("road",), text)
    if net.problems or not 0 < len(net.stretches) <= MOST_STRETCHES:
        return None
    ways = make_ways(plan, net)
    _check_lengths(document, net, ways.lanes)
    _check_angles(document, net, ways.lanes)
    _check_reach(document, ways)
    _check_clear(document, plan, ways)
    return ways


# ---- what is drawn
def _check_outlines(document: Document, plan: CityPlan) -> None:
    """Outlines must be polygons: no side crosses another. Buildings must be thick enough to stop a car."""
    placed = [("district", p.name, p.path) for p in plan.districts]
    placed += [("building", p.name, p.path) for p in plan.buildings] + [("lot", p.name, p.path) for p in plan.lots]
    placed += [("garage", p.name, p.path) for p in plan.garages]
    for table, name, path in placed:
        shape = shapely.Polygon(path)
        if not shape.is_valid or shape.area < LEAST_AREA:
            text = f"is no plain outline, sides must not cross and enclose {LEAST_AREA:g} m² or more"
            document.problem((table, name, "path"), text)
        elif table in ("building", "garage") and _is_thin(shape):
            text = f"has a part thinner than {LEAST_WIDTH:g} m, cars would pass through it: {LEAST_WIDTH:g} m or more"
            document.problem((table, name, "path"), text + " are allowed")


def _is_thin(shape: shapely.Polygon) -> bool:
    """Whether some part vanishes when the outline is drawn in by half the least width and out again."""
    core = shape.buffer(-LEAST_WIDTH / 2, join_style="mitre", mitre_limit=4.0)
    return bool(shape.difference(core.buffer(LEAST_WIDTH / 2 + 0.05, join_style="mitre", mitre_limit=4.0)).area > 0.5)


def _check_apart(document: Document, plan: CityPlan) -> None:
    """Buildings placed by hand may not overlap."""
    placed = [("building", p.name, shapely.Polygon(p.path)) for p in plan.buildings]
    placed += [("garage", p.name, shapely.Polygon(p.path)) for p in plan.garages]
    shapes = np.array([shape for _, _, shape in placed], dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for i, j in sorted((i, j) for i, j in zip(one.tolist(), other.tolist(), strict=True) if i < j):
        shared = shapes[i].intersection(shapes[j]).area
        if shared > MOST_OVERLAP:
            table, name, _ = placed[j]
            text = f'shares {shared:.0f} m² with "{placed[i][1]}", buildings must not overlap'
            document.problem((table, name, "path"), text)


def _check_grades(document: Document, plan: CityPlan) -> None:
    for road in plan.roads:
        pts = with_heights(road)
        along, z = arc(pts), pts[:, 2]
        climbs = [abs(b - a) / max(t - s, 0.1) for (a, b), (s, t) in zip(pairwise(z), pairwise(along), strict=True)]
        if max(climbs) > STEEPEST:
            text = f"climbs {max(climbs) * 100:.1f} %, at most {STEEPEST * 100:g} % is allowed"
            document.problem(road.key, text)


# ---- how it meets
def _check_lengths(document: Document, net: Net, lanes: Lanes) -> None:
    for k, stretch in enumerate(net.stretches):
        room = arc(stretch.pts)[-1] - lanes.setback[k].sum()
        if room < SHORTEST:
            x, y = stretch.pts[0, :2]
            text = f"leaves {room:.1f} m of lane between two junctions near {x:.0f},{y:.0f}, {SHORTEST:g} m or more"
            document.problem(stretch.street.plan.key, text + " are allowed")


def _check_angles(document: Document, net: Net, lanes: Lanes) -> None:
    """Streets that leave a junction side by side: their lanes would lie on each other."""
    for node, around in enumerate(lanes.arms):
        for one, other in zip(around, around[1:] + around[:1], strict=True):
            angle = (other.heading - one.heading) % (2 * math.pi)
            pair = sorted({one.stretch, other.stretch}, key=lambda k: (net.stretches[k].street.cls.rank, k))
            streets = [net.stretches[k].street.plan for k in pair]
            if len(pair) == 2 and angle < SHARPEST and not all(street.oneway for street in streets):
                x, y = net.nodes[node, :2]
                text = f'leaves "{streets[1].name}" at {math.degrees(angle):.0f}° near {x:.0f},{y:.0f}, '
                document.problem(streets[0].key, text + f"{math.degrees(SHARPEST):.0f}° or more are allowed")


def _check_reach(document: Document, ways: Ways) -> None:
    """Every lane must be reachable from every other."""
    net, lanes = ways.net, ways.lanes
    part = strong_parts(ways.roads)[: len(lanes.lanes)].tolist()
    largest = max(sorted(set(part)), key=part.count)
    cut_off = {
        net.stretches[lane.stretch].street.plan.key for lane, p in zip(lanes.lanes, part, strict=True) if p != largest
    }
    for key in sorted(cut_off):
        document.problem(key, "has lanes that cannot be reached from all others and left again, mind one-way streets")


def _check_clear(document: Document, plan: CityPlan, ways: Ways) -> None:
    """No building in a road or under a deck's ramp."""
    for what, geometry in _driven(ways):
        for placed in plan.buildings:
            overlap = shapely.Polygon(placed.path).intersection(geometry).area
            if overlap > MOST_OVERLAP:
                key = ("building", placed.name, "path")
                document.problem(key, f"stands {overlap:.0f} m² in {what}, none is allowed")


def _driven(ways: Ways) -> Iterator[tuple[str, shapely.Geometry]]:
    yield "a street", ways.carriageway
    yield "an aisle", ways.aisles
    yield "a deck", shapely.union_all([shapely.Polygon(deck.outline) for deck in find_decks(ways.net.streets)])
