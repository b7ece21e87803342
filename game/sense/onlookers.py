"""Who is on foot in sight of a side: kernels."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import (
    BYSTANDER,
    CREW,
    P_KIND,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_INSIDE,
    PERSON_LEFT,
    X,
    Y,
    Z,
)
from game.sense.sight import EYE, in_view

PEOPLE_SIGHT = 60.0  # m from which one makes out somebody on foot and what he does
STATURE = 1.6  # m: the eyes of someone on foot


@kernel
def is_on_foot(person: NDArray[np.float64]) -> bool:
    """Whether he stands, walks or lies in the open."""
    return bool(person[P_STATE] != PERSON_INSIDE and person[P_STATE] != PERSON_ABOARD)


@kernel
def watch_people(
    people: NDArray[np.float64],
    car: NDArray[np.float64],
    active: bool,
    sight_edges: NDArray[np.float64],
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
    out: NDArray[np.uint8],
) -> None:
    """Whom the one in this car has in sight, into out (p,), 1 or 0: nobody if the car is in the depot."""
    out[:] = 0
    if not active:
        return
    x, y, z = car[X], car[Y], car[Z] + EYE
    for i in range(people.shape[0]):
        px, py = people[i, P_X], people[i, P_Y]
        if not is_on_foot(people[i]) or math.sqrt((px - x) ** 2 + (py - y) ** 2) > PEOPLE_SIGHT:
            continue
        out[i] = in_view(sight_edges, sight_grid, deck_z, x, y, z, px, py, STATURE)


@kernel
def gather_people(
    people: NDArray[np.float64], sees: NDArray[np.uint8], first: int, last: int, seen: NDArray[np.float64], before: int
) -> int:
    """Fill a side's rows of people from whom its observers first … last - 1 see; rows up to `before` that are no
    longer used become 0. Returns how many hold somebody. Police don't know a man of the crew without his bag."""
    count = 0
    for i in range(people.shape[0]):
        mask = 0
        for o in range(first, last):
            mask |= int(sees[o, i])
        if mask and is_on_foot(people[i]):
            seen[count] = people[i]
            if first > 0 and people[i, P_KIND] == CREW and people[i, P_STATE] == PERSON_LEFT:
                seen[count, P_KIND] = BYSTANDER
            count += 1
    seen[count:before] = 0.0
    return count
