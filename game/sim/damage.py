"""What crashes do to cars, part by part: the same for everybody.

A blow is judged by the change of speed it makes and by where it struck. Whatever goes past the bumpers
crushes the body; lamps, wheels and radiator suffer by how near to them that is. In the car's frame u is
ahead of its centre and v to the left, in m.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.events import AT_X, AT_Y, IMPULSE, NORMAL_X, NORMAL_Y, PROP, A, B
from game.core.kernel import kernel
from game.core.snapshot import (
    ANGLE,
    BENT_FRONT,
    BENT_REAR,
    BROKEN,
    BROKEN_HEAD_LEFT,
    BROKEN_TAIL_LEFT,
    DAMAGE,
    ENGINE,
    FLAT_FRONT_LEFT,
    FLAT_REAR_LEFT,
    MODEL,
    SHAKEN,
    X,
    Y,
)
from game.sim.cars import LENGTH, MASS, TO_FRONT, TO_REAR, WIDTH

# A crash is as bad as the change of speed it makes. Bumpers of the time had to take 5 mph (2.2 m/s)
# unharmed (US standard 215, 1973); 15 m/s into a wall (16 m/s with the bounce) takes two fifths of the car
# and 31 m/s (70 mph) all of it. A game's figures: people survived much less.
HARMLESS = 3.0  # m/s
WRECKING = 34.0  # m/s
HARMLESS_PROP = 0.5  # m/s: a post strikes beside the bumpers' irons

# m of crush per m/s above HARMLESS: full-size cars of 1973 needed 7.5 mph for a first dent and 0.9 mph
# more for each inch (Campbell, Energy Basis for Collision Severity, SAE 740565).
CRUSH = 0.063

# m of crush from the front at which the radiator begins to leak, and at which nothing of the engine runs.
TO_RADIATOR, THROUGH_ENGINE = 0.2, 1.2

LAMPS_OUT = 0.38  # of the width: how far lamps sit from the middle
LAMP_REACH, LAMP_SPREAD = 0.4, 2.0  # m from the point struck in which a lamp breaks, and more per m of crush
MOST_LAMP_REACH = 1.2  # m
WHEEL_OUT = 0.39  # of the width: half of usual tracks
WHEEL_REACH = 2.0  # m from the point struck at which a wheel feels nothing any more
FLAT_FROM = 0.2  # m of crush felt by a wheel that cut its tyre or broke its rim
BEND = 0.13  # rad of toe per m of crush felt by a wheel
MOST_BENT = 0.06  # rad: more would not roll at all

# A driver is shaken for 0.2 s by 3 m/s and for 2 s by 12 m/s and more. A game's figures.
SHAKING = 2.0  # m/s
SHAKEN_PER_SPEED = 0.2  # s per m/s above SHAKING
MOST_SHAKEN = 2.0  # s


@kernel
def _break_lamps(tag: NDArray[np.int32], p: NDArray[np.float64], u: float, v: float, crush: float) -> None:
    """Break the lamps near the point struck."""
    reach = min(LAMP_REACH + LAMP_SPREAD * crush, MOST_LAMP_REACH)
    for end in range(2):
        ahead = (0.5 - end) * p[LENGTH] - u
        for side in range(2):
            left = (1 - 2 * side) * LAMPS_OUT * p[WIDTH] - v
            if ahead * ahead + left * left < reach * reach:
                tag[BROKEN] |= (BROKEN_TAIL_LEFT if end else BROKEN_HEAD_LEFT) << side


@kernel
def _bend_axles(
    car: NDArray[np.float64], tag: NDArray[np.int32], p: NDArray[np.float64], u: float, v: float, crush: float
) -> None:
    """Bend the axles and cut the tyres near the point struck. A wheel that is pushed back steers its axle
    to its own side."""
    for end in range(2):
        ahead = (-p[TO_REAR] if end else p[TO_FRONT]) - u
        bent = BENT_REAR if end else BENT_FRONT
        for side in range(2):
            sign = 1 - 2 * side
            left = sign * WHEEL_OUT * p[WIDTH] - v
            felt = crush * max(1.0 - math.sqrt(ahead * ahead + left * left) / WHEEL_REACH, 0.0)
            car[bent] += sign * BEND * felt
            if felt > FLAT_FROM:
                tag[BROKEN] |= (FLAT_REAR_LEFT if end else FLAT_FRONT_LEFT) << side
        car[bent] = min(max(car[bent], -MOST_BENT), MOST_BENT)


@kernel
def _strike(
    car: NDArray[np.float64],
    tag: NDArray[np.int32],
    p: NDArray[np.float64],
    at: tuple[float, float],
    outwards: tuple[float, float],
    speed: float,
    harmless: float,
) -> None:
    """A blow that changed the car's speed by `speed` m/s, at a point (m) of its side that faces `outwards`."""
    car[SHAKEN] = max(car[SHAKEN], min(SHAKEN_PER_SPEED * (speed - SHAKING), MOST_SHAKEN))
    if speed <= harmless:
        return
    car[DAMAGE] = min(car[DAMAGE] + (speed - harmless) / (WRECKING - harmless), 1.0)
    cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    dx, dy = at[0] - car[X], at[1] - car[Y]
    u, v = cos * dx + sin * dy, cos * dy - sin * dx
    crush = CRUSH * (speed - harmless)
    from_ahead = cos * outwards[0] + sin * outwards[1]
    pushed_in = max(crush * from_ahead - TO_RADIATOR, 0.0)
    car[ENGINE] = min(car[ENGINE] + pushed_in / (THROUGH_ENGINE - TO_RADIATOR), 1.0)
    _break_lamps(tag, p, u, v, crush)
    _bend_axles(car, tag, p, u, v, crush)


@kernel
def _next_pair(contacts: NDArray[np.float64], first: int) -> int:
    """The row after the last of this pair: a car may touch several pieces of one wall at once."""
    k = first + 1
    while k < contacts.shape[0] and contacts[k, A] == contacts[first, A] and contacts[k, B] == contacts[first, B]:
        k += 1
    return k


@kernel
def add_damage(
    contacts: NDArray[np.float64],
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    parameters: NDArray[np.float64],
) -> None:
    """Add this tick's contacts to the cars: DAMAGE, ENGINE, BENT_…, SHAKEN and BROKEN.

    Neighbouring rows of one pair are one blow.
    """
    first = 0
    while first < contacts.shape[0]:
        last = _next_pair(contacts, first)
        impulse, x, y, nx, ny = 0.0, 0.0, 0.0, 0.0, 0.0
        for k in range(first, last):
            j = contacts[k, IMPULSE]
            impulse += j
            x += j * contacts[k, AT_X]
            y += j * contacts[k, AT_Y]
            nx += j * contacts[k, NORMAL_X]
            ny += j * contacts[k, NORMAL_Y]
        harmless = HARMLESS_PROP if contacts[first, B] <= PROP else HARMLESS
        for side in (A, B):
            row = int(contacts[first, side])
            if row >= 0 and impulse > 0.0:
                p, sign = parameters[tags[row, MODEL]], -1.0 if side == B else 1.0
                outwards = (sign * nx / impulse, sign * ny / impulse)
                speed = impulse / p[MASS]
                _strike(cars[row], tags[row], p, (x / impulse, y / impulse), outwards, speed, harmless)
        first = last
