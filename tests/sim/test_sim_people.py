"""Being struck by a car: who, by what, at which height and how hard."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_scenes import CAR_LENGTH, CAR_WIDTH

from game.core.constants import DT
from game.core.events import S_CAR, S_PERSON, S_SPEED, STRUCK_COLUMNS
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    CAR_COLUMNS,
    P_HEADING,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_CALLING,
    PERSON_CAUGHT,
    PERSON_COLUMNS,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_INSIDE,
    PERSON_LEFT,
    PERSON_WALKING,
    TAG_COLUMNS,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.sim.cars import LENGTH, PARAMETER_COLUMNS, WIDTH
from game.sim.people import HARMLESS, SHOULDERS, strike_people

FLAT = np.zeros((1, 1), np.float32)


def strike(
    people: list[tuple[float, float]],
    cars: list[tuple[float, float, float, float]],
    state: int = PERSON_WALKING,
    z: float = 0.0,
    active: int = 1,
    ground: np.ndarray = FLAT,
) -> tuple[np.ndarray, np.ndarray]:
    """(rows of struck, states of the people). cars: x, y, heading, m/s, after the step."""
    folk = np.zeros((len(people), PERSON_COLUMNS))
    folk[:, [P_X, P_Y]], folk[:, P_STATE] = people, state
    table = np.zeros((len(cars), CAR_COLUMNS))
    for row, (x, y, heading, speed) in zip(table, cars, strict=True):
        row[[X, Y, ANGLE, VX, VY]] = x, y, heading, speed * math.cos(heading), speed * math.sin(heading)
    table[:, Z] = z
    tags = np.zeros((len(cars), TAG_COLUMNS), np.int32)
    tags[:, ACTIVE] = active
    boxes = np.zeros((len(cars), PARAMETER_COLUMNS))
    boxes[:, [LENGTH, WIDTH]] = CAR_LENGTH, CAR_WIDTH
    room = np.zeros((len(people), STRUCK_COLUMNS))
    count = strike_people(folk, table, tags, boxes, ground, room, DT)
    return room[:count], folk[:, P_STATE]


def test_a_car_strikes_whom_it_drives_into_with_its_speed_and_he_lies() -> None:
    struck, states = strike([(2.5, 0.5)], [(0.0, 0.0, 0.0, 12.0)])
    assert struck[:, [S_PERSON, S_CAR]].tolist() == [[0.0, 0.0]]
    assert struck[0, S_SPEED] == pytest.approx(12.0)
    assert states.tolist() == [PERSON_DOWN]


@pytest.mark.parametrize(("speed", "falls"), [(0.0, 0), (HARMLESS - 0.1, 0), (HARMLESS + 0.1, 1)])
def test_a_car_that_stands_or_creeps_strikes_nobody(speed: float, falls: int) -> None:
    assert len(strike([(1.0, 0.0)], [(0.0, 0.0, 0.0, speed)])[0]) == falls


@pytest.mark.parametrize(
    ("state", "falls"),
    [
        (PERSON_WALKING, 1),
        (PERSON_DIVING, 1),
        (PERSON_CALLING, 1),
        (PERSON_LEFT, 1),
        (PERSON_INSIDE, 0),
        (PERSON_ABOARD, 0),
        (PERSON_DOWN, 0),
        (PERSON_CAUGHT, 0),
    ],
)
def test_only_those_in_the_street_and_up_are_struck(state: int, falls: int) -> None:
    assert len(strike([(1.0, 0.0)], [(0.0, 0.0, 0.0, 10.0)], state)[0]) == falls


def test_a_car_on_a_deck_above_or_in_a_river_below_strikes_nobody() -> None:
    car = [(0.0, 0.0, 0.0, 10.0)]
    assert len(strike([(1.0, 0.0)], car, z=5.5)[0]) == 0
    assert len(strike([(1.0, 0.0)], car, z=-5.0)[0]) == 0
    bed = np.full((4, 4), -5.0, np.float32)
    assert len(strike([(1.0, 0.0)], car, z=-5.0, ground=bed)[0]) == 1


def test_a_car_in_the_depot_strikes_nobody() -> None:
    assert len(strike([(1.0, 0.0)], [(0.0, 0.0, 0.0, 10.0)], active=0)[0]) == 0


def test_rows_are_sorted_by_person_whatever_the_order_of_the_cars() -> None:
    people = [(100.0, 0.0), (50.0, 0.0), (0.0, 0.0)]
    cars = [(0.0, 0.0, 0.0, 10.0), (50.0, 0.0, 0.0, 10.0), (100.0, 0.0, 0.0, 10.0)]
    struck, _ = strike(people, cars)
    assert struck[:, [S_PERSON, S_CAR]].tolist() == [[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]]


@given(
    heading=st.floats(-math.pi, math.pi),
    speed=st.floats(HARMLESS + 0.5, 70.0),
    along=st.floats(-1.0, 1.0),
    aside=st.floats(-0.95, 0.95),
)
def test_nobody_in_the_strip_that_a_car_sweeps_in_a_tick_is_missed(
    heading: float, speed: float, along: float, aside: float
) -> None:
    """However fast: the whole way of a tick counts, not its end only."""
    ahead = along * 0.5 * CAR_LENGTH - (0.5 - 0.5 * along) * speed * DT
    left = aside * 0.5 * CAR_WIDTH
    x = ahead * math.cos(heading) - left * math.sin(heading)
    y = ahead * math.sin(heading) + left * math.cos(heading)
    assert len(strike([(x, y)], [(0.0, 0.0, heading, speed)])[0]) == 1


@given(heading=st.floats(-math.pi, math.pi), speed=st.floats(3.0, 70.0), side=st.sampled_from([-1.0, 1.0]))
def test_nobody_beside_a_car_is_struck(heading: float, speed: float, side: float) -> None:
    left = side * (0.5 * CAR_WIDTH + SHOULDERS + 0.05)
    assert len(strike([(-left * math.sin(heading), left * math.cos(heading))], [(0.0, 0.0, heading, speed)])[0]) == 0


def test_who_runs_with_the_car_is_struck_less_hard() -> None:
    folk = np.zeros((1, PERSON_COLUMNS))
    folk[0, [P_X, P_SPEED, P_HEADING, P_STATE]] = 2.0, 4.0, 0.0, PERSON_WALKING
    car = np.zeros((1, CAR_COLUMNS))
    car[0, VX] = 10.0
    tags = np.ones((1, TAG_COLUMNS), np.int32)
    boxes = np.full((1, PARAMETER_COLUMNS), 4.0)
    room = np.zeros((1, STRUCK_COLUMNS))
    assert strike_people(folk, car, tags, boxes, FLAT, room, DT) == 1
    assert room[0, S_SPEED] == pytest.approx(6.0)
