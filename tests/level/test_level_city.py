"""What every level's city must be like, whatever its file says."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from game.core.snapshot import ASPHALT, CONCRETE, DIRT, GRASS
from game.level import roads as r
from game.level.city import MARK_CROSSWALK, MARK_STOP, City, Collider
from game.level.derive_graph import strong_parts
from game.level.paths import area, min_width
from game.level.roads import Roads
from game.sim.ground import LOWEST

LEVEE = 3.0  # m of concrete beside a river


def islands_of(city: City) -> shapely.Geometry:
    """What kerbs surround, without the lots and alleys that are driven."""
    lots = [shapely.Polygon(lot.outline) for lot in city.lots if lot.kind in ("parking", "alley")]
    return shapely.union_all([shapely.Polygon(i) for i in city.islands]).difference(shapely.union_all(lots))


def rivers_of(city: City) -> list[shapely.Geometry]:
    """The channels with their levees."""
    widths = [k.width / 2 + LEVEE for k in city.rivers]
    return [shapely.LineString(k.axis).buffer(w, cap_style="square") for k, w in zip(city.rivers, widths, strict=True)]


def ground_points(city: City) -> NDArray[np.float64]:
    return city.roads.points[city.roads.points[:, r.P_Z] < 0.2]


def test_a_city_has_at_least_forty_junctions_and_all_that_a_chase_wants(city: City) -> None:
    roads = city.roads
    assert len(roads.junctions) >= 40
    assert roads.edges[:, r.LANE_COUNT].max() >= 3
    assert (roads.edges[:, r.BACK] == -1).any(), "one-way streets"
    assert "alley" in roads.class_names and "aisle" in roads.class_names
    assert city.decks and {lot.kind for lot in city.lots} >= {"grass", "parking", "plaza"}


def test_every_lane_is_reachable_from_every_other(city: City) -> None:
    assert len(set(strong_parts(city.roads).tolist())) == 1
    assert np.isfinite(city.roads.times).all()


def test_reachability_would_notice_a_lane_without_a_way_out(city: City) -> None:
    links = city.roads.links.copy()
    links[:, [r.LEFT, r.RIGHT]] = -1
    cut_off = Roads(**{**vars(city.roads), "links": links})
    assert len(set(strong_parts(cut_off).tolist())) > 1


def test_no_lane_leads_into_nothing(city: City) -> None:
    assert (city.roads.links[:, r.NEXT_COUNT] >= 1).all()


def test_link_points_are_even_and_their_headings_follow_them(city: City) -> None:
    roads = city.roads
    for link in range(len(roads.links)):
        first, count = roads.links[link, [r.FIRST, r.COUNT]]
        points = roads.points[first : first + count]
        step = np.diff(points[:, :2], axis=0)
        size = np.hypot(step[:, 0], step[:, 1])
        assert count >= 2 and (np.abs(size - roads.link_sizes[link, r.STEP]) < 0.15).all(), link
        assert 0.5 < roads.link_sizes[link, r.STEP] < 3.1
        along = np.cos(np.arctan2(step[:, 1], step[:, 0]) - points[:-1, r.P_HEADING])
        assert (along > math.cos(math.radians(25))).all(), link


def test_connectors_begin_and_end_where_their_lanes_do(city: City) -> None:
    roads = city.roads
    for link in np.flatnonzero(roads.links[:, r.KIND] == r.CONNECTOR).tolist():
        first, count = roads.links[link, [r.FIRST, r.COUNT]]
        target = roads.next_links[roads.links[link, r.NEXT]]
        end, start = roads.points[first + count - 1], roads.points[roads.links[target, r.FIRST]]
        assert math.dist(end[:3], start[:3]) < 0.01
        assert math.cos(end[r.P_HEADING] - start[r.P_HEADING]) > math.cos(math.radians(12))


def test_connectors_can_be_driven_by_a_car(city: City) -> None:
    links = city.roads.links
    for link in np.flatnonzero(links[:, r.KIND] == r.CONNECTOR).tolist():
        points = city.roads.points[links[link, r.FIRST] : links[link, r.FIRST] + links[link, r.COUNT]]
        assert np.abs(points[:, r.P_CURVATURE]).max() < 1 / 4.3, "tighter than a sedan's turning circle"


def test_lanes_and_connectors_stay_on_the_carriageway(city: City) -> None:
    kerbs = islands_of(city)
    shapely.prepare(kerbs)
    points = ground_points(city)
    for side in (-1.0, 0.0, 1.0):  # the middle and both sides of a car
        x = points[:, r.P_X] - side * np.sin(points[:, r.P_HEADING])
        y = points[:, r.P_Y] + side * np.cos(points[:, r.P_HEADING])
        off = shapely.contains_xy(kerbs, x, y)
        assert not off.any(), points[off][:5]


def test_a_lane_moved_sideways_leaves_the_carriageway(city: City) -> None:
    points = ground_points(city)
    x = points[:, r.P_X] + 8.0 * np.sin(points[:, r.P_HEADING])
    y = points[:, r.P_Y] - 8.0 * np.cos(points[:, r.P_HEADING])
    assert shapely.contains_xy(islands_of(city), x, y).any()


def test_no_building_stands_on_a_carriageway_or_under_a_ramp(city: City) -> None:
    driven = shapely.points(ground_points(city)[:, :2])
    bodies = shapely.STRtree([shapely.Polygon(b.outline) for b in city.buildings])
    assert bodies.query(driven, predicate="dwithin", distance=1.6).size == 0
    assert bodies.query(driven, predicate="dwithin", distance=9.0).size > 0, "the control: sidewalks are narrower"
    decks = shapely.union_all([shapely.Polygon(deck.outline) for deck in city.decks])
    islands = shapely.union_all([shapely.Polygon(i) for i in city.islands] + rivers_of(city)).buffer(0.05)
    shapely.prepare(islands)  # the wall around the city also closes the rivers
    for building in city.buildings:
        body = shapely.Polygon(building.outline)
        assert body.intersection(decks).area == 0.0
        assert islands.contains(body) or body.difference(islands).area < 0.1


def test_buildings_do_not_overlap(city: City) -> None:
    shapes = [shapely.Polygon(b.outline) for b in city.buildings]
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        assert i >= j or shapes[i].intersection(shapes[j]).area < 0.5


def test_polygons_are_plain_and_counter_clockwise(city: City) -> None:
    rings = [b.outline for b in city.buildings] + [lot.outline for lot in city.lots] + list(city.islands)
    rings += [c.outline for c in city.colliders] + [d.outline for d in city.decks]
    for ring in rings:
        assert area(ring) > 0 and shapely.Polygon(ring).is_valid
        assert (ring[0] != ring[-1]).any()


def at_river(city: City, collider: Collider) -> bool:
    """Whether what is solid stands in a river, on its bank, or on a bridge."""
    body, bridges = shapely.Polygon(collider.outline), [deck for deck in city.decks if deck.walk > 0.0]
    on_bridge = any(shapely.Polygon(deck.outline).buffer(0.1).contains(body) for deck in bridges)
    low = city.roads.points[city.roads.points[:, r.P_Z] < 0.0]
    ramps = shapely.STRtree(shapely.points(low[:, :2])).query(body, predicate="dwithin", distance=6.0)
    return on_bridge or len(ramps) > 0 or any(river.distance(body) < 1.0 for river in rivers_of(city))


@pytest.mark.slow
def test_colliders_are_convex_and_nowhere_thinner_than_a_metre(city: City) -> None:
    for collider in city.colliders:
        shape = shapely.Polygon(collider.outline)
        assert shape.convex_hull.area - shape.area < 0.02
        assert min_width(collider.outline) >= 0.999
        assert collider.top > collider.bottom >= 0.0 or (collider.bottom >= LOWEST and at_river(city, collider))
    assert len(city.colliders) < 40_000


def test_colliders_fill_the_buildings(city: City) -> None:
    solid = shapely.union_all([shapely.Polygon(c.outline) for c in city.colliders])
    built = shapely.union_all([shapely.Polygon(b.outline) for b in city.buildings])
    assert built.difference(solid).area < 0.002 * built.area


@pytest.mark.slow
def test_nothing_on_the_ground_can_leave_the_city(city: City) -> None:
    solid = shapely.union_all([shapely.Polygon(c.outline) for c in city.colliders if c.bottom == 0 and c.top >= 1.5])
    w, h = city.width - 0.5, city.height - 0.5
    edge = shapely.LinearRing([(0.5, 0.5), (w, 0.5), (w, h), (0.5, h)])
    assert solid.buffer(0.001).contains(edge)
    assert (city.roads.points[:, :2] > 10).all()


def test_a_deck_has_no_jump_and_passes_high_over_a_street(city: City) -> None:
    """A deck begins and ends on the ground or on another deck; a lane that it covers is on it or far below."""
    outlines = [shapely.Polygon(deck.outline).buffer(0.1) for deck in city.decks]
    for k, deck in enumerate(city.decks):
        rise, run = np.diff(deck.axis[:, 2]), np.hypot(*np.diff(deck.axis[:, :2], axis=0).T)
        assert (np.abs(rise / run) <= 0.085).all()
        for x, y, z in deck.axis[[0, -1]]:
            others = [other for other in range(len(outlines)) if other != k]
            on = [j for j in others if outlines[j].contains(shapely.Point(x, y))]
            heights = [height_on(city.decks[j].axis, x, y) for j in on]
            assert abs(z) <= 0.05 or any(abs(z - height) < 0.1 for height in heights), (deck.name, x, y, z)
    points = city.roads.points
    above = city.deck_z[points[:, 1].astype(int), points[:, 0].astype(int)] - points[:, r.P_Z]
    below = np.nan_to_num(above) > 1.0
    assert below.sum() > 20 and (above[below] >= 4.9).all(), points[below][above[below] < 4.9][:5]


def height_on(axis: NDArray[np.float64], x: float, y: float) -> float:
    line = shapely.LineString(axis[:, :2])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(axis[:, :2], axis=0).T))])
    return float(np.interp(line.project(shapely.Point(x, y)), along, axis[:, 2]))


def test_the_raster_of_heights_agrees_with_the_lanes_on_the_deck(city: City) -> None:
    points = city.roads.points
    high = points[points[:, r.P_Z] > 0.1]
    raster = city.deck_z[high[:, 1].astype(int), high[:, 0].astype(int)]
    assert len(high) > 50
    assert (np.abs(raster - high[:, r.P_Z]) < 0.12).all()
    beside = [np.nanmax(np.abs(np.diff(city.deck_z, axis=axis))) for axis in (0, 1)]
    assert max(beside) < 0.2, "a step in the deck"


def test_parapets_hold_cars_on_the_deck_and_let_them_pass_below(city: City) -> None:
    low = [c for c in city.colliders if c.bottom < 1.5 and c.top > 0.0]  # banks of rivers end at 0
    ground = ground_points(city)
    lanes = shapely.points(ground[ground[:, r.P_Z] == 0.0][:, :2])
    tree = shapely.STRtree([shapely.Polygon(c.outline) for c in low])
    assert tree.query(lanes, predicate="dwithin", distance=1.0).size == 0, "something solid stands in a lane"
    high = city.roads.points[city.roads.points[:, r.P_Z] > 0.3][::7]
    assert not ways_off(city, high, city.colliders)
    assert ways_off(city, high, [c for c in city.colliders if c.bottom == 0.0 and c.top > 8.0]), "the control"


def ways_off(city: City, lanes: NDArray[np.float64], solids: Sequence[Collider]) -> list[tuple[float, float]]:
    """Where a car, straight to the side of its lane on a deck, comes off it without meeting a wall."""
    tree = shapely.STRtree([shapely.Polygon(c.outline) for c in solids])
    out = np.arange(0.0, 45.0, 0.5)
    found = []
    for row in lanes:
        for side in (-1.0, 1.0):
            way = row[:2] + side * out[:, None] * [-math.sin(row[r.P_HEADING]), math.cos(row[r.P_HEADING])]
            cells = np.clip(way, 0, [city.width - 1, city.height - 1]).astype(int)
            off = np.abs(np.nan_to_num(city.deck_z[cells[:, 1], cells[:, 0]], nan=-99.0) - row[r.P_Z]) > 1.5
            end = min(int(np.argmax(off)) + 3, len(way) - 1) if off.any() else len(way) - 1
            met = tree.query(swept(way[0], way[end]), predicate="intersects").tolist()
            if not any(solids[k].bottom <= row[r.P_Z] + 0.5 <= solids[k].top for k in met):
                found.append((float(row[0]), float(row[1])))
    return found


def swept(start: NDArray[np.float64], end: NDArray[np.float64]) -> shapely.Geometry:
    """What a car of 1.8 m covers."""
    return shapely.LineString([start, end]).buffer(0.9, cap_style="flat")


def test_a_ramp_is_closed_from_below(city: City) -> None:
    """Nobody on the ground drives into the solid ramp: where the deck is between 0.3 and 3.5 m high, no
    lane of the ground runs through, and walls as high as a car close it all round."""
    cells = np.argwhere((city.deck_z > 0.8) & (city.deck_z < 3.4))
    ground = ground_points(city)
    lanes = {(int(y), int(x)) for x, y in ground[ground[:, r.P_Z] == 0.0][:, :2]}
    assert len(cells) > 50 and not lanes & {(int(y), int(x)) for y, x in cells}


def test_surfaces_are_asphalt_on_roads_grass_in_parks_and_concrete_on_sidewalks(city: City) -> None:
    points = ground_points(city)
    under = city.surface[points[:, 1].astype(int), points[:, 0].astype(int)]
    assert np.isin(under, (ASPHALT, CONCRETE)).all()  # alleys may be concrete
    assert (under == ASPHALT).mean() > 0.8
    assert set(np.unique(city.surface).tolist()) <= {ASPHALT, CONCRETE, GRASS, DIRT}
    assert (city.surface == GRASS).sum() > 1000


def test_markings_end_before_the_junction(city: City) -> None:
    for mark in city.markings:
        assert len(mark.points) >= 2 and mark.width > 0
        if mark.kind not in (MARK_STOP, MARK_CROSSWALK):
            junctions = city.roads.junctions[(city.roads.junctions[:, 2] > 0.3) == mark.deck]
            middle = np.hypot(*(mark.points[:, None] - junctions[None, :, :2]).transpose(2, 0, 1))
            assert middle.min(initial=np.inf) > 1.9


def test_lamps_stand_beside_the_road_and_point_at_it(city: City) -> None:
    """Lamps stand on islands, on levees or on the walks of bridges; some where a walk crosses a lot."""
    assert len(city.lamps) > 200
    walks = [shapely.Polygon(i) for i in city.islands] + rivers_of(city)
    walks += [shapely.Polygon(deck.outline) for deck in city.decks if deck.walk > 0.0]
    beside = shapely.union_all(walks)
    lamps = city.lamps
    assert shapely.contains_xy(beside, lamps[:, 0], lamps[:, 1]).all()
    points = ground_points(city)
    driven = shapely.STRtree(shapely.points(points[points[:, r.P_Z] > -1.0][:, :2]))
    assert driven.query(shapely.points(lamps[:, :2]), predicate="dwithin", distance=1.5).size == 0
    tips = lamps[:, :2] + 3.0 * np.column_stack([np.cos(lamps[:, 2]), np.sin(lamps[:, 2])])
    assert (~shapely.contains_xy(islands_of(city), tips[:, 0], tips[:, 1])).mean() > 0.97


def test_conflicts_are_mutual_and_between_different_lanes(city: City) -> None:
    links, conflicts = city.roads.links, city.roads.conflicts
    pairs = set()
    for link in np.flatnonzero(links[:, r.CONFLICT_COUNT]).tolist():
        first, count = links[link, [r.CONFLICT, r.CONFLICT_COUNT]]
        assert links[link, r.KIND] == r.CONNECTOR
        pairs |= {(link, int(other)) for other in conflicts[first : first + count]}
    assert pairs and pairs == {(b, a) for a, b in pairs}
    assert all(links[a, r.JUNCTION] == links[b, r.JUNCTION] for a, b in pairs)


@pytest.mark.slow
def test_crossing_connectors_are_in_conflict(city: City) -> None:
    roads = city.roads
    links = roads.links
    lines = {
        k: shapely.LineString(roads.points[links[k, r.FIRST] : links[k, r.FIRST] + links[k, r.COUNT], :2])
        for k in np.flatnonzero(links[:, r.KIND] == r.CONNECTOR).tolist()
    }
    source = {}
    for lane in np.flatnonzero(links[:, r.KIND] == r.LANE).tolist():
        first, count = links[lane, [r.NEXT, r.NEXT_COUNT]]
        source |= dict.fromkeys(roads.next_links[first : first + count].tolist(), lane)
    for a, line in lines.items():
        first, count = links[a, [r.CONFLICT, r.CONFLICT_COUNT]]
        known = set(roads.conflicts[first : first + count].tolist())
        apart = [b for b in lines if a < b and source[a] != source[b]]
        for b in apart:
            other = lines[b]
            if links[a, r.JUNCTION] == links[b, r.JUNCTION] and line.crosses(other):
                assert b in known


def test_neighbouring_lanes_know_each_other(city: City) -> None:
    links = city.roads.links
    for link in np.flatnonzero(links[:, r.LEFT] >= 0).tolist():
        left = links[link, r.LEFT]
        assert links[left, r.RIGHT] == link and links[left, r.EDGE] == links[link, r.EDGE]
        a, b = city.roads.points[links[link, r.FIRST]], city.roads.points[links[left, r.FIRST]]
        side = math.cos(a[r.P_HEADING]) * (b[1] - a[1]) - math.sin(a[r.P_HEADING]) * (b[0] - a[0])
        assert 2.0 < side < 5.0, "the left neighbour lies to the left"
