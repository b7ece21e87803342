"""What a seat says each tick: quantised controls for each of its cars, and a few orders.

A person, a mind, a replay and an agent fill the same bytes. Driving aids act before this.
"""

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.core.observation import Observation

# Columns of the controls array, int16, one row a car.
STEER = 0  # -32767 (full lock right) … 32767 (full lock left)
THROTTLE = 1  # 0 … 255
BRAKE = 2  # 0 … 255
HANDBRAKE = 3  # 0 … 255
ACTIONS = 4  # a field of Action bits
CONTROLS = 5

FULL_STEER = 32767
FULL_PEDAL = 255

# Action bits.
REVERSE = 1  # the gear lever is in reverse: the throttle drives backwards
LIGHTS_OFF = 2  # headlights are switched off
HORN = 4
SIREN = 8  # police: light bar and siren
CHANGE_CAR = 16  # get out and into the switch car beside
PUT_OUT = 32  # put one of the crew out of the car
DUCK = 64
GIVE_UP = 128  # walk away from the job


@dataclass(frozen=True, slots=True)
class Order:
    """A wish that is not a control, such as "unit 2, go to this place on that edge"."""

    kind: str
    unit: int = -1
    edge: int = -1
    s: float = 0.0  # metres along the edge


@dataclass(slots=True)
class Command:
    """controls: int16, shape (cars of the seat, CONTROLS); orders: usually none."""

    controls: NDArray[np.int16]
    orders: tuple[Order, ...] = field(default=())


S_contra = TypeVar("S_contra", contravariant=True)


class Mind(Protocol[S_contra]):
    """Whoever sits in a seat: a person at a keyboard, a policy, a replay."""

    def act(self, observation: Observation[S_contra]) -> Command:
        """Answer one observation with one command. The observation's arrays are reused: copy what you keep."""
        ...
