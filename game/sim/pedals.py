"""What engine and brakes do to the wheels. All cars drive by the rear ones."""

import numpy as np
from numpy.typing import NDArray

from game.core.constants import GRAVITY
from game.core.kernel import kernel
from game.sim.cars import ALONG_GRIP, BRAKE_FORCE, BRAKE_FRONT, CG_HEIGHT, DRIVE_FORCE, DRIVE_POWER, TOP_SPEED, WIDTH

# Shares of the friction along the wheel which the pedals reach; what is left holds sideways.
FRONT_BRAKE_CAP = 0.92  # a driver who does not lock his wheels
REAR_BRAKE_CAP = 0.60  # a proportioning valve: at 0.7 and more these cars spin when braked hard in a bend
DRIVE_CAP = 0.95

ROTATING_MASS = 1.06  # wheels and shafts speed up too: the drive moves 1.06 times the mass
TRACK = 0.78  # of the car's width, from wheel to wheel; usual 0.75 … 0.80
LEAST_DIFFERENTIAL = 0.25  # share of the drive that is left when the inner wheel is nearly in the air
REVERSE_TOP_SPEED = 13.0  # m/s, 29 mph: what one low gear gives
REVERSE_REFUSED = 2.0  # m/s ahead: from here up the box does not take reverse
SPEED_BAND = 1.0  # m/s over which the drive fades out at top speed
LOCKING_LEVER = 0.5  # from this share of the handbrake's lever the rear wheels lock


@kernel
def drive_force(p: NDArray[np.float64], u: float, throttle: float, reverse: bool) -> float:
    """What the engine asks of the rear tyres (N), backwards negative; throttle: share of its power."""
    if throttle <= 0.0:
        return 0.0
    most: float = min(p[DRIVE_FORCE], p[DRIVE_POWER] / max(abs(u), 1.0)) / ROTATING_MASS
    most *= throttle
    if not reverse:
        return most * min(max(float(p[TOP_SPEED] - u) / SPEED_BAND, 0.0), 1.0)
    if u > REVERSE_REFUSED:
        return 0.0
    return -most * min(max((REVERSE_TOP_SPEED + u) / SPEED_BAND, 0.0), 1.0)


@kernel
def differential(p: NDArray[np.float64], lateral: float) -> float:
    """Share of the drive that an open differential passes on in a bend of `lateral` m/s²: the wheel that
    bears less sets the force of both."""
    lifted = 2.0 * abs(lateral) * p[CG_HEIGHT] / (GRAVITY * TRACK * p[WIDTH])
    return max(1.0 - float(lifted), LEAST_DIFFERENTIAL)


@kernel
def driven(
    p: NDArray[np.float64], u: float, lateral: float, limit: float, throttle: float, reverse: bool
) -> tuple[float, float]:
    """(force of the rear tyres in N, excess): with excess 1 the engine asks for twice what they can take.
    lateral: m/s² of the bend; limit: μ·Fz of the rear axle in N."""
    asked = drive_force(p, u, throttle, reverse)
    most = DRIVE_CAP * p[ALONG_GRIP] * limit * differential(p, lateral)
    return min(max(asked, -most), most), max(abs(asked) / most - 1.0, 0.0)


@kernel
def braked(
    p: NDArray[np.float64], pedal: float, lever: float, front_limit: float, rear_limit: float
) -> tuple[float, float, float]:
    """(front, rear force in N, share of the front's demand that its tyres refuse); a limit is the friction
    along the wheels, N. A lever below LOCKING_LEVER brakes, above it the wheels lock: see locked_axle."""
    most_front = FRONT_BRAKE_CAP * p[ALONG_GRIP] * front_limit
    most_rear = REAR_BRAKE_CAP * p[ALONG_GRIP] * rear_limit
    front = pedal * p[BRAKE_FORCE] * p[BRAKE_FRONT]
    rear = pedal * p[BRAKE_FORCE] * (1.0 - p[BRAKE_FRONT]) + lever / LOCKING_LEVER * most_rear
    refused = 1.0 - most_front / front if front > most_front else 0.0
    return min(front, most_front), min(rear, most_rear), refused


@kernel
def brake_share(asked: float, predicted: float, helping: float, mass: float, dt: float) -> float:
    """Share of the resistance `asked` (N) that may act so that it stops the car but never reverses it.

    predicted: speed ahead (m/s) after this step without it; helping: force along the car (N) that tyres
    exert anyhow, which counts when it slows the car down too.
    """
    room = mass * abs(predicted) / dt
    if helping * predicted < 0.0:
        room = max(room - abs(helping), 0.0)
    return min(room / asked, 1.0)
