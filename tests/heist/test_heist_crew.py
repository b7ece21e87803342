"""The crew comes out, walks, boards; the job's phases until the flight."""

import pytest
from heist_scenes import DOOR, KERB, Scene
from small_city import CAR, city, job, level

from game.core.command import GIVE_UP
from game.core.snapshot import DAMAGE, P_SPEED, P_STATE, P_X, P_Y, PERSON_INSIDE, PERSON_LEFT, PERSON_WALKING
from game.heist.job import FLEE, LOAD, WAIT, exit_ticks
from game.level.model import CrewMember, Setting

INSIDE = 10.0  # s, of the small job
LATEST = INSIDE + 12 * 0.5 * 1.5  # s: Bob, punctuality 0.5


def test_a_punctual_member_comes_out_as_planned_and_a_late_one_within_the_dice() -> None:
    lates = [exit_ticks(job(), seed, Setting())[1] / 60 - INSIDE for seed in range(200)]
    assert all(exit_ticks(job(), seed, Setting())[0] == INSIDE * 60 for seed in range(5))
    assert 3.0 <= min(lates) < 3.5 and 8.5 < max(lates) <= 9.0
    assert len(set(lates)) > 100


def test_who_has_no_punctuality_at_all_is_late_by_6_to_18_seconds() -> None:
    crew = (CrewMember("Cal", 0.5, 0.0, 0.5),)
    lates = [exit_ticks(job(crew=crew), seed, Setting())[0] / 60 - INSIDE for seed in range(200)]
    assert 6.0 <= min(lates) < 6.5 and 17.5 < max(lates) <= 18.0


def test_the_alarm_rings_when_the_first_one_comes_out() -> None:
    scene = Scene().run(INSIDE - 0.1)
    assert scene.job.phase == WAIT and scene.people[0, P_STATE] == PERSON_INSIDE and not scene.events
    scene.run(0.3)
    assert scene.job.phase == LOAD and scene.people[0, P_STATE] == PERSON_WALKING
    assert scene.status.alert == "alarm"
    assert (scene.status.felony, scene.status.heat) == (34.0, 2)
    assert scene.texts("charge") == ["Armed robbery: the house guard saw it"]


def test_they_walk_to_the_car_at_walking_pace() -> None:
    scene = Scene().drive(230, 190).run(INSIDE + 0.2)
    before = scene.people[0, P_X]
    scene.run(5.0)
    assert scene.people[0, P_X] - before == pytest.approx(5.0 * 1.4)
    assert scene.people[0, P_Y] == pytest.approx(190)


@pytest.mark.parametrize("hidden", ["far", "behind a wall"])
def test_they_wait_at_the_door_while_the_car_is_not_in_sight(hidden: str) -> None:
    wall = [(205.0, 150.0, 205.0, 199.0, 0.0, 10.0)] if hidden == "behind a wall" else []
    scene = Scene(level(city(wall))).drive(230 if wall else 241, 190).run(INSIDE + 5.0)
    assert scene.people[0, P_STATE] == PERSON_WALKING
    assert scene.people[0, [P_X, P_Y]].tolist() == list(DOOR)
    assert scene.people[0, P_SPEED] == 0.0


def test_they_get_in_only_when_the_car_stands() -> None:
    scene = Scene().drive(*KERB, speed=1.5).run(INSIDE + 20.0)
    assert scene.aboard() == [False, False]
    scene.drive(*KERB, speed=1.3).run(3.0)
    assert scene.aboard() == [True, True]


def test_they_get_in_only_within_range() -> None:
    scene = Scene().run(INSIDE + 0.2)
    scene.people[0, [P_X, P_Y]] = 200.0, 192.8
    scene.run(0.1)
    assert scene.aboard()[0] is False  # 4.2 m
    scene.people[0, P_Y] = 193.1
    scene.run(0.1)
    assert scene.aboard()[0] is True  # 3.9 m


def test_they_do_not_walk_into_a_car_that_creeps() -> None:
    scene = Scene().drive(205, 190, speed=2.0).run(INSIDE + 0.2)
    scene.run(8.0)
    assert scene.people[0, P_X] == pytest.approx(202.5, abs=0.15)
    assert scene.people[0, P_SPEED] == 0.0


def test_they_get_in_one_by_one() -> None:
    scene = Scene().run(LATEST - 0.1)
    for i in (0, 1):
        scene.people[i, P_STATE] = PERSON_WALKING
        scene.people[i, [P_X, P_Y]] = 200.0, 194.0
    scene.job.aboard = 0
    scene.job.board_tick = 0
    scene.run(0.1)
    assert scene.job.aboard == 1
    scene.run(0.9)
    assert scene.job.aboard == 1
    scene.run(0.1)
    assert scene.job.aboard == 2


def test_with_all_aboard_the_flight_begins_with_the_whole_take() -> None:
    scene = Scene().run(LATEST + 8.0)
    assert scene.job.phase == FLEE
    assert scene.status.crew_aboard == 2 and scene.status.take == 1000.0
    assert scene.kinds().count("aboard") == 2


def _with_one_aboard() -> Scene:
    scene = Scene().run(INSIDE)
    scene.job.exits[1] = 10**6
    return scene.run(6.0)


def test_who_drives_off_with_one_leaves_the_other_behind_and_half_the_take() -> None:
    scene = _with_one_aboard().drive(200, 229).run(1.0)
    assert scene.aboard() == [True, False] and scene.job.phase == LOAD  # 39 m from the door
    scene.drive(200, 231).run(0.1)
    assert scene.job.phase == FLEE
    assert scene.people[1, P_STATE] == PERSON_LEFT
    assert scene.status.take == 500.0


def test_who_stays_away_with_nobody_aboard_has_given_up_the_job() -> None:
    scene = Scene().drive(241, 190).run(59.0)
    assert scene.job.outcome == ""
    scene.run(1.5)
    assert scene.job.outcome == "abandoned"


def test_coming_back_in_time_starts_the_patience_anew() -> None:
    scene = Scene().drive(241, 190).run(59.0)
    scene.drive(*KERB).run(0.1).drive(241, 190).run(59.0)
    assert scene.job.outcome == ""


def test_walking_away_ends_the_job() -> None:
    scene = Scene().run(1.0).press(GIVE_UP).run(0.1)
    assert scene.job.outcome == "abandoned" and scene.kinds() == ["outcome"]


def test_nothing_happens_after_the_end() -> None:
    scene = Scene().press(GIVE_UP).run(0.1)
    row, events = scene.job.row().tobytes(), len(scene.events)
    scene.run(30.0)
    assert scene.job.row().tobytes() == row and len(scene.events) == events


def test_the_crew_of_another_seed_is_late_by_another_time() -> None:
    assert exit_ticks(job(), 1, Setting()) != exit_ticks(job(), 2, Setting())


def test_the_time_limit_ends_the_job() -> None:
    scene = Scene(level(heist=job(time_limit=5.0))).run(5.0)
    assert scene.job.outcome == ""
    assert scene.run(0.1).job.outcome == "timeout"


def test_a_wreck_ends_the_job() -> None:
    scene = Scene().run(1.0)
    scene.cars[CAR, DAMAGE] = 0.99
    assert scene.run(0.1).job.outcome == ""
    scene.cars[CAR, DAMAGE] = 1.0
    assert scene.run(0.1).job.outcome == "wrecked"
