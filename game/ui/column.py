"""Columns of words on a card: paragraphs, facts with a label, headings, bars; smaller type where there is much."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from game.view.palette import CREAM, MUSTARD, ORANGE, QUIET, RUST, Colour
from game.view.text import BODY, HEADLINE, put, words, wrap

SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)  # of the type, tried one after the other
SMALLEST = 11  # px
LABEL = 0.26  # of the width, for labels
BAR = 4.6  # sizes of the type, width of a bar


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph. label: at its left in another colour; heading: large, with a rule under it; gap: px above;
    bars: ranges (from, to) of 0 … 1 drawn at the right, each in a box of its own; heads: words over such boxes."""

    text: str
    label: str = ""
    heading: bool = False
    size: int = 17  # px
    colour: Colour = CREAM
    gap: int = 0
    bars: tuple[tuple[float, float], ...] = ()
    heads: tuple[str, ...] = ()


def heading(text: str) -> Item:
    return Item(text, heading=True, gap=12)


def fact(label: str, text: str, colour: Colour = CREAM, gap: int = 0) -> Item:
    return Item(text, label, colour=colour, gap=gap)


class Column:
    """Items in a box, at the largest scale at which they fit. What does not fit at the smallest is left out,
    and the last line says so."""

    def __init__(self, items: Sequence[Item], box: pygame.Rect) -> None:
        self.box = box
        self.items = list(items)
        self.scale = next((scale for scale in SCALES if self._fits(scale)), SCALES[-1])
        left_out = 0
        while self.items and not self._fits(self.scale):
            left_out += 1
            self.items = [*items[: len(items) - left_out - 1], Item("…", colour=QUIET)]
            if left_out >= len(items):
                break

    def _fits(self, scale: float) -> bool:
        return sum(self._height(item, scale) for item in self.items) <= self.box.h

    def _type(self, item: Item, scale: float) -> int:
        return max(SMALLEST, round((22 if item.heading else item.size) * scale))

    def _lines(self, item: Item, scale: float) -> list[str]:
        width = self.box.w - (round(self.box.w * LABEL) if item.label else 0)
        return wrap(item.text, BODY, self._type(item, scale), width) or [""]

    def _height(self, item: Item, scale: float) -> int:
        size = self._type(item, scale)
        if item.heading:
            return round(size * 1.75) + round(item.gap * scale)
        return len(self._lines(item, scale)) * round(size * 1.42) + round(item.gap * scale)

    def draw(self, canvas: pygame.Surface) -> int:
        """Draw it; returns the y under the last item."""
        y = self.box.y
        for item in self.items:
            bottom = y + self._height(item, self.scale)
            self._draw_item(canvas, item, y + round(item.gap * self.scale))
            y = bottom
        return y

    def _draw_item(self, canvas: pygame.Surface, item: Item, y: int) -> None:
        size, x = self._type(item, self.scale), self.box.x
        if item.heading:
            put(canvas, words(item.text.upper(), HEADLINE, size, MUSTARD), x, y)
            rule = y + round(size * 1.42)
            canvas.fill(RUST, (x, rule, self.box.w, 2))
            return
        step = round(size * 1.42)
        if item.label:
            put(canvas, words(item.label.upper(), BODY, max(SMALLEST, round(size * 0.8)), MUSTARD), x, y + size * 0.14)
            x += round(self.box.w * LABEL)
        for line in self._lines(item, self.scale):
            put(canvas, words(line, BODY, size, item.colour), x, y)
            y += step
        self._draw_bars(canvas, item, y - step, size)

    def _draw_bars(self, canvas: pygame.Surface, item: Item, y: int, size: int) -> None:
        wide = round(size * BAR)
        for k, (least, most) in enumerate(reversed(item.bars)):
            bar = pygame.Rect(self._bar_left(k, wide), y + round(size * 0.35), wide, round(size * 0.6))
            pygame.draw.rect(canvas, (50, 42, 46), bar, border_radius=3)
            part = pygame.Rect(bar.x + round(least * wide), bar.y, max(4, round((most - least) * wide)), bar.h)
            pygame.draw.rect(canvas, ORANGE, part, border_radius=3)
        wide = round(self._type(Item(""), self.scale) * BAR)
        for k, word in enumerate(reversed(item.heads)):
            put(canvas, words(word, BODY, size, item.colour), self._bar_left(k, wide), y)

    def _bar_left(self, k: int, wide: int) -> int:
        """x of the bar that is the k-th from the right."""
        return self.box.right - (k + 1) * (wide + 8) + 8
