"""What acts cost, and that somebody must have seen them."""

import numpy as np
import pytest
from heist_scenes import Scene
from small_city import CIVILIAN, LIMIT, UNIT_0, UNIT_1, job, level, rules

from game import heist
from game.core.events import CONTACT_COLUMNS
from game.core.snapshot import ACTIVE
from game.heist.job import heat

EMPTY = np.zeros((0, CONTACT_COLUMNS))


def before_the_alarm() -> Scene:
    return Scene(level(heist=job(inside=200.0)))


@pytest.mark.parametrize(
    ("felony", "expected"),
    [(0, 0), (15.9, 0), (16, 1), (31.9, 1), (32, 2), (50, 3), (69.9, 3), (70, 4), (90, 5), (100, 5)],
)
def test_heat_begins_at_the_felony_of_the_story(felony: float, expected: int) -> None:
    assert heat(rules(), felony) == expected


def test_an_act_that_nobody_saw_costs_nothing() -> None:
    scene = Scene().hit(CIVILIAN).run(0.1).drive(100, speed=40.0).run(1.0).drive(100, 260, speed=40.0).run(1.0)
    assert scene.job.felony == 0.0 and not scene.events


def test_hit_and_run_warns_first_and_names_its_witness() -> None:
    scene = Scene().seen(by=1)
    scene.tags[UNIT_1, ACTIVE] = 1
    scene.hit(CIVILIAN).run(0.1)
    assert scene.job.felony == 6.0
    assert scene.texts("warning") == ["Hit and run (a warning): unit 2 saw it"]
    scene.run(6.0).hit(CIVILIAN).run(0.1)
    assert scene.job.felony == 14.0
    assert scene.texts("charge") == ["Hit and run: unit 2 saw it"]


def test_the_same_act_does_not_count_twice_at_once() -> None:
    scene = Scene().seen().hit(CIVILIAN).run(0.1).hit(CIVILIAN).run(5.7)
    assert scene.job.felony == 6.0


@pytest.mark.parametrize(
    ("toward", "impulse", "felony"), [(5.0, 1400.0, 0.0), (5.0, 1600.0, 6.0), (1.9, 5000.0, 0.0), (2.1, 5000.0, 6.0)]
)
def test_light_bumps_are_ignored(toward: float, impulse: float, felony: float) -> None:
    assert Scene().seen().hit(CIVILIAN, toward, impulse).run(0.1).job.felony == felony


def test_who_is_hit_is_not_charged_for_it() -> None:
    scene = Scene().seen().hit(CIVILIAN, toward=-10.0).hit(UNIT_0, toward=1.0).run(0.1)
    assert scene.job.felony == 0.0


def test_a_police_car_that_is_hit_is_its_own_witness() -> None:
    scene = Scene().hit(UNIT_1).run(0.1)
    assert scene.job.felony == 8.0
    assert scene.texts("charge") == ["Assault on a police car: unit 2 saw it"]


def test_contacts_of_others_are_nobody_s_charge() -> None:
    scene = Scene().seen()
    contact = np.zeros((1, CONTACT_COLUMNS))
    contact[0, :3] = UNIT_0, CIVILIAN, 9000.0
    heist.note_contacts(scene.job, contact, scene.tags)
    heist.note_contacts(scene.job, EMPTY, scene.tags)
    assert scene.run(0.1).job.felony == 0.0


def test_speeding_is_ignored_up_to_ten_percent_and_two_metres_a_second_over() -> None:
    scene = Scene().seen().drive(100, speed=LIMIT + 1.9).run(5.0)
    assert scene.job.felony == 0.0
    scene.drive(100, speed=LIMIT + 2.1).run(0.1)
    assert scene.texts("warning") == ["Speeding (a warning): unit 1 saw it"]
    assert scene.job.felony == 6.0


def test_speeding_on_after_the_warning_is_charged_once_in_twelve_seconds() -> None:
    scene = before_the_alarm().seen().drive(100, speed=20.0).run(12.0)
    assert scene.job.felony == 6.0
    scene.run(0.1)
    assert scene.job.felony == 12.0 and scene.kinds() == ["warning", "charge"]


def test_the_sidewalk_is_no_road() -> None:
    fast_beside = Scene().seen().drive(100, 200 + 1.75 + 4.1, speed=9.0).run(0.1)
    assert fast_beside.texts("warning") == ["Reckless driving (a warning): unit 1 saw it"]
    assert not Scene().seen().drive(100, 200 + 1.75 + 4.1, speed=7.9).run(0.1).events
    assert not Scene().seen().drive(100, 200 + 1.75 + 3.9, speed=9.0).run(0.1).events


def test_reckless_driving_goes_on_being_charged_every_fifteen_seconds() -> None:
    scene = before_the_alarm().seen().drive(100, 260, speed=9.0).run(15.0)
    assert scene.job.felony == 6.0
    assert scene.run(0.1).job.felony == 10.0


def test_a_second_hit_on_a_police_car_counts_after_eight_seconds() -> None:
    scene = before_the_alarm().hit(UNIT_0).run(0.1).hit(UNIT_0).run(7.7).hit(UNIT_0).run(0.2)
    assert scene.job.felony == 8.0
    assert scene.hit(UNIT_0).run(0.1).job.felony == 16.0


def test_petty_acts_add_up_to_a_pursuit() -> None:
    scene = before_the_alarm().seen().drive(100, speed=20.0).run(20.0)
    assert scene.status.alert == "quiet"
    scene.run(5.0)
    assert scene.job.felony >= 16.0 and scene.status.alert == "pursuit"


def test_petty_acts_do_not_count_in_a_pursuit() -> None:
    scene = Scene().in_pursuit().drive(100, 260, speed=30.0)
    scene.run(10.0)
    assert not scene.texts("charge") and not scene.texts("warning")


def test_fleeing_costs_for_each_fifteen_seconds_in_sight() -> None:
    scene = Scene().in_pursuit()
    before = scene.job.felony
    scene.run(14.5)
    assert scene.job.felony == before
    scene.run(0.5)
    assert scene.job.felony == before + 4.0
    assert scene.texts("charge") == ["Fleeing from the police: unit 1 saw it"]
    scene.run(15.1)
    assert scene.job.felony == before + 8.0


def test_out_of_sight_nothing_rises_from_time_alone() -> None:
    scene = Scene().in_pursuit().run(10.0).seen(yes=False)
    before = scene.job.felony
    scene.run(30.0)
    assert scene.status.alert == "search" and scene.job.felony == before


def test_felony_ends_at_a_hundred() -> None:
    scene = Scene()
    scene.job.felony = 97.0
    assert scene.hit(UNIT_0).run(0.1).job.felony == 100.0


def test_a_unit_in_the_depot_is_no_witness() -> None:
    scene = Scene().seen(by=1).hit(CIVILIAN)
    assert not scene.tags[UNIT_1, ACTIVE]
    assert scene.run(0.1).job.felony == 0.0


def test_heat_thresholds_and_units_are_the_story_s() -> None:
    assert rules().heat_from == (16.0, 32.0, 50.0, 70.0, 90.0)
    assert rules().units_by_heat == (2, 3, 5, 6, 8)
