"""Arriving at the kerb, another kerb, and the ways out of town."""

import pytest
from heist_scenes import Scene, small
from small_city import city

from game.core.command import CHANGE_CAR, GIVE_UP
from game.core.snapshot import P_STATE, PERSON_INSIDE
from game.heist.job import APPROACH, COLD, FLEE, LIE_LOW, LOAD, PURSUIT, QUIET, SEARCH, WAIT
from game.level.model import Hideout

START = (50.0, 200.0, 0.0)
GATE = Hideout("The north road", 390.0, 200.0, 6.0)


def on_the_way(**rules: float) -> Scene:
    return Scene(small(rules, start=START)).drive(50)


def test_a_job_with_a_start_begins_on_the_way_and_nobody_goes_in_yet() -> None:
    scene = on_the_way().run(60.0)
    assert scene.job.phase == APPROACH and not scene.events
    assert scene.people[0, P_STATE] == PERSON_INSIDE
    assert "kerb" in scene.status.objective_text and scene.status.objective == (200.0, 197.0)


def test_a_job_without_one_begins_at_the_kerb() -> None:
    assert Scene().run(0.1).job.phase == WAIT


def test_the_crew_s_clock_runs_from_when_he_stops_at_the_kerb() -> None:
    scene = on_the_way().run(30.0).drive(200, 197).run(0.1)
    assert scene.job.phase == WAIT and scene.texts("phase") == ["At the kerb: the crew goes in"]
    assert scene.run(9.8).job.phase == WAIT
    assert scene.run(0.3).job.phase == LOAD


@pytest.mark.parametrize(("speed", "phase"), [(1.5, APPROACH), (1.3, WAIT)])
def test_he_has_arrived_when_the_car_stands(speed: float, phase: int) -> None:
    assert on_the_way().drive(200, 197, speed).run(0.1).job.phase == phase


@pytest.mark.parametrize(("alert", "phase"), [(QUIET, WAIT), (COLD, WAIT), (SEARCH, APPROACH), (PURSUIT, APPROACH)])
def test_nobody_goes_in_while_the_police_are_after_him(alert: int, phase: int) -> None:
    scene = on_the_way().drive(200, 197)
    scene.job.alert, scene.job.search_until, scene.job.seen_tick = alert, 600, 0
    assert scene.run(0.1).job.phase == phase


@pytest.mark.parametrize(("x", "phase"), [(207.9, WAIT), (208.1, APPROACH)])
def test_the_planned_kerb_is_some_metres_wide(x: float, phase: int) -> None:
    scene = on_the_way(kerb_sight=0.0).drive(x, 197)
    assert scene.run(0.1).job.phase == phase


@pytest.mark.parametrize(
    ("x", "y", "phase"),
    [
        (230.0, 202.1, WAIT),  # beside the lane, 32 m from the door
        (230.0, 201.9, APPROACH),  # in the lane
        (230.0, 215.0, WAIT),  # in a yard, 39.1 m off
        (240.0, 202.1, APPROACH),  # 41.8 m off
    ],
)
def test_another_kerb_in_sight_of_the_door_will_do(x: float, y: float, phase: int) -> None:
    assert on_the_way().drive(x, y).run(0.1).job.phase == phase


def test_a_kerb_from_which_the_door_cannot_be_seen_will_not_do() -> None:
    wall = (215.0, 150.0, 215.0, 250.0, 0.0, 10.0)
    scene = Scene(small(place=city([wall]), start=START)).drive(230, 202.1)
    assert scene.run(0.1).job.phase == APPROACH


def test_who_moves_to_another_kerb_while_he_waits_is_boarded_there() -> None:
    scene = Scene().run(5.0).drive(230, 203).run(60.0)
    assert scene.aboard() == [True, True] and scene.job.phase == FLEE


def test_on_the_way_there_is_no_other_car_to_change_to() -> None:
    scene = on_the_way().drive(300, 195.9).press(CHANGE_CAR).run(5.0)
    assert scene.job.driver_car == 0 and scene.job.phase == APPROACH


def test_far_from_the_door_on_the_way_there_he_has_not_given_up() -> None:
    assert on_the_way().run(120.0).job.outcome == ""
    assert (
        on_the_way().run(1.0).press(GIVE_UP).run(0.1).ends() == "abandoned: He called it off before the crew came out."
    )


# ------------------------------------------------------------------ ways out of town
def leaving(alert: int = SEARCH, **changes: object) -> Scene:
    scene = Scene(small(exits=(GATE,), **changes)).on_the_run()
    scene.job.alert, scene.job.search_until, scene.job.seen_tick = alert, scene.tick + 6000, scene.tick
    return scene


@pytest.mark.parametrize(("x", "outcome"), [(383.9, ""), (384.1, "escaped")])
def test_who_reaches_a_way_out_with_the_take_is_gone(x: float, outcome: str) -> None:
    scene = leaving().drive(x, speed=15.0).run(0.1)
    assert scene.job.outcome == outcome
    assert not outcome or scene.ends() == "escaped: Out of town with the money."


def test_nobody_gets_out_of_town_with_the_police_behind_him() -> None:
    scene = leaving(PURSUIT).drive(388, speed=15.0).run(5.0)
    assert scene.job.outcome == ""


def test_nobody_gets_out_of_town_without_the_crew() -> None:
    assert Scene(small(exits=(GATE,))).drive(388).run(5.0).job.outcome == ""


def test_without_ways_out_the_edge_of_town_is_only_the_edge() -> None:
    assert Scene().on_the_run().drive(388, speed=15.0).run(5.0).job.outcome == ""


def test_a_way_out_is_a_goal_like_a_hideout() -> None:
    scene = leaving().drive(386.0, 230.0).run(0.1)
    assert scene.status.objective == (390.0, 200.0) and scene.status.objective_text == "Leave by The north road"
    scene.drive(340).run(0.1)
    assert scene.job.phase == LIE_LOW
