"""Keeping behind somebody who is in sight, without ever running into him."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.observation import CAR, SEEN_BY
from game.core.snapshot import ANGLE, VX, VY, X, Y

NEAR = 32.0  # m: nearer than this and in line, steer straight for him instead of along the path
GAP = 8.6  # m between the centres of two standing cars: an officer reaches 12 m
GAP_TIME = 0.25  # s of gap more when moving
STANDS = 2.0  # m/s: slower than this he stands
IN_LINE = 0.4  # slope left and right of straight ahead that counts as in line
SHARE = 0.6  # of the brakes that closing in counts on
PIVOT_NEAR = 42.0  # m: a car that passes so near is met slowly, to turn round after it
PIVOT_SPEED = 8.0  # m/s
PIVOT_BELOW = 10.5  # m/s: slower than this, turn after it on the spot
NO_CAP = 1e3  # m/s


@kernel
def row_of(row: float, unit: int, seen_tags: NDArray[np.int32], count: int) -> int:
    """Which of what is seen is world row `row`, in sight of this unit; -1 if none."""
    for k in range(count):
        if seen_tags[k, CAR] == row and (seen_tags[k, SEEN_BY] >> unit) & 1:
            return k
    return -1


@kernel
def _gap_speed(distance: float, away: float, braking: float) -> float:
    """m/s: the most that still keeps the gap to one who gets away at `away` m/s."""
    gap = distance - GAP - GAP_TIME * max(away, 0.0)
    if gap <= 0.0:
        return max(away + gap, 0.0)
    return math.sqrt(max(away, 0.0) ** 2 + 2.0 * SHARE * braking * gap)


@kernel
def follow(car: NDArray[np.float64], speed: float, other: NDArray[np.float64], braking: float) -> tuple[float, bool]:
    """(speed, direct): the most speed beside or behind `other`, and whether to steer straight for him
    instead of along the path."""
    dx, dy = other[X] - car[X], other[Y] - car[Y]
    distance = math.sqrt(dx * dx + dy * dy)
    c, s = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    forward, left = c * dx + s * dy, c * dy - s * dx
    his_speed = math.sqrt(other[VX] ** 2 + other[VY] ** 2)
    in_line = forward > 0.0 and abs(left) < IN_LINE * forward + 1.0
    away = (other[VX] * dx + other[VY] * dy) / max(distance, 0.1)
    if his_speed < STANDS:
        cap = 0.0 if distance < GAP + 1.5 else _gap_speed(distance, 0.0, braking)
        return cap, distance < NEAR and (in_line or abs(speed) < PIVOT_BELOW)
    same_way = (c * other[VX] + s * other[VY]) / his_speed
    if in_line and same_way > 0.0:
        return _gap_speed(distance, away, braking), distance < NEAR
    if distance > PIVOT_NEAR or (forward < 0.0 and same_way > 0.5):
        return NO_CAP, False  # far off, or he comes up from behind
    cap = PIVOT_SPEED
    if forward > 0.0 and away < 0.0:  # he comes towards this car
        cap = min(cap, math.sqrt(2.0 * SHARE * braking * max(distance - GAP, 0.0)) + 2.0)
    return cap, abs(speed) < PIVOT_BELOW
