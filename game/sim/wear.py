"""What damage does to the way a car drives. Contacts write the damage (see damage), the tyres read it here.

A game's figures, chosen so that a hurt car can still be driven, and is felt to be hurt.
"""

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import (
    BENT_FRONT,
    BENT_REAR,
    BROKEN,
    DAMAGE,
    ENGINE,
    FLAT_FRONT_LEFT,
    FLAT_FRONT_RIGHT,
    FLAT_REAR_LEFT,
    FLAT_REAR_RIGHT,
    HEAT,
)

LEAKING = 0.15  # of ENGINE: from here up the radiator leaks
BOILING = 60.0  # s of full throttle in which an engine whose front is all gone comes to boil
COOLING = 240.0  # s in which a boiling engine cools down again
ENGINE_LOSS = 0.35  # share of the power that goes with the front
BOILING_POWER = 0.35  # share of the power that a boiling engine still gives

BENT_MOST = 0.06  # rad that an axle can steer by itself
BENT_GRIP = 4.0  # 1/rad: share of the friction that a bent axle loses for each rad
FLAT_GRIP = 0.75  # share of the friction and of the stiffness that an axle keeps for each flat tyre
FLAT_PULL = 0.01  # rad that a flat tyre steers its axle towards its side; 0.01 asks for a tenth of the wheel
FLAT_ROLLING = 0.03  # rolling resistance of each flat tyre as a share of the car's weight

FLATS = FLAT_FRONT_LEFT | FLAT_FRONT_RIGHT | FLAT_REAR_LEFT | FLAT_REAR_RIGHT


@kernel
def warm(car: NDArray[np.float64], throttle: float, dt: float) -> None:
    """Move HEAT on by dt seconds: a leaking engine comes to boil under throttle, else it cools."""
    if car[ENGINE] > LEAKING and throttle > 0.0:
        car[HEAT] = min(car[HEAT] + throttle * car[ENGINE] / BOILING * dt, 1.0)
    elif car[HEAT] > 0.0:
        car[HEAT] = max(car[HEAT] - dt / COOLING, 0.0)


@kernel
def power_left(car: NDArray[np.float64]) -> float:
    """Share of its power that the engine still gives."""
    if car[DAMAGE] >= 1.0:
        return 0.0
    share = 1.0 - ENGINE_LOSS * car[ENGINE]
    return min(share, BOILING_POWER) if car[HEAT] >= 1.0 else float(share)


@kernel
def sound(car: NDArray[np.float64], tag: NDArray[np.int32]) -> bool:
    """Whether both axles are as they should be: nearly all cars are, and need nothing of what follows."""
    return bool(car[BENT_FRONT] == 0.0 and car[BENT_REAR] == 0.0 and tag[BROKEN] & FLATS == 0)


@kernel
def axle_wear(bent: float, left: bool, right: bool) -> tuple[float, float, float]:
    """(angle in rad that the axle steers by itself, left positive, shares it keeps of friction and stiffness)
    of an axle that is bent by `bent` rad and whose left and right tyre may be flat."""
    flats = int(left) + int(right)
    tyres = FLAT_GRIP**flats
    angle = min(max(bent, -BENT_MOST), BENT_MOST)
    return angle + FLAT_PULL * (int(left) - int(right)), tyres * (1.0 - BENT_GRIP * abs(angle)), tyres


@kernel
def front_wear(car: NDArray[np.float64], tag: NDArray[np.int32]) -> tuple[float, float, float]:
    """axle_wear of the front axle."""
    broken = tag[BROKEN]
    return axle_wear(car[BENT_FRONT], broken & FLAT_FRONT_LEFT != 0, broken & FLAT_FRONT_RIGHT != 0)


@kernel
def rear_wear(car: NDArray[np.float64], tag: NDArray[np.int32]) -> tuple[float, float, float]:
    """axle_wear of the rear axle. A flat tyre there pulls the car to its side by steering to the other."""
    broken = tag[BROKEN]
    return axle_wear(car[BENT_REAR], broken & FLAT_REAR_RIGHT != 0, broken & FLAT_REAR_LEFT != 0)


@kernel
def flat_rolling(broken: int) -> float:
    """Rolling resistance of the flat tyres as a share of the car's weight."""
    flats = broken & FLATS
    count = 0
    while flats:
        flats &= flats - 1
        count += 1
    return FLAT_ROLLING * count
