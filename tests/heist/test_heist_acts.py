"""Each act that costs has a scene here, and costs nothing once its charge is worth nothing."""

import numpy as np
import pytest
from heist_scenes import FIRST, Scene, busy, without
from small_city import CAR, CIVILIAN, UNIT_0, rules

from game import heist
from game.core.events import CONTACT_COLUMNS, PROP
from game.core.observation import KNOWN_ALL
from game.core.snapshot import CONCRETE, SURFACE

PETTY = ["speeding", "reckless", "collision", "sidewalk", "prop"]


def before_the_alarm() -> Scene:
    return Scene(busy())


def off_the_road(scene: Scene, beyond: float, speed: float) -> Scene:
    """On concrete so many metres beyond the edge of the lane."""
    scene.tags[CAR, SURFACE] = CONCRETE
    return scene.drive(100, 200 + 1.75 + beyond, speed=speed)


@pytest.mark.parametrize(
    ("beyond", "speed", "seconds", "felony"),
    [
        (2.1, 5.1, 1.0, 6.0),
        (1.9, 5.1, 5.0, 0.0),
        (2.1, 4.9, 5.0, 0.0),
        (2.1, 5.1, 0.9, 0.0),
        (7.9, 5.1, 1.0, 6.0),
        (8.1, 5.1, 5.0, 0.0),
    ],
)
def test_driving_on_the_sidewalk_for_a_second_is_charged(
    beyond: float, speed: float, seconds: float, felony: float
) -> None:
    scene = off_the_road(before_the_alarm().seen(), beyond, speed).run(seconds)
    assert scene.job.felony == felony
    assert scene.texts("warning") == (["Driving on the sidewalk (a warning): unit 1 saw it"] if felony else [])


def test_a_driveway_is_crossed_in_time() -> None:
    scene = before_the_alarm().seen()
    for _ in range(5):
        off_the_road(scene, 3.0, 6.0).run(0.9)
        scene.drive(100, speed=6.0).run(0.1)
    assert scene.job.felony == 0.0


@pytest.mark.parametrize(
    ("rules", "felony"), [({}, 6.0), ({"sidewalk_speed": 9.0}, 0.0), ({"sidewalk_seconds": 9.0}, 0.0)]
)
def test_what_a_sidewalk_costs_hangs_on_the_rules(rules: dict[str, float], felony: float) -> None:
    assert off_the_road(Scene(busy(rules)).seen(), 3.0, 6.0).run(1.0).job.felony == felony


def knock_over(scene: Scene, car: int = CAR) -> Scene:
    contact = np.zeros((1, CONTACT_COLUMNS))
    contact[0, :3] = car, PROP - 7, 400.0
    heist.note_contacts(scene.job, contact, scene.tags)
    return scene.run(0.1)


def test_what_he_knocks_over_is_charged_when_a_unit_sees_it() -> None:
    assert knock_over(before_the_alarm()).job.felony == 0.0
    scene = knock_over(before_the_alarm().seen())
    assert scene.texts("warning") == ["Damage to city property (a warning): unit 1 saw it"]
    knock_over(scene.run(8.0))
    assert scene.job.felony == 9.0
    assert knock_over(before_the_alarm().seen(), CIVILIAN).job.felony == 0.0


def fire(scene: Scene) -> Scene:
    scene.job.shot_tick, scene.job.shot_x, scene.job.shot_y = scene.tick, 100.0, 200.0
    return scene.run(0.1)


def test_every_shot_is_charged_but_not_twice_in_five_seconds() -> None:
    scene = fire(before_the_alarm().seen())
    assert scene.texts("charge") == ["Shots fired: unit 1 saw it"] and scene.job.felony == 8.0
    assert fire(scene.run(4.7)).job.felony == 8.0
    assert fire(scene.run(0.1)).job.felony == 16.0
    assert scene.run(20.0).job.felony == 16.0  # one shot is one act


def speed_by(scene: Scene) -> Scene:
    return scene.drive(100, speed=20.0).run(0.1)


def leave_the_road(scene: Scene) -> Scene:
    return scene.drive(100, 260, speed=9.0).run(0.1)


ACTS = {
    "speeding": (speed_by, 6.0),
    "reckless": (leave_the_road, 6.0),
    "collision": (lambda scene: scene.hit(CIVILIAN).run(0.1), 6.0),
    "police": (lambda scene: scene.hit(UNIT_0).run(0.1), 8.0),
    "sidewalk": (lambda scene: off_the_road(scene, 3.0, 6.0).run(1.0), 6.0),
    "prop": (knock_over, 6.0),
    "shots": (fire, 8.0),
    "hurt": (lambda scene: scene.person(FIRST, 100, 202).strike(FIRST).run(0.1), 20.0),
    "killed": (lambda scene: scene.person(FIRST, 100, 202).strike(FIRST, speed=25.0).run(0.1), 40.0),
    "robbery": (lambda scene: scene.seen(yes=False).run(200.2), 34.0),
    "fleeing": (lambda scene: scene.drive(100, speed=9.0).run(15.2), 4.0),
}


def test_every_charge_of_the_rules_has_its_scene() -> None:
    assert set(ACTS) == {entry.kind for entry in rules().charges}


@pytest.mark.parametrize("kind", ACTS)
def test_each_charge_costs_what_the_rules_say_and_nothing_without_them(kind: str) -> None:
    for world, points in ((busy(), ACTS[kind][1]), (without(busy(), kind), 0.0)):
        scene = Scene(world).seen()
        if kind == "fleeing":
            scene.job.felony, scene.job.known[CAR] = 20.0, KNOWN_ALL
        before = scene.job.felony
        ACTS[kind][0](scene)  # type: ignore[operator]
        assert scene.job.felony - before == points


@pytest.mark.parametrize("kind", PETTY)
def test_petty_acts_warn_first_by_six_points(kind: str) -> None:
    scene = Scene(busy()).seen()
    ACTS[kind][0](scene)  # type: ignore[operator]
    assert scene.kinds() == ["warning"] and scene.job.felony == 6.0


@pytest.mark.parametrize(
    ("field", "value", "act"),
    [
        ("bump", 9000.0, "collision"),
        ("blame", 9.0, "collision"),
        ("over_factor", 2.0, "speeding"),
        ("over", 20.0, "speeding"),
        ("reckless_speed", 10.0, "reckless"),
    ],
)
def test_what_is_ignored_hangs_on_the_rules(field: str, value: float, act: str) -> None:
    scene = Scene(busy({field: value})).seen()
    ACTS[act][0](scene)  # type: ignore[operator]
    assert scene.job.felony == 0.0


def test_the_log_holds_every_charge_with_its_witness() -> None:
    scene = fire(before_the_alarm().seen()).hit(UNIT_0).run(0.1)
    kinds = [scene.level.rules.charges[charge.at].kind for charge in scene.job.log]
    assert kinds == ["shots", "police"]
    assert [(charge.tick, charge.witness, charge.points) for charge in scene.job.log] == [(0, 0, 8.0), (6, 0, 8.0)]
    assert sum(charge.points for charge in scene.job.log) == scene.job.felony
