"""From a driver's wishes to the quantised controls, with the driving aids that he has on.

The aids make a car of 1978 drivable with keys or a small stick. They look at no more than the driver feels:
how his own car moves, and its figures. A mind may use them too; none does unless it says so.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from game.core.aids import NAMES, Aids
from game.core.command import (
    ACTIONS,
    BRAKE,
    CONTROLS,
    FULL_PEDAL,
    FULL_STEER,
    HANDBRAKE,
    REVERSE,
    STEER,
    THROTTLE,
    Order,
)
from game.core.constants import DT, GRAVITY
from game.core.snapshot import ANGLE, OMEGA, SLIP, VX, VY

WIND_ON = 3.4  # 1/s, share of what the wheel can use that a held key winds on
WIND_BACK = 6.5  # 1/s, when it is let go or the other one is pressed
LEAST_WINDING = 0.25  # of the lock: the rates above are a share of this at least
GRIP_USED = 0.93  # share of the tyres' grip that a wheel held over asks for: all of it, and the tail comes round
COURSE_FROM, COURSE_AT = 2.0, 5.0  # m/s: slower than the first a car's course is noise, from the second on it counts
LEAD = 0.12  # s that the hands are ahead of a slide: about what winding the wheel takes
COUNTER_MORE = 0.10  # rad of wheel that a wish into the slide adds
STANDING = 0.6  # m/s: slower than this the car stands
REVERSE_AFTER = 12  # ticks of braking at standstill before the lever goes into reverse
PEDAL_DOWN = 5.0  # 1/s
SPINNING = 1.5  # m/s of slip at the rear wheels that a careful right foot allows
EASE, FEED = 4.0, 1.2  # 1/s: how fast the help takes the gas back, and gives it again
LEAST_GAS = 0.15  # share of the pedal that it always leaves


def aids_order(aids: Aids) -> Order:
    """The Order that tells, in a recorded run, which aids are on from its tick: bit k of `unit` is NAMES[k]."""
    return Order("aids", unit=sum(1 << k for k, name in enumerate(NAMES) if getattr(aids, name)))


class Figures(Protocol):
    """The figures of a car (a row of the car table) that the aids need."""

    @property
    def wheelbase(self) -> float: ...  # m
    @property
    def front_weight(self) -> float: ...  # share of the weight on the front axle
    @property
    def friction(self) -> float: ...  # μ on dry asphalt
    @property
    def front_stiffness(self) -> float: ...  # cornering stiffness per axle load, 1/rad
    @property
    def rear_stiffness(self) -> float: ...
    @property
    def steer_lock(self) -> float: ...  # rad


class Wishes(NamedTuple):
    """steer −1 right … 1 left; gas, brake 0 … 1; digital: they come from keys, all or nothing.
    lever: reverse is selected by hand (counts only without the aid)."""

    steer: float = 0.0
    gas: float = 0.0
    brake: float = 0.0
    handbrake: bool = False
    lever: bool = False
    digital: bool = True


@dataclass(slots=True)
class Hands:
    """What a driver's hands and feet are at; steer as in Wishes."""

    steer: float = 0.0
    gas: float = 0.0
    brake: float = 0.0
    reverse: bool = False
    stood: int = 0  # ticks that the brake has been held at standstill
    front: float = 0.0  # rad, where the axles went a tick ago: see Motion
    rear: float = 0.0
    foot: float = 1.0  # share of the gas pedal that the traction help leaves


class Motion(NamedTuple):
    """ahead: m/s along the car; front, rear: rad, where its axles go from where it points, left positive, 0 when
    it stands or rolls back; slip: m/s, how fast the rear tyres slide."""

    ahead: float
    front: float
    rear: float
    slip: float


def motion(car: NDArray[np.float64], figures: Figures) -> Motion:
    """What a driver feels; car: his row of an Observation's `own`."""
    vx, vy, cos, sin = float(car[VX]), float(car[VY]), math.cos(car[ANGLE]), math.sin(car[ANGLE])
    ahead, left = cos * vx + sin * vy, cos * vy - sin * vx
    turn = float(car[OMEGA]) * figures.wheelbase  # m/s of the axles against each other
    front, rear = left + turn * (1.0 - figures.front_weight), left - turn * figures.front_weight
    felt = min(max((math.hypot(ahead, front) - COURSE_FROM) / (COURSE_AT - COURSE_FROM), 0.0), 1.0)
    if ahead <= 0.0:
        felt = 0.0
    return Motion(ahead, felt * math.atan2(front, ahead), felt * math.atan2(rear, ahead), float(car[SLIP]))


