"""People are rows, not bodies: they walk straight on until somebody turns them, sit in a car, or are struck by one."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.constants import CAR_HEIGHT
from game.core.events import S_CAR, S_PERSON, S_SPEED, S_X, S_Y
from game.core.kernel import kernel
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    OMEGA,
    P_CAR,
    P_HEADING,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_CALLING,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_LEFT,
    PERSON_WALKING,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.sim.cars import LENGTH, WIDTH

SHOULDERS = 0.3  # m, radius of somebody on foot
HARMLESS = 2.5  # m/s: a slower car only makes people step back (falls begin near 10 km/h in the accident studies)


@kernel
def move_people(people: NDArray[np.float64], cars: NDArray[np.float64], dt: float) -> None:
    """Move those on their feet, or diving, by P_HEADING and P_SPEED; those aboard are where their car is."""
    for i in range(people.shape[0]):
        state, speed = people[i, P_STATE], people[i, P_SPEED]
        if state in (PERSON_WALKING, PERSON_DIVING):
            if speed != 0.0:
                people[i, P_X] += speed * math.cos(people[i, P_HEADING]) * dt
                people[i, P_Y] += speed * math.sin(people[i, P_HEADING]) * dt
        elif state == PERSON_ABOARD and people[i, P_CAR] >= 0.0:
            car = int(people[i, P_CAR])
            people[i, P_X] = cars[car, X]
            people[i, P_Y] = cars[car, Y]


@kernel
def _can_fall(state: float) -> bool:
    """Whether somebody in this state is in the street and on his feet, or diving."""
    return bool(state in (PERSON_WALKING, PERSON_DIVING, PERSON_CALLING, PERSON_LEFT))


@kernel
def _bounds(people: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """(least x, least y, most x, most y) of all who can be struck."""
    low_x, low_y, high_x, high_y = math.inf, math.inf, -math.inf, -math.inf
    for i in range(people.shape[0]):
        if _can_fall(people[i, P_STATE]):
            x, y = people[i, P_X], people[i, P_Y]
            low_x, high_x = min(low_x, x), max(high_x, x)
            low_y, high_y = min(low_y, y), max(high_y, y)
    return low_x, low_y, high_x, high_y


@kernel
def _enters(at: float, by: float, half: float) -> tuple[float, float]:
    """Between which shares of a straight way, `by` long and ending `at`, one is within `half` of 0."""
    if by == 0.0:
        return (-math.inf, math.inf) if abs(at) < half else (math.inf, -math.inf)
    a, b = 1.0 + (-half - at) / by, 1.0 + (half - at) / by
    return min(a, b), max(a, b)


@kernel
def _blow(car: NDArray[np.float64], box: NDArray[np.float64], person: NDArray[np.float64], dt: float) -> float:
    """m/s of the car against a person whom its rectangle has met within the last dt seconds, else -1."""
    cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    dx, dy = person[P_X] - car[X], person[P_Y] - car[Y]
    step = 0.0 if person[P_STATE] in (PERSON_CALLING, PERSON_LEFT) else person[P_SPEED]
    vx = step * math.cos(person[P_HEADING]) - car[VX] + car[OMEGA] * dy
    vy = step * math.sin(person[P_HEADING]) - car[VY] - car[OMEGA] * dx
    first, last = _enters(cos * dx + sin * dy, (cos * vx + sin * vy) * dt, 0.5 * box[LENGTH] + SHOULDERS)
    begin, end = _enters(cos * dy - sin * dx, (cos * vy - sin * vx) * dt, 0.5 * box[WIDTH] + SHOULDERS)
    if max(first, begin, 0.0) > min(last, end, 1.0):
        return -1.0
    return math.sqrt(vx * vx + vy * vy)


@kernel
def _level(ground_z: NDArray[np.float32], x: float, y: float) -> float:
    """Height of the ground, 0 outside the raster."""
    row, column = int(y), int(x)
    if 0 <= row < ground_z.shape[0] and 0 <= column < ground_z.shape[1]:
        return float(ground_z[row, column])
    return 0.0


@kernel
def _sort(struck: NDArray[np.float64], count: int) -> None:
    """By person; nobody is struck twice."""
    for k in range(1, count):
        m = k
        while m > 0 and struck[m - 1, S_PERSON] > struck[m, S_PERSON]:
            for column in range(struck.shape[1]):
                struck[m - 1, column], struck[m, column] = struck[m, column], struck[m - 1, column]
            m -= 1


@kernel
def strike_people(
    people: NDArray[np.float64],
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    boxes: NDArray[np.float64],
    ground_z: NDArray[np.float32],
    struck: NDArray[np.float64],
    dt: float,
) -> int:
    """Lay down whom a car faster than HARMLESS has met in the last dt seconds; how many rows (STRUCK_COLUMNS)
    were written into `struck`, which has one for each person. boxes: a row of sim.cars.parameters for each car.

    People stand on the ground: a car on a deck above, or in a river's bed, does not meet them."""
    low_x, low_y, high_x, high_y = _bounds(people)
    count = 0
    for c in range(cars.shape[0]):
        x, y, vx, vy = cars[c, X], cars[c, Y], cars[c, VX], cars[c, VY]
        reach = 0.5 * (boxes[c, LENGTH] + boxes[c, WIDTH]) + 1.5  # m: a corner's, and what is driven in a tick
        if not (low_x - reach < x < high_x + reach and low_y - reach < y < high_y + reach):
            continue
        if vx * vx + vy * vy < HARMLESS * HARMLESS or not tags[c, ACTIVE]:
            continue
        for i in range(people.shape[0]):
            dx, dy = people[i, P_X] - x, people[i, P_Y] - y
            if abs(dx) > reach or abs(dy) > reach or not _can_fall(people[i, P_STATE]):
                continue
            if abs(_level(ground_z, people[i, P_X], people[i, P_Y]) - cars[c, Z]) > CAR_HEIGHT:
                continue
            speed = _blow(cars[c], boxes[c], people[i], dt)
            if speed >= HARMLESS:
                people[i, P_STATE], people[i, P_SPEED] = PERSON_DOWN, 0.0
                struck[count, S_PERSON], struck[count, S_CAR], struck[count, S_SPEED] = i, c, speed
                struck[count, S_X], struck[count, S_Y] = people[i, P_X], people[i, P_Y]
                count += 1
    _sort(struck, count)
    return count
