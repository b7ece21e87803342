"""The game on the screen, from its door: choosing a job, playing it, and watching a recorded one."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.core.aids import ALL_AIDS, Aids
from game.ui import screens
from game.ui.board import Board, Pick
from game.ui.game import JOBS, Game
from game.ui.job import Job, Recording
from game.ui.ladder import Ladder
from game.ui.window import NoDisplay, Quit, Window
from game.view.quality import AUTO

if TYPE_CHECKING:
    from game.level.model import Level
    from game.replay.file import Replay

__all__ = ["NoDisplay", "Options", "play", "watch"]

DONE = 0
MOST_SEED = 1_000_000  # of those thrown for a person: short enough to tell a friend


@dataclass(frozen=True, slots=True)
class Options:
    """seed: None for another one each time; record: where to leave a replay of the last run; quality: of
    view.quality.CHOICES."""

    seed: int | None = None
    difficulty: str = "normal"
    side: str = "driver"
    record: Path | None = None
    aids: Aids = ALL_AIDS
    quality: str = AUTO


def play(level: "Level | str | Path | None", options: Options = Options()) -> int:
    """Open the window and let a person play this level, or first choose one where it is None. The exit code.

    Raises NoDisplay before anything else where there is no screen, LevelError for a bad level.
    """
    window = Window()
    try:
        pick = Pick("", options.difficulty, options.side)
        if level is None:
            pick = Board(window, pick).run()
            level = pick.level
        while _play_one(window, level, pick, options) == JOBS:
            pick = Board(window, pick).run()
            level = pick.level
    except Quit:
        pass
    finally:
        window.close()
    return DONE


def _play_one(window: Window, level: "Level | str | Path", pick: Pick, options: Options) -> str:
    """One job, as often as the person likes; what he wants next."""
    _say(window, "Starting the engine")
    seed = secrets.randbelow(MOST_SEED) if options.seed is None else options.seed
    job = Job(_loaded(window, level), seed, pick.difficulty, pick.side, options.record, options.aids)
    pick.level = job.level.heist.id
    return Game(window, job, Ladder(options.quality)).run()


def watch(replay: "Replay", level: "Level") -> int:
    """Play a recorded run back in the window. ReplayError, before it opens, when it is not of this engine."""
    from game.replay.play import open_session

    open_session(replay, level)
    window = Window()
    try:
        _say(window, "Threading the film")
        Game(window, Recording(replay, level), Ladder()).run()
    except Quit:
        pass
    finally:
        window.close()
    return DONE


def _say(window: Window, text: str) -> None:
    screens.draw_loading(window.canvas, text)
    window.show()


def _loaded(window: Window, level: "Level | str | Path") -> "Level":
    """The level; while its city is derived for the first time, the window says so."""
    if not isinstance(level, str | Path):
        return level
    from game.level.file import load_level  # after the first picture: the compiler takes its time to load

    return load_level(level, lambda what, share: _say(window, f"Drawing the map: {what}, {share:.0%}"))
