"""Who has the Driver's face in view: a kernel over people on foot and the officers in their cars."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import (
    ACTIVE,
    CREW,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_WALKING,
    X,
    Y,
    Z,
)
from game.sense.onlookers import STATURE
from game.sense.sight import EYE, in_view

LOOKS, SURE = 1, 2


@kernel
def _clear(
    sight_edges: NDArray[np.float64],
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
    x0: float,
    y0: float,
    z0: float,
    face: NDArray[np.float64],
    reach: float,
) -> float:
    """m from an eye to the face of the man in this car when it is in reach and in line of sight, else -1."""
    distance = math.sqrt((face[X] - x0) ** 2 + (face[Y] - y0) ** 2)
    if distance > reach or not in_view(sight_edges, sight_grid, deck_z, x0, y0, z0, face[X], face[Y], face[Z] + EYE):
        return -1.0
    return distance


@kernel
def _looks_at(person: NDArray[np.float64], x: float, y: float, cosine: float) -> bool:
    """Whether a person on foot, not of the crew, has (x, y) in the cone of his face."""
    if person[P_KIND] == CREW or (person[P_STATE] != PERSON_WALKING and person[P_STATE] != PERSON_CALLING):
        return False
    dx, dy = x - person[P_X], y - person[P_Y]
    ahead = dx * math.cos(person[P_LOOK]) + dy * math.sin(person[P_LOOK])
    return bool(ahead >= cosine * math.sqrt(dx * dx + dy * dy))


@kernel
def expose(
    people: NDArray[np.float64],
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    police: int,
    car: int,
    numbers: tuple[float, float, float, float, float, float],
    sight_edges: NDArray[np.float64],
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
    exposure: NDArray[np.float64],
    looks: NDArray[np.uint8],
) -> tuple[int, int, float]:
    """Add what each onlooker has seen of the face of the man in `car` to `exposure` (people + units,), s.

    police: the row of unit 0; officers look all round. numbers: reach (m), cosine of half the cone of people, m up
    to which a face is at its best, factor at the reach's end, s that count from near, s at which one is sure.
    looks (people + units,): LOOKS for those who have him in view, SURE for who has just become sure, 0 for the
    others. Answers how many have him in view, how many have become sure, and the longest exposure of those who look.
    """
    reach, cosine, near, far, seconds, enough = numbers
    face, on_foot = cars[car], people.shape[0]
    watched, told, longest = 0, 0, 0.0
    looks[:] = 0
    for i in range(exposure.shape[0]):
        distance = -1.0
        if i < on_foot:
            person = people[i]
            if abs(person[P_X] - face[X]) <= reach and _looks_at(person, face[X], face[Y], cosine):
                x, y = person[P_X], person[P_Y]
                distance = _clear(sight_edges, sight_grid, deck_z, x, y, STATURE, face, reach)
        else:
            unit = police + i - on_foot
            if unit < cars.shape[0] and tags[unit, ACTIVE]:
                x, y, z = cars[unit, X], cars[unit, Y], cars[unit, Z] + EYE
                distance = _clear(sight_edges, sight_grid, deck_z, x, y, z, face, reach)
        if distance < 0.0:
            continue
        watched += 1
        looks[i] = LOOKS
        share = min(max((distance - near) / (reach - near), 0.0), 1.0)
        before = exposure[i]
        exposure[i] += seconds * (1.0 - share * (1.0 - far))
        longest = max(longest, exposure[i])
        if before < enough <= exposure[i]:
            looks[i] = SURE
            told += 1
    return watched, told, longest
