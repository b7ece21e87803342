"""What a job leaves behind, and what pays extra."""

import json
from dataclasses import fields

import numpy as np
import pytest
from heist_scenes import Scene, small
from small_city import CAR, CIVILIAN, SWITCH_CAR, UNIT_0, UNITS, put

from game import heist
from game.core.command import CHANGE_CAR, GIVE_UP, PUT_OUT
from game.core.events import STRUCK_COLUMNS
from game.core.snapshot import DAMAGE, P_STATE, PERSON_DOWN
from game.heist.debrief import Debrief
from game.heist.job import SEARCH
from game.level.model import Bystanders, CrewMember, Objective, Setting, Sting, Witness

WITNESS_ROW, BYSTANDER_ROW = 2, 3
PEOPLE = {"witnesses": (Witness("Vera Lund", ((0.0, 0.0),)),), "bystanders": Bystanders(count=2)}


def debrief(scene: Scene) -> Debrief:
    view = heist.View(scene.tick, scene.cars, scene.tags, scene.controls, scene.people, scene.sees, UNITS, scene.lamps)
    return heist.debrief(scene.job, scene.level, view)


def home(scene: Scene) -> Scene:
    """From the flight to the end, unseen."""
    scene.job.alert, scene.job.search_until = SEARCH, 0
    scene.seen(yes=False).drive(345, row=scene.job.driver_car).run(1.0)
    assert scene.job.outcome == "escaped"
    return scene


def flight(**parts: object) -> Scene:
    return Scene(small(**(PEOPLE | parts))).on_the_run().drive(100)


def test_a_clean_job() -> None:
    told = debrief(home(flight(debriefings=(("escaped", "Nobody saw a thing."),))))
    assert (told.outcome, told.note, told.text) == ("escaped", "Home with the money.", "Nobody saw a thing.")
    assert told.take == 1000.0 and told.forfeited == 0.0
    assert told.shares == (
        ("Driver", pytest.approx(1000 / 3)),
        ("Ann", pytest.approx(1000 / 3)),
        ("Bob", pytest.approx(1000 / 3)),
    )
    assert told.crew == (("Ann", "home"), ("Bob", "home")) and told.talked == ()
    assert told.witnesses == (("Vera Lund", 0.0),) and told.police_certainty == 0.0
    assert told.charges[0][1:] == ("Armed robbery", "the house guard", 34.0) and told.charges[0][0] == pytest.approx(
        10.0
    )
    assert (told.felony, told.heat, told.badges) == (34.0, 2, 30.0)
    assert told.cars == (("car", ("class", "colour", "plate")), ("car", ()))
    assert told.switched == 0 and not told.sting and told.hurt == ()


def test_it_is_plain_data() -> None:
    told = debrief(home(flight()))
    assert set(json.loads(json.dumps(told.data()))) == {f.name for f in fields(Debrief)}


def test_in_mid_job_nothing_is_home() -> None:
    told = debrief(flight())
    assert told.outcome == "" and told.take == 0.0 and told.shares == () and told.crew[0] == ("Ann", "aboard")


def test_a_difficulty_bends_the_take() -> None:
    scene = flight(settings=(("normal", Setting(take=2.0)),))
    assert scene.status.take == 2000.0
    assert debrief(home(scene)).take == 2000.0


@pytest.mark.parametrize(("money", "traced"), [("marked", 1000.0), ("chips", 500.0), ("notes", 0.0)])
def test_chips_are_traced_half_as_often_as_marked_notes(money: str, traced: float) -> None:
    told = debrief(home(flight(money=money)))
    assert (told.money, told.traced) == (money, traced)


def test_who_was_put_out_forfeits_his_share_and_may_talk() -> None:
    crew = (CrewMember("Ann", 0.5, 1.0, 1.0), CrewMember("Bob", 0.5, 1.0, 0.0))
    told = debrief(home(flight(crew=crew).press(PUT_OUT).run(2.1).press(0)))
    assert told.crew == (("Ann", "home"), ("Bob", "put out"))
    assert told.talked == ("Bob",)
    assert told.shares == (("Driver", 500.0), ("Ann", 500.0))
    assert told.forfeited == pytest.approx(1000 / 3)


def test_who_was_put_out_before_the_police_is_caught_and_talks() -> None:
    crew = (CrewMember("Ann", 0.5, 1.0, 1.0), CrewMember("Bob", 0.5, 1.0, 1.0))
    scene = flight(crew=crew).seen().press(PUT_OUT).run(2.1).press(0)
    assert scene.job.caught == 1
    told = debrief(scene)
    assert told.crew[1] == ("Bob", "caught") and told.talked == ("Bob",)


def test_who_was_left_behind_and_who_was_struck() -> None:
    scene = Scene(small()).run(10.0)
    scene.job.exits[1] = 10**6
    scene.run(6.0).drive(200, 231).run(0.1)
    assert debrief(scene).crew == (("Ann", "aboard"), ("Bob", "left"))
    scene.people[1, P_STATE] = PERSON_DOWN
    assert debrief(scene).crew[1] == ("Bob", "down")


def test_captured_with_them_aboard_they_are_caught_and_the_money_is_gone() -> None:
    scene = flight().seen().officer(8.0).run(5.0)
    told = debrief(scene)
    assert told.outcome == "captured" and told.take == 0.0
    assert told.crew == (("Ann", "caught"), ("Bob", "caught"))


