"""Things at the kerb that a car knocks over: posts, hydrants, boxes.

They are no bodies: a moving car whose rectangle reaches one takes its breakaway mass along, which costs the
car momentum as a force over the tick, and the thing lies on the ground for the rest of the run.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.core.constants import CAR_HEIGHT
from game.core.events import AT_X, AT_Y, CONTACT_COLUMNS, FIRST, IMPULSE, NORMAL_X, NORMAL_Y, PROP, A, B
from game.core.kernel import kernel
from game.core.snapshot import ANGLE, OMEGA, VX, VY, X, Y, Z
from game.level.city import (
    PROP_CRATE,
    PROP_HYDRANT,
    PROP_KIND,
    PROP_LAMP,
    PROP_METER,
    PROP_NEWSBOX,
    PROP_PHONE,
    PROP_SIGN,
    PROP_SIGNAL,
    PROP_STOP,
    PROP_X,
    PROP_Y,
    PROP_Z,
)
from game.level.grid import CELL, COLUMNS, HEADER, ROWS
from game.sim.cars import INERTIA, LENGTH, MASS, WIDTH
from game.sim.tyres import FORCE_X, FORCE_Y, TORQUE

# Breakaway mass: what a car has to take along, kg. Posts of lamps and signals stand on slip bases and may
# take 750 to 1100 lb·s from a car (AASHTO, Structural Supports, 1975): 3.3 … 4.9 kN·s at 40 to 60 mph.
# Break-flange hydrants and concrete-footed boxes: estimates from what they weigh.
BREAKAWAY = {
    PROP_LAMP: 150.0,
    PROP_SIGNAL: 180.0,
    PROP_STOP: 12.0,
    PROP_SIGN: 15.0,
    PROP_HYDRANT: 90.0,
    PROP_NEWSBOX: 40.0,
    PROP_METER: 20.0,
    PROP_PHONE: 110.0,
    PROP_CRATE: 15.0,
}
RADIUS = 0.15  # m of every prop, seen from above
SLOWEST = 0.5  # m/s: a car that stands or creeps does not look
ROOM_FOR_HITS = 64  # props that all cars together knock over in a tick; more wait for the next

# Columns of things, float64, one row a prop.
T_X, T_Y, T_Z, T_MASS = range(4)
THING_COLUMNS = 4


def things(props: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rows that `knock` reads, from City.props."""
    out = np.zeros((len(props), THING_COLUMNS))
    out[:, [T_X, T_Y, T_Z]] = props[:, [PROP_X, PROP_Y, PROP_Z]]
    out[:, T_MASS] = [BREAKAWAY[int(kind)] for kind in props[:, PROP_KIND]]
    return out


@kernel
def _touches(car: NDArray[np.float64], box: NDArray[np.float64], thing: NDArray[np.float64]) -> bool:
    """Whether a prop reaches into the car's rectangle, at its height."""
    cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    dx, dy = thing[T_X] - car[X], thing[T_Y] - car[Y]
    ahead, left = cos * dx + sin * dy, cos * dy - sin * dx
    inside = abs(ahead) < 0.5 * box[LENGTH] + RADIUS and abs(left) < 0.5 * box[WIDTH] + RADIUS
    return bool(inside and abs(thing[T_Z] - car[Z]) < CAR_HEIGHT)


@kernel
def _push(
    car: NDArray[np.float64],
    box: NDArray[np.float64],
    thing: NDArray[np.float64],
    force: NDArray[np.float64],
    hit: NDArray[np.float64],
    dt: float,
) -> None:
    """Let the car take the prop along (plastic impact): its force row, and what the contact row tells, at
    the place where both are after the step."""
    dx, dy = thing[T_X] - car[X], thing[T_Y] - car[Y]
    vx, vy = car[VX] - car[OMEGA] * dy, car[VY] + car[OMEGA] * dx
    speed = max(math.sqrt(vx * vx + vy * vy), 1e-9)
    nx, ny = vx / speed, vy / speed
    lever = dx * ny - dy * nx
    impulse = speed / (1.0 / thing[T_MASS] + 1.0 / box[MASS] + lever * lever / box[INERTIA])
    force[FORCE_X] -= nx * impulse / dt
    force[FORCE_Y] -= ny * impulse / dt
    force[TORQUE] -= lever * impulse / dt
    hit[IMPULSE], hit[AT_X], hit[AT_Y] = impulse, thing[T_X] + vx * dt, thing[T_Y] + vy * dt
    hit[NORMAL_X], hit[NORMAL_Y], hit[FIRST] = nx, ny, 1.0


