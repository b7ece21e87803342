"""Minds from outside for the tests: a keyboard played from a script, and one that throws a second dice.
And runs to look at."""

from typing import Any

import numpy as np

from game.core.command import BRAKE, CONTROLS, FULL_PEDAL, FULL_STEER, STEER, THROTTLE, Command, Order
from game.replay import Recorder, Replay
from game.session import Session

# (from tick, keys held): what a person's hands do in the first half minute
KEYS = (
    (0, ""),
    (30, "w"),
    (150, "wa"),
    (190, "w"),
    (260, "wd"),
    (300, "s"),
    (360, "w"),
    (480, "wd"),
    (560, "sa"),
    (640, "w"),
)


class Keyboard:
    """Holds the scripted keys; the steering follows them as a digital key's does, bit by bit."""

    def __init__(self, cars: int = 1) -> None:
        self.cars = cars
        self.steer = 0

    def act(self, observation: Any) -> Command:
        """The command of this tick."""
        tick = observation.tick
        keys = next(held for start, held in reversed(KEYS) if start <= tick)
        wish = FULL_STEER * (("a" in keys) - ("d" in keys))
        self.steer += int(np.clip(wish - self.steer, -1800, 1800))
        controls = np.zeros((self.cars, CONTROLS), np.int16)
        controls[:, STEER] = self.steer
        controls[:, THROTTLE] = FULL_PEDAL * ("w" in keys)
        controls[:, BRAKE] = FULL_PEDAL * ("s" in keys)
        return Command(controls, (Order("look", 0, tick, 0.1),) if tick % 100 == 99 else ())


class SecondDice(Keyboard):
    """The same hands, shaken by a dice that differs from process to process: what must never happen."""

    def act(self, observation: Any) -> Command:
        """The scripted command with a steering error."""
        command = super().act(observation)
        command.controls[0, STEER] += hash(f"dice {observation.tick}") % 64
        return command


TICKS = 600


def record(session: Session, ticks: int = TICKS) -> Replay:
    """The first `ticks` ticks of a session."""
    recorder = Recorder(session)
    for _ in range(ticks):
        if session.outcome:
            break
        session.step()
        recorder.take()
    return recorder.replay()