def test_who_changed_sides() -> None:
    crew = (CrewMember("Ann", 0.5, 1.0, 0.5), CrewMember("Bob", 0.5, 1.0, 0.5, turns=True))
    scene = flight(crew=crew, sting=Sting(turn_after=5.0))
    scene.job.alert, scene.job.search_until = SEARCH, 10**6
    told = debrief(scene.drive(345).run(8.0))
    assert told.crew == (("Ann", "aboard"), ("Bob", "turned")) and told.sting
    assert told.tells == heist.tells(scene.level, 1)


def test_witnesses_and_officers_are_told_apart() -> None:
    scene = Scene(small(**(PEOPLE | {"inside": 100.0})))
    scene.person(WITNESS_ROW, 203, 197, np.pi).person(BYSTANDER_ROW, 197, 197, 0.0).run(2.5)
    scene.person(WITNESS_ROW, 0, 0)
    put(scene.cars, UNIT_0, 203, 197)
    told = debrief(scene.run(6.0))
    names = dict(told.witnesses)
    assert names["Vera Lund"] == pytest.approx(0.45) and names["bystander 1"] == 1.0 and "bystander 2" not in names
    assert told.police_certainty == pytest.approx(0.35 + 0.1 * 4.5)


def test_who_was_hurt_by_whom() -> None:
    scene = flight().person(BYSTANDER_ROW, 100, 200)
    struck = np.array([[BYSTANDER_ROW, CAR, 3.0, 100.0, 200.0]])
    assert struck.shape[1] == STRUCK_COLUMNS
    heist.note_struck(scene.job, struck)
    told = debrief(scene.run(0.1))
    assert told.hurt == (("bystander 1", "the Driver", 3.0, False),)


def test_a_change_of_cars_and_what_was_known_of_each() -> None:
    scene = flight().drive(300, 195.9).press(CHANGE_CAR).run(1.7).press(0)
    told = debrief(home(scene.drive(300, 196, row=SWITCH_CAR)))
    assert told.switched == 1
    assert [known for _, known in told.cars] == [("class", "colour", "plate"), ()]


# ------------------------------------------------------------------ objectives
def met(scene: Scene, kind: str, value: float = 0.0) -> bool:
    told = debrief(scene)
    (text, is_met, reward), *rest = told.objectives
    assert (text, reward, rest) == (f"{kind} {value}", 50.0, [])
    assert told.reward == 50.0 * is_met
    return is_met


def chase(kind: str, value: float = 0.0, **parts: object) -> Scene:
    return flight(objectives=(Objective(kind, f"{kind} {value}", 50.0, value),), **parts)


def test_unseen() -> None:
    assert met(home(chase("unseen")), "unseen")
    scene = chase("unseen")
    scene.job.exposure[WITNESS_ROW] = 1.4
    assert met(home(scene), "unseen")
    scene = chase("unseen")
    scene.job.exposure[WITNESS_ROW] = 1.6
    assert not met(home(scene), "unseen")


def test_no_harm() -> None:
    assert met(home(chase("no harm")), "no harm")
    scene = chase("no harm").person(BYSTANDER_ROW, 100, 200)
    heist.note_struck(scene.job, np.array([[BYSTANDER_ROW, CAR, 3.0, 100.0, 200.0]]))
    assert not met(home(scene.run(0.1)), "no harm")
    scene = chase("no harm").person(BYSTANDER_ROW, 100, 200)
    heist.note_struck(scene.job, np.array([[BYSTANDER_ROW, CIVILIAN, 3.0, 100.0, 200.0]]))
    assert met(home(scene.run(0.1)), "no harm")


def test_all_aboard() -> None:
    assert met(home(chase("all aboard")), "all aboard")
    assert not met(home(chase("all aboard").press(PUT_OUT).run(2.1).press(0)), "all aboard")


def test_clean_car() -> None:
    assert not met(home(chase("clean car")), "clean car")
    scene = chase("clean car").drive(300, 195.9).press(CHANGE_CAR).run(1.7).press(0)
    assert met(home(scene.drive(300, 196, row=SWITCH_CAR)), "clean car")


def test_fast() -> None:
    assert met(home(chase("fast", 42.0)), "fast", 42.0)
    assert not met(home(chase("fast", 39.0)), "fast", 39.0)


def test_damage() -> None:
    scene = chase("damage", 0.5)
    scene.cars[CAR, DAMAGE] = 0.4
    assert met(home(scene), "damage", 0.5)
    scene.cars[CAR, DAMAGE] = 0.5
    assert not met(scene, "damage", 0.5)


def test_turned_round() -> None:
    crew = (CrewMember("Ann", 0.5, 1.0, 0.5), CrewMember("Bob", 0.5, 1.0, 0.5, turns=True))
    parts = {"crew": crew, "sting": Sting()}
    scene = chase("turned round", **parts).press(PUT_OUT).run(2.1).press(0)
    assert met(home(scene), "turned round")
    assert not met(home(chase("turned round").press(PUT_OUT).run(2.1).press(0)), "turned round")


@pytest.mark.parametrize("kind", ["unseen", "no harm", "all aboard", "fast", "damage", "clean car"])
def test_only_who_escapes_has_met_anything(kind: str) -> None:
    scene = chase(kind, 1000.0)
    scene.job.known[:] = 0
    assert not met(scene.press(GIVE_UP).run(0.1), kind, 1000.0)
