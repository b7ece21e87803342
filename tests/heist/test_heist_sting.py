"""A trap: its tells, the men who change sides, the units that lie in wait, and three ways to play it."""

from dataclasses import replace

import pytest
from heist_scenes import Scene, small
from small_city import CAR, SWITCH_CAR, UNIT_0, UNIT_1, put

from game.core.command import CHANGE_CAR, GIVE_UP, PUT_OUT
from game.core.observation import KNOWN_ALL, KNOWN_CLASS, KNOWN_COLOUR, KNOWN_PLATE
from game.core.snapshot import ACTIVE, P_STATE, P_X, P_Y, PERSON_LEFT
from game.heist.job import FLEE, LIE_LOW, PURSUIT, SEARCH
from game.heist.knowledge import forget, learn
from game.heist.sting import TELL_TEXTS, tells
from game.level.model import CrewMember, PlacedUnit, Setting, Sting

ANN, BOB = 0, 1
BESIDE = (300.0, 195.9)  # 5.9 m from the switch car
CREW = (CrewMember("Ann", 0.5, 1.0, 0.5), CrewMember("Bob", 0.5, 1.0, 0.5, turns=True))
UNITS_IN_WAIT = tuple(PlacedUnit((90.0, 200.0, 0.0), "police", wakes) for wakes in ("sight", "alarm", "switch", "turn"))


def trapped(
    turn_after: float = 20.0, sting: bool = True, rules: dict[str, float] | None = None, **heist: object
) -> Scene:
    """On the run in a trap, far from everything; Bob will turn."""
    parts = {"crew": CREW, "sting": Sting(turn_after=turn_after) if sting else None} | heist
    scene = Scene(small(rules, **parts)).on_the_run()
    scene.job.alert, scene.job.search_until = SEARCH, scene.tick + 60_000
    return scene.drive(150)


def changed(scene: Scene) -> Scene:
    """In the switch car, and away from the old one."""
    scene.drive(*BESIDE).press(CHANGE_CAR).run(1.7).press(0)
    assert scene.job.driver_car == SWITCH_CAR
    return scene.drive(330, 300, 10.0, SWITCH_CAR)


# ------------------------------------------------------------------ tells
def share_of_tells(sting: bool) -> list[float]:
    level = small(sting=Sting() if sting else None)
    counts = [0] * len(TELL_TEXTS)
    for seed in range(400):
        for text in tells(level, seed):
            counts[TELL_TEXTS.index(text)] += 1
    return [count / 400 for count in counts]


def test_five_tells_are_likely_in_a_trap_and_rare_in_an_honest_job() -> None:
    assert len(TELL_TEXTS) == 5
    assert share_of_tells(sting=True) == pytest.approx([0.7] * 5, abs=0.08)
    assert share_of_tells(sting=False) == pytest.approx([0.1] * 5, abs=0.05)


def test_the_tells_of_a_seed_stay_the_same() -> None:
    level = small(sting=Sting())
    assert tells(level, 3) == tells(level, 3)
    assert len({tells(level, seed) for seed in range(20)}) > 5


# ------------------------------------------------------------------ changing sides
def test_he_changes_sides_a_while_after_the_change_of_cars() -> None:
    scene = changed(trapped()).run(19.6)
    assert "turned" not in scene.kinds() and scene.job.alert == SEARCH
    scene.run(0.4)
    assert scene.texts("turned") == ["Bob is with the police"]
    assert scene.job.alert == PURSUIT and scene.job.known[SWITCH_CAR] == KNOWN_ALL


def test_a_stop_at_a_hideout_is_a_hand_off_too() -> None:
    scene = trapped().drive(345).run(19.9)
    assert scene.job.phase == LIE_LOW and "turned" not in scene.kinds()
    assert "turned" in scene.run(0.3).kinds()


def test_without_a_hand_off_he_keeps_quiet() -> None:
    assert "turned" not in trapped().run(120.0).kinds()


def test_it_takes_45_seconds_at_most() -> None:
    scene = changed(trapped(turn_after=100.0)).run(44.6)
    assert "turned" not in scene.kinds()
    assert "turned" in scene.run(0.5).kinds()
    assert "turned" not in changed(trapped(100.0, rules={"turn_latest": 90.0})).run(60.0).kinds()


@pytest.mark.parametrize("honest", ["no sting", "nobody turns"])
def test_in_an_honest_job_nobody_changes_sides(honest: str) -> None:
    crew = tuple(replace(man, turns=False) for man in CREW) if honest == "nobody turns" else CREW
    scene = changed(trapped(sting=honest != "no sting", crew=crew)).run(60.0)
    assert "turned" not in scene.kinds() and scene.job.alert == SEARCH


def test_while_he_is_aboard_the_police_know_where_the_car_is_every_few_seconds() -> None:
    scene = changed(trapped()).run(20.1)
    places = set()
    for k in range(20):
        scene.drive(100 + 5 * k, 300, 5.0, SWITCH_CAR).run(1.0)
        places.add(scene.job.police_status.place)
        assert scene.job.alert == PURSUIT
    assert 6 <= len(places) <= 8  # one in three seconds


def test_he_gets_out_with_his_part_as_soon_as_the_car_stands_and_the_police_lose_him() -> None:
    scene = changed(trapped()).run(20.1)
    assert scene.status.take == 1000.0
    scene.drive(330, 300, 0.0, SWITCH_CAR).run(0.2)
    assert scene.people[BOB, P_STATE] == PERSON_LEFT and scene.job.aboard == 1 and scene.status.take == 500.0
    assert scene.texts("turned")[-1] == "Bob gets out with the money"
    scene.drive(100, 300, 10.0, SWITCH_CAR).run(6.5)
    assert scene.job.alert == PURSUIT
    assert scene.run(1.0).job.alert == SEARCH


