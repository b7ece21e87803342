"""An axle of the single-track model: its load, its friction and its forces.

Brush (Fiala) tyres and a friction ellipse; load transfer lags behind the acceleration (Pacejka, Tire and
Vehicle Dynamics, chapters 1 and 3). `along` and `across` are in the frame of the axle's wheels.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.sim.cars import FRONT_LOAD, LOAD_SHIFT, REAR_LOAD

SLIDING_GRIP = 0.85  # friction of a locked wheel over its peak
LEAST_LOAD = 0.05  # share of the weight an axle keeps, however hard the car pitches
LEAST_ROLLING_SPEED = 0.5  # m/s in the slip's denominator; below it the impulse clamp rules


@kernel
def axle_loads(p: NDArray[np.float64], accel: float) -> tuple[float, float]:
    """(front, rear) load in N at the lagged acceleration (m/s²) of a car."""
    shift = p[LOAD_SHIFT] * accel
    least = LEAST_LOAD * (p[FRONT_LOAD] + p[REAR_LOAD])
    return max(p[FRONT_LOAD] - shift, least), max(p[REAR_LOAD] + shift, least)


@kernel
def brush(stiffness: float, limit: float, slope: float) -> float:
    """Size of the lateral force (N) of a brush tyre: stiffness in N/rad, limit = μ·Fz left over by the
    force along (N), slope = |tan α|."""
    s = stiffness * slope / (3.0 * limit + 1e-9)
    if s >= 1.0:
        return limit
    return limit * (3.0 * s - 3.0 * s * s + s * s * s)


@kernel
def left_over(limit: float, along: float, most_along: float) -> float:
    """What the friction ellipse leaves across the wheel of `limit` N when `along` of `most_along` N are used."""
    if along == 0.0:
        return limit
    share = along / most_along
    return limit * math.sqrt(max(1.0 - share * share, 0.0))


@kernel
def axle_lateral(stiffness: float, limit: float, across: float, along: float, mass: float, dt: float) -> float:
    """Lateral force (N) of an axle that moves `along` and `across` its wheels (m/s).

    It takes at most half of the sideways speed away in one step (mass: what the axle feels, in kg):
    beyond that, the single-track model jitters below walking pace.
    """
    slope = abs(across) / max(abs(along), LEAST_ROLLING_SPEED)
    force = min(brush(stiffness, limit, slope), 0.5 * mass * abs(across) / dt)
    return -math.copysign(force, across)


@kernel
def heading_share(along: float, across: float) -> float:
    """Cosine of an axle's slip angle. Friction is against the slide, so this is how much of it the
    brakes can have along the wheel."""
    speed = math.sqrt(along * along + across * across)
    return abs(along) / speed if speed > 0.0 else 1.0


@kernel
def locked_axle(limit: float, u: float, across: float, mass: float, dt: float) -> tuple[float, float]:
    """(along, across) forces in N of wheels that slide: against their motion over the ground."""
    speed = math.sqrt(u * u + across * across)
    if speed == 0.0:
        return 0.0, 0.0
    force = min(SLIDING_GRIP * limit, 0.5 * mass * speed / dt)
    return -force * u / speed, -force * across / speed
