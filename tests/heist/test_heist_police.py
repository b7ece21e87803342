"""Alarm, pursuit, search, cold; the bust; which cars the police know; what they are told."""

import pytest
from heist_scenes import DOOR, Scene, small
from small_city import CAR, SWITCH_CAR, UNIT_0, city, job, level, put, rules

from game import heist
from game.core.observation import KNOWN_ALL
from game.core.snapshot import ACTIVE, DAMAGE, LIGHT_BAR, LIGHTS
from game.heist.job import COLD, LOAD, PURSUIT, QUIET, SEARCH, WAIT, Job
from game.heist.status import units_allowed
from game.level.model import Level

INSIDE = 10.0  # s, of the small job: then the alarm rings


def in_search(difficulty: str = "normal", felony: float = 20.0) -> Scene:
    scene = Scene(difficulty=difficulty)
    scene.in_pursuit()
    scene.job.felony = felony
    scene.seen(yes=False).run(7.1)
    assert scene.job.alert == SEARCH
    return scene


def test_the_units_hear_of_the_alarm_when_the_call_goes_out() -> None:
    scene = Scene().drive(100).run(INSIDE + 2.9)
    assert scene.status.alert == "alarm"
    told = scene.job.police_status
    assert (told.alert, told.heat, told.place_tick) == ("quiet", 0, -1)
    assert not scene.job.alerted
    scene.run(0.2)
    told = scene.job.police_status
    assert (told.alert, told.heat, told.place) == ("alarm", 2, DOOR)
    assert told.place_tick == round((INSIDE + 3.0) * 60)
    assert scene.job.alerted


def test_a_car_that_the_police_do_not_know_means_nothing_to_them() -> None:
    scene = Scene().on_the_run(known=False).drive(100).seen().officer(30).run(20.0)
    assert scene.job.alert != PURSUIT
    scene.job.known[CAR] = KNOWN_ALL
    assert scene.run(0.1).job.alert == PURSUIT


def test_before_any_felony_a_known_car_means_nothing_either() -> None:
    scene = Scene().seen()
    scene.job.known[CAR] = KNOWN_ALL
    scene.job.felony = 15.0
    assert scene.run(0.1).job.alert == QUIET
    scene.job.felony = 16.0
    assert scene.run(0.1).job.alert == PURSUIT


def test_the_guard_describes_the_car_that_the_crew_got_into_before_his_eyes() -> None:
    assert Scene().run(40.0).job.known.tolist() == [KNOWN_ALL, 0]


def test_a_car_behind_a_wall_is_not_described() -> None:
    wall = [(150.0, 195.0, 250.0, 195.0, 0.0, 10.0)]
    scene = Scene(level(city(wall))).run(INSIDE + 10.0)
    scene.people[:, 1] = 196.0  # they have come round the corner
    scene.run(10.0)
    assert scene.aboard() == [True, True] and scene.job.known.tolist() == [0, 0]


@pytest.mark.parametrize(("distance", "known"), [(59.0, KNOWN_ALL), (61.0, 0)])
def test_a_unit_that_sees_the_crew_run_to_the_car_knows_it(distance: float, known: int) -> None:
    scene = alarmed().seen().officer(distance)
    scene.job.phase, scene.job.known[CAR] = LOAD, 0
    assert scene.run(0.1).job.known[CAR] == known


def test_he_is_lost_after_seven_seconds_unseen() -> None:
    scene = Scene().in_pursuit().seen(yes=False).run(6.9)
    assert scene.job.alert == PURSUIT and scene.status.lost == pytest.approx(6.9, abs=0.11)
    assert scene.run(0.2).job.alert == SEARCH


def test_a_glimpse_keeps_the_pursuit_alive() -> None:
    scene = Scene().in_pursuit().seen(yes=False).run(6.0).seen().run(0.1).seen(yes=False).run(6.0)
    assert scene.job.alert == PURSUIT


@pytest.mark.parametrize(
    ("difficulty", "felony", "seconds"),
    [("normal", 20.0, 35.0), ("normal", 50.0, 65.0), ("easy", 20.0, 35.0 * 0.75), ("hard", 20.0, 35.0 * 1.25)],
)
def test_a_search_lasts_20_seconds_and_15_for_each_heat(difficulty: str, felony: float, seconds: float) -> None:
    scene = in_search(difficulty, felony)
    assert scene.status.cold_in == pytest.approx(seconds, abs=0.15)
    assert scene.run(seconds - 0.4).job.alert == SEARCH
    assert scene.run(0.5).job.alert == COLD
    assert scene.status.cold_in == 0.0


