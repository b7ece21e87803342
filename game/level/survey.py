"""What is wrong with a plan as a whole: streets that don't meet, lanes without a way, things in the road."""

import shapely

from game.level.derive_decks import find_decks
from game.level.derive_graph import make_roads, strong_parts
from game.level.derive_ground import driven_ground
from game.level.derive_lanes import Lanes, make_lanes
from game.level.derive_net import Net, make_net
from game.level.paths import arc
from game.level.plan import CityPlan
from game.level.text import Document

STEEPEST = 0.085  # m a metre: ramps of city viaducts have up to 8 %
MOST_STRETCHES = 2000  # the table of times between all directed stretches grows with the square
SHORTEST = 6.0  # m of lane between two junctions


def survey(document: Document, plan: CityPlan) -> None:
    """Note every problem of a plan in its document."""
    before = len(document.problems)
    _check_shapes(document, plan)
    net = make_net(plan)
    for key, text in net.problems:
        document.problem(key, text)
    if len(net.stretches) > MOST_STRETCHES:
        document.problem(
            ("road",), f"make {len(net.stretches)} stretches between junctions, {MOST_STRETCHES} are allowed"
        )
    if len(document.problems) > before or not net.stretches:
        return
    lanes = make_lanes(net)
    _check_lengths(document, net, lanes)
    _check_grades(document, net)
    _check_reach(document, plan, net, lanes)
    _check_clear(document, plan, net, lanes)


def _check_shapes(document: Document, plan: CityPlan) -> None:
    """Outlines must be polygons: no side crosses another."""
    placed = [("district", p.name, p.path) for p in plan.districts]
    placed += [("building", p.name, p.path) for p in plan.buildings] + [("lot", p.name, p.path) for p in plan.lots]
    for table, name, path in placed:
        shape = shapely.Polygon(path)
        if not shape.is_valid or shape.area < 4.0:
            document.problem(
                (table, name, "path"), "is no plain outline, sides must not cross and enclose 4 m² or more"
            )


def _check_lengths(document: Document, net: Net, lanes: Lanes) -> None:
    for k, stretch in enumerate(net.stretches):
        room = arc(stretch.pts)[-1] - lanes.setback[k].sum()
        if room < SHORTEST:
            x, y = stretch.pts[0, :2]
            text = f"leaves {room:.1f} m of lane between two junctions near {x:.0f},{y:.0f}, {SHORTEST:g} m or more"
            document.problem(stretch.street.plan.key, text + " are allowed")


def _check_grades(document: Document, net: Net) -> None:
    for street in net.streets:
        along, z = arc(street.pts), street.pts[:, 2]
        steepest = max(abs(b - a) / max(t - s, 0.1) for a, b, s, t in zip(z, z[1:], along, along[1:], strict=False))
        if steepest > STEEPEST:
            text = f"climbs {steepest * 100:.1f} %, at most {STEEPEST * 100:g} % is allowed"
            document.problem(street.plan.key, text)


def _check_reach(document: Document, plan: CityPlan, net: Net, lanes: Lanes) -> None:
    """Every lane must be reachable from every other."""
    roads = make_roads(plan, net, lanes)
    part = strong_parts(roads)[: len(lanes.lanes)].tolist()
    largest = max(sorted(set(part)), key=part.count)
    cut_off = {
        net.stretches[lane.stretch].street.plan.key for lane, p in zip(lanes.lanes, part, strict=True) if p != largest
    }
    for key in sorted(cut_off):
        document.problem(key, "has lanes that cannot be reached from all others and left again, mind one-way streets")


def _check_clear(document: Document, plan: CityPlan, net: Net, lanes: Lanes) -> None:
    """No building in a road or under a deck's ramp."""
    carriageway, aisles = driven_ground(net, lanes)
    decks = shapely.union_all([shapely.Polygon(deck.outline) for deck in find_decks(net.streets)])
    for what, geometry in (("a street", carriageway), ("an aisle", aisles), ("a deck", decks)):
        for placed in plan.buildings:
            overlap = shapely.Polygon(placed.path).intersection(geometry).area
            if overlap > 0.5:
                document.problem(
                    ("building", placed.name, "path"), f"stands {overlap:.0f} m² in {what}, none is allowed"
                )
