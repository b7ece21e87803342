"""Taking down a session while it runs."""

from pathlib import Path

import numpy as np

from game.core.command import CONTROLS
from game.core.files import atomic_write
from game.core.setup import PERSON, Setup
from game.replay.engine import engine
from game.replay.file import SUMS_SHAPE, Header, Replay, encode
from game.session import Session


def is_recorded(seat: str, setup: Setup) -> bool:
    """Whether a seat's commands come from outside, so that they must be kept."""
    return seat == "pilot" or getattr(setup, seat) == PERSON


class Recorder:
    """Call `take` after each step of the session, from its first, and `save` at any time."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ticks = 0
        self._controls: dict[str, list[bytes]] = {}
        self._orders: list[tuple[str, int, str, int, int, float]] = []
        self._sums = bytearray()

    def take(self) -> None:
        """Note the commands and the checksums of the step just done."""
        for seat, command in self.session.commands.items():
            if is_recorded(seat, self.session.setup):
                self._controls.setdefault(seat, []).append(command.controls.tobytes())
                for order in command.orders:
                    self._orders.append((seat, self.ticks, order.kind, order.unit, order.edge, order.s))
        self._sums += self.session.checksums.tobytes()
        self.ticks += 1

    def replay(self) -> Replay:
        """What has been taken down so far."""
        controls = {
            seat: np.frombuffer(b"".join(rows), np.int16).reshape(self.ticks, -1, CONTROLS)
            for seat, rows in self._controls.items()
        }
        header = Header(
            setup=self.session.setup,
            engine=engine(),
            ticks=self.ticks,
            outcome=self.session.outcome,
            hash=self.session.hash,
            seats={seat: rows.shape[1] for seat, rows in controls.items()},
            orders=list(self._orders),
        )
        sums = np.frombuffer(bytes(self._sums), np.uint32).reshape(-1, *SUMS_SHAPE)
        return Replay(header, controls, sums)

    def save(self, path: Path) -> None:
        """Write the replay file. OSError when the disk says no."""
        atomic_write(path, encode(self.replay()))
