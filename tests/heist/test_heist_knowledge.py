"""What the police know of a car apart from who sits in it, and how that helps an officer."""

import pytest
from heist_scenes import Scene, small
from small_city import CAR, SWITCH_CAR, UNIT_0, city, put

from game.core.observation import KNOWN_ALL, KNOWN_CLASS, KNOWN_COLOUR, KNOWN_PLATE
from game.core.snapshot import P_X, P_Y
from game.heist.job import COLD, LOAD, PURSUIT, SEARCH
from game.heist.knowledge import best_known, learn

BOTH = KNOWN_CLASS | KNOWN_COLOUR


def described(known: int, distance: float, rules: dict[str, float] | None = None) -> Scene:
    """He is wanted, and unit 0 has his car, of which so much is known, in sight from `distance` m."""
    scene = Scene(small(rules)).on_the_run(known=False).drive(100).seen().officer(distance)
    scene.job.known[CAR] = known
    return scene


@pytest.mark.parametrize(
    ("known", "distance", "rules", "recognised"),
    [
        (0, 19.9, {}, True),
        (0, 20.1, {}, False),
        (0, 20.1, {"recognise_range": 21.0}, True),
        (KNOWN_CLASS, 29.9, {}, True),
        (KNOWN_CLASS, 30.1, {}, False),
        (KNOWN_CLASS, 29.9, {"recognise_class": 1.0}, False),
        (KNOWN_COLOUR, 29.9, {}, True),
        (KNOWN_COLOUR, 30.1, {}, False),
        (KNOWN_COLOUR, 29.9, {"recognise_colour": 1.0}, False),
        (BOTH, 44.9, {}, True),
        (BOTH, 45.1, {}, False),
    ],
)
def test_what_is_known_of_a_car_lets_an_officer_pick_it_out_from_further_off(
    known: int, distance: float, rules: dict[str, float], recognised: bool
) -> None:
    scene = described(known, distance, rules).run(2.0)
    assert bool(scene.job.known[CAR] & KNOWN_PLATE) is recognised
    assert (scene.job.alert == PURSUIT) is recognised


@pytest.mark.parametrize(
    ("known", "rules", "turns"),
    [
        (0, {}, 15),
        (KNOWN_CLASS, {}, 10),
        (BOTH, {}, 7),
        (0, {"recognise_seconds": 0.5}, 5),
        (BOTH, {"recognise_class": 1.0}, 10),
    ],
)
def test_and_sooner(known: int, rules: dict[str, float], turns: int) -> None:
    scene = described(known, 10.0, rules).run((turns - 1) / 10)
    assert not scene.job.known[CAR] & KNOWN_PLATE
    assert scene.run(0.1).job.known[CAR] == KNOWN_ALL
    assert scene.texts("alert")[0] == "Unit 1 knows the car"


def test_a_car_that_is_only_described_is_nobody_s_target() -> None:
    scene = described(BOTH, 60.0).run(10.0)
    assert scene.job.alert != PURSUIT and scene.job.bust == 0


@pytest.mark.parametrize(
    ("distance", "rules", "known"), [(59.0, {}, True), (61.0, {}, False), (61.0, {"boarding_seen": 70.0}, True)]
)
def test_from_how_far_an_officer_sees_a_crew_get_in_is_a_number(
    distance: float, rules: dict[str, float], known: bool
) -> None:
    scene = Scene(small(rules)).run(15.0).seen().officer(distance)
    scene.job.phase, scene.job.known[CAR] = LOAD, 0
    assert bool(scene.run(0.1).job.known[CAR] & KNOWN_PLATE) is known


@pytest.mark.parametrize(("kerb", "known"), [(11.0, KNOWN_ALL), (14.0, BOTH)])
def test_the_guard_reads_the_plate_of_a_car_that_stands_near_the_door(kerb: float, known: int) -> None:
    scene = Scene().drive(200, 190 + kerb).run(45.0)
    assert scene.job.aboard == 2 and scene.job.known[CAR] == known


def test_an_unseen_change_of_cars_drops_what_is_known_and_the_file_keeps_it() -> None:
    scene = Scene().on_the_run()
    scene.job.driver_car = SWITCH_CAR
    assert not scene.job.known[SWITCH_CAR]
    scene.drive(100).seen().run(0.1)
    put(scene.cars, UNIT_0, 85, 200)
    scene.run(0.1)
    assert scene.job.known.tolist() == [0, 0] and scene.job.traced[CAR] == KNOWN_ALL
    assert best_known(scene.job) == (-1, 0)


@pytest.mark.parametrize("known", [KNOWN_CLASS, BOTH, KNOWN_ALL])
def test_an_empty_car_that_fits_the_description_is_found_from_beside_it(known: int) -> None:
    scene = Scene().on_the_run(known=False)
    scene.job.driver_car, scene.job.known[CAR] = SWITCH_CAR, known
    scene.drive(100).seen().officer(0)
    put(scene.cars, UNIT_0, 79, 200)
    assert scene.run(0.5).job.known[CAR] == known
    put(scene.cars, UNIT_0, 81, 200)
    assert scene.run(0.1).job.known[CAR] == 0 and scene.texts("alert")[-1] == "The old car is found, empty"


def test_the_police_are_told_of_the_car_that_they_know_best() -> None:
    scene = Scene().on_the_run(known=False)
    learn(scene.job, CAR, BOTH)
    learn(scene.job, SWITCH_CAR, KNOWN_CLASS)
    assert best_known(scene.job) == (CAR, BOTH)
    assert scene.run(0.1).job.police_status.known == BOTH


@pytest.mark.parametrize(
    ("rules", "alert"), [({}, "alarm"), ({"scene_range": 60.0}, "search"), ({"scene_after": 2.0}, "search")]
)
def test_when_the_search_begins_is_a_number(rules: dict[str, float], alert: str) -> None:
    scene = Scene(small(rules)).run(15.0)
    put(scene.cars, UNIT_0, 150, 190)
    assert scene.run(0.2).status.alert == alert


@pytest.mark.parametrize(
    ("rules", "alert"),
    [
        ({"lost_after": 3.0}, SEARCH),
        ({}, PURSUIT),
        ({"lost_after": 3.0, "search_base": 0.0, "search_per_heat": 0.0}, COLD),
    ],
)
def test_when_he_is_lost_and_for_how_long_they_search_are_numbers(rules: dict[str, float], alert: int) -> None:
    scene = Scene(small(rules)).in_pursuit().seen(yes=False).run(4.0)
    assert scene.job.alert == alert


def test_what_the_detective_is_to_do_follows_the_alert() -> None:
    scene = Scene()
    tasks = [scene.job.police_status.task]
    for seconds in (14.0, 60.0, 60.0):
        tasks.append(scene.run(seconds).job.police_status.task)
    assert tasks == [
        "Keep your eyes open",
        "A robbery: get to the scene",
        "He is out of sight: find him",
        "Nobody knows where he is",
    ]
    assert Scene().in_pursuit().job.police_status.task == "Stop the car and hold it"


def test_the_radio_names_the_charge_only_after_the_call() -> None:
    scene = Scene().drive(100).run(11.0)
    assert scene.job.police_status.charge == ""
    assert scene.run(3.0).job.police_status.charge == "Armed robbery: the house guard saw it"


def test_a_wall_before_the_door_hides_the_plate() -> None:
    scene = Scene(small(place=city([(150.0, 195.0, 250.0, 195.0, 0.0, 10.0)]))).run(12.0)
    scene.people[:2, [P_X, P_Y]] = 200.0, 196.0
    assert scene.run(20.0).job.known[CAR] == 0
