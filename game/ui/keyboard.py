"""The person at the keyboard as a mind: keys held down become one quantised command a tick.

Driving aids act here, before anything is quantised: a key is all or nothing, a steering wheel is not.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.core.command import (
    ACTIONS,
    BRAKE,
    CHANGE_CAR,
    CONTROLS,
    FULL_PEDAL,
    FULL_STEER,
    GIVE_UP,
    HANDBRAKE,
    LIGHTS_OFF,
    REVERSE,
    SIREN,
    STEER,
    THROTTLE,
    Command,
)
from game.core.constants import DT
from game.core.observation import Observation
from game.core.snapshot import ANGLE, VX, VY

# What a key can mean.
LEFT, RIGHT, GAS, STOP, HAND, CHANGE, LIGHTS, SOUND = (
    "left",
    "right",
    "gas",
    "stop",
    "hand",
    "change",
    "lights",
    "sound",
)

WHEEL_OUT = 3.4  # 1/s, share of the lock that a held key winds on
WHEEL_BACK = 6.5  # 1/s, when it is let go or the other one is pressed
GRIP = 8.5  # m/s², sideways: the wheel turns no further than tyres can follow …
SLACK = 0.075  # rad, … but for their slip angles
LOCK = 0.60  # rad at the front wheels, of every car in the table to within a little
WHEELBASE = 2.95  # m
PEDAL_DOWN = 5.0  # 1/s
STANDING = 0.6  # m/s: slower than this the car stands
REVERSE_AFTER = 12  # ticks of braking at standstill before the lever goes into reverse


@dataclass(slots=True)
class Wheel:
    """What a car's controls are at; steer −1 … 1 with left positive."""

    steer: float = 0.0
    gas: float = 0.0
    brake: float = 0.0
    reverse: bool = False
    stood: int = 0  # ticks that the brake has been held at standstill


def motion(x_speed: float, y_speed: float, angle: float) -> tuple[float, float]:
    """Forward speed (m/s), and how far the car slides from where it points (rad, left positive)."""
    forward = x_speed * math.cos(angle) + y_speed * math.sin(angle)
    left = -x_speed * math.sin(angle) + y_speed * math.cos(angle)
    slide = math.atan2(left, abs(forward)) if math.hypot(forward, left) > 3.0 else 0.0
    return forward, slide


def most_steer(speed: float) -> float:
    """The share of the lock that the tyres can use at this speed (m/s)."""
    return min(1.0, (math.atan(WHEELBASE * GRIP / max(speed * speed, 1.0)) + SLACK) / LOCK)


def turn_wheel(steer: float, wish: int, speed: float, slide: float) -> float:
    """The wheel a tick later. wish: −1 right … 1 left. Steering into a slide may go as far as it slides."""
    most = most_steer(speed)
    counter = abs(slide) / LOCK if wish * slide > 0 else 0.0
    goal = wish * min(1.0, most + counter)
    rate = WHEEL_OUT if goal * steer >= 0 and abs(goal) > abs(steer) else WHEEL_BACK
    step = rate * DT * max(most, 0.25)
    return goal if abs(goal - steer) <= step else steer + math.copysign(step, goal - steer)


class KeyboardMind:
    """Answers observations with what the keys say. Feed it with press() and release(); it reads no clock.

    As police it drives the seat's first car, and its siren goes on with the call and off when the trail is cold.
    """

    def __init__(self, police: bool = False) -> None:
        self.police = police
        self.held: set[str] = set()
        self.wheel = Wheel()
        self.dark = False
        self.siren = False
        self.alert = "quiet"
        self.giving_up = False

    def press(self, key: str) -> None:
        """A key goes down. Lights (and the siren) are switched, all else is held."""
        if key in self.held:
            return
        self.held.add(key)
        if key == LIGHTS:
            self.dark = not self.dark
        if key == SOUND and self.police:
            self.siren = not self.siren

    def release(self, key: str) -> None:
        self.held.discard(key)

    def let_go(self) -> None:
        """No key is down any more, as when the window loses the keyboard."""
        self.held.clear()

    def give_up(self) -> None:
        """Walk away from the job at the next tick."""
        self.giving_up = True

    def act(self, observation: Observation[Any]) -> Command:
        """One tick's command for the first of the seat's cars."""
        if self.police:
            self._hear(observation.status.alert if observation.status else self.alert)
        car = observation.own[0]
        forward, slide = motion(float(car[VX]), float(car[VY]), float(car[ANGLE]))
        wheel = self.wheel
        wish = (LEFT in self.held) - (RIGHT in self.held)
        wheel.steer = turn_wheel(wheel.steer, wish, abs(forward), slide)
        self._pedals(forward)
        controls = np.zeros((1, CONTROLS), np.int16)
        controls[0, STEER] = round(wheel.steer * FULL_STEER)
        controls[0, THROTTLE] = round(wheel.gas * FULL_PEDAL)
        controls[0, BRAKE] = round(wheel.brake * FULL_PEDAL)
        controls[0, HANDBRAKE] = FULL_PEDAL if HAND in self.held else 0
        controls[0, ACTIONS] = self._actions()
        return Command(controls)

    def _hear(self, alert: str) -> None:
        """The siren follows each change of the alert; in between it is the person's."""
        if alert != self.alert:
            self.siren = self.siren if alert == "search" else alert in ("alarm", "pursuit")
            self.alert = alert

    def _pedals(self, forward: float) -> None:
        """Gas and brake; the brake held at standstill becomes the gas in reverse, and the other way round."""
        wheel = self.wheel
        go, stop = GAS in self.held, STOP in self.held
        standing = abs(forward) < STANDING
        wheel.stood = wheel.stood + 1 if stop and not go and standing else 0
        if wheel.stood >= REVERSE_AFTER:
            wheel.reverse = True
        if go and wheel.reverse and forward > -STANDING:
            wheel.reverse = False
        backing = wheel.reverse
        wheel.gas = _pressed(wheel.gas, stop and not go if backing else go and not stop)
        wheel.brake = _pressed(wheel.brake, go if backing else stop)

    def _actions(self) -> int:
        bits = {CHANGE_CAR: CHANGE in self.held, REVERSE: self.wheel.reverse, LIGHTS_OFF: self.dark}
        bits |= {GIVE_UP: self.giving_up, SIREN: self.siren}
        return sum(bit for bit, on in bits.items() if on)


def _pressed(pedal: float, down: bool) -> float:
    """A pedal a tick later: it takes a moment to go down and comes up at once."""
    return min(1.0, pedal + PEDAL_DOWN * DT) if down else 0.0
