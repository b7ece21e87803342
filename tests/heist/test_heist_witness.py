"""People see what he does within their cone and range, and it counts once they have called it in."""

import math

import pytest
from heist_scenes import FIRST, JUNE, SECOND, Scene, busy
from small_city import CAR, CIVILIAN, SWITCH_CAR, city

from game.core.command import CHANGE_CAR
from game.core.observation import KNOWN_ALL, KNOWN_CLASS, KNOWN_COLOUR
from game.core.snapshot import CREW, P_KIND, PERSON_CALLING, PERSON_DIVING, PERSON_DOWN, PERSON_INSIDE
from game.heist.records import C_CHARGE
from game.heist.witness import opening
from game.level.model import Level

WEST = math.pi
CALL = 10.0  # s
DESCRIBED = KNOWN_CLASS | KNOWN_COLOUR


def crash_before(person: int, x: float, look: float = WEST, world: Level | None = None) -> Scene:
    """He runs into somebody's car at (100, 200), and a person at (x, 200) looks that way."""
    return Scene(world or busy()).person(person, x, 200, look).drive(100).hit(CIVILIAN).run(0.1)


def has_something_to_say(scene: Scene, person: int) -> bool:
    return bool(scene.job.calls[person, C_CHARGE] >= 0.0)


@pytest.mark.parametrize(("person", "name"), [(JUNE, "June Hale"), (FIRST, "bystander 1"), (SECOND, "bystander 2")])
def test_an_act_counts_when_a_witness_has_called_it_in_and_names_him(person: int, name: str) -> None:
    scene = crash_before(person, 130.0)
    scene.phone(person, CALL - 0.1)
    assert scene.job.felony == 0.0 and not scene.events
    scene.phone(person, 0.1)
    assert scene.job.felony == 6.0
    assert scene.texts("warning") == [f"Hit and run (a warning): {name} saw it"]
    assert scene.texts("call") == [f"{opening(name)} reports: hit and run"]
    assert not has_something_to_say(scene, person) and scene.job.telling == 0


def test_without_a_call_to_make_the_report_is_through_at_once() -> None:
    """The control: call_seconds is what the wait hangs on."""
    scene = crash_before(FIRST, 130.0, world=busy({"call_seconds": 0.0})).phone(FIRST, 0.1)
    assert scene.job.felony == 6.0


def test_who_does_not_telephone_reports_nothing() -> None:
    assert crash_before(FIRST, 130.0).run(60.0).job.felony == 0.0


@pytest.mark.parametrize(
    ("x", "look", "rules", "sees"),
    [
        (139.9, WEST, {}, True),
        (140.1, WEST, {}, False),
        (140.1, WEST, {"witness_range": 41.0}, True),
        (110.0, WEST, {"witness_range": 0.0}, False),
        (130.0, WEST + math.radians(59.0), {}, True),
        (130.0, WEST - math.radians(59.0), {}, True),
        (130.0, WEST + math.radians(61.0), {}, False),
        (130.0, WEST - math.radians(61.0), {}, False),
        (130.0, 0.0, {}, False),
        (130.0, 0.0, {"witness_angle": math.pi}, True),
        (130.0, WEST + 0.1, {"witness_angle": 0.0}, False),
    ],
)
def test_people_see_40_metres_in_a_cone_of_60_degrees(
    x: float, look: float, rules: dict[str, float], sees: bool
) -> None:
    assert has_something_to_say(crash_before(FIRST, x, look, busy(rules)), FIRST) is sees


@pytest.mark.parametrize(("wall", "sees"), [([], True), ([(110.0, 150.0, 110.0, 250.0, 0.0, 10.0)], False)])
def test_walls_block_the_view(wall: list[tuple[float, ...]], sees: bool) -> None:
    place = city(wall)  # type: ignore[arg-type]
    assert has_something_to_say(crash_before(FIRST, 130.0, world=busy(place=place)), FIRST) is sees


@pytest.mark.parametrize(
    ("state", "sees"), [(PERSON_INSIDE, False), (PERSON_DOWN, False), (PERSON_DIVING, True), (PERSON_CALLING, True)]
)
def test_who_is_indoors_or_down_is_no_witness_and_who_dives_aside_is(state: int, sees: bool) -> None:
    scene = Scene(busy()).person(FIRST, 130, 200, WEST, state).drive(100).hit(CIVILIAN).run(0.1)
    assert has_something_to_say(scene, FIRST) is sees


def test_the_crew_are_nobody_s_witnesses() -> None:
    scene = Scene(busy()).person(FIRST, 130, 200, WEST)
    scene.people[FIRST, P_KIND] = CREW
    assert not has_something_to_say(scene.drive(100).hit(CIVILIAN).run(0.1), FIRST)


def test_who_is_driven_at_on_the_phone_starts_anew() -> None:
    scene = crash_before(FIRST, 130.0).phone(FIRST, CALL - 0.1)
    scene.person(FIRST, 130, 200, WEST, PERSON_DIVING).run(0.1)
    assert scene.phone(FIRST, CALL - 0.1).job.felony == 0.0
    assert scene.phone(FIRST, 0.1).job.felony == 6.0


