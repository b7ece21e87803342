"""Men of the crew who are left on foot are caught by an officer who stays with them."""

import pytest
from heist_scenes import Scene, small
from small_city import UNIT_0, city, put

from game.core.snapshot import ACTIVE, P_STATE, PERSON_ABOARD, PERSON_CAUGHT, PERSON_DOWN, PERSON_LEFT
from game.level.model import Level

ANN, BOB = 0, 1


def left_behind(world: Level | None = None, state: int = PERSON_LEFT, distance: float = 11.9) -> Scene:
    """Ann stands at (100, 200) with unit 0 so far off; he is away with Bob."""
    scene = Scene(world or small()).on_the_run().drive(380, 390)
    scene.person(ANN, 100, 200, state=state)
    scene.job.aboard = 1
    put(scene.cars, UNIT_0, 100 - distance, 200)
    return scene


@pytest.mark.parametrize("state", [PERSON_LEFT, PERSON_DOWN])
def test_an_officer_who_stays_with_a_man_for_four_seconds_has_him(state: int) -> None:
    scene = left_behind(state=state).run(3.9)
    assert scene.people[ANN, P_STATE] == state and not scene.texts("caught")
    scene.run(0.1)
    assert scene.people[ANN, P_STATE] == PERSON_CAUGHT
    assert scene.texts("caught") == ["Ann is caught by unit 1"] and scene.job.caught == 1


@pytest.mark.parametrize("spoiled", ["distance", "wall", "depot", "aboard", "quiet"])
def test_without_all_of_it_he_stays_free(spoiled: str) -> None:
    wall = [(95.0, 150.0, 95.0, 250.0, 0.0, 10.0)] if spoiled == "wall" else []
    scene = left_behind(small(place=city(wall)), distance=12.1 if spoiled == "distance" else 11.9)
    if spoiled == "depot":
        scene.tags[UNIT_0, ACTIVE] = 0
    elif spoiled == "aboard":
        scene.people[ANN, P_STATE] = PERSON_ABOARD
    elif spoiled == "quiet":
        scene.job.felony = 0.0
    assert not scene.run(10.0).texts("caught")


@pytest.mark.parametrize(("rules", "seconds"), [({"bust_seconds": 2.0}, 2.0), ({"bust_range": 30.0}, 4.0)])
def test_range_and_seconds_are_those_of_the_bust(rules: dict[str, float], seconds: float) -> None:
    scene = left_behind(small(rules), distance=25.0 if "bust_range" in rules else 11.9)
    assert not scene.run(seconds - 0.1).texts("caught")
    assert scene.run(0.1).texts("caught")


def test_the_hold_runs_back_when_the_officer_leaves() -> None:
    scene = left_behind().run(3.0)
    put(scene.cars, UNIT_0, 300, 100)
    scene.run(2.0)
    put(scene.cars, UNIT_0, 95, 200)
    assert not scene.run(2.9).texts("caught")
    assert scene.run(0.1).texts("caught")


def test_it_is_an_arrest_for_the_badges() -> None:
    scene = left_behind()
    scene.job.badges = 45.0
    assert scene.run(4.0).job.badges == 5.0


def test_it_happens_once() -> None:
    assert len(left_behind().run(20.0).texts("caught")) == 1
