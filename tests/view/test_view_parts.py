"""The parts of the picture: light by the hour, the camera, cells, cars, decks, the HUD's places."""

import math

import numpy as np
import pytest
import view_scenes
from hypothesis import given
from hypothesis import strategies as st

from game.core.snapshot import ANGLE, GETAWAY, POLICE, SWITCH, TRAFFIC, X, Y
from game.level.model import Level
from game.view import actors, bodies, camera, decks, fleet, palette

SIZES = [(1280, 720), (1920, 1080), (800, 600), (640, 480)]
LEAST_UNSEEN = 170.0  # m: no unit starts nearer than this, so none may appear in view (story)


@pytest.mark.parametrize(
    ("hour", "mood"), [(23.6, palette.NIGHT), (2.0, palette.NIGHT), (19.0, palette.DUSK), (12.0, palette.DAY)]
)
def test_every_hour_has_its_light(hour: float, mood: palette.Mood) -> None:
    assert palette.mood_at(hour) is mood


@given(st.floats(0.0, 24.0))
def test_no_hour_is_without_light(hour: float) -> None:
    assert sum(palette.mood_at(hour).ambient) > 0


def drive(view: camera.Camera, vx: float, vy: float, seconds: float) -> None:
    x, y = view.target if math.isfinite(view.target[0]) else (400.0, 400.0)
    for _ in range(int(seconds * 60)):
        x, y = x + vx / 60, y + vy / 60
        view.follow(x, y, vx, vy, 1 / 60)


@pytest.mark.parametrize("heading", [0.0, 0.5, 1.0, math.pi / 2, 3.0])
@pytest.mark.parametrize("speed", [0.0, 5.0, 12.0, 20.0, 45.0, 60.0])
def test_nothing_further_than_the_nearest_start_of_a_unit_is_in_view(speed: float, heading: float) -> None:
    view = camera.Camera()
    drive(view, speed * math.cos(heading), speed * math.sin(heading), 5.0)
    half = (640 / view.scale, 360 / view.scale)
    lead = (abs(view.x - view.target[0]), abs(view.y - view.target[1]))
    assert math.hypot(half[0] + lead[0], half[1] + lead[1]) < LEAST_UNSEEN


def test_the_camera_draws_back_at_speed_looks_ahead_and_comes_closer_again() -> None:
    view = camera.Camera()
    drive(view, 0.0, 0.0, 1.0)
    assert view.scale == camera.NEAR
    drive(view, 30.0, 0.0, 4.0)
    assert view.scale == camera.FAR
    assert view.x > view.target[0] + 15.0
    drive(view, 0.0, 0.0, 4.0)
    assert view.scale == camera.NEAR
    assert view.x == pytest.approx(view.target[0], abs=0.5)


def test_the_camera_does_not_pump_at_a_steady_speed_between_the_two() -> None:
    view = camera.Camera()
    drive(view, 13.0, 0.0, 3.0)
    zoom = view.zoom
    drive(view, 13.0, 0.0, 3.0)
    assert view.zoom == zoom


@pytest.mark.parametrize("role", [GETAWAY, POLICE, TRAFFIC, SWITCH])
def test_every_car_of_the_table_has_a_body(display: None, tryout: Level, role: int) -> None:
    looks = fleet.Fleet(tryout.cars)
    for model, spec in enumerate(tryout.cars):
        look = looks.look(3, role, model)
        assert look.body in bodies.shapes()
        assert (look.length, look.width) == (spec.length, spec.width)
        picture = bodies.body(look.body, look.paint, look.length, look.width, 8.0)
        drawn = picture.get_bounding_rect()
        assert drawn.w == pytest.approx(look.length * 8.0 * bodies.FINER, rel=0.06)
        assert drawn.h == pytest.approx(look.width * 8.0 * bodies.FINER, rel=0.2)
    assert looks.look(0, TRAFFIC, 999).body in bodies.shapes()


def test_drawing_between_snapshots_turns_the_short_way_and_does_not_slide_what_was_placed(tryout: Level) -> None:
    before = view_scenes.moment(tryout, (100.0, 100.0, 0.0, 3.1), [(0.0, 0.0, 0.0, 0.0)], [True])
    now = view_scenes.moment(tryout, (101.0, 100.0, 0.0, -3.1), [(300.0, 0.0, 0.0, 0.0)], [True])
    half = actors.between(before, now, 0.5)
    assert half[0, 0] == pytest.approx(100.5)
    assert abs(math.remainder(half[0, 3] - math.pi, 2 * math.pi)) < 0.05
    assert half[1, 0] == 300.0
    assert np.array_equal(actors.between(before, now, 1.0), now.cars[:, [X, Y, 6, ANGLE]])


def test_a_car_is_on_a_deck_under_it_or_clear_of_it() -> None:
    relation = decks.Decks.relation
    assert relation(float("nan"), 0.0) == (False, False)
    assert relation(5.6, 5.5) == (True, False)
    assert relation(5.6, 0.0) == (False, True)
    assert relation(0.4, 0.1) == (True, False)  # on the foot of a ramp


def test_streets_below_the_viaduct_are_covered(tryout: Level) -> None:
    deck = max(tryout.city.decks, key=lambda found: float(found.axis[:, 2].max()))
    x, y, z = deck.axis[int(np.argmax(deck.axis[:, 2]))]
    art = decks.Decks(tryout.city)
    assert art.covers(x, y, 0.0)
    assert not art.covers(x, y, z)
    assert not art.covers(*tryout.heist.kerb[:2], 0.0)
