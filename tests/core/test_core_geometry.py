"""Angles wrap and segments cross as drawn on paper."""

import math

import pytest

from game.core.geometry import segments_cross, wrap


@pytest.mark.parametrize(
    ("angle", "wrapped"),
    [(0.0, 0.0), (3.0, 3.0), (-3.0, -3.0), (4.0, 4.0 - 2 * math.pi), (-4.0, 2 * math.pi - 4.0), (100.0, None)],
)
def test_wrap_keeps_the_direction(angle: float, wrapped: float | None) -> None:
    result = wrap(angle)
    assert -math.pi <= result <= math.pi
    assert math.cos(result) == pytest.approx(math.cos(angle))
    assert math.sin(result) == pytest.approx(math.sin(angle))
    if wrapped is not None:
        assert result == pytest.approx(wrapped)


def test_segments_that_cross_touch_and_miss() -> None:
    assert segments_cross(0, 0, 2, 2, 0, 2, 2, 0)
    assert segments_cross(0, 0, 2, 0, 1, 0, 1, 5)
    assert not segments_cross(0, 0, 2, 0, 3, -1, 3, 1)
    assert not segments_cross(0, 0, 2, 0, 0, 1, 2, 1)
