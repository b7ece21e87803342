"""What a person plays or watches, and how a run of it starts."""

from pathlib import Path
from typing import TYPE_CHECKING

from game.core.aids import ALL_AIDS, Aids
from game.ui.keyboard import KeyboardMind

if TYPE_CHECKING:
    from game.level.model import Level
    from game.replay.file import Replay
    from game.replay.record import Recorder
    from game.session import Session


class Job:
    """A run that a person plays, and how to start it again."""

    watching = False

    def __init__(
        self,
        level: "Level",
        seed: int,
        difficulty: str,
        side: str,
        record: Path | None = None,
        aids: Aids = ALL_AIDS,
    ) -> None:
        """record: where to leave a replay of the last run. As police the person pilots the first unit."""
        self.level, self.seed, self.difficulty, self.side = level, seed, difficulty, side
        self.record = record
        self.mind = self._person(aids)
        self.recorder: Recorder | None = None

    @property
    def police(self) -> bool:
        return self.side == "police"

    def _person(self, aids: Aids) -> KeyboardMind:
        return KeyboardMind(self.level.cars, self.police, aids)

    def start(self) -> "Session":
        """A new session at its first tick, with a new person at the keyboard."""
        from game.replay.record import Recorder
        from game.session import Session

        self.mind = self._person(self.mind.aids)
        driver = "shortest" if self.police else self.mind
        session = Session(
            self.level,
            self.seed,
            driver,
            difficulty=self.difficulty,
            side=self.side,
            pilot=self.mind if self.police else None,
        )
        self.recorder = Recorder(session) if self.record else None
        return session

    def warm(self) -> "Session":
        """A session to be thrown away."""
        from game.session import Session

        return Session(self.level, self.seed, difficulty=self.difficulty)

    def after_tick(self) -> None:
        if self.recorder:
            self.recorder.take()

    def save(self) -> None:
        """Leave the replay, if one was wanted."""
        if self.recorder and self.record and self.recorder.ticks:
            self.recorder.save(self.record)


class Recording(Job):
    """A recorded run: its commands come from the file."""

    watching = True

    def __init__(self, replay: "Replay", level: "Level") -> None:
        setup = replay.header.setup
        super().__init__(level, setup.seed, setup.difficulty, setup.side)
        self.replay = replay

    def start(self) -> "Session":
        from game.replay.play import open_session

        return open_session(self.replay, self.level)