def test_who_is_struck_on_the_phone_reports_nothing_but_that() -> None:
    scene = crash_before(FIRST, 130.0).phone(FIRST, CALL - 1.0).strike(FIRST).run(29.9)
    assert scene.job.felony == 0.0
    scene.run(0.2)
    assert scene.texts("charge") == ["A pedestrian struck: bystander 1 saw it"] and not scene.texts("warning")


def test_of_two_acts_the_graver_is_reported() -> None:
    graver_last = crash_before(FIRST, 130.0).person(SECOND, 100, 202).strike(SECOND).run(0.1)
    graver_first = Scene(busy()).person(FIRST, 130, 200, WEST).person(SECOND, 100, 202).drive(100).strike(SECOND)
    graver_first.run(0.1).hit(CIVILIAN).run(0.1)
    for scene in (graver_last, graver_first):
        assert scene.phone(FIRST, CALL).texts("charge") == ["A pedestrian struck: bystander 1 saw it"]


def test_nobody_telephones_because_of_speeding() -> None:
    scene = Scene(busy()).person(FIRST, 130, 200, WEST).drive(100, speed=30.0).run(0.1)
    assert not has_something_to_say(scene, FIRST)


def test_an_officer_s_word_counts_at_once_and_the_same_act_only_once() -> None:
    scene = Scene(busy()).person(FIRST, 130, 200, WEST).person(SECOND, 120, 200, WEST).drive(100)
    scene.hit(CIVILIAN).run(0.1).seen().hit(CIVILIAN).run(0.1)
    assert scene.texts("warning") == ["Hit and run (a warning): unit 1 saw it"]
    scene.phone(FIRST, CALL).phone(SECOND, CALL)
    assert scene.job.felony == 6.0 and len(scene.texts("call")) == 1  # the second told nothing new


def test_two_witnesses_of_one_act_make_one_charge() -> None:
    scene = Scene(busy()).person(FIRST, 130, 200, WEST).person(SECOND, 120, 200, WEST).drive(100)
    scene.hit(CIVILIAN).run(0.1).phone(FIRST, CALL).phone(SECOND, CALL)
    assert scene.job.felony == 6.0 and len(scene.job.log) == 1


@pytest.mark.parametrize(
    ("x", "rules", "known"),
    [(111.9, {}, KNOWN_ALL), (112.1, {}, DESCRIBED), (112.1, {"plate_range": 13.0}, KNOWN_ALL)],
)
def test_a_caller_tells_class_and_colour_and_the_plate_from_near(x: float, rules: dict[str, float], known: int) -> None:
    scene = crash_before(FIRST, x, world=busy(rules))
    assert scene.job.known[CAR] == 0
    assert scene.phone(FIRST, CALL).job.known[CAR] == known
    assert scene.job.police_status.known == known


def test_a_call_tells_the_police_where_it_was() -> None:
    scene = crash_before(FIRST, 130.0)
    scene.drive(300).phone(FIRST, CALL)
    assert scene.job.police_status.place == (100.0, 200.0)
    assert scene.job.police_status.place_tick == 0
    assert scene.status.alert == "quiet"  # a warning is nobody's pursuit


@pytest.mark.parametrize(("ready", "alert"), [(9.9, "search"), (0.0, "quiet")])
def test_a_call_about_a_felony_starts_a_search(ready: float, alert: str) -> None:
    scene = crash_before(FIRST, 130.0)
    scene.job.felony = ready + 1.0
    scene.phone(FIRST, CALL)
    assert scene.status.alert == alert


def test_people_who_see_the_crew_get_in_describe_the_car() -> None:
    wall = [(150.0, 195.0, 250.0, 195.0, 0.0, 10.0)]  # between the door and the kerb: no guard sees it
    scene = Scene(busy(place=city(wall), inside=10.0)).person(FIRST, 230, 197, WEST).run(20.0)
    scene.people[:2, 1] = 196.0  # they have come round the corner
    scene.run(10.0)
    assert scene.aboard()[:2] == [True, True] and scene.job.known[CAR] == 0
    felony = scene.job.felony
    scene.phone(FIRST, CALL)
    assert scene.job.known[CAR] == DESCRIBED and scene.job.felony == felony


@pytest.mark.parametrize(("look", "known"), [(WEST, DESCRIBED), (0.0, 0)])
def test_people_who_see_a_change_of_cars_describe_the_new_one(look: float, known: int) -> None:
    scene = Scene(busy(inside=10.0)).on_the_run().person(FIRST, 330, 196, look)
    scene.drive(300, 195.9).press(CHANGE_CAR).run(2.0).press(0).phone(FIRST, CALL)
    assert scene.job.driver_car == SWITCH_CAR and scene.job.known[SWITCH_CAR] == known


@pytest.mark.parametrize(("x", "rung", "felony"), [(230.0, True, 8.0), (241.0, True, 0.0), (230.0, False, 0.0)])
def test_once_the_alarm_rings_the_guard_sees_what_happens_near_the_door(x: float, rung: bool, felony: float) -> None:
    scene = Scene().run(11.0 if rung else 5.0)
    before = scene.job.felony
    scene.drive(x, 190)
    scene.job.shot_tick, scene.job.shot_x, scene.job.shot_y = scene.tick, x, 190.0
    scene.run(0.1)
    assert scene.job.felony == before + felony
    if felony:
        assert scene.texts("charge")[-1] == "Shots fired: the house guard saw it"
