"""Faults that a derived city easily has: each looked for in every city, and found where it is planted."""

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level import roads as r
from game.level.city import MARK_STOP, City, Marking
from game.level.roads import Roads

Floats = NDArray[np.float64]
TIGHTEST = 4.3  # m, a sedan's turning circle
STOP_REACH = 45.0  # m from a junction to its furthest stop line
CLEAR = 1.1  # m from the middle of a lane to whatever stands beside it: half a car


def link_points(roads: Roads, link: int) -> Floats:
    first, count = roads.links[link, [r.FIRST, r.COUNT]]
    return np.asarray(roads.points[first : first + count])


def tight_turns_back(roads: Roads) -> list[int]:
    links = np.flatnonzero((roads.links[:, r.KIND] == r.CONNECTOR) & (roads.links[:, r.TURN] == r.TURN_BACK))
    return [k for k in links.tolist() if np.abs(link_points(roads, k)[:, r.P_CURVATURE]).max() >= 1 / TIGHTEST]


def twins(roads: Roads) -> list[tuple[int, int]]:
    """Edges from one junction to the same other one whose middles are nearer than 5 m to each other."""
    seen: dict[tuple[int, int], list[int]] = {}
    found = []
    for edge, (start, end) in enumerate(roads.edges[:, [r.FROM, r.TO]].tolist()):
        for other in seen.setdefault((start, end), []):
            a, b = (link_points(roads, int(roads.edges[k, r.FIRST_LANE])) for k in (edge, other))
            if np.hypot(*(a[len(a) // 2] - b[len(b) // 2])[:2]) < 5.0:
                found.append((other, edge))
        seen[start, end].append(edge)
    return found


def stray_stops(city: City, marks: list[Marking]) -> list[Marking]:
    """Stop lines that are near no junction where anybody has to stop."""
    controlled = city.roads.junctions[city.roads.control != r.CONTROL_NONE][:, :2]
    tree = shapely.STRtree(shapely.points(controlled))
    middles = shapely.points([mark.points.mean(0) for mark in marks])
    near = set(tree.query(middles, predicate="dwithin", distance=STOP_REACH)[0].tolist())
    return [mark for k, mark in enumerate(marks) if k not in near]


def in_the_way(city: City, places: Floats) -> int:
    """How many of these places are in a lane of the ground."""
    points = city.roads.points[np.abs(city.roads.points[:, r.P_Z]) < 0.3]
    driven = shapely.STRtree(shapely.points(points[:, :2]))
    return int(driven.query(shapely.points(places[:, :2]), predicate="dwithin", distance=CLEAR).shape[1])


def test_turning_circles_are_as_wide_as_a_car_needs(city: City) -> None:
    roads = city.roads
    assert not tight_turns_back(roads)
    points = roads.points.copy()
    points[:, r.P_CURVATURE] *= 2.0
    back = (roads.links[:, r.TURN] == r.TURN_BACK) & (roads.links[:, r.KIND] == r.CONNECTOR)
    assert tight_turns_back(Roads(**{**vars(roads), "points": points})) or not back.any(), "the control"


def test_no_street_is_there_twice(city: City) -> None:
    roads = city.roads
    assert not twins(roads)
    assert twins(Roads(**{**vars(roads), "edges": np.vstack([roads.edges, roads.edges[:1]])})), "the control"


def test_stop_lines_are_where_somebody_has_to_stop(city: City) -> None:
    stops = [mark for mark in city.markings if mark.kind == MARK_STOP]
    assert len(stops) > 40 and not stray_stops(city, stops)
    planted = Marking(MARK_STOP, np.array([[-500.0, -500.0], [-495.0, -500.0]]), 0.45)
    assert stray_stops(city, [planted]), "the control"


def test_nothing_at_the_kerb_stands_in_a_lane(city: City) -> None:
    for places in (city.lamps, city.trees, city.palms, city.props):
        assert in_the_way(city, places) == 0
    assert in_the_way(city, city.roads.points[:5]) > 0, "the control"
