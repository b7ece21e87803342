"""One job in the window: the run, the card over it, and what keys and clicks mean."""

import gc
import time
from collections.abc import Callable

import pygame

from game.core.aids import NAMES, switched
from game.ui import screens
from game.ui.briefing import briefing
from game.ui.cards import Card
from game.ui.debriefing import debriefing
from game.ui.job import Job, Recording
from game.ui.keys import Keyboard
from game.ui.ladder import Ladder
from game.ui.loop import Metronome, Reel, Stepping
from game.ui.police_board import blackboard
from game.ui.warming import Warming
from game.ui.window import INSIDE, Quit, Window, canvas_point

PICTURES = 60  # a second, at most
RESULT_AFTER = 45  # pictures between the outcome and its card
QUIT, JOBS = "quit", "jobs"  # what run() answers: leave the game, or choose another job


class Game:
    """The window, the run and the card over it. Everything a picture needs happens in frame()."""

    def __init__(
        self, window: Window, job: Job, ladder: Ladder, clock: Callable[[], int] = time.perf_counter_ns
    ) -> None:
        self.window, self.job, self.ladder, self.clock = window, job, ladder, clock
        self.answer = QUIT
        self.warming = Warming(job, self._compiling)
        with self.warming.reporting():
            self._open()

    def _open(self) -> None:
        """Start the run and paint the first picture."""
        from game.view.painter import Painter

        self.session: Stepping = self.job.start()
        self.painter = Painter(self.job.level, INSIDE, self.job.side)
        self._begin()
        self.painter.prepare(self.reel.now)
        self.card: Card | None = None if self.job.watching else briefing(self.job)
        self.under: Card | None = None  # the card that Keys goes back to
        self.pacer = pygame.time.Clock()

    def _begin(self) -> None:
        self.keyboard = Keyboard(self.job.mind)
        self.reel = Reel(self.session, Metronome(self.clock), self.job.after_tick)
        self.ended = 0
        pygame.display.set_caption(f"The Driver: {self.job.level.heist.title}")

    def run(self) -> str:
        """Until the person leaves: QUIT or JOBS."""
        self.painter.start_helper()
        gc.collect()
        gc.freeze()
        try:
            with self.warming.reporting():
                while self.frame():
                    self.pacer.tick(PICTURES)
        finally:
            gc.unfreeze()
            self.painter.close()
            self.job.save()
        return self.answer

    def frame(self) -> bool:
        """One picture: events, the ticks that are due, drawing. False when it is over."""
        began = self.clock()
        for event in pygame.event.get():
            if not self._handle(event):
                return False
        if self.card is None:
            self.reel.advance()
            self.painter.tell(self.reel.events)
            self._notice_the_end()
        else:
            self.reel.metronome.restart()
        self.painter.use(self.ladder.quality)
        self._draw()
        if self.card is not None:
            self.warming.go_on()
        else:
            self.ladder.note((self.clock() - began) / 1e6)
        return True

    def _draw(self) -> None:
        canvas = self.window.canvas
        playing = self.card is None
        status = self.job.mind.status
        self.painter.board = blackboard(status, self.job.level.cars) if self.job.police and status else None
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
            return self._choose(self._escape(event) or self.card.handle(event, canvas_point(event, self.window)))
        if event.type == pygame.WINDOWFOCUSLOST or (
            event.type == pygame.KEYDOWN and event.scancode == pygame.KSCAN_ESCAPE
        ):
            self._pause()
        elif event.type == pygame.KEYDOWN and event.scancode == pygame.KSCAN_M:
            self.keyboard.let_go()
            self.card, self.under = screens.keys(self.job.police), None
        else:
            self.keyboard.handle(event)
        return True

    def _escape(self, event: pygame.event.Event) -> str:
        """What Esc, R and M mean on the card that is up."""
        if event.type != pygame.KEYDOWN or self.card is None:
            return ""
        meanings = [meaning for _, meaning in self.card.choices]
        wanted = {
            pygame.KSCAN_ESCAPE: ("back", "resume", "jobs", "quit"),
            pygame.KSCAN_R: ("restart",),
            pygame.KSCAN_M: ("back",),
        }
        return next((meaning for meaning in wanted.get(event.scancode, ()) if meaning in meanings), "")

    def _choose(self, meaning: str) -> bool:
        """Do what a card's choice means. False to leave this job."""
        if meaning in (QUIT, JOBS):
            self.answer = meaning
            return False
        if meaning in ("start", "resume"):
            self.warming.finish()
            self.card = None
        elif meaning == "help":
            self.card, self.under = screens.keys(self.job.police), self.card
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
        self.card = screens.pause(self.job.watching, self.job.police)

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
            self.card = debriefing(self.session.debrief, self.job)

    def _film_is_out(self) -> bool:
        return isinstance(self.job, Recording) and self.reel.now.tick >= self.job.replay.header.ticks

    def _compiling(self, name: str, count: int) -> None:
        """Called before each kernel that has to be compiled: say so, and keep the window alive."""
        screens.draw_loading(self.window.canvas, f"Compiling {name.replace('_', ' ').strip()}", count)
        self.window.show()
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                raise Quit
