"""The badges meter: what raises it, and what it forbids the police."""

import numpy as np
import pytest
from heist_scenes import FIRST, JUNE, Scene, busy
from small_city import CAR, UNIT_0, UNIT_1

from game.core.events import AT_X, AT_Y, CONTACT_COLUMNS, IMPULSE, NORMAL_X, A, B
from game.core.snapshot import ACTIVE, DAMAGE, PERSON_INSIDE
from game.heist import note_contacts
from game.heist.job import COLD, PURSUIT, SEARCH
from game.heist.status import units_allowed
from game.level.model import Sting

Rules = dict[str, float]


def scene_of(rules: Rules | None = None, sting: Sting | None = None) -> Scene:
    return Scene(busy(rules, sting=sting)).drive(100)


def ram(scene: Scene, x: float = 100.0, y: float = 200.0, toward: float = 0.0) -> Scene:
    """One tick in which unit 0 runs into the driver's car at (x, y)."""
    contact = np.zeros((1, CONTACT_COLUMNS))
    contact[0, [A, B, IMPULSE, NORMAL_X, AT_X, AT_Y]] = CAR, UNIT_0, 5000.0, 1.0, x, y
    scene.job.vx = toward
    note_contacts(scene.job, contact, scene.tags)
    return scene.run(0.1)


def hurt(scene: Scene) -> Scene:
    return scene.person(FIRST, 100, 202).strike(FIRST, UNIT_0).run(0.1)


def rammed_near(scene: Scene) -> Scene:
    return ram(scene.person(FIRST, 107.9, 200))


def wreck(scene: Scene) -> Scene:
    scene.cars[UNIT_0, DAMAGE] = 1.0
    return scene.run(0.1)


COSTS = [(hurt, "badges_hurt", 25.0), (rammed_near, "badges_ram", 4.0), (wreck, "badges_wreck", 3.0)]


@pytest.mark.parametrize(("act", "field", "points"), COSTS)
def test_what_an_operation_costs_is_the_story_s(act, field: str, points: float) -> None:  # type: ignore[no-untyped-def]
    scene = act(scene_of())
    assert scene.job.badges == points == scene.job.police_status.badges
    assert scene.events[-1].kind == "badges" and scene.events[-1].value == points
    assert act(scene_of({field: 0.0})).job.badges == 0.0  # the control: the rule is off


@pytest.mark.parametrize(("act", "field", "points"), COSTS)
def test_it_costs_twice_when_nobody_authorised_it(act, field: str, points: float) -> None:  # type: ignore[no-untyped-def]
    assert act(scene_of(sting=Sting())).job.badges == 2 * points
    assert act(scene_of(sting=Sting(authorised=True))).job.badges == points
    assert act(scene_of({"badges_unauthorised": 1.0}, Sting())).job.badges == points


@pytest.mark.parametrize(
    ("x", "state", "rules", "points"),
    [
        (107.9, 1, {}, 4.0),
        (108.1, 1, {}, 0.0),
        (108.1, 1, {"ram_near": 9.0}, 4.0),
        (102.0, PERSON_INSIDE, {}, 0.0),
    ],
)
def test_ramming_counts_within_8_metres_of_people_on_foot(x: float, state: int, rules: Rules, points: float) -> None:
    assert ram(scene_of(rules).person(FIRST, x, 200, state=state)).job.badges == points


def test_ramming_among_nobody_but_the_crew_costs_nothing() -> None:
    assert ram(scene_of().person(0, 102, 200)).job.badges == 0.0


def test_when_the_driver_runs_into_a_unit_it_did_not_ram() -> None:
    assert ram(scene_of().person(FIRST, 102, 200), toward=5.0).job.badges == 0.0


@pytest.mark.parametrize(("wait", "rules", "points"), [(1.7, {}, 4.0), (2.1, {}, 8.0), (1.7, {"ram_again": 1.0}, 8.0)])
def test_a_ram_counts_once(wait: float, rules: Rules, points: float) -> None:
    assert ram(rammed_near(scene_of(rules)).run(wait)).job.badges == points


def test_a_wreck_counts_once_and_each_one() -> None:
    scene = wreck(scene_of()).run(5.0)
    assert scene.job.badges == 3.0
    scene.cars[UNIT_1, DAMAGE] = 1.0
    assert scene.run(0.1).job.badges == 6.0


def test_harm_by_the_driver_costs_the_police_nothing() -> None:
    assert scene_of().person(FIRST, 100, 202).seen().strike(FIRST).run(0.1).job.badges == 0.0


@pytest.mark.parametrize(("rules", "points"), [({}, 30.0), ({"badges_money": 0.0}, 0.0)])
def test_the_money_gone_costs_30(rules: Rules, points: float) -> None:
    scene = Scene(busy(rules, inside=10.0)).on_the_run()
    scene.job.alert = COLD
    scene.drive(345).run(0.3)
    assert scene.job.outcome == "escaped" and scene.job.badges == points


@pytest.mark.parametrize(("rules", "left"), [({}, 10.0), ({"badges_arrest": 0.0}, 50.0)])
def test_an_arrest_takes_40_off(rules: Rules, left: float) -> None:
    scene = Scene(busy(rules, inside=10.0)).in_pursuit()
    scene.job.badges = 50.0
    scene.drive(100).officer(11.0).run(4.0)
    assert scene.job.outcome == "captured" and scene.job.badges == left


