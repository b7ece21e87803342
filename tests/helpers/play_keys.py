"""Play a key script into the game's real window, as a program of its own:

    python tests/helpers/play_keys.py tests/ui/scripts/tryout_won.keys run.replay [picture.png]

Each stroke is posted to SDL's queue as the event a keyboard makes, in the picture before the tick it belongs to,
and the game handles it as any other. Only the clock is turned by hand, so that no tick is missed. Leaves the
replay, and a picture of the card at the end.
"""

import sys
from pathlib import Path

import pygame
from key_script import KeyScript, read_script, stroke_event

from game.level.file import load_level
from game.ui.game import Game
from game.ui.job import Job
from game.ui.ladder import Ladder
from game.ui.loop import MOST_TICKS, TICK_NS
from game.ui.window import Window

LAST_LOOK = 60  # pictures of the card at the end


class Unhurried:
    """In place of the clock that keeps to 60 pictures a second."""

    def tick(self, pictures: int) -> None:
        """Wait for nothing."""


class Played(Game):
    """A game whose keys come from a script; it closes its own window when the run is over."""

    def __init__(self, window: Window, job: Job, script: KeyScript, picture: Path | None) -> None:
        self.now, self.script, self.picture = 0, script, picture
        self.left = list(script.strokes)
        self.looked = 0
        super().__init__(window, job, Ladder(), clock=lambda: self.now)
        self.pacer = Unhurried()  # type: ignore[assignment]

    def frame(self) -> bool:
        if self.session.outcome:
            self._look_at_the_end()
        elif self.card is not None:
            assert self.session.snapshot.tick == 0, f"the game paused at tick {self.session.snapshot.tick}"
            self._tap(pygame.KSCAN_RETURN)
        else:
            self.now += self._post_strokes() * TICK_NS
        return super().frame()

    def _post_strokes(self) -> int:
        """Post what is due before the next tick; how many ticks there are until more is."""
        tick = self.session.snapshot.tick
        while self.left and self.left[0][0] == tick:
            _, key, down = self.left.pop(0)
            pygame.event.post(stroke_event(key, down))
        return min(MOST_TICKS, self.left[0][0] - tick) if self.left else MOST_TICKS

    def _look_at_the_end(self) -> None:
        self.now += TICK_NS
        self.looked += self.card is not None
        if self.looked == LAST_LOOK:
            if self.picture:
                pygame.image.save(self.window.canvas, self.picture)
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    def _tap(self, code: int) -> None:
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            pygame.event.post(pygame.event.Event(kind, scancode=code, key=0, mod=0))


def main() -> None:
    script = read_script(Path(sys.argv[1]))
    job = Job(load_level(script.level), script.seed, script.difficulty, script.side, Path(sys.argv[2]))
    window = Window()
    picture = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    Played(window, job, script, picture).run()
    window.close()


if __name__ == "__main__":
    main()
