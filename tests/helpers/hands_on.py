"""A person at the keyboard, from a script, in one car on an endless pad: what the manoeuvres are tried with.

A script is a function of what the driver feels to the keys he holds (a string of w a s d and space).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sim_scenes import SPECS, a_level, one_car

from game.core.aids import ALL_AIDS, Aids
from game.core.constants import DT
from game.core.observation import Observation
from game.core.snapshot import ANGLE, ASPHALT, CAR_COLUMNS, OMEGA, TAG_COLUMNS, VX, VY, X, Y
from game.ui import keyboard

MEANINGS = {
    "w": keyboard.GAS,
    "s": keyboard.STOP,
    "a": keyboard.LEFT,
    "d": keyboard.RIGHT,
    " ": keyboard.HAND,
}


@dataclass(frozen=True, slots=True)
class Felt:
    """t: s; x, y: m; turned: rad since the start, left positive; ahead: m/s along the car; slide: rad, where the
    car goes from where it points; yaw: rad/s."""

    t: float
    x: float
    y: float
    turned: float
    ahead: float
    slide: float
    yaw: float


def felt(t: float, car: NDArray[np.float64]) -> Felt:
    """What a driver feels of his car, a row of the world."""
    c, s = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    ahead, left = c * car[VX] + s * car[VY], c * car[VY] - s * car[VX]
    slide = math.atan2(left, ahead) if math.hypot(ahead, left) > 1.0 else 0.0
    return Felt(t, float(car[X]), float(car[Y]), float(car[ANGLE]), float(ahead), float(slide), float(car[OMEGA]))


Script = Callable[[Felt], str]


def drive(
    model: str, speed: float, script: Script, seconds: float = 8.0, aids: Aids = ALL_AIDS, surface: int = ASPHALT
) -> list[Felt]:
    """Drive from the origin, heading east at `speed` m/s; what was felt each tick."""
    pad = a_level(surface=np.full((4, 4), surface, np.uint8))
    world, mind = one_car(model, speed, pad), keyboard.KeyboardMind(SPECS, options=aids)
    seen = Observation(
        0, world.cars, world.tags, np.zeros(1, np.int32), np.zeros((0, CAR_COLUMNS)), np.zeros((0, TAG_COLUMNS)), 0, None
    )
    run = [felt(0.0, world.cars[0])]
    for tick in range(round(seconds / DT)):
        hold(mind, script(run[-1]))
        world.controls[0] = mind.act(seen).controls[0]
        world.step()
        run.append(felt((tick + 1) * DT, world.cars[0]))
    return run


def hold(mind: keyboard.KeyboardMind, keys: str) -> None:
    """Press and release keys so that just these are down."""
    for key, meaning in MEANINGS.items():
        (mind.press if key in keys else mind.release)(meaning)
