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
        0,
        world.cars,
        world.tags,
        np.zeros(1, np.int32),
        np.zeros((0, CAR_COLUMNS)),
        np.zeros((0, TAG_COLUMNS)),
        0,
        None,
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


class Stages:
    """A script of stages, each the keys held and what ends it: a test of what is felt, and the s it has lasted."""

    def __init__(self, *stages: tuple[str, Callable[[Felt, float], bool]]) -> None:
        self.stages = list(stages)
        self.began: list[float] = [0.0]  # s: when each stage did

    def __call__(self, now: Felt) -> str:
        while self.stages and self.stages[0][1](now, now.t - self.began[-1]):
            self.stages.pop(0)
            self.began.append(now.t)
        return self.stages[0][0] if self.stages else ""


def ever(now: Felt, lasted: float) -> bool:
    """Ends no stage."""
    return False


def corner() -> Stages:
    """To the left with one key: off the gas, round, and out under power."""
    return Stages(
        ("", lambda now, lasted: lasted > 0.1),
        ("a", lambda now, lasted: now.turned + 0.25 * now.yaw > math.radians(90.0)),  # unwinds in time
        ("w", ever),
    )


def handbrake_turn() -> Stages:
    """A flick, the lever until the car is well round, then the gas."""
    return Stages(
        ("a", lambda now, lasted: lasted > 0.15),
        ("a ", lambda now, lasted: now.turned > math.radians(130.0)),
        ("w", ever),
    )


def slide(catch: str = "d") -> Stages:
    """A tap of the handbrake in a bend swings the tail out; at 30° the driver steers against it with `catch`."""
    return Stages(
        ("a", lambda now, lasted: lasted > 0.2),
        ("a ", lambda now, lasted: abs(now.slide) > math.radians(7.0)),
        ("a", lambda now, lasted: abs(now.slide) > math.radians(30.0)),
        (catch, lambda now, lasted: now.yaw < 0.0),
        ("", ever),
    )


def reverse_turn(run_up: float = 11.0) -> Stages:
    """Backwards to `run_up` m/s, the wheel over, and away forwards: with the keys of automatic reverse."""
    return Stages(
        ("s", lambda now, lasted: now.ahead < -run_up),
        ("a", lambda now, lasted: abs(now.turned) > math.radians(90.0)),
        ("aw", lambda now, lasted: abs(now.turned) > math.radians(145.0)),
        ("w", ever),
    )
