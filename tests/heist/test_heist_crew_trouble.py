"""What the crew is like under pressure: late, nervous, put out, struck."""

import pytest
from heist_scenes import Scene, small
from small_city import CAR, UNIT_0, job, put

from game.core.command import GIVE_UP, PUT_OUT
from game.core.snapshot import P_CAR, P_STATE, P_X, P_Y, PERSON_CAUGHT, PERSON_DOWN, PERSON_LEFT
from game.heist.job import FLEE, exit_ticks
from game.heist.put_out import talks
from game.level.model import CrewMember, Setting

ANN, BOB = 0, 1


# ------------------------------------------------------------------ late
def test_a_difficulty_bends_the_time_inside_and_how_late_they_are() -> None:
    bent = Setting(late=2.0, inside=3.0)
    for seed in range(20):
        (ann, bob), (late_ann, late_bob) = exit_ticks(job(), seed, Setting()), exit_ticks(job(), seed, bent)
        assert late_ann == 3 * ann == 30 * 60
        assert late_bob - 1800 == pytest.approx(2 * (bob - 600), abs=1)


# ------------------------------------------------------------------ nerves
def nervous(nerve: float, seed: int = 1, **rules: float) -> Scene:
    """On the run at felony 50 with a unit in sight and one man aboard."""
    scene = Scene(small(rules, crew=(CrewMember("Cal", nerve, 1.0, 0.5),)), seed=seed).on_the_run().drive(100)
    scene.job.felony = 50.0
    scene.sees[0, UNIT_0] = 1
    return scene


def shots(nerve: float, runs: int = 40, seconds: float = 50.0, **rules: float) -> float:
    """Shots a trial, one each 10 s, over many seeds."""
    fired = sum(nervous(nerve, seed, **rules).run(seconds).kinds().count("shot") for seed in range(runs))
    return fired / (runs * seconds / 10.0)


def test_a_man_without_nerve_fires_once_in_five_trials() -> None:
    assert 0.12 < shots(0.0) < 0.28


def test_nerve_keeps_a_man_from_it() -> None:
    assert 0.05 < shots(0.5) < 0.16
    assert shots(1.0, runs=5) == 0.0


def test_a_trial_comes_after_ten_seconds() -> None:
    sure = {"shot_chance": 1.0}
    scene = nervous(0.0, **sure).run(9.9)
    assert "shot" not in scene.kinds()
    assert scene.run(0.2).texts("shot") == ["Cal loses his nerve and fires"]
    assert scene.run(9.7).kinds().count("shot") == 1
    assert scene.run(0.3).kinds().count("shot") == 2


def test_a_shot_is_heard_where_the_car_is() -> None:
    scene = nervous(0.0, shot_chance=1.0).run(10.1)
    assert (scene.job.shot_x, scene.job.shot_y) == (100.0, 200.0)
    assert 590 <= scene.tick - scene.job.shot_tick + 600 <= 612


@pytest.mark.parametrize("calm", ["felony", "nobody in sight", "nobody aboard"])
def test_nobody_fires_without_a_reason(calm: str) -> None:
    scene = nervous(0.0, shot_chance=1.0)
    if calm == "felony":
        scene.job.felony = 34.0
    elif calm == "nobody in sight":
        scene.sees[0, UNIT_0] = 0
    else:
        scene.press(PUT_OUT).run(2.1).press(0)
    assert "shot" not in scene.run(30.0).kinds()


# ------------------------------------------------------------------ put out
def on_the_run() -> Scene:
    return Scene().on_the_run().drive(100).press(PUT_OUT)


def test_one_is_put_out_in_two_seconds() -> None:
    scene = on_the_run().run(1.9)
    assert scene.job.aboard == 2 and scene.status.put_out == pytest.approx(0.95)
    scene.run(0.2)
    assert scene.job.aboard == 1 and scene.texts("put out") == ["Bob is out of the car"]
    assert scene.people[BOB, P_STATE] == PERSON_LEFT and scene.people[BOB, P_CAR] == -1
    assert scene.people[BOB, [P_X, P_Y]].tolist() == [100.0, 198.0]
    assert scene.run(2.0).job.aboard == 0


