"""Who is on foot in sight of a side, and whose eyes rest on the Driver's face."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from small_city import CAR, UNIT_0, UNIT_1, UNITS, cast, city, crowd, level, put, setup

from game import heist
from game.core.snapshot import (
    ACTIVE,
    BYSTANDER,
    CREW,
    P_KIND,
    P_STATE,
    P_X,
    PERSON_ABOARD,
    PERSON_CALLING,
    PERSON_CAUGHT,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_INSIDE,
    PERSON_LEFT,
    PERSON_WALKING,
    WITNESS,
    Z,
)
from game.level.city import City
from game.sense.faces import SURE, expose
from game.sense.senses import PEOPLE_EVERY, Senses

WALL = (150.0, 203.0, 250.0, 203.0, 0.0, 10.0)  # north of the car
NUMBERS = (12.0, 0.5, 3.0, 0.5, 0.1, 1.5)  # reach, cos 60°, near, factor at the reach's end, s a look, s to be sure


# ------------------------------------------------------------------ observations
def street(people: NDArray[np.float64], walls: tuple[tuple[float, ...], ...] = ()) -> SimpleNamespace:
    """The getaway car at (200, 197), unit 0 at (20, 200), and these people."""
    place = level(city(walls))  # type: ignore[arg-type]
    cars, tags = cast()
    return SimpleNamespace(
        cars=cars,
        tags=tags,
        people=people,
        senses=Senses(place, setup(), CAR, UNITS),
        job=heist.start(place, setup()),
    )


def look(world: SimpleNamespace, tick: int = 0) -> SimpleNamespace:
    world.senses.update(tick, world.cars, world.tags, world.people, world.job)
    return world


def passer_by(x: float, y: float, state: int = PERSON_WALKING, kind: int = BYSTANDER) -> NDArray[np.float64]:
    return crowd((x, y, 0.0, state, kind))


@pytest.mark.parametrize(("distance", "count"), [(59.0, 1), (61.0, 0)])
def test_one_sees_people_within_60_metres(distance: float, count: int) -> None:
    assert look(street(passer_by(200 + distance, 197))).senses.driver.people_count == count


@pytest.mark.parametrize(
    ("state", "count"),
    [
        (PERSON_WALKING, 1),
        (PERSON_CALLING, 1),
        (PERSON_DIVING, 1),
        (PERSON_DOWN, 1),
        (PERSON_LEFT, 1),
        (PERSON_CAUGHT, 1),
        (PERSON_INSIDE, 0),
        (PERSON_ABOARD, 0),
    ],
)
def test_one_sees_who_is_on_foot(state: int, count: int) -> None:
    assert look(street(passer_by(210, 197, state))).senses.driver.people_count == count


def test_walls_hide_people() -> None:
    assert look(street(passer_by(200, 210), (WALL,))).senses.driver.people_count == 0
    assert look(street(passer_by(200, 210))).senses.driver.people_count == 1


def test_each_side_sees_its_own_people_and_they_are_live() -> None:
    world = look(street(np.vstack([passer_by(210, 197), passer_by(30, 200)])))
    driver, police = world.senses.driver, world.senses.police
    assert driver.people[: driver.people_count, P_X].tolist() == [210.0]
    assert police.people[: police.people_count, P_X].tolist() == [30.0]
    world.people[0, P_X] = 211.0
    look(world, 1)
    assert driver.people[0, P_X] == 211.0
    assert not driver.people[1:].any() and not police.people[1:].any()


def test_who_walks_out_of_sight_is_gone_with_the_next_look() -> None:
    world = look(street(passer_by(210, 197)))
    world.people[0, P_X] = 300.0
    counts = [look(world, tick).senses.driver.people_count for tick in range(1, 1 + PEOPLE_EVERY)]
    assert counts[0] == 1 and counts[-1] == 0
    assert not world.senses.driver.people.any()


def test_who_gets_into_a_car_is_gone_at_once() -> None:
    world = look(street(passer_by(210, 197)))
    world.people[0, P_STATE] = PERSON_ABOARD
    assert look(world, 1).senses.driver.people_count == 0


def test_a_unit_in_the_depot_sees_nobody() -> None:
    world = street(passer_by(30, 200))
    world.tags[UNIT_0, ACTIVE] = 0
    assert look(world).senses.police.people_count == 0


def test_police_know_a_man_of_the_crew_by_his_bag_only() -> None:
    world = look(street(np.vstack([passer_by(30, 200, kind=CREW), passer_by(31, 200, PERSON_LEFT, CREW)])))
    assert world.senses.police.people[:2, P_KIND].tolist() == [CREW, BYSTANDER]
    put(world.cars, CAR, 35, 197)
    for tick in range(1, 1 + PEOPLE_EVERY):
        look(world, tick)
    assert world.senses.driver.people[:2, P_KIND].tolist() == [CREW, CREW]


# ------------------------------------------------------------------ faces
def exposed(
    people: NDArray[np.float64], place: City | None = None, units: int = 0, times: int = 1, height: float = 0.0
) -> tuple[int, int, list[float]]:
    """How many look at the man in the car at (200, 197), how many became sure in the last look, and for how
    long each has seen him. Unit 0 stands 5 m behind him, its nose away from him."""
    place = place or city()
    cars, tags = cast()
    cars[CAR, Z] = height
    put(cars, UNIT_0, 195, 197, 0.0, math.pi)
    put(cars, UNIT_1, 195, 197)
    exposure, looks = np.zeros(len(people) + units), np.zeros(len(people) + units, np.uint8)
    for _ in range(times):
        watched, told, longest = expose(
            people,
            cars,
            tags,
            UNIT_0,
            CAR,
            NUMBERS,
            place.sight_edges,
            place.sight_grid,
            place.deck_z,
            exposure,
            looks,
        )
    assert longest == (exposure[looks > 0].max() if watched else 0.0)
    assert (looks > 0).sum() == watched and (looks == SURE).sum() == told
    return watched, told, exposure.tolist()


def onlooker(
    x: float, y: float, degrees: float = 180.0, state: int = PERSON_WALKING, kind: int = BYSTANDER
) -> NDArray[np.float64]:
    return crowd((x, y, math.radians(degrees), state, kind))


@pytest.mark.parametrize(("distance", "watched"), [(11.9, 1), (12.1, 0)])
def test_a_face_is_seen_from_12_metres(distance: float, watched: int) -> None:
    assert exposed(onlooker(200 + distance, 197))[0] == watched


@pytest.mark.parametrize(("degrees", "watched"), [(180, 1), (121, 1), (239, 1), (119, 0), (241, 0), (0, 0)])
def test_people_see_a_face_60_degrees_to_either_side_of_where_they_look(degrees: float, watched: int) -> None:
    assert exposed(onlooker(205, 197, degrees))[0] == watched


@pytest.mark.parametrize(
    ("state", "watched"),
    [
        (PERSON_WALKING, 1),
        (PERSON_CALLING, 1),
        (PERSON_INSIDE, 0),
        (PERSON_DOWN, 0),
        (PERSON_DIVING, 0),
        (PERSON_CAUGHT, 0),
    ],
)
def test_only_who_is_on_his_feet_and_out_of_danger_looks(state: int, watched: int) -> None:
    assert exposed(onlooker(205, 197, state=state))[0] == watched


def test_witnesses_look_and_the_crew_does_not_count() -> None:
    assert exposed(onlooker(205, 197, kind=WITNESS))[0] == 1
    assert exposed(onlooker(205, 197, kind=CREW))[0] == 0


def test_walls_and_decks_hide_a_face() -> None:
    assert exposed(onlooker(200, 207, -90), city([WALL]))[0] == 0
    deck = np.full((400, 400), np.nan, np.float32)
    deck[190:210, 190:210] = 5.0
    assert exposed(onlooker(196, 197, 0), city(deck_z=deck), height=6.0)[0] == 0
    assert exposed(onlooker(196, 197, 0), city(deck_z=deck))[0] == 1


def test_officers_look_all_round() -> None:
    nobody = crowd()
    assert exposed(nobody, units=2) == (
        1,
        0,
        pytest.approx([0.1 * (1 - 2 / 9 * 0.5), 0.0]),
    )  # the other is in the depot


@pytest.mark.parametrize(("distance", "factor"), [(1.0, 1.0), (3.0, 1.0), (7.5, 0.75), (12.0, 0.5)])
def test_distance_makes_a_look_count_less(distance: float, factor: float) -> None:
    assert exposed(onlooker(200 + distance, 197))[2] == pytest.approx([0.1 * factor])


def test_one_becomes_sure_once() -> None:
    near = onlooker(202, 197)
    assert [exposed(near, times=k)[1] for k in (14, 15, 16, 17)].count(1) == 1
    assert exposed(near, times=30)[:2] == (1, 0)
