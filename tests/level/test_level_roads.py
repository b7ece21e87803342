"""The road kernels: where a car is on the graph, points along links, and the fastest way."""

import math
from itertools import pairwise

import numpy as np
import pytest
from city_scenes import SMALL, plan_of

from game.core.geometry import wrap
from game.level import roads as r
from game.level.city import City
from game.level.derive import derive_city
from game.level.roads import Roads, locate, plan, point_at


@pytest.fixture(scope="module")
def small() -> City:
    return derive_city(plan_of(SMALL))


def find(roads: Roads, x: float, y: float, z: float, heading: float) -> tuple[int, float, float]:
    return locate(roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, x, y, z, heading)


def at(roads: Roads, link: int, s: float) -> tuple[float, float, float, float]:
    return point_at(roads.links, roads.link_sizes, roads.points, link, s)


def test_a_point_of_a_lane_is_found_on_that_lane(small: City) -> None:
    roads = small.roads
    for link in np.flatnonzero(roads.links[:, r.KIND] == r.LANE).tolist():
        length = roads.link_sizes[link, r.LENGTH]
        for share in (0.1, 0.37, 0.5, 0.93):
            x, y, z, heading = at(roads, link, share * length)
            found, s, lateral = find(roads, x, y, z, heading)
            assert found == link
            assert s == pytest.approx(share * length, abs=0.05) and lateral == pytest.approx(0, abs=0.05)


def test_lateral_is_positive_to_the_left(small: City) -> None:
    link = int(np.flatnonzero(small.roads.links[:, r.KIND] == r.LANE)[0])
    x, y, z, heading = at(small.roads, link, 30.0)
    for left in (0.8, -0.8):
        found = find(small.roads, x - left * math.sin(heading), y + left * math.cos(heading), z, heading)
        assert found[0] == link and found[2] == pytest.approx(left, abs=0.05)


def test_of_two_directions_the_one_that_fits_the_heading_is_taken(small: City) -> None:
    for heading, side in ((0.0, -1), (math.pi, 1)):  # on the middle line of Ring South, y = 40
        link, s, lateral = find(small.roads, 200.0, 40.0, 0.0, heading)
        assert math.cos(at(small.roads, link, s)[3] - heading) > 0.9
        assert (at(small.roads, link, s)[1] - 40.0) * side > 0
        assert lateral > 0, "the middle of the road is left of every lane"


def test_a_car_across_the_road_is_still_found_on_it(small: City) -> None:
    link, _, lateral = find(small.roads, 200.0, 42.0, 0.0, math.pi / 2)
    assert link >= 0 and abs(lateral) < 4


def test_nothing_is_found_far_from_every_road_or_above_it(small: City) -> None:
    assert find(small.roads, 95.0, 95.0, 0.0, 0.0) == (-1, 0.0, 0.0)
    assert find(small.roads, 200.0, 40.0, 6.0, 0.0) == (-1, 0.0, 0.0)
    assert find(small.roads, -500.0, 9000.0, 0.0, 0.0) == (-1, 0.0, 0.0)


def test_the_deck_and_the_street_below_are_told_apart(city: City) -> None:
    roads = city.roads
    high = np.flatnonzero(roads.points[:, r.P_Z] > 5.0)
    ground = roads.points[roads.points[:, r.P_Z] == 0.0]
    row = next(k for k in high if np.hypot(*(ground[:, :2] - roads.points[k, :2]).T).min() < 1.0)
    x, y, z, heading = roads.points[row, :4]
    above, below = find(roads, x, y, z, heading)[0], find(roads, x, y, 0.0, heading)[0]
    assert above == roads.point_link[row] and below not in (-1, above)
    assert at(roads, below, 0.0)[2] < 1.0


def test_point_at_holds_s_to_the_link_and_turns_evenly(small: City) -> None:
    links = small.roads.links
    for link in range(len(links)):
        first, last = links[link, r.FIRST], links[link, r.FIRST] + links[link, r.COUNT] - 1
        assert at(small.roads, link, -5.0)[:2] == tuple(small.roads.points[first, :2])
        assert at(small.roads, link, 1e9)[:2] == tuple(small.roads.points[last, :2])
        headings = [at(small.roads, link, s)[3] for s in np.arange(0, small.roads.link_sizes[link, r.LENGTH], 0.5)]
        assert all(abs(wrap(b - a)) < 0.25 for a, b in pairwise(headings))


def route(roads: Roads, start: int, goal: int) -> list[int]:
    out = np.zeros(len(roads.edges), np.int32)
    return out[: plan(roads.edges, roads.next_edges, roads.times, start, goal, out)].tolist()


@pytest.mark.slow
def test_a_plan_goes_from_start_to_goal_over_edges_that_follow_each_other(city: City) -> None:
    roads = city.roads
    for start in range(0, len(roads.edges), 7):
        for goal in range(0, len(roads.edges), 11):
            way = route(roads, start, goal)
            assert way[0] == start and way[-1] == goal and len(set(way)) == len(way)
            for a, b in pairwise(way):
                first, count = roads.edges[a, [r.NEXT_EDGE, r.NEXT_EDGE_COUNT]]
                assert b in roads.next_edges[first : first + count]


def test_a_plan_takes_no_longer_than_the_table_of_times_says(city: City) -> None:
    roads = city.roads
    for start, goal in ((0, 50), (3, 120), (77, 9)):
        way = route(roads, start, goal)
        taken = sum(float(roads.times[a, b]) for a, b in pairwise(way))
        assert taken == pytest.approx(float(roads.times[start, goal]), rel=1e-4)


def test_a_plan_to_where_one_stands_is_one_edge_and_no_way_is_none(small: City) -> None:
    assert route(small.roads, 3, 3) == [3]
    cut_off = Roads(**{**vars(small.roads), "times": np.full_like(small.roads.times, np.inf)})
    assert route(cut_off, 0, 3) == []


def test_a_plan_never_writes_past_its_array(city: City) -> None:
    roads = city.roads
    long = max(((a, b) for a in range(0, 60, 5) for b in range(60, 120, 5)), key=lambda p: len(route(roads, *p)))
    out = np.full(6, -7, np.int32)
    assert len(route(roads, *long)) > 3
    assert plan(roads.edges, roads.next_edges, roads.times, *long, out[:3]) == 3
    assert (out[3:] == -7).all()


def test_times_obey_the_triangle(city: City) -> None:
    times = city.roads.times.astype(np.float64)
    middle = 17
    assert (times <= times[:, middle][:, None] + times[middle][None] + 1e-3).all()
    assert (np.diag(times) == 0).all()
