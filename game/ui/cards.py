"""Cards over the picture: a panel with stripes, and a choice of what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from game.view.palette import CREAM, INK, MUSTARD, ORANGE, PANEL, QUIET, RUST, Colour
from game.view.text import BODY, HEADLINE, put, words, wrap

STRIPES: tuple[Colour, ...] = (RUST, ORANGE, MUSTARD)
BACK = (pygame.KSCAN_UP, pygame.KSCAN_W, pygame.KSCAN_LEFT, pygame.KSCAN_A)
ON = (pygame.KSCAN_DOWN, pygame.KSCAN_S, pygame.KSCAN_RIGHT, pygame.KSCAN_D)
ENTER = (pygame.KSCAN_RETURN, pygame.KSCAN_KP_ENTER)
CHOSEN: Colour = (255, 248, 232)
DIM: Colour = (104, 100, 112)  # what the picture under a card is multiplied with


@dataclass(slots=True)
class Card:
    """A title, lines of text, rows of facts and a choice of what to do next.

    choices: (what it says, what it means). `handle` answers with a meaning once one is chosen.
    """

    title: str
    lines: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    choices: Sequence[tuple[str, str]] = ()
    chosen: int = 0
    boxes: list[pygame.Rect] = field(default_factory=list)

    def handle(self, event: pygame.event.Event, point: tuple[int, int] | None = None) -> str:
        """Keys and clicks; `point` is where on the canvas the mouse is. "" while nothing is chosen."""
        if not self.choices:
            return ""
        if event.type == pygame.KEYDOWN and event.scancode in BACK + ON:
            self.chosen = (self.chosen + (1 if event.scancode in ON else -1)) % len(self.choices)
        elif event.type == pygame.KEYDOWN and event.scancode in ENTER and not event.mod & pygame.KMOD_ALT:
            return self.choices[self.chosen][1]
        elif event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN) and point is not None:
            hit = next((k for k, box in enumerate(self.boxes) if box.collidepoint(point)), -1)
            if hit >= 0:
                self.chosen = hit
                if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                    return self.choices[hit][1]
        return ""

    def draw(self, canvas: pygame.Surface) -> None:
        """Dim the canvas and draw the card in its middle."""
        canvas.fill(DIM, special_flags=pygame.BLEND_RGB_MULT)
        width = 620
        text = [line for paragraph in self.lines for line in wrap(paragraph, BODY, 18, width - 96)]
        height = 128 + 26 * len(text) + (16 if text else 0) + 30 * len(self.facts) + 20 + 46 * len(self.choices)
        box = pygame.Rect(0, 0, width, height)
        box.center = (canvas.get_width() // 2, canvas.get_height() // 2)
        panel(canvas, box)
        title(canvas, self.title, box.x + 44, box.y + 22, width - 92)
        y = box.y + 122
        for line in text:
            put(canvas, words(line, BODY, 18, CREAM), box.x + 46, y)
            y += 26
        y = self._draw_facts(canvas, box, y + (16 if text else 0))
        self.draw_choices(canvas, pygame.Rect(box.x + 40, y + 14, box.w - 80, 0))

    def _draw_facts(self, canvas: pygame.Surface, box: pygame.Rect, y: int) -> int:
        for name, value in self.facts:
            put(canvas, words(name.upper(), BODY, 15, MUSTARD), box.x + 46, y + 4)
            put(canvas, words(value, BODY, 18, CREAM), box.x + 236, y + 1)
            y += 30
        return y

    def draw_choices(self, canvas: pygame.Surface, box: pygame.Rect, across: bool = False) -> None:
        """The choices in rows under each other from the top of `box`, or beside each other."""
        self.boxes = []
        wide = (box.w - 12 * (len(self.choices) - 1)) // len(self.choices) if across else box.w
        for k, (label, _) in enumerate(self.choices):
            corner = (box.x + k * (wide + 12), box.y) if across else (box.x, box.y + 46 * k)
            row = pygame.Rect(*corner, wide, 40)
            if k == self.chosen:
                pygame.draw.rect(canvas, ORANGE, row, border_radius=5)
            if k == self.chosen and not across:
                arrow = [(row.x + 14, row.y + 12), (row.x + 26, row.y + 20), (row.x + 14, row.y + 28)]
                pygame.draw.polygon(canvas, INK, arrow)
            if k != self.chosen and across:
                pygame.draw.rect(canvas, (60, 50, 52), row, 2, border_radius=5)
            colour = CHOSEN if k == self.chosen else QUIET
            at = row.center if across else (row.x + 40, row.centery)
            put(canvas, words(label, HEADLINE, 24, colour), *at, (0.5, 0.5) if across else LEFT)
            self.boxes.append(row)


LEFT = (0.0, 0.5)  # anchor: the middle of the left edge


def panel(canvas: pygame.Surface, box: pygame.Rect) -> None:
    """A dark panel with three stripes around it."""
    for k, colour in enumerate(STRIPES):
        edge = box.inflate(14 - 5 * k, 14 - 5 * k)
        pygame.draw.rect(canvas, colour, edge, 3, border_radius=16 - 2 * k)
    pygame.draw.rect(canvas, PANEL, box, border_radius=10)


def title(canvas: pygame.Surface, text: str, x: int, y: int, width: int, colour: Colour = CREAM) -> None:
    """A headline at most `width` pixels wide over three stripes, 88 px in all."""
    size = 54
    while size > 24 and words(text, HEADLINE, size, colour).get_width() > width:
        size -= 2
    put(canvas, words(text, HEADLINE, size, colour), x, y + 34, LEFT)
    for k, stripe in enumerate(STRIPES):
        canvas.fill(stripe, (x + 2, y + 72 + 5 * k, width, 3))