@pytest.mark.parametrize("wait", [1.0, 60.0])
def test_seen_again_he_is_pursued_again(wait: float) -> None:
    scene = in_search().run(wait)
    assert scene.job.alert == (SEARCH if wait < 35 else COLD)
    assert scene.seen().run(0.1).job.alert == PURSUIT


def alarmed() -> Scene:
    """The call is out, nobody has seen him, and the only unit is far from the scene."""
    scene = Scene().run(INSIDE + 5.0)
    assert scene.status.alert == "alarm"
    return scene


@pytest.mark.parametrize(("distance", "alert"), [(41.0, "alarm"), (39.0, "search")])
def test_the_first_unit_at_the_scene_starts_the_search(distance: float, alert: str) -> None:
    scene = alarmed()
    put(scene.cars, UNIT_0, DOOR[0] - distance, DOOR[1])
    assert scene.run(0.1).status.alert == alert


def test_a_unit_in_the_depot_is_not_at_the_scene() -> None:
    scene = alarmed()
    scene.tags[UNIT_0, ACTIVE] = 0
    put(scene.cars, UNIT_0, *DOOR)
    assert scene.run(0.1).status.alert == "alarm"


def test_without_a_unit_at_the_scene_the_search_starts_forty_seconds_after_the_call() -> None:
    scene = Scene().run(INSIDE + 3.0 + 40.0)
    assert scene.status.alert == "alarm"
    scene.run(0.1)
    assert scene.status.alert == "search" and scene.status.lost == pytest.approx(40.0)
    assert scene.run(49.9).status.alert == "search"
    assert scene.run(0.2).status.alert == "cold"


def test_the_last_sighting_is_the_place() -> None:
    scene = Scene().in_pursuit().drive(120, speed=10.0).run(0.1).seen(yes=False).drive(300).run(5.0)
    told = scene.job.police_status
    assert told.place == (120.0, 200.0)
    assert told.place_tick == scene.job.seen_tick


def held(difficulty: str = "normal") -> Scene:
    scene = Scene(difficulty=difficulty)
    return scene.in_pursuit().drive(100).officer(11.9)


@pytest.mark.parametrize(("difficulty", "seconds"), [("easy", 6.0), ("normal", 4.0), ("hard", 3.2)])
def test_held_for_long_enough_he_is_captured(difficulty: str, seconds: float) -> None:
    scene = held(difficulty).run(seconds - 0.1)
    assert scene.job.outcome == ""
    assert scene.status.bust == pytest.approx(1.0, abs=0.04)
    scene.run(0.1)
    assert scene.job.outcome == "captured" and scene.events[-1].kind == "outcome"


@pytest.mark.parametrize("spoiled", ["distance", "speed", "wall", "depot", "unknown car", "no pursuit"])
def test_without_all_of_its_conditions_there_is_no_bust(spoiled: str) -> None:
    wall = [(95.0, 150.0, 95.0, 250.0, 0.0, 10.0)] if spoiled == "wall" else []
    scene = Scene(level(city(wall))).in_pursuit().drive(100, speed=2.3 if spoiled == "speed" else 2.1)
    scene.officer(12.1 if spoiled == "distance" else 11.9)
    if spoiled == "depot":
        scene.tags[UNIT_0, ACTIVE] = 0
    elif spoiled == "unknown car":
        scene.job.known[CAR] = 0
        scene.job.known[SWITCH_CAR] = KNOWN_ALL
        scene.seen(row=SWITCH_CAR).seen(yes=False)
    elif spoiled == "no pursuit":
        scene.seen(yes=False).job.alert = SEARCH
    scene.run(6.0)
    assert scene.job.bust == 0 and scene.job.outcome == ""


def test_the_bust_timer_runs_back_when_he_breaks_free() -> None:
    scene = held().run(3.0)
    assert scene.status.bust == pytest.approx(0.75)
    scene.officer(30).run(1.0)
    assert scene.status.bust == pytest.approx(0.5)
    scene.run(3.0)
    assert scene.status.bust == 0.0


def test_an_officer_beside_an_unknown_car_knows_it_after_a_second_and_a_half() -> None:
    scene = Scene().on_the_run(known=False).drive(100).seen().officer(19.9).run(1.4)
    assert not scene.job.known[CAR]
    assert scene.run(0.2).job.known[CAR] and scene.job.alert == PURSUIT


def test_from_further_away_nobody_recognises_it() -> None:
    scene = Scene().on_the_run(known=False).drive(100).seen().officer(20.1).run(10.0)
    assert not scene.job.known[CAR]


def test_while_nobody_is_wanted_nobody_is_recognised() -> None:
    scene = Scene().seen().officer(10).run(5.0)
    assert not scene.job.known[CAR]


