"""The game on the screen: playing a job, and watching a recorded one."""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.core.aids import ALL_AIDS, NAMES, Aids, switched
from game.ui import screens
from game.ui.keyboard import KeyboardMind
from game.ui.keys import Keyboard
from game.ui.loop import Metronome, Reel, Stepping
from game.ui.window import INSIDE, NoDisplay, Window, letterbox

if TYPE_CHECKING:
    from game.level.model import Level
    from game.replay.file import Replay
    from game.replay.record import Recorder
    from game.session import Session

__all__ = ["NoDisplay", "play", "watch"]

PICTURES = 60  # a second, at most
WARM_TICKS = 90  # of a throw-away run: whatever has to be compiled is compiled before play
DONE = 0
RESULT_AFTER = 45  # pictures between the outcome and its card


class Quit(Exception):
    """The person closed the window."""


def play(
    level: "Level | str | Path",
    seed: int,
    difficulty: str = "normal",
    side: str = "driver",
    driver: str | None = None,
    police: str = "chase",
    record: Path | None = None,
    aids: Aids = ALL_AIDS,
) -> int:
    """Open the window and let a person play. driver: a mind's name to watch it drive instead; as police the
    person pilots the first unit. record: where to leave a replay of the last run. Returns the exit code.

    Raises NoDisplay before anything else where there is no screen, LevelError for a bad level.
    """
    window = Window()
    try:
        window.canvas.fill(0)
        screens.draw_loading(window.canvas, "Starting the engine")
        window.show()
        job = Job(_loaded(level), seed, difficulty, side, driver, police, record, aids)
        return Game(window, job).run()
    except Quit:
        return DONE
    finally:
        window.close()


def watch(replay: "Replay", level: "Level") -> int:
    """Play a recorded run back in the window. ReplayError, before it opens, when it is not of this engine."""
    from game.replay.play import open_session

    open_session(replay, level)
    window = Window()
    try:
        screens.draw_loading(window.canvas, "Threading the film")
        window.show()
        return Game(window, Recording(replay, level)).run()
    except Quit:
        return DONE
    finally:
        window.close()


def _loaded(level: "Level | str | Path") -> "Level":
    from game.level.file import load_level  # after the first picture: the compiler takes its time to load

    return load_level(level) if isinstance(level, str | Path) else level


