"""A recorded run as a session: named minds think again, recorded commands come from the file."""

from typing import Any

import numpy as np

from game.core.command import Command
from game.core.setup import PERSON
from game.level.model import Level
from game.replay.engine import engine
from game.replay.file import Replay, ReplayError
from game.session import Session


class Recorded:
    """A mind that repeats one seat's recorded commands, one a tick; after the last it lets everything go."""

    def __init__(self, replay: Replay, seat: str) -> None:
        self._controls = replay.controls[seat]
        self._orders = replay.orders(seat)
        self._tick = 0

    def act(self, observation: Any) -> Command:
        """The next tick's command, whatever there is to be seen."""
        tick, self._tick = self._tick, self._tick + 1
        if tick >= len(self._controls):
            return Command(np.zeros(self._controls.shape[1:], np.int16))
        return Command(self._controls[tick].copy(), self._orders.get(tick, ()))


def check_engine(replay: Replay, level: Level) -> None:
    """ReplayError naming what differs, when this engine or this level would not play the same run."""
    differ = replay.header.engine.differences(engine())
    if replay.header.setup.level_hash != level.hash:
        differ.append(f"another state of the level {replay.header.setup.level}, its city, its cars or its rules")
    if differ:
        raise ReplayError(f"made with {'; '.join(differ)}: here it would not be the same run")


def open_session(replay: Replay, level: Level) -> Session:
    """A session at the start of the recorded run.

    ReplayError when this engine or level is not the one that the run was made with.
    """
    check_engine(replay, level)
    setup = replay.header.setup
    minds = {seat: Recorded(replay, seat) for seat in replay.controls}
    missing = [seat for seat in ("driver", "police") if getattr(setup, seat) == PERSON and seat not in minds]
    if missing and replay.header.ticks:
        raise ReplayError(f"it holds no commands for the {missing[0]}")
    try:
        return Session(
            level,
            seed=setup.seed,
            driver=minds.get("driver", setup.driver),
            police=minds.get("police", setup.police),
            difficulty=setup.difficulty,
            side=setup.side,
            traffic=setup.traffic,
            pilot=minds.get("pilot"),
        )
    except (KeyError, ValueError) as error:  # a mind that is not known here, an impossible number of cars
        raise ReplayError(f"its setup cannot be played: {error}") from None
