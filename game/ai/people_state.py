"""What people on foot keep in mind: one row each, for one kernel call to act on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.core.constants import DT, TICK_HZ
from game.core.kernel import kernel
from game.core.rng import PEOPLE, uniform

# Columns of minds, float64, one row a witness or bystander.
MODE = 0  # one of the modes below
RING = 1  # the walk, or a witness's path, that he follows
NEXT = 2  # the row of its points that he is going to
SENSE = 3  # 1 along the ring, -1 against it
SIDE = 4  # m left of the ring: not all walk in each other's steps
PACE = 5  # m/s
UNTIL = 6  # tick up to which the mode lasts
NOTICED = 7  # tick at which he became aware of the danger that he is in, -1 without
REACTION = 8  # ticks he takes to do something about it
GAZE_UNTIL = 9  # tick up to which he looks where he has turned his face
FROM_X, FROM_Y = 10, 11  # m, what he runs from
ROLLS = 12  # dice thrown so far: the last key of the next
STARTS = 13  # witnesses: AT_START or AT_ALARM
DELAY = 14  # ticks after that
MIND_COLUMNS = 15

# Modes.
STROLLING, STANDING, FLEEING, DIVING, RETURNING, CALLING = range(6)

AT_START, AT_ALARM = 0.0, 1.0

# Places in the vector of what all can know: the session fills it before each turn.
DRIVER_CAR, WAIT_TICK, ALARM_TICK, SCARE_TICK, SCARE_X, SCARE_Y, SCARE_RANGE = range(7)
CENTRE_X, CENTRE_Y, RADIUS = 7, 8, 9  # m: the circle that bystanders keep to
LEFT, LOW = 10, 11  # m: where cell (0, 0) of the ground begins
RINGS = 12  # how many walks are closed rings
NEWS = 13

TURN_EVERY = 3  # ticks: half of all act at a time, as a call has its own cost
TURNS = 2
ACT_EVERY = TURN_EVERY * TURNS  # ticks between two decisions of one person
ACT = ACT_EVERY * DT  # s


class Crowd(NamedTuple):
    """All people, and the minds of those from row `first` on. news: the vector above."""

    people: NDArray[np.float64]
    minds: NDArray[np.float64]
    news: NDArray[np.float64]


class Streets(NamedTuple):
    """The ground, as ai.people_ground.Ground has it."""

    cells: NDArray[np.uint8]
    steps: NDArray[np.uint16]
    points: NDArray[np.float64]
    starts: NDArray[np.int32]


class Traffic(NamedTuple):
    """All cars of the world, and what blocks the view."""

    cars: NDArray[np.float64]
    tags: NDArray[np.int32]
    controls: NDArray[np.int16]
    sight_edges: NDArray[np.float64]
    sight_grid: NDArray[np.int32]
    deck_z: NDArray[np.float32]


@kernel
def ticks(seconds: float) -> float:
    """The nearest whole number of ticks."""
    return float(int(seconds * TICK_HZ + 0.5))


@kernel
def roll(seed: int, minds: NDArray[np.float64], m: int) -> float:
    """The next number in [0, 1) of this person's dice."""
    minds[m, ROLLS] += 1.0
    return uniform(seed, PEOPLE, m, int(minds[m, ROLLS]))