class Job:
    """A run that a person plays, and how to start it again."""

    watching = False

    def __init__(
        self,
        level: "Level",
        seed: int,
        difficulty: str,
        side: str,
        driver: str | None,
        police: str,
        record: Path | None,
        aids: Aids = ALL_AIDS,
    ) -> None:
        self.level, self.seed, self.difficulty, self.side = level, seed, difficulty, side
        self.driver, self.police, self.record = driver, police, record
        self.mind = self._person(aids)
        self.recorder: Recorder | None = None

    def _person(self, aids: Aids) -> KeyboardMind:
        return KeyboardMind(self.level.cars, self.side == "police", aids)

    def start(self) -> "Session":
        """A new session at its first tick, with a new person at the keyboard."""
        from game.replay.record import Recorder
        from game.session import Session

        self.mind = self._person(self.mind.aids)
        pilot = self.mind if self.side == "police" else None
        driver = self.driver or ("shortest" if pilot else self.mind)
        session = Session(
            self.level, self.seed, driver, self.police, difficulty=self.difficulty, side=self.side, pilot=pilot
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
        super().__init__(level, setup.seed, setup.difficulty, setup.side, None, setup.police, None)
        self.replay = replay

    def start(self) -> "Session":
        from game.replay.play import open_session

        return open_session(self.replay, self.level)


class Game:
    """The window, the run and the card over it. Everything a picture needs happens in frame()."""

    def __init__(self, window: Window, job: Job, clock: Callable[[], int] = time.perf_counter_ns) -> None:
        self.window, self.job, self.clock = window, job, clock
        self.compiled = 0
        from game.core.kernel import reporting_compiles

        self.reporting = reporting_compiles
        with reporting_compiles(self._compiling):
            self._open()

    def _open(self) -> None:
        """Start the run and paint the first picture."""
        from game.view.painter import Painter

        self.session: Stepping = self.job.start()
        self.painter = Painter(self.job.level, INSIDE, self.job.side)
        self._begin()
        self.painter.prepare(self.reel.now)
        self.card: screens.Card | None = None if self.job.watching else self._briefing()
        self.under: screens.Card | None = None  # the card that Keys goes back to
        self.warming: Session | None = None
        self.warm = self.job.watching
        self.pacer = pygame.time.Clock()

    def _begin(self) -> None:
        self.keyboard = Keyboard(self.job.mind)
        self.reel = Reel(self.session, Metronome(self.clock), self.job.after_tick)
        self.ended = 0
        pygame.display.set_caption(f"The Driver: {self.job.level.heist.title}")

    def run(self) -> int:
        """Until the person leaves. Returns the exit code."""
        gc.collect()
        gc.freeze()
        try:
            with self.reporting(self._compiling):
                while self.frame():
                    self.pacer.tick(PICTURES)
        finally:
            gc.unfreeze()
            self.job.save()
        return DONE

    def frame(self) -> bool:
        """One picture: events, the ticks that are due, drawing. False when it is over."""
        for event in pygame.event.get():
            if not self._handle(event):
                return False
        if self.card is None:
            self.reel.advance()
            self.painter.tell(self.reel.events)
            self._notice_the_end()
        else:
            self.reel.metronome.restart()
        self._draw()
        if self.card is not None:
            self._warm_up()
        return True

    def _draw(self) -> None:
        canvas = self.window.canvas
        playing = self.card is None
        self.painter.draw(canvas, self.reel.before, self.reel.now, self.reel.share if playing else 1.0)
        if self.card:
            self.card.draw(canvas)
        self.window.show()

    # ---- events
    def _handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.QUIT:
            return False
        if self.window.handle(event):
            return True
        if self.card is not None:
            return self._choose(self._escape(event) or self.card.handle(event, self._canvas_point(event)))
        if event.type == pygame.WINDOWFOCUSLOST or (
            event.type == pygame.KEYDOWN and event.scancode == pygame.KSCAN_ESCAPE
        ):
            self._pause()
        elif event.type == pygame.KEYDOWN and event.scancode == pygame.KSCAN_M:
            self.keyboard.let_go()
            self.card, self.under = screens.keys(self.job.side == "police"), None
        else:
            self.keyboard.handle(event)
        return True

    def _escape(self, event: pygame.event.Event) -> str:
        """What Esc, R and M mean on the card that is up."""
        if event.type != pygame.KEYDOWN or self.card is None:
            return ""
        meanings = [meaning for _, meaning in self.card.choices]
        wanted = {
            pygame.KSCAN_ESCAPE: ("back", "resume", "quit"),
            pygame.KSCAN_R: ("restart",),
            pygame.KSCAN_M: ("back",),
        }
        return next((meaning for meaning in wanted.get(event.scancode, ()) if meaning in meanings), "")

    def _canvas_point(self, event: pygame.event.Event) -> tuple[int, int] | None:
        if event.type not in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
            return None
        box = letterbox(self.window.screen.get_size())
        x, y = event.pos
        return (x - box.x) * INSIDE[0] // box.w, (y - box.y) * INSIDE[1] // box.h

    def _choose(self, meaning: str) -> bool:
        """Do what a card's choice means. False to leave the game."""
        if meaning == "quit":
            return False
        if meaning in ("start", "resume"):
            self._finish_warming()
            self.card = None
        elif meaning == "help":
            self.card, self.under = screens.keys(self.job.side == "police"), self.card
        elif meaning == "aids":
            self.card, self.under = screens.driving_aids(self.job.mind.aids), self.card
        elif meaning in NAMES and self.card is not None:
            self.job.mind.aids = switched(self.job.mind.aids, meaning)
            self.card = screens.driving_aids(self.job.mind.aids, self.card.chosen)
        elif meaning == "back":
            self.card, self.under = self.under, None
        elif meaning == "restart":
            self._restart()
        elif meaning == "give up":
            self.job.mind.give_up()
            self.card = None
        return True

    def _pause(self) -> None:
        self.keyboard.let_go()
        self.card = screens.pause(self.job.watching, self.job.side == "police")

    def _briefing(self) -> screens.Card:
        job = self.job
        return screens.briefing(job.level.heist, job.side, job.difficulty, job.seed)

    def _restart(self) -> None:
        self.job.save()
        self.session = self.job.start()
        self.painter.reset()
        self._begin()
        self.card = None

    def _notice_the_end(self) -> None:
        """Show the result a moment after the outcome."""
        over = bool(self.session.outcome) or self._film_is_out()
        self.ended = self.ended + 1 if over else 0
        if self.ended == RESULT_AFTER:
            self.card = screens.result(self.reel.now, self.job.side, self.job.seed)

    def _film_is_out(self) -> bool:
        return isinstance(self.job, Recording) and self.reel.now.tick >= self.job.replay.header.ticks

    # ---- compiling
    def _compiling(self, name: str) -> None:
        """Called before each kernel that has to be compiled: say so, and keep the window alive."""
        self.compiled += 1
        screens.draw_loading(self.window.canvas, f"Compiling {name.replace('_', ' ').strip()}", self.compiled)
        self.window.show()
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                raise Quit

    def _warm_up(self) -> None:
        """A few ticks of a throw-away run behind the briefing: play then never waits for the compiler.

        The first time on a computer the run goes on to its end, to meet every kernel there is."""
        if self.warm:
            return
        self.warming = self.warming or self.job.warm()
        for _ in range(3):
            if not self.warming.outcome:
                self.warming.step()
        enough = self.warming.tick >= WARM_TICKS and not self.compiled
        if enough or self.warming.outcome:
            self.warm, self.warming = True, None

    def _finish_warming(self) -> None:
        """Play begins: what is left to compile is compiled now, in front of everybody."""
        while self.compiled and not self.warm:
            self._warm_up()
        self.warm, self.warming = True, None
