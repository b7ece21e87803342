"""Changing cars, lying low and getting home."""

import numpy as np
import pytest
from heist_scenes import Scene
from small_city import CAR, SWITCH_CAR, UNIT_0

from game.core.command import CHANGE_CAR
from game.core.observation import KNOWN_ALL
from game.core.snapshot import DAMAGE, P_CAR, VX
from game.heist.job import COLD, DERIVED, FLEE, HISTORY, LIE_LOW, LISTS, NOTED, PURSUIT, SCALARS, SEARCH, SWITCH, Job

BESIDE = (300.0, 195.9)  # 5.9 m from the switch car
CHANGE = 1.5  # s: three people


def beside_the_other_car() -> Scene:
    return Scene().on_the_run().drive(*BESIDE).press(CHANGE_CAR)


def test_an_unseen_change_of_cars_leaves_the_police_with_the_old_one() -> None:
    scene = beside_the_other_car().run(0.1)
    assert scene.job.phase == SWITCH
    scene.run(CHANGE - 0.1)
    assert scene.job.driver_car == CAR
    scene.run(0.1)
    assert scene.job.driver_car == SWITCH_CAR and scene.job.phase == FLEE
    assert scene.job.known.tolist() == [KNOWN_ALL, 0]
    assert scene.people[:, P_CAR].tolist() == [SWITCH_CAR, SWITCH_CAR]
    assert scene.kinds() == ["phase", "change car", "phase"]
    assert scene.status.driver_car == SWITCH_CAR


@pytest.mark.parametrize("row", [CAR, SWITCH_CAR])
def test_a_change_that_a_unit_sees_makes_the_new_car_known(row: int) -> None:
    scene = beside_the_other_car().run(0.5).seen(row=row).run(0.1).seen(row=row, yes=False).run(CHANGE)
    assert scene.job.driver_car == SWITCH_CAR
    assert scene.job.known.tolist() == [KNOWN_ALL, KNOWN_ALL]


def test_a_seen_change_of_a_car_that_nobody_knows_tells_nothing() -> None:
    scene = Scene().on_the_run(known=False).drive(*BESIDE).press(CHANGE_CAR).seen().run(CHANGE + 0.2)
    assert scene.job.driver_car == SWITCH_CAR and scene.job.known.tolist() == [0, 0]


@pytest.mark.parametrize("spoiled", ["distance", "speed", "rolling", "wreck", "height"])
def test_one_changes_only_between_cars_that_stand_side_by_side(spoiled: str) -> None:
    scene = beside_the_other_car()
    if spoiled == "distance":
        scene.drive(300, 196.1)
    elif spoiled == "speed":
        scene.drive(*BESIDE, speed=1.5)
    elif spoiled == "rolling":
        scene.cars[SWITCH_CAR, VX] = 1.5
    elif spoiled == "wreck":
        scene.cars[SWITCH_CAR, DAMAGE] = 1.0
    else:
        scene.cars[SWITCH_CAR, 6] = 6.0
    assert scene.run(3.0).job.driver_car == CAR


@pytest.mark.parametrize(("height", "row"), [(2.4, SWITCH_CAR), (2.6, CAR)])
def test_cars_on_two_levels_do_not_stand_side_by_side(height: float, row: int) -> None:
    scene = beside_the_other_car()
    scene.cars[SWITCH_CAR, 6] = height
    assert scene.run(3.0).job.driver_car == row


def test_who_drives_on_breaks_the_change_off() -> None:
    scene = beside_the_other_car().run(1.0).press(0).drive(*BESIDE, speed=2.0).run(0.1)
    assert scene.job.phase == FLEE
    assert scene.drive(*BESIDE).run(3.0).job.driver_car == CAR


def at_hideout(alert: int) -> Scene:
    scene = Scene().on_the_run()
    scene.job.alert, scene.job.search_until = alert, scene.tick + 600
    return scene.drive(345)


def test_he_lies_low_until_the_search_is_called_off_and_is_home_then() -> None:
    scene = at_hideout(SEARCH).run(0.1)
    assert scene.job.phase == LIE_LOW
    assert scene.run(9.8).job.outcome == ""
    scene.run(0.3)
    assert scene.job.outcome == "escaped" and scene.status.phase == "home"
    assert scene.events[-1].kind == "outcome"


@pytest.mark.parametrize("spoiled", ["place", "speed", "pursuit"])
def test_he_does_not_lie_low(spoiled: str) -> None:
    scene = at_hideout(SEARCH)
    if spoiled == "place":
        scene.drive(339.9)
    elif spoiled == "speed":
        scene.drive(345, speed=1.5)
    else:
        scene.job.alert = PURSUIT
        scene.job.seen_tick = scene.tick
    assert scene.run(0.3).job.phase == FLEE


def test_who_leaves_the_hideout_is_out_in_the_open_again() -> None:
    scene = at_hideout(SEARCH).run(0.1).drive(300, speed=5.0).run(0.1)
    assert scene.job.phase == FLEE


def test_nobody_gets_home_before_the_eyes_of_a_unit() -> None:
    scene = at_hideout(COLD)
    scene.job.known[:] = 0
    scene.seen().run(5.0)
    assert scene.job.outcome == ""
    assert scene.seen(yes=False).run(0.1).job.outcome == "escaped"


def test_nobody_gets_home_without_the_crew() -> None:
    scene = Scene().drive(345).run(5.0)
    assert scene.job.outcome == ""


def test_the_goal_is_the_nearest_hideout_without_wavering() -> None:
    scene = Scene().on_the_run().drive(207).run(0.1)  # 143 m from one, 147 from the other
    first = scene.status.objective
    scene.drive(190).run(0.1)  # 160 and 130: 0.81 of it
    assert scene.status.objective == first == (350.0, 200.0)
    scene.drive(188).run(0.1)  # 162 and 128: 0.79
    assert scene.status.objective == (60.0, 200.0)
    scene.drive(100).run(0.1)
    assert scene.status.objective == (60.0, 200.0)
    assert "West" in scene.status.objective_text


def test_two_runs_of_the_same_seed_are_equal_turn_by_turn() -> None:
    def rows(seed: int) -> list[bytes]:
        scene, out = Scene(seed=seed), []
        for k in range(300):
            if k == 200:
                scene.drive(100, speed=9.0).seen().officer(30)
            scene.run(0.1)
            out.append(scene.job.row().tobytes())
        return out

    assert rows(3) == rows(3)
    assert rows(3) != rows(4)


def test_a_change_of_any_field_changes_the_row() -> None:
    scene = Scene().on_the_run()
    assert {*SCALARS, *LISTS, *DERIVED, *HISTORY, *NOTED} == set(Job.__dataclass_fields__)
    for name in SCALARS:
        before, value = scene.job.row().tobytes(), getattr(scene.job, name)
        setattr(scene.job, name, 5.0 if value != value else value + 1)
        assert scene.job.row().tobytes() != before, name
    for name in LISTS:
        values = getattr(scene.job, name)
        for k in range(len(values)):
            before = scene.job.row().tobytes()
            values[k] += 1
            assert scene.job.row().tobytes() != before, name


def test_the_rules_leave_the_cars_alone() -> None:
    scene = beside_the_other_car().seen().officer(10)
    before = scene.cars.tobytes(), scene.tags.tobytes(), scene.sees.tobytes()
    scene.run(5.0)
    assert (scene.cars.tobytes(), scene.tags.tobytes(), scene.sees.tobytes()) == before
    assert np.isfinite(scene.cars[UNIT_0]).all()
