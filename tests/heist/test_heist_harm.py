"""Who was hurt by whom: whoever made contact, or who pushed him into it; and that it never helps the driver."""

import numpy as np
import pytest
from heist_scenes import FIRST, JUNE, SECOND, Scene, busy, without
from small_city import CAR, CIVILIAN, UNIT_0

from game.core.observation import KNOWN_CLASS, KNOWN_COLOUR
from game.core.snapshot import PERSON_WALKING
from game.heist.harm import culprit_name
from game.heist.witness import witness_name

FOUND = 30.0  # s


def street(rules: dict[str, float] | None = None) -> Scene:
    """He is at (100, 200), a bystander beside his car, and nobody else about."""
    return Scene(busy(rules)).drive(100).person(FIRST, 100, 202)


@pytest.mark.parametrize(("car", "by"), [(CAR, "the Driver"), (UNIT_0, "unit 1"), (CIVILIAN, "a civilian car")])
def test_who_made_contact_is_on_record(car: int, by: str) -> None:
    scene = street().strike(FIRST, car).run(0.1)
    assert scene.texts("hurt") == [f"Bystander 1 struck by {by}"]
    harm = scene.job.harm[0]
    assert (harm.person, harm.speed, harm.died) == (FIRST, 8.0, 0)
    assert culprit_name(range(UNIT_0, UNIT_0 + 2), harm.by) == by


def test_only_his_own_harm_is_charged_to_the_driver() -> None:
    for car in (UNIT_0, CIVILIAN):
        assert street().seen().strike(FIRST, car).run(60.0).job.felony == 0.0
    assert street().seen().strike(FIRST).run(0.1).texts("charge") == ["A pedestrian struck: unit 1 saw it"]


@pytest.mark.parametrize(
    ("pushed", "after", "rules", "by"),
    [
        (True, 1.0, {}, CAR),
        (True, 1.2, {}, UNIT_0),
        (True, 1.2, {"shove_seconds": 2.0}, CAR),
        (True, 0.5, {"shove_seconds": 0.0}, UNIT_0),
        (False, 0.5, {}, UNIT_0),
    ],
)
def test_a_car_that_he_pushed_into_people_within_a_second_is_his_doing(
    pushed: bool, after: float, rules: dict[str, float], by: int
) -> None:
    scene = street(rules).run(0.1)
    if pushed:
        scene.hit(UNIT_0)
    scene.run(after).strike(FIRST, UNIT_0).run(0.1)
    assert scene.job.harm[0].by == by
    assert (scene.job.hurt_by_driver, scene.job.hurt_by_police) == ((1, 0) if by == CAR else (0, 1))


@pytest.mark.parametrize(
    ("speed", "rules", "died"),
    [(18.7, {}, 0), (18.8, {}, 1), (18.7, {"death_speed": 18.0}, 1), (30.0, {"death_speed": 99.0}, 0)],
)
def test_the_speed_decides_who_dies(speed: float, rules: dict[str, float], died: int) -> None:
    scene = street(rules).seen().strike(FIRST, speed=speed).run(0.1)
    assert scene.job.harm[0].died == scene.job.dead_by_driver == died
    assert scene.job.felony == (40.0 if died else 20.0)
    assert scene.texts("charge") == [f"{'Manslaughter' if died else 'A pedestrian struck'}: unit 1 saw it"]


@pytest.mark.parametrize(("kind", "speed"), [("hurt", 8.0), ("killed", 25.0)])
def test_without_the_charge_harm_costs_no_felony(kind: str, speed: float) -> None:
    scene = Scene(without(busy(), kind)).drive(100).person(FIRST, 100, 202).seen().strike(FIRST, speed=speed).run(0.1)
    assert scene.job.felony == 0.0


def test_somebody_struck_unseen_is_found_and_can_say_what_sort_of_car_it_was() -> None:
    scene = street().strike(FIRST).run(FOUND - 0.1)
    assert scene.job.felony == 0.0
    scene.drive(300).run(0.3)
    assert scene.texts("charge") == ["A pedestrian struck: bystander 1 saw it"]
    assert scene.job.known[CAR] == KNOWN_CLASS | KNOWN_COLOUR
    assert scene.job.police_status.place == (100.0, 202.0) and scene.status.alert == "search"


def test_somebody_who_died_unseen_is_found_too() -> None:
    scene = street().strike(FIRST, speed=25.0).run(FOUND + 0.2)
    assert scene.texts("charge") == ["Manslaughter: whoever found bystander 1 reports it"]
    assert scene.job.felony == 40.0 and scene.job.known[CAR] == 0


def test_how_long_that_takes_is_a_number_of_the_rules() -> None:
    assert street({"victim_seconds": 5.0}).strike(FIRST).run(5.2).job.felony == 20.0


def test_every_victim_is_charged() -> None:
    scene = street().seen().person(JUNE, 102, 202).person(SECOND, 104, 202)
    scene.strike(FIRST).run(0.1).strike(JUNE).run(0.1).strike(SECOND).run(0.1)
    assert scene.job.felony == 60.0 and scene.job.hurt_by_driver == 3


def test_the_crew_are_no_innocents() -> None:
    scene = street().seen()
    scene.people[0, 4] = PERSON_WALKING
    scene.strike(0).run(60.0)
    assert scene.job.felony == 0.0 and scene.texts("hurt") == ["Ann struck by the Driver"]
    assert (scene.job.hurt_by_driver, len(scene.job.harm)) == (0, 1)


def test_harm_never_lowers_what_he_is_charged_with() -> None:
    """Striking a witness before he can call costs more than what he would have reported."""
    seen = Scene(busy()).person(FIRST, 130, 200, np.pi).drive(100).hit(CIVILIAN).run(0.1)
    silenced = Scene(busy()).person(FIRST, 130, 200, np.pi).drive(100).hit(CIVILIAN).run(0.1)
    told = seen.phone(FIRST, 10.0).job.felony
    assert silenced.strike(FIRST).run(40.0).job.felony > told > 0.0


def test_nothing_is_noted_twice() -> None:
    scene = street().seen().strike(FIRST).run(5.0)
    assert len(scene.job.harm) == 1 and not scene.job.blows


def test_witnesses_have_names() -> None:
    world = busy().heist
    names = [witness_name(world, k) for k in (0, 7, -2, 1002, 1004, 2003)]
    assert names == ["unit 1", "unit 8", "the house guard", "June Hale", "bystander 2", "whoever found bystander 1"]