def act(hands: Hands, wishes: Wishes, aids: Aids, car: NDArray[np.float64], figures: Figures) -> NDArray[np.int16]:
    """One tick: the controls, int16 (CONTROLS,), with no action but REVERSE. Moves `hands`."""
    felt = motion(car, figures)
    _steer(hands, wishes, aids, felt, figures)
    _pedals(hands, wishes, aids, felt)
    controls = np.zeros(CONTROLS, np.int16)
    controls[STEER] = round(hands.steer * FULL_STEER)
    controls[THROTTLE] = round(hands.gas * hands.foot * FULL_PEDAL)
    controls[BRAKE] = round(hands.brake * FULL_PEDAL)
    controls[HANDBRAKE] = FULL_PEDAL if wishes.handbrake else 0
    controls[ACTIONS] = REVERSE if hands.reverse else 0
    return controls


def _usual_slip(stiffness: float, figures: Figures) -> float:
    """rad that an axle's brush tyres slip at GRIP_USED of their grip: Fy/μFz = 3s - 3s² + s³, s = c·tan α / 3μ."""
    return math.atan(3.0 * figures.friction * (1.0 - (1.0 - GRIP_USED) ** (1.0 / 3.0)) / stiffness)


def useful_lock(ahead: float, figures: Figures) -> float:
    """The share of the lock that the tyres can use at this speed (m/s, backwards negative)."""
    slips = _usual_slip(figures.front_stiffness, figures)
    if ahead > 0.0:  # backwards the rear axle leads and holds the line: all of the front's slip may be used
        slips -= _usual_slip(figures.rear_stiffness, figures)
    lateral = GRIP_USED * figures.friction * GRAVITY
    wheel = math.atan(figures.wheelbase * lateral / max(ahead * ahead, 1.0)) + slips
    return min(1.0, wheel / figures.steer_lock)


def _caught(wish: float, most: float, front: float, rear: float, figures: Figures) -> float:
    """The wheel, share of the lock, that runs into a slide by itself: the more the rear axle slips beyond what is
    usual, the more the front tyres point where they go; and a wish that way adds little, or the tail swings over."""
    share = min(max(abs(rear) / _usual_slip(figures.rear_stiffness, figures) - 1.0, 0.0), 1.0)
    if wish * rear > 0.0:
        most += share * (min(COUNTER_MORE / figures.steer_lock, most) - most)
    return wish * most + share * front / figures.steer_lock


def _steer(hands: Hands, wishes: Wishes, aids: Aids, felt: Motion, figures: Figures) -> None:
    most = useful_lock(felt.ahead, figures) if aids.steer else 1.0
    front = felt.front + LEAD * (felt.front - hands.front) / DT
    rear = felt.rear + LEAD * (felt.rear - hands.rear) / DT
    hands.front, hands.rear = felt.front, felt.rear
    goal = wishes.steer * most
    if aids.counter and not wishes.handbrake:
        goal = _caught(wishes.steer, most, front, rear, figures)
    goal = min(max(goal, -1.0), 1.0)
    if not (aids.steer and wishes.digital):
        hands.steer = goal
        return
    rate = WIND_ON if goal * hands.steer >= 0.0 and abs(goal) > abs(hands.steer) else WIND_BACK
    hands.steer = _towards(hands.steer, goal, rate * DT * max(most, LEAST_WINDING))


def _towards(value: float, goal: float, step: float) -> float:
    return goal if abs(goal - value) <= step else value + math.copysign(step, goal - value)


def _pedals(hands: Hands, wishes: Wishes, aids: Aids, felt: Motion) -> None:
    """Gas and brake; in reverse, found by itself, the brake pedal is the gas and the other way round."""
    hands.reverse = _lever(hands, wishes, felt.ahead) if aids.reverse else wishes.lever
    swapped = hands.reverse and aids.reverse
    gas, brake = (wishes.brake, wishes.gas) if swapped else (wishes.gas, wishes.brake)
    if wishes.digital:
        gas, brake = _pressed(hands.gas, gas - brake), _pressed(hands.brake, brake)
    hands.gas, hands.brake = gas, brake
    spins = felt.slip > SPINNING and gas > 0.0 and not wishes.handbrake
    foot = hands.foot - EASE * DT if spins else hands.foot + FEED * DT
    hands.foot = min(max(foot, LEAST_GAS), 1.0) if aids.traction else 1.0


def _lever(hands: Hands, wishes: Wishes, ahead: float) -> bool:
    """Whether the lever is in reverse: the brake held at standstill takes it there, the gas back."""
    stop, go = wishes.brake > 0.0, wishes.gas > 0.0
    hands.stood = hands.stood + 1 if stop and not go and abs(ahead) < STANDING else 0
    if hands.stood >= REVERSE_AFTER:
        return True
    return hands.reverse and not (go and ahead > -STANDING)


def _pressed(pedal: float, wish: float) -> float:
    """A pedal a tick later under a key: it takes a moment to go down and comes up at once."""
    return min(1.0, pedal + PEDAL_DOWN * DT) if wish > 0.0 else 0.0