@kernel
def _near(
    props: NDArray[np.float64], standing: NDArray[np.int32], k: int, end: int, x: float, y: float, reach: float
) -> int:
    """The first place from k on, before `end`, whose prop stands within `reach` m of (x, y); `end` if none does."""
    while k < end:
        prop = standing[k]
        if prop >= 0:
            dx, dy = props[prop, T_X] - x, props[prop, T_Y] - y
            if dx * dx + dy * dy < reach * reach:
                return k
        k += 1
    return k


@kernel
def _knock_from(
    i: int,
    k: int,
    end: int,
    reach: float,
    cars: NDArray[np.float64],
    boxes: NDArray[np.float64],
    props: NDArray[np.float64],
    standing: NDArray[np.int32],
    forces: NDArray[np.float64],
    hits: NDArray[np.float64],
    count: int,
    dt: float,
) -> int:
    """Car i knocks over what it touches of the props in places k … end - 1; the number of hits so far."""
    while k < end:
        prop = standing[k]
        if count < hits.shape[0] and _touches(cars[i], boxes[i], props[prop]):
            standing[k] = -1
            hits[count, A], hits[count, B] = i, PROP - prop
            _push(cars[i], boxes[i], props[prop], forces[i], hits[count], dt)
            count += 1
        k = _near(props, standing, k + 1, end, cars[i, X], cars[i, Y], reach)
    return count


@kernel
def knock(
    cars: NDArray[np.float64],
    boxes: NDArray[np.float64],
    props: NDArray[np.float64],
    standing: NDArray[np.int32],
    forces: NDArray[np.float64],
    hits: NDArray[np.float64],
    dt: float,
) -> int:
    """Knock over what moving cars touch; how many contact rows were written into `hits`.

    boxes: a row of sim.cars.parameters for each car. props (k, THING_COLUMNS). standing: a copy of the
    city's prop grid, in which those knocked over become -1. forces: the force rows of the coming step of
    dt seconds, to which the blows are added.
    """
    count = 0
    columns, rows, per_metre = standing[COLUMNS], standing[ROWS], 1.0 / standing[CELL]
    items = HEADER + columns * rows + 1
    for i in range(cars.shape[0]):
        vx, vy, x, y = cars[i, VX], cars[i, VY], cars[i, X], cars[i, Y]
        if vx * vx + vy * vy < SLOWEST * SLOWEST:
            continue
        reach = 0.5 * math.sqrt(boxes[i, LENGTH] ** 2 + boxes[i, WIDTH] ** 2) + 2.0 * RADIUS  # a corner's, and more
        first, last = max(int((x - reach) * per_metre), 0), min(int((x + reach) * per_metre), columns - 1)
        low, high = max(int((y - reach) * per_metre), 0), min(int((y + reach) * per_metre), rows - 1)
        for row in range(low, high + 1):
            for cell in range(row * columns + first, row * columns + last + 1):
                end = items + standing[HEADER + cell + 1]
                k = _near(props, standing, items + standing[HEADER + cell], end, x, y, reach)
                if k < end:
                    count = _knock_from(i, k, end, reach, cars, boxes, props, standing, forces, hits, count, dt)
    return count


class Props:
    """What stands and what has fallen in one run.

    fallen (f,) int32: rows of City.props in the order of falling. hits (k, CONTACT_COLUMNS): of this tick.
    """

    def __init__(self, props: NDArray[np.float64], prop_grid: NDArray[np.int32], boxes: NDArray[np.float64]) -> None:
        """boxes: a row of sim.cars.parameters for each car."""
        self._things = things(props)
        self._standing = prop_grid.copy()
        self._boxes = boxes
        self._fallen = np.zeros(len(props), np.int32)
        self._hits = np.zeros((ROOM_FOR_HITS, CONTACT_COLUMNS))
        self.fallen = self._fallen[:0]
        self.hits = self._hits[:0]

    def strike(self, cars: NDArray[np.float64], forces: NDArray[np.float64], dt: float) -> None:
        """Let moving cars knock over what they touch, after the tyres' forces and before the step."""
        count = knock(cars, self._boxes, self._things, self._standing, forces, self._hits, dt)
        self.hits = self._hits[:count]
        if count:
            self._note(self.hits[:, B].tolist())

    def _note(self, struck: Sequence[float]) -> None:
        known = len(self.fallen)
        self._fallen[known : known + len(struck)] = [PROP - int(b) for b in struck]
        self.fallen = self._fallen[: known + len(struck)]
