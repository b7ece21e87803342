"""Gear and engine speed, read off the road speed and the throttle for the dial and the ear.

They push nothing: the drive is what DRIVE_FORCE and DRIVE_POWER say (see pedals).
"""

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import GEAR, RPM
from game.sim.cars import FIRST_GEAR, GEARS, IDLE, REDLINE

STALL = 0.42  # of the redline: what a torque converter or a slipping clutch lets a full throttle reach at rest
CALM_SHIFT = 0.42  # of the redline: where the box changes up with the throttle closed …
FULL_SHIFT = 0.94  # … and with it open
KEEP_GEAR = 0.72  # it changes down where the lower gear would turn at this share of its upshift: hysteresis
SHIFT_OVER = 0.12  # of the redline: nearer than this to its new speed, the engine can change gear again
ENGINE_LAG = 0.15  # s that the engine takes to change speed


@kernel
def choose_gear(p: NDArray[np.float64], gear: int, speed: float, throttle: float) -> int:
    """The forward gear at this speed (m/s, not negative), coming from `gear` (1 …)."""
    top = int(p[GEARS])
    shift = p[REDLINE] * (CALM_SHIFT + (FULL_SHIFT - CALM_SHIFT) * throttle)
    if gear < top and p[FIRST_GEAR + gear - 1] * speed > shift:
        return gear + 1
    if gear > 1 and p[FIRST_GEAR + gear - 2] * speed < KEEP_GEAR * shift:
        return gear - 1
    return gear


@kernel
def engine_speed(p: NDArray[np.float64], gear: int, speed: float, throttle: float) -> float:
    """1/min at this speed (m/s, not negative): the wheels' or, while it slips, what the throttle makes of it."""
    slipping = p[IDLE] + throttle * max(STALL * p[REDLINE] - p[IDLE], 0.0)
    wheels: float = p[FIRST_GEAR + max(gear, 1) - 1] * speed
    return float(min(max(wheels, slipping), p[REDLINE]))


@kernel
def turn_engine(
    car: NDArray[np.float64], p: NDArray[np.float64], u: float, throttle: float, reverse: bool, running: bool, dt: float
) -> None:
    """Set GEAR and RPM of a car that moves at u m/s along its length; 0 for an engine that is not running."""
    if not running:
        car[GEAR], car[RPM] = 0.0, 0.0
        return
    gear = -1 if reverse else max(int(car[GEAR]), 1)
    wanted = engine_speed(p, gear, abs(u), throttle)
    if not reverse and abs(wanted - car[RPM]) < SHIFT_OVER * p[REDLINE]:
        gear = choose_gear(p, gear, abs(u), throttle)
    car[GEAR] = gear
    car[RPM] += (wanted - car[RPM]) * min(dt / ENGINE_LAG, 1.0)