@pytest.mark.parametrize("spoiled", ["speed", "let go"])
def test_the_two_seconds_must_be_in_one_piece(spoiled: str) -> None:
    scene = on_the_run().run(1.9)
    if spoiled == "speed":
        scene.drive(100, speed=1.5).run(0.1).drive(100)
    else:
        scene.press(0).run(0.1).press(PUT_OUT)
    assert scene.run(1.9).job.aboard == 2


@pytest.mark.parametrize(("speed", "aboard"), [(1.3, 1), (1.5, 2)])
def test_one_is_put_out_under_5_km_h(speed: float, aboard: int) -> None:
    assert on_the_run().drive(100, speed=speed).run(2.1).job.aboard == aboard


def test_the_driver_may_choose_whom() -> None:
    scene = on_the_run()
    scene.job.chosen = ANN
    assert scene.run(2.1).texts("put out") == ["Ann is out of the car"]


def test_whoever_is_put_out_before_the_eyes_of_a_unit_is_caught() -> None:
    scene = on_the_run().run(1.9).seen().run(0.2)
    assert scene.people[BOB, P_STATE] == PERSON_CAUGHT
    assert scene.texts("caught") == ["The police have Bob"]


def test_his_part_of_the_take_stays_in_the_car() -> None:
    assert on_the_run().run(2.1).status.take == 1000.0


def test_who_has_put_out_everybody_brings_nothing_home() -> None:
    scene = on_the_run().run(4.2).press(0)
    scene.job.alert = 0
    scene.job.known[:] = 0
    scene.drive(345).run(50.0)
    assert scene.job.aboard == 0 and scene.job.outcome == ""
    assert scene.run(10.0).ends() == "abandoned: Nobody and nothing is left to bring home."


def test_before_anybody_is_aboard_nobody_gets_out() -> None:
    assert Scene().press(PUT_OUT).run(5.0).kinds() == []


def test_who_was_put_out_talks_the_likelier_the_less_loyal_he_is() -> None:
    def talking(loyalty: float) -> float:
        man = CrewMember("Cal", 0.5, 0.5, loyalty)
        return sum(talks(Scene(seed=seed).job, 0, man) for seed in range(200)) / 200

    assert talking(1.0) == 0.0 and talking(0.0) == 1.0
    assert talking(0.7) == pytest.approx(0.3, abs=0.1)


# ------------------------------------------------------------------ struck
def test_who_is_struck_by_a_car_is_out_of_the_job() -> None:
    scene = Scene().run(10.3)
    scene.people[ANN, P_STATE] = PERSON_DOWN
    scene.run(40.0)
    assert scene.job.phase == FLEE and scene.aboard() == [False, True]
    assert scene.people[ANN, P_STATE] == PERSON_DOWN
    assert scene.status.take == 500.0
    assert scene.texts("phase")[-1] == "Nobody else is coming: drive"


def test_with_all_of_them_struck_there_is_nothing_to_bring_home() -> None:
    scene = Scene().run(20.0)
    scene.people[:, P_STATE] = PERSON_DOWN
    scene.job.aboard, scene.job.bags = 0, [0, 0]
    scene.run(0.1).drive(100).run(61.0)
    assert scene.job.outcome == "abandoned"


def test_walking_away_reads_otherwise_before_and_after_the_alarm() -> None:
    assert Scene().run(1.0).press(GIVE_UP).run(0.1).job.note == "He called it off before the crew came out."
    assert Scene().run(12.0).press(GIVE_UP).run(0.1).job.note == "He walked away from the job."


def test_a_unit_that_nobody_sees_frightens_nobody() -> None:
    scene = nervous(0.0, shot_chance=1.0)
    put(scene.cars, UNIT_0, 20, 20)
    scene.sees[0, UNIT_0] = 0
    assert "shot" not in scene.run(30.0).kinds()
    assert scene.cars[CAR, 0] == 100.0
