"""The list of jobs at the start: which one, how hard, and on whose side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.core.setup import DIFFICULTIES
from game.ui.cards import CHOSEN, ENTER, LEFT, STRIPES
from game.ui.column import Column, Item, fact
from game.ui.screens import draw_sunset
from game.ui.window import Quit, Window, canvas_point
from game.view.hud import clock_text
from game.view.palette import CREAM, MUSTARD, ORANGE, PANEL, QUIET
from game.view.text import BODY, HEADLINE, put, words

if TYPE_CHECKING:
    from game.level.offers import Offer

PICTURES = 60  # a second
ROW = 74  # px, height of a job
SHOWN = 6  # jobs at a time
SIDES = {"driver": "The Driver", "police": "The Detective"}
START, QUIT = "start", "quit"


@dataclass(slots=True)
class Pick:
    """What is chosen; level: its id."""

    level: str
    difficulty: str = "normal"
    side: str = "driver"


class Board:
    """Up and down between jobs, left and right between difficulties, Tab between sides."""

    def __init__(self, window: Window, pick: Pick) -> None:
        from game.level.offers import offers

        self.window, self.pick = window, pick
        self.offers = offers()
        ids = [offer.id for offer in self.offers]
        self.at = ids.index(pick.level) if pick.level in ids else 0
        self.boxes: dict[tuple[str, int], pygame.Rect] = {}
        self._keep_side()

    @property
    def offer(self) -> "Offer":
        return self.offers[self.at]

    def run(self) -> Pick:
        """Until a job is taken. Quit when the person leaves instead."""
        pygame.display.set_caption("The Driver")
        pacer = pygame.time.Clock()
        while True:
            for event in pygame.event.get():
                answer = QUIT if event.type == pygame.QUIT else self.handle(event)
                if answer == QUIT:
                    raise Quit
                if answer == START:
                    return self.pick
            self.draw(self.window.canvas)
            self.window.show()
            pacer.tick(PICTURES)

    # ---- choosing
    def handle(self, event: pygame.event.Event) -> str:
        """START or QUIT when that is chosen, else ""."""
        if self.window.handle(event):
            return ""
        if event.type == pygame.KEYDOWN:
            return self._press(event)
        point = canvas_point(event, self.window)
        if point is None or event.type != pygame.MOUSEBUTTONDOWN or event.button != 1:
            return ""
        hit = next((key for key, box in self.boxes.items() if box.collidepoint(point)), None)
        return self._click(*hit) if hit else ""

    def _press(self, event: pygame.event.Event) -> str:
        code = event.scancode
        if code in ENTER:
            return START
        if code == pygame.KSCAN_ESCAPE:
            return QUIT
        if code in (pygame.KSCAN_UP, pygame.KSCAN_W, pygame.KSCAN_DOWN, pygame.KSCAN_S):
            self._choose(self.at + (1 if code in (pygame.KSCAN_DOWN, pygame.KSCAN_S) else -1))
        elif code in (pygame.KSCAN_LEFT, pygame.KSCAN_A, pygame.KSCAN_RIGHT, pygame.KSCAN_D):
            step = 1 if code in (pygame.KSCAN_RIGHT, pygame.KSCAN_D) else -1
            self.pick.difficulty = _next(DIFFICULTIES, self.pick.difficulty, step)
        elif code == pygame.KSCAN_TAB:
            self.pick.side = _next(self.offer.sides, self.pick.side, 1)
        return ""

    def _click(self, kind: str, number: int) -> str:
        """A job, a difficulty, a side, or the button; the chosen job clicked again is taken."""
        if kind == START or (kind == "job" and number == self.at):
            return START
        if kind == "job":
            self._choose(number)
        elif kind == "difficulty":
            self.pick.difficulty = DIFFICULTIES[number]
        elif kind == "side":
            self.pick.side = self.offer.sides[number]
        return ""

    def _choose(self, number: int) -> None:
        self.at = number % len(self.offers)
        self._keep_side()

    def _keep_side(self) -> None:
        """The side wanted, where the job has it; else the first that it has."""
        self.pick.level = self.offer.id
        if self.pick.side not in self.offer.sides:
            self.pick.side = self.offer.sides[0]

    # ---- drawing
    def draw(self, canvas: pygame.Surface) -> None:
        self.boxes = {}
        draw_sunset(canvas, 0.31, 0.018)
        put(canvas, words("THE DRIVER", HEADLINE, 84, CREAM), 64, 74, LEFT)
        put(canvas, words("Los Angeles, 1978", BODY, 20, MUSTARD), 68, 136, LEFT)
        first = max(0, min(self.at - SHOWN // 2, len(self.offers) - SHOWN))
        for k, offer in enumerate(self.offers[first : first + SHOWN]):
            self._draw_offer(canvas, offer, first + k, pygame.Rect(56, 268 + k * ROW, 620, ROW - 8))
        self._draw_details(canvas, pygame.Rect(712, 268, 512, 418))

    def _draw_offer(self, canvas: pygame.Surface, offer: "Offer", number: int, box: pygame.Rect) -> None:
        chosen = number == self.at
        self.boxes["job", number] = box
        pygame.draw.rect(canvas, ORANGE if chosen else PANEL, box, border_radius=6)
        put(canvas, words(offer.title, HEADLINE, 28, CHOSEN if chosen else CREAM), box.x + 20, box.y + 22, LEFT)
        where = f"{offer.place}   {clock_text(offer.hour, 0.0)}"
        put(canvas, words(where, BODY, 15, CHOSEN if chosen else QUIET), box.x + 20, box.y + 50, LEFT)
        take = words(f"${offer.take:,.0f}", HEADLINE, 26, CHOSEN if chosen else MUSTARD)
        put(canvas, take, box.right - 20, box.centery, (1.0, 0.5))

    def _draw_details(self, canvas: pygame.Surface, box: pygame.Rect) -> None:
        pygame.draw.rect(canvas, PANEL, box, border_radius=8)
        for k, stripe in enumerate(STRIPES):
            canvas.fill(stripe, (box.x + 24, box.y + 54 + 5 * k, box.w - 48, 3))
        put(canvas, words(self.offer.title.upper(), HEADLINE, 30, CREAM), box.x + 24, box.y + 30, LEFT)
        text = pygame.Rect(box.x + 24, box.y + 82, box.w - 48, 150)
        Column(self._details(), text).draw(canvas)
        self._draw_switch(canvas, "side", "SIDE", [SIDES[side] for side in self.offer.sides], box.x + 24, box.y + 246)
        names = [name.capitalize() for name in DIFFICULTIES]
        self._draw_switch(canvas, "difficulty", "DIFFICULTY", names, box.x + 24, box.y + 302)
        button = pygame.Rect(box.x + 24, box.bottom - 58, box.w - 48, 42)
        self.boxes[START, 0] = button
        pygame.draw.rect(canvas, ORANGE, button, border_radius=5)
        put(canvas, words("Take the job", HEADLINE, 24, CHOSEN), *button.center, (0.5, 0.5))
        hint = "Up, Down: job    Left, Right: difficulty    Tab: side    Enter: take it    Esc: leave"
        put(canvas, words(hint, BODY, 13, QUIET), 640, 704, (0.5, 0.5))

    def _details(self) -> list[Item]:
        """What the side is told, and who takes part."""
        if self.pick.side == "police":
            return [Item(" ".join(self.offer.police_briefing.split()), size=16)]
        return [Item(" ".join(self.offer.briefing.split()), size=16), fact("Crew", ", ".join(self.offer.crew), gap=8)]

    def _draw_switch(self, canvas: pygame.Surface, kind: str, label: str, names: list[str], x: int, y: int) -> None:
        """A few words beside each other, of which the one that is set is bright."""
        wanted = self.offer.sides.index(self.pick.side) if kind == "side" else DIFFICULTIES.index(self.pick.difficulty)
        put(canvas, words(label, BODY, 14, MUSTARD), x, y + 19, LEFT)
        x += 128
        for k, name in enumerate(names):
            picture = words(name, HEADLINE, 20, CHOSEN if k == wanted else QUIET)
            box = pygame.Rect(x, y, picture.get_width() + 24, 38)
            self.boxes[kind, k] = box
            pygame.draw.rect(canvas, ORANGE if k == wanted else (60, 50, 52), box, 0 if k == wanted else 2, 5)
            put(canvas, picture, *box.center, (0.5, 0.5))
            x = box.right + 8


def _next(names: tuple[str, ...], name: str, step: int) -> str:
    return names[(names.index(name) + step) % len(names)]
