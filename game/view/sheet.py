"""The picture of a cell while it is painted, drawn on in metres, and what can be drawn as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.palette import Colour, tone
from game.view.plan import Points, clipped

CELL = 40.0  # m, side of a cell: a whole number of light pixels at every scale
BLEED = 2.0  # m around a sheet that is still drawn


class Stamp(Protocol):
    """Pictures of parked cars, at a sheet's scale."""

    def __call__(self, number: int, angle: float) -> pygame.Surface: ...


class Sheet:
    """The picture of a cell at twice its size, drawn on in metres. stamp: pictures of parked cars."""

    def __init__(
        self, surface: pygame.Surface, column: int, row: int, scale: float, stamp: Stamp | None = None
    ) -> None:
        self.surface = surface
        self.scale = scale
        self.stamp = stamp
        self.origin = np.array([column * CELL, row * CELL])
        self.bounds = (column * CELL - 1, row * CELL - 1, (column + 1) * CELL + 1, (row + 1) * CELL + 1)

    def fill(self, colour: Colour, polygon: Points) -> None:
        low, high = self.origin - BLEED, self.origin + (CELL + BLEED)
        polygon = clipped(polygon, low, high)
        if len(polygon) > 2:
            pygame.draw.polygon(self.surface, colour, ((polygon - self.origin) * self.scale).tolist())

    def line(self, colour: Colour, a: Points, b: Points, width: float) -> None:
        ends = ((np.stack([a, b]) - self.origin) * self.scale).tolist()
        pygame.draw.line(self.surface, colour, ends[0], ends[1], max(1, round(width * self.scale)))

    def dot(self, colour: Colour, at: Points, radius: float) -> None:
        middle = ((at - self.origin) * self.scale).tolist()
        pygame.draw.circle(self.surface, colour, middle, max(1.0, radius * self.scale))

    def lines(self, colour: Colour, ends: Points, width: float) -> None:
        """Lines between the ends (n, 2, 2), of which those whose boxes miss the sheet are left out."""
        x0, y0, x1, y1 = self.bounds
        low, high = ends.min(axis=1), ends.max(axis=1)
        shown = ends[(high[:, 0] > x0) & (high[:, 1] > y0) & (low[:, 0] < x1) & (low[:, 1] < y1)]
        thick = max(1, round(width * self.scale))
        for a, b in ((shown - self.origin) * self.scale).tolist():
            pygame.draw.line(self.surface, colour, a, b, thick)

    def quads(self, colour: Colour, corners: Points) -> None:
        """Filled quads (n, 4, 2) whose corners lie on the sheet, at least one of them."""
        on = self.among(corners.reshape(-1, 2)).reshape(-1, 4).any(axis=1)
        for quad in ((corners[on] - self.origin) * self.scale).tolist():
            pygame.draw.polygon(self.surface, colour, quad)

    def cars(self, rows: Points) -> None:
        """Parked cars (n, 4): x, y, direction (rad, counter-clockwise on the screen), number."""
        if self.stamp is None:
            return
        for x, y, angle, number in rows[self.among(rows[:, :2], 3.0)].tolist():
            picture = self.stamp(int(number), angle)
            px, py = ((np.array([x, y]) - self.origin) * self.scale).tolist()
            place = (px - picture.get_width() / 2, py - picture.get_height() / 2)
            self.surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)

    def among(self, points: Points, margin: float = 2.0) -> NDArray[np.bool_]:
        """Which of the points (n, 2) lie on the sheet, or within `margin` m of it."""
        x0, y0, x1, y1 = self.bounds
        x, y = points[:, 0], points[:, 1]
        on: NDArray[np.bool_] = (x > x0 - margin) & (x < x1 + margin) & (y > y0 - margin) & (y < y1 + margin)
        return on

    def shows(self, point: Points) -> bool:
        x0, y0, x1, y1 = self.bounds
        return bool(x0 < point[0] < x1 and y0 < point[1] < y1)


# ---- what is worked out once and drawn on every sheet that shows it
@dataclass(frozen=True, slots=True)
class Area:
    colour: Colour
    outline: Points

    def draw(self, sheet: Sheet) -> None:
        sheet.fill(self.colour, self.outline)


@dataclass(frozen=True, slots=True)
class Quads:
    colour: Colour
    corners: Points  # (n, 4, 2)

    def draw(self, sheet: Sheet) -> None:
        sheet.quads(self.colour, self.corners)


@dataclass(frozen=True, slots=True)
class Strokes:
    colour: Colour
    ends: Points  # (n, 2, 2)
    width: float  # m

    def draw(self, sheet: Sheet) -> None:
        sheet.lines(self.colour, self.ends, self.width)


@dataclass(frozen=True, slots=True)
class Dots:
    colour: Colour
    rows: Points  # (n, 4): x, y, radius, shade

    def draw(self, sheet: Sheet) -> None:
        for x, y, radius, shade in self.rows[sheet.among(self.rows[:, :2])].tolist():
            sheet.dot(tone(self.colour, shade), np.array([x, y]), radius)


Op = Area | Quads | Strokes | Dots
Ops = Sequence[Op]


def box_quads(at: Points, u: Points, v: Points, long: float, wide: float) -> Points:
    """Rectangles (n, 4, 2) around these points, `long` along u and `wide` along v."""
    a, b = u * long / 2, v * wide / 2
    return np.stack([at - a - b, at + a - b, at + a + b, at - a + b], axis=1)