def test_the_meter_ends_at_0_and_at_100() -> None:
    scene = Scene(busy(inside=10.0)).in_pursuit().drive(100).officer(11.0).run(4.0)
    assert scene.job.outcome == "captured" and scene.job.badges == 0.0
    scene = scene_of()
    scene.job.badges = 90.0
    assert hurt(scene).job.badges == 100.0


# ------------------------------------------------------------------ what it forbids
def at(badges: float, felony: float = 60.0, rules: Rules | None = None) -> Scene:
    scene = scene_of(rules)
    scene.job.badges, scene.job.felony = badges, felony
    return scene.run(0.1)


@pytest.mark.parametrize(
    ("badges", "felony", "rules", "may"),
    [
        (0.0, 50.0, {}, True),
        (0.0, 49.9, {}, False),
        (0.0, 49.9, {"ram_from": 0.0}, True),
        (39.9, 60.0, {}, True),
        (40.0, 60.0, {}, False),
        (40.0, 60.0, {"badges_no_ram": 101.0}, True),
    ],
)
def test_police_ram_from_felony_50_and_not_from_40_badges(
    badges: float, felony: float, rules: Rules, may: bool
) -> None:
    assert at(badges, felony, rules).job.police_status.may_ram is may


@pytest.mark.parametrize(
    ("badges", "rules", "most", "broken_off"),
    [
        (59.9, {}, 99, False),
        (60.0, {}, 3, False),
        (60.0, {"badges_few": 101.0}, 99, False),
        (60.0, {"badges_few_units": 5.0}, 5, False),
        (79.9, {}, 3, False),
        (80.0, {}, 1, True),
        (80.0, {"badges_alone": 101.0}, 3, False),
        (99.9, {}, 1, True),
        (100.0, {}, 0, True),
        (100.0, {"badges_out": 101.0}, 1, True),
    ],
)
def test_the_meter_sends_units_home(badges: float, rules: Rules, most: int, broken_off: bool) -> None:
    told = at(badges, rules=rules).job.police_status
    assert (told.most_units, told.broken_off) == (most, broken_off)
    assert told.units == min(4, most)  # the level has four


def test_the_radio_says_what_a_rise_forbids() -> None:
    scene = scene_of()
    scene.job.badges = 37.0
    assert wreck(scene).texts("badges") == ["Unit 1 is a wreck: no more ramming"]
    for start, order in ((40.0, "two units and a supervisor, no more"), (70.0, "the colleagues break off")):
        scene = scene_of()
        scene.job.badges = start
        assert hurt(scene).texts("badges") == [f"Bystander 1 was hurt by the police: {order}"]


def test_units_that_broke_off_neither_see_nor_hold_him() -> None:
    scene = Scene(busy(inside=10.0)).in_pursuit()
    scene.tags[UNIT_1, ACTIVE] = 1
    scene.seen(yes=False).seen(by=1).run(20.0)
    assert scene.job.alert == PURSUIT  # the control: unit 1 follows
    scene.job.badges = 85.0
    assert scene.run(8.0).job.alert == SEARCH
    scene.seen(by=0).run(0.1)
    assert scene.job.alert == PURSUIT  # the Detective goes on by himself


def suspended() -> Scene:
    scene = Scene(busy(inside=10.0)).in_pursuit()
    scene.job.badges = 100.0
    return scene.run(0.2)


def test_at_100_the_operation_ends_and_the_driver_gets_away() -> None:
    scene = suspended()
    assert scene.job.alert == COLD and not scene.job.alerted
    assert scene.texts("badges") == ["The Detective is suspended: all units go home"]
    assert units_allowed(scene.job, scene.level) == 0
    assert scene.job.police_status.task == "The operation is over: go home"
    scene.drive(100).officer(11.0).run(20.0)
    assert scene.job.outcome == "" and scene.job.bust == 0
    assert scene.drive(345).run(0.3).job.outcome == "escaped"


def test_who_is_held_when_it_reaches_100_does_not_get_away() -> None:
    scene = Scene(busy(inside=10.0)).in_pursuit().drive(100).officer(11.0).run(1.0)
    scene.job.badges = 100.0
    assert scene.run(3.0).job.outcome == "captured"


def test_one_who_breaks_free_then_does() -> None:
    scene = Scene(busy(inside=10.0)).in_pursuit().drive(100).officer(11.0).run(1.0)
    scene.job.badges = 100.0
    assert scene.drive(100, speed=10.0).run(1.3).job.suspended == 1


@pytest.mark.parametrize(("speed", "rules", "over"), [(20.0, {}, 1), (18.0, {}, 0), (20.0, {"death_speed": 99.0}, 0)])
def test_the_death_of_an_innocent_at_their_hands_ends_it_at_once(speed: float, rules: Rules, over: int) -> None:
    scene = Scene(busy(rules, inside=10.0)).in_pursuit().drive(100).officer(11.0).run(1.0)
    scene.person(JUNE, 90, 202).strike(JUNE, UNIT_0, speed).run(0.1)
    assert scene.job.suspended == over
    assert scene.job.badges == (100.0 if over else 25.0)
    assert scene.run(3.0).job.outcome == ("" if over else "captured")


def test_a_suspended_operation_hears_no_witness() -> None:
    scene = suspended()
    scene.person(FIRST, 100, 202).strike(FIRST).run(31.0)
    assert scene.job.alert == COLD
