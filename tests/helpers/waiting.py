"""A Driver who waits for the crew in one way or another, by the controls alone."""

import math

import numpy as np

from game.core.command import (
    ACTIONS,
    BRAKE,
    CONTROLS,
    DUCK,
    FULL_PEDAL,
    FULL_STEER,
    HANDBRAKE,
    LIGHTS_OFF,
    STEER,
    THROTTLE,
    Command,
)
from game.core.observation import DriverStatus, Observation
from game.core.snapshot import ANGLE, VX, VY, X, Y

CREEP = 3.0  # m/s, to another place to wait
REACHED = 1.0  # m
GAS, TOUCH = 70, 90  # of FULL_PEDAL

Spot = tuple[float, float]


class Waiter:
    """Creeps from spot to spot, if he is given any, and stands at the last one with the brake on."""

    def __init__(self, actions: int = 0, spots: tuple[Spot, ...] = ()) -> None:
        self.actions, self.spots = actions, list(spots)

    def act(self, observation: Observation[DriverStatus]) -> Command:
        """One command: nothing but wheel, pedals and switches."""
        controls = np.zeros((1, CONTROLS), np.int16)
        row, car = controls[0], observation.own[0]
        row[ACTIONS] = self.actions
        while self.spots and _ahead(car, self.spots[0])[0] < REACHED:
            self.spots.pop(0)
        if not self.spots:
            row[BRAKE] = row[HANDBRAKE] = FULL_PEDAL
            return Command(controls)
        ahead, left = _ahead(car, self.spots[0])
        row[STEER] = round(FULL_STEER * min(1.0, max(-1.0, 2.0 * math.atan2(left, ahead))))
        speed = math.hypot(car[VX], car[VY])
        row[THROTTLE] = GAS if speed < CREEP else 0
        row[BRAKE] = TOUCH if speed > CREEP + 1.0 else 0
        return Command(controls)


def _ahead(car: np.ndarray, spot: Spot) -> Spot:
    """m ahead of the car and to its left."""
    dx, dy, a = spot[0] - car[X], spot[1] - car[Y], car[ANGLE]
    return dx * math.cos(a) + dy * math.sin(a), dy * math.cos(a) - dx * math.sin(a)


# At the club of levels/casino.toml: under the kerb's lamp, in the dark lot beside it, up the street.
AT_THE_CLUB = {
    "under the lamp": (0, ()),
    "ducked": (DUCK, ()),
    "in the dark": (LIGHTS_OFF, ((558.0, 2121.0), (566.0, 2122.0), (580.0, 2114.0))),
    "another kerb": (0, ((549.0, 2121.0), (549.5, 2135.0), (551.0, 2153.0))),
}