def test_the_police_do_not_arrest_their_own_man() -> None:
    """Control: the honest one, left on foot beside the same unit, is caught."""
    scene = changed(trapped()).run(20.1).drive(330, 300, 0.0, SWITCH_CAR).run(0.2)
    scene.people[ANN, [P_X, P_Y, P_STATE]] = 330, 298, PERSON_LEFT
    put(scene.cars, UNIT_0, 330, 290)
    scene.drive(100, 300, 10.0, SWITCH_CAR).run(10.0)
    assert scene.texts("caught") == ["Ann is caught by unit 1"]
    assert scene.people[BOB, P_STATE] == PERSON_LEFT


def test_with_him_aboard_nowhere_is_home() -> None:
    scene = trapped(turn_after=40.0).drive(345).run(0.2)
    scene.job.search_until = 0
    scene.job.known[:] = 0
    assert scene.run(30.0).job.outcome == ""
    honest = trapped(sting=False).drive(345).run(0.2)
    honest.job.search_until = 0
    assert honest.run(1.0).job.outcome == "escaped"


# ------------------------------------------------------------------ the three choices
def test_he_may_walk_away_before_the_crew_comes_out() -> None:
    level = small(crew=CREW, sting=Sting())
    scene = Scene(level).run(5.0).press(GIVE_UP).run(0.1)
    assert scene.ends() == "abandoned: He smelled the trap and walked away before the crew came out."
    assert Scene(level).run(11.0).press(GIVE_UP).run(0.1).ends() == "abandoned: He walked away from the job."


def test_playing_along_leads_the_police_to_the_car_and_half_the_money_away() -> None:
    scene = trapped().drive(345).run(25.0)
    assert scene.job.phase == FLEE and scene.job.alert == PURSUIT
    assert scene.status.take == 500.0


def turned_round() -> Scene:
    scene = trapped().press(PUT_OUT)
    scene.job.chosen = BOB
    return scene.run(2.1).press(0)


def test_turning_it_round_the_money_stays_and_nobody_tells() -> None:
    scene = turned_round().drive(345).run(60.0)
    assert scene.status.take == 1000.0 and "turned" not in scene.kinds()
    scene.job.search_until = 0
    scene.run(1.0)
    assert scene.ends() == "escaped: Home with the money, without the men who sold him."


def test_turned_round_the_money_alone_will_do() -> None:
    scene = turned_round().press(PUT_OUT).run(2.1).press(0)
    assert scene.job.aboard == 0
    scene.drive(345).run(1.0)
    scene.job.search_until = 0
    assert scene.run(1.0).job.outcome == "escaped"


def test_whoever_puts_out_only_the_honest_man_has_turned_nothing_round() -> None:
    scene = trapped(turn_after=40.0).press(PUT_OUT)
    scene.job.chosen = ANN
    scene.run(2.1).press(0).drive(345).run(1.0)
    scene.job.search_until = 0
    assert scene.run(20.0).job.outcome == ""


# ------------------------------------------------------------------ units in wait
SIGHT, ALARM, SWITCH, TURN = range(1, 5)  # unit 0 is the patrol


def in_wait(**heist: object) -> Scene:
    return Scene(small(crew=CREW, sting=Sting(), placed=UNITS_IN_WAIT, max_units=6, **heist))


def awake(scene: Scene) -> list[int]:
    """Which units in wait have woken."""
    bits = scene.job.police_status.asleep
    return [unit for unit in (SIGHT, ALARM, SWITCH, TURN) if not bits >> unit & 1]


def test_units_in_wait_sleep_until_their_call() -> None:
    scene = in_wait().run(12.9)
    assert awake(scene) == [] and scene.job.asleep == 0b11110
    assert awake(scene.run(0.3)) == [ALARM]


def test_a_patrol_is_never_asleep() -> None:
    assert not in_wait().job.asleep & 1
    assert Scene().job.asleep == 0


@pytest.mark.parametrize(("distance", "woken"), [(31.0, []), (29.0, [SWITCH])])
def test_one_by_the_switch_wakes_when_he_comes_near_it_with_the_crew(distance: float, woken: list[int]) -> None:
    scene = in_wait().on_the_run().drive(300, 190 + distance, 10.0).run(0.2)
    assert awake(scene) == [ALARM, *woken]


def test_near_the_switch_before_the_crew_is_aboard_nothing_stirs() -> None:
    assert awake(in_wait().drive(300, 195.9).run(5.0)) == []


def test_one_wakes_when_the_crew_changes_sides() -> None:
    scene = changed(in_wait().on_the_run()).run(15.0)
    assert TURN not in awake(scene) and SWITCH in awake(scene)
    assert TURN in awake(scene.run(6.0))


def test_one_wakes_when_it_sees_a_car_that_the_police_know() -> None:
    scene = in_wait().on_the_run().drive(150, speed=10.0)
    scene.tags[UNIT_1, ACTIVE] = 1
    forget(scene.job, CAR)
    assert SIGHT not in awake(scene.seen(by=SIGHT).run(0.1))
    learn(scene.job, CAR, KNOWN_CLASS | KNOWN_COLOUR)
    assert SIGHT not in awake(scene.run(0.1))
    learn(scene.job, CAR, KNOWN_PLATE)
    assert SIGHT in awake(scene.run(0.1))


def test_a_difficulty_may_leave_some_of_them_away() -> None:
    assert in_wait(settings=(("normal", Setting(placed=1)),)).job.asleep == 0b10


def test_who_lies_in_wait_does_not_count_for_the_heat() -> None:
    scene = in_wait().run(13.3)
    assert scene.job.police_status.heat == 2
    assert scene.job.police_status.units == 6  # three by heat, three asleep
