"""People are rows, not bodies: they walk straight on until somebody turns them, or sit in a car."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import P_CAR, P_HEADING, P_SPEED, P_STATE, P_X, P_Y, PERSON_ABOARD, PERSON_WALKING, X, Y


@kernel
def move_people(people: NDArray[np.float64], cars: NDArray[np.float64], dt: float) -> None:
    """Move the walking ones by P_HEADING and P_SPEED; those aboard are where their car is."""
    for i in range(people.shape[0]):
        if people[i, P_STATE] == PERSON_WALKING:
            people[i, P_X] += people[i, P_SPEED] * math.cos(people[i, P_HEADING]) * dt
            people[i, P_Y] += people[i, P_SPEED] * math.sin(people[i, P_HEADING]) * dt
        elif people[i, P_STATE] == PERSON_ABOARD and people[i, P_CAR] >= 0.0:
            car = int(people[i, P_CAR])
            people[i, P_X] = cars[car, X]
            people[i, P_Y] = cars[car, Y]
