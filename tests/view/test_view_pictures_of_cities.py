"""Pictures of a city without a job: its plan, and a place in it close up."""

import numpy as np
import pygame
import pytest

from game.level.model import Level
from game.view.closeup import draw_closeup
from game.view.nearby import Lines, Nearby
from game.view.plan_picture import draw_plan, main_streets

SIZE = (640, 360)


def pixels(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface)


def test_a_plan_is_the_same_each_time_and_marks_the_places_of_a_job(display: None, tryout: Level) -> None:
    bare, again = (pixels(draw_plan(tryout.city, None, (800, 800))) for _ in range(2))
    marked = pixels(draw_plan(tryout.city, tryout.heist, (800, 800)))
    assert bare.shape == (800, 800, 3)
    assert np.array_equal(bare, again)
    assert not np.array_equal(bare, marked)


def test_a_plan_fits_any_shape_of_picture(display: None, tryout: Level) -> None:
    for size in ((300, 900), (900, 300)):
        picture = pixels(draw_plan(tryout.city, None, size))
        assert picture.shape[:2] == size
        assert picture.std() > 10.0


def test_main_streets_are_named_once_and_ordered_by_rank(tryout: Level) -> None:
    found = main_streets(tryout.city)
    names = [name for _, name, _ in found]
    assert len(names) == len(set(names))
    assert [rank for rank, _, _ in found] == sorted((rank for rank, _, _ in found), reverse=True)
    assert {"Broadway", "Temple St"} <= set(names)
    assert "Produce Alley" not in names


def test_a_closeup_shows_the_place_and_the_hour(display: None, tryout: Level) -> None:
    at = (560.0, 420.0)
    day, again = (pixels(draw_closeup(tryout.city, at, 120.0, SIZE, 12.0)) for _ in range(2))
    night = pixels(draw_closeup(tryout.city, at, 120.0, SIZE, 23.0))
    other = pixels(draw_closeup(tryout.city, (300.0, 500.0), 120.0, SIZE, 12.0))
    assert np.array_equal(day, again)
    assert day.mean() > 1.5 * night.mean()
    assert not np.array_equal(day, other)


@pytest.mark.parametrize("span", [40.0, 100.0, 500.0])
def test_a_closeup_has_the_size_that_was_asked_for(display: None, tryout: Level, span: float) -> None:
    assert draw_closeup(tryout.city, (400.0, 400.0), span, SIZE).get_size() == SIZE


def test_parts_of_a_city_are_made_when_first_near_and_then_kept() -> None:
    square = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
    made: list[int] = []

    def make(number: int, points: np.ndarray) -> float:
        made.append(number)
        return float(points[:, 1].max())

    parts = Nearby([square, square + 50.0], 100.0, make)
    assert parts.touching(0.0, 85.0, 20.0, 100.0) == [100.0]  # y counts from the north on the plan
    assert parts.touching(0.0, 85.0, 20.0, 100.0) == [100.0]
    assert made == [0]
    assert parts.touching(0.0, 0.0, 100.0, 100.0) == [100.0, 50.0]


def test_a_long_line_is_painted_only_where_it_is_near() -> None:
    line = np.stack([np.arange(0.0, 1000.0, 2.0), np.full(500, 30.0)], axis=1)
    lines = Lines([line], 60.0, 1.0)
    found = lines.touching(100.0, 0.0, 140.0, 60.0)
    assert 1 <= len(found) <= 3
    assert all(number == 0 and piece[:, 0].min() < 140.0 and piece[:, 0].max() > 100.0 for number, piece in found)
