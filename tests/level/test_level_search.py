"""The searches over the road graph beside scipy's, and the kernels of polylines beside numpy's."""

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from game.level.derive_near import Near
from game.level.derive_search import meeting, shortest_times, strong_components
from game.level.paths import arc, at, normals, thin

SEEDS = range(6)


def a_graph(seed, nodes=120, degree=2.2):
    """(first, target, cost, matrix) of a sparse random graph, some of its ways very short."""
    rng = np.random.default_rng(seed)
    pairs = np.unique(rng.integers(0, nodes, (int(nodes * degree), 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    cost = rng.uniform(0.001, 1.0, len(pairs)) ** (1 + seed) * 40.0 + 1e-4
    first = np.searchsorted(pairs[:, 0], np.arange(nodes + 1))
    return first, pairs[:, 1].copy(), cost, csr_matrix((cost, (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes))


@pytest.mark.parametrize("seed", SEEDS)
def test_shortest_times_are_dijkstras_to_the_bit(seed):
    first, target, cost, matrix = a_graph(seed)
    assert np.array_equal(shortest_times(first, target, cost), dijkstra(matrix).astype(np.float32))


@pytest.mark.parametrize("seed", SEEDS)
def test_strong_components_are_scipys_numbered_by_their_first_node(seed):
    first, target, _, matrix = a_graph(seed, degree=1.0 + 0.2 * seed)
    part = strong_components(first, target)
    count, other = connected_components(matrix, connection="strong")
    assert np.array_equal(part[:, None] == part[None], other[:, None] == other[None])
    assert np.array_equal(np.unique(part, return_index=True)[1], np.sort(np.unique(part, return_index=True)[1]))
    assert part.max() == count - 1


def test_a_graph_without_ways_has_no_times():
    times = shortest_times(np.zeros(4, np.int64), np.zeros(0, np.int64), np.zeros(0))
    assert (times[~np.eye(3, dtype=bool)] == np.inf).all() and (np.diag(times) == 0.0).all()


def test_lines_meet_where_their_points_come_near_but_not_of_one_source():
    xy = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 1.0], [20.0, 0.0], [0.0, 0.5]])
    found = meeting(xy, np.array([0, 2, 4, 5]), np.array([7, 8, 7]), 2.2)
    assert found.tolist() == [[False, True, False], [True, False, False], [False, False, False]]


@pytest.mark.parametrize("seed", SEEDS)
def test_points_along_a_line_are_numpys_to_the_bit(seed):
    rng = np.random.default_rng(seed)
    line = rng.normal(size=(20, 3)).cumsum(0)
    step = np.diff(line[:, :2], axis=0)
    along = np.concatenate([[0.0], np.cumsum(np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2))])
    assert np.array_equal(arc(line), along)
    s = np.concatenate([along, rng.uniform(-1.0, along[-1] + 1.0, 50)])
    wanted = np.stack([np.interp(s, along, line[:, k]) for k in range(3)], -1)
    assert np.array_equal(at(line, s), wanted) and np.array_equal(at(line, float(s[-1])), wanted[-1])
    assert np.array_equal(at(line[::-1], 0.0), line[-1])


def test_normals_point_to_the_left_and_reach_round_a_corner():
    corner = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert np.allclose(normals(corner), [[0.0, 1.0], [-1.0, 1.0], [-1.0, 0.0]])


def test_thinning_keeps_what_is_off_the_straight_line_only():
    line = np.array([[0.0, 0.0], [5.0, 0.001], [10.0, 0.0], [15.0, 3.0], [20.0, 0.0]])
    assert thin(line).tolist() == line[[0, 2, 3, 4]].tolist()


def test_near_gives_the_answers_of_shapely():
    rng = np.random.default_rng(1)
    holed = shapely.Point(0, 0).buffer(20.0).difference(shapely.Point(3, 1).buffer(9.0))
    area = shapely.union_all([holed, shapely.box(30, 0, 40, 10)])
    places = rng.uniform(-30.0, 50.0, (500, 2))
    for distance in (0.0, 0.35, 4.0):
        assert np.array_equal(
            Near(area).within(places, distance), shapely.dwithin(area, shapely.points(places), distance)
        )
    assert not Near(shapely.Polygon()).within(places, 5.0).any()
