"""Plan geometry for the screen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.view import plan

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


def area(polygon: np.ndarray) -> float:
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


@pytest.mark.parametrize("turned", [SQUARE, SQUARE[::-1]])
def test_growing_moves_every_edge_outwards_whichever_way_round(turned: np.ndarray) -> None:
    assert area(plan.grown(turned, 1.0)) == pytest.approx(144.0)
    assert area(plan.grown(turned, -1.0)) == pytest.approx(64.0)


@pytest.mark.parametrize("turned", [SQUARE, SQUARE[::-1]])
def test_normals_point_outwards(turned: np.ndarray) -> None:
    _, outward, _ = plan.edges(turned)
    middle = (turned + np.roll(turned, -1, axis=0)) / 2
    assert np.all(np.sum(outward * (middle - 5.0), axis=1) > 4.9)


def test_a_band_lies_to_the_right_of_its_line() -> None:
    line = np.array([[0.0, 0.0], [10.0, 0.0]])  # eastwards; the right hand is south, which is down
    band = plan.strip(line, 2.0, 1.0)
    assert band[:, 1].min() == pytest.approx(1.5)
    assert band[:, 1].max() == pytest.approx(2.5)


def test_dashes_keep_their_length_and_fit_the_line() -> None:
    quads = plan.dashes(np.array([[0.0, 0.0], [30.0, 0.0]]), 0.2, 3.0, 6.0)
    assert len(quads) == 3
    for quad in quads:
        assert np.ptp(quad[:, 0]) == pytest.approx(3.0)
        assert np.ptp(quad[:, 1]) == pytest.approx(0.2)
    assert quads.max() <= 30.0
    assert len(plan.dashes(np.array([[0.0, 0.0], [2.0, 0.0]]), 0.2, 3.0, 6.0)) == 0


def test_contains_respects_the_margin() -> None:
    points = np.array([[5.0, 5.0], [0.5, 5.0], [-1.0, 5.0], [9.9, 9.9]])
    assert plan.contains(SQUARE, points).tolist() == [True, True, False, True]
    assert plan.contains(SQUARE, points, 1.0).tolist() == [True, False, False, False]


@given(st.lists(st.tuples(st.floats(-20, 30), st.floats(-20, 30)), min_size=3, max_size=3, unique=True))
def test_clipping_keeps_what_is_in_the_box_and_nothing_else(corners: list[tuple[float, float]]) -> None:
    triangle = np.array(corners)
    part = plan.clipped(triangle, np.array([0.0, 0.0]), np.array([10.0, 10.0]))
    if len(part):
        assert part.min() >= -1e-6
        assert part.max() <= 10.0 + 1e-6
        assert area(part) <= area(triangle) + 1e-6
    inside = np.all((triangle >= 0) & (triangle <= 10))
    if inside:
        assert area(part) == pytest.approx(area(triangle))


def test_clipping_a_polygon_around_the_box_leaves_the_box() -> None:
    part = plan.clipped(SQUARE * 100 - 500, np.array([0.0, 0.0]), np.array([10.0, 10.0]))
    assert area(part) == pytest.approx(100.0)


def test_boxes_find_what_touches() -> None:
    boxes = plan.Boxes([SQUARE, SQUARE + 20.0, SQUARE + 40.0])
    assert boxes.touching(9.0, 9.0, 25.0, 25.0) == [0, 1]
    assert plan.Boxes([]).touching(0.0, 0.0, 1.0, 1.0) == []