def test_the_abandoned_car_is_looked_for_until_a_unit_stands_beside_it() -> None:
    scene = Scene().on_the_run()
    scene.job.driver_car = SWITCH_CAR
    scene.drive(100).seen().run(0.1)
    assert scene.job.alert == PURSUIT and scene.job.police_status.place == (100.0, 200.0)
    put(scene.cars, UNIT_0, 85, 200)
    scene.run(0.1)
    assert not scene.job.known[CAR] and "The old car is found, empty" in scene.texts("alert")
    assert scene.run(7.2).job.alert == SEARCH


@pytest.mark.parametrize(
    ("felony", "difficulty", "units"),
    [(0, "normal", 1), (16, "normal", 2), (32, "normal", 3), (50, "normal", 4), (16, "easy", 1), (16, "hard", 3)],
)
def test_heat_sends_units_as_far_as_the_level_has_them(felony: float, difficulty: str, units: int) -> None:
    scene = Scene(difficulty=difficulty)
    scene.job.felony = felony
    assert units_allowed(scene.job, scene.level) == units  # the level: one patrol, four at most


def _told(world: Level, x: float, take: float) -> object:
    """What the police are told when the driver, whom nobody sees, is at x."""
    scene = Scene(world)
    scene.on_the_run()
    scene.drive(x, speed=12.0)
    scene.job.aboard = int(take)
    scene.cars[CAR, DAMAGE] = x / 1000
    return scene.run(5.0).job.police_status


def test_the_police_are_told_nothing_of_what_nobody_saw() -> None:
    assert _told(level(), 120.0, 2) == _told(level(), 380.0, 1)
    other = job(hideouts=job().hideouts[:1], take=9.0, title="Other")
    assert _told(level(), 120.0, 2) == _told(level(heist=other), 120.0, 2)


def test_what_the_driver_is_told_follows_what_he_sees_and_hears() -> None:
    scene = Scene().run(5.0)
    assert scene.job.driver_status.lost == pytest.approx(4.9)
    assert scene.job.driver_status.sirens == ()
    scene.sees[0, UNIT_0] = 1
    scene.tags[UNIT_0, LIGHTS] = LIGHT_BAR
    scene.run(0.1)
    assert scene.job.driver_status.lost == 0.0
    assert scene.job.driver_status.sirens == ((20.0, 200.0),)
    assert scene.drive(269).run(0.1).job.driver_status.sirens == ((20.0, 200.0),)
    assert scene.drive(271).run(0.1).job.driver_status.sirens == ()  # 251 m


def test_the_first_statuses_are_there_before_the_first_turn() -> None:
    fresh: Job = Scene().job
    assert fresh.phase == WAIT
    assert fresh.driver_status.phase == "wait" and fresh.driver_status.crew_total == 2
    assert fresh.police_status.alert == "quiet" and fresh.police_status.units == 1
    assert heist.status(fresh, level()).outcome == ""


def test_the_bust_of_the_rules_is_the_story_s() -> None:
    assert (rules().bust_seconds, rules().bust_range) == (4.0, 12.0)
    assert rules().bust_speed == pytest.approx(8 / 3.6, abs=1e-3)


@pytest.mark.parametrize(
    ("numbers", "outcome"),
    [
        ({}, ""),
        ({"bust_seconds": 2.0}, "captured"),
        ({"bust_seconds": 2.0, "bust_range": 0.0}, ""),
        ({"bust_seconds": 2.0, "bust_speed": 0.0}, ""),
    ],
)
def test_each_number_of_the_bust_decides(numbers: dict[str, float], outcome: str) -> None:
    scene = Scene(small(numbers)).in_pursuit().drive(100, speed=2.0).officer(11.9).run(3.0)
    assert scene.job.outcome == outcome


@pytest.mark.parametrize(("delay", "told"), [(0.0, "alarm"), (3.0, "quiet")])
def test_without_its_delay_the_call_goes_out_at_once(delay: float, told: str) -> None:
    scene = Scene(small({"response_delay": delay})).drive(100).run(INSIDE + 0.2)
    assert scene.job.police_status.alert == told


@pytest.mark.parametrize(("first", "alert"), [(16.0, PURSUIT), (21.0, QUIET)])
def test_a_pursuit_begins_at_the_first_threshold(first: float, alert: int) -> None:
    scene = Scene(small({"heat_from": (first, 32.0, 50.0, 70.0, 90.0)}, inside=200.0)).seen()  # type: ignore[dict-item]
    scene.job.felony, scene.job.known[CAR] = 20.0, KNOWN_ALL
    assert scene.run(0.1).job.alert == alert
