"""How a waiting Driver is seen, and what keeps him from it."""

import math

import pytest
from heist_scenes import Scene, small
from small_city import CAR, UNIT_0, city, put, rules

from game.core.command import DUCK
from game.core.snapshot import LIGHT_HEAD, LIGHTS, PERSON_INSIDE
from game.heist.exposure import certainty
from game.level.model import Bystanders, Setting, Witness

WITNESS_ROW, BYSTANDER_ROW = 2, 3
LOOKING_WEST = math.pi
LAMP = ((200.0, 197.0),)
NIGHT = 23.0
PEOPLE = {"witnesses": (Witness("Vera Lund", ((0.0, 0.0),)),), "bystanders": Bystanders(count=1)}


def waiting(
    numbers: dict[str, float] | None = None, lamps: tuple[tuple[float, float], ...] = (), **heist: object
) -> Scene:
    """At the kerb, the crew inside for long; Vera Lund 3 m east of the car looks at him."""
    values = {"inside": 500.0, "time_limit": 3000.0} | PEOPLE | heist
    scene = Scene(small(numbers, city(lamps=lamps), **values))
    scene.tags[CAR, LIGHTS] = LIGHT_HEAD
    return scene.person(WITNESS_ROW, 203, 197, LOOKING_WEST)


def seconds_until_seen(scene: Scene) -> float:
    """When somebody had first seen enough, s."""
    while "seen" not in scene.kinds():
        assert scene.tick < 120 * 60, "never"
        scene.run(0.1)
    return scene.tick / 60


# ------------------------------------------------------------------ certainty
@pytest.mark.parametrize(
    ("seconds", "sure"), [(0.0, 0.0), (1.49, 0.0), (1.5, 0.35), (2.5, 0.45), (7.0, 0.9), (8.0, 1.0), (60.0, 1.0)]
)
def test_certainty_grows_as_the_story_says(seconds: float, sure: float) -> None:
    assert certainty(rules(), seconds) == pytest.approx(sure)


def test_a_second_and_a_half_in_view_and_the_witness_is_named() -> None:
    scene = waiting().run(1.4)
    assert not scene.events and scene.status.certainty == 0.0
    scene.run(0.2)
    assert scene.texts("seen") == ["Vera Lund has had a good look at him"]
    assert scene.status.certainty == pytest.approx(0.35, abs=0.02)
    scene.run(60.0)
    assert scene.kinds().count("seen") == 1 and scene.status.certainty == 1.0


def test_each_onlooker_s_certainty_is_his_own() -> None:
    scene = waiting().person(BYSTANDER_ROW, 197, 197, 0.0).run(2.0).person(WITNESS_ROW, 250, 197).run(3.0)
    vera, other = scene.job.exposure[[WITNESS_ROW, BYSTANDER_ROW]]
    assert vera == pytest.approx(2.0) and other == pytest.approx(5.0)
    assert scene.texts("seen") == ["Vera Lund has had a good look at him", "Bystander 1 has had a good look at him"]


def test_the_screen_learns_who_has_him_in_view() -> None:
    scene = waiting().run(3.0)
    status = scene.status
    assert (status.watched, status.watchers, len(status.certainties)) == (1, (WITNESS_ROW,), 1)
    assert scene.job.driver_status.watched == 1 and scene.job.driver_status.certainty == status.certainty
    assert scene.person(WITNESS_ROW, 203, 197, 0.0).run(0.1).status.watchers == ()


def test_officers_beside_him_see_him_too_and_are_named() -> None:
    scene = waiting().person(WITNESS_ROW, 0, 0, state=PERSON_INSIDE)
    put(scene.cars, UNIT_0, 208, 197)
    assert scene.run(3.0).texts("seen") == ["Unit 1 has had a good look at him"]
    assert scene.status.watchers == (4,)


# ------------------------------------------------------------------ what keeps him from it
def test_nobody_looking_nobody_sees() -> None:
    assert not waiting().person(WITNESS_ROW, 203, 197, 0.0).run(60.0).events


def test_ducked_he_is_not_seen() -> None:
    scene = waiting().press(DUCK).run(60.0)
    assert not scene.events and scene.job.watched == 0
    assert scene.press(0).run(2.0).kinds() == ["seen"]


@pytest.mark.parametrize(("speed", "watched"), [(4.1, 1), (4.2, 0)])
def test_in_a_car_faster_than_15_km_h_he_is_not_seen(speed: float, watched: int) -> None:
    assert waiting().drive(200, 197, speed).run(0.1).job.watched == watched


def test_at_another_kerb_he_is_not_seen() -> None:
    scene = waiting().run(1.0).drive(180, 197).run(60.0)
    assert not scene.events


@pytest.mark.parametrize(
    ("heist", "lamps", "lights", "least", "most"),
    [
        ({}, (), True, 1.4, 1.7),
        ({"disguise": "cap"}, (), True, 2.1, 2.3),
        ({"disguise": "mask"}, (), True, 9.9, 10.3),
        ({"hour": NIGHT}, LAMP, True, 1.8, 2.1),
        ({"hour": NIGHT}, LAMP, False, 1.8, 2.1),
        ({"hour": NIGHT}, (), True, 3.7, 4.0),
        ({"hour": NIGHT}, (), False, 29.9, 30.5),
        ({"hour": NIGHT, "disguise": "cap"}, LAMP, True, 2.6, 2.9),
    ],
)
def test_dark_and_disguise_make_it_take_longer(
    heist: dict[str, object], lamps: tuple[tuple[float, float], ...], lights: bool, least: float, most: float
) -> None:
    scene = waiting(lamps=lamps, **heist)
    scene.tags[CAR, LIGHTS] = LIGHT_HEAD * lights
    assert least <= seconds_until_seen(scene) <= most


@pytest.mark.parametrize("factor", ["face_cap", "face_mask", "face_lamp", "face_lights", "face_dark"])
def test_without_its_factor_nothing_helps(factor: str) -> None:
    """Control of the test above: with the factor at 1 the look takes as long as any."""
    disguise = factor.removeprefix("face_") if factor in ("face_cap", "face_mask") else "none"
    hour = 12.0 if disguise != "none" else NIGHT
    scene = waiting({factor: 1.0}, LAMP if factor == "face_lamp" else (), disguise=disguise, hour=hour)
    scene.tags[CAR, LIGHTS] = 0 if factor == "face_dark" else LIGHT_HEAD
    assert seconds_until_seen(scene) == pytest.approx(1.5, abs=0.11)


def test_from_farther_away_it_takes_longer() -> None:
    assert seconds_until_seen(waiting().person(WITNESS_ROW, 211.9, 197, LOOKING_WEST)) == pytest.approx(3.0, abs=0.2)


def test_fewer_people_on_a_difficulty_that_says_so() -> None:
    scene = waiting(bystanders=Bystanders(count=10), settings=(("normal", Setting(people=0.5)),))
    assert len(scene.people) == 2 + 1 + 5
