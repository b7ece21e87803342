"""A roof while it is painted, in its own frame."""

import random
from collections.abc import Callable

import numpy as np
import pygame

from game.view.palette import Colour
from game.view.plan import Points, contains, edges
from game.view.sheet import Stamp

Box = tuple[float, float, float, float]  # u, v, du, dv in m
LARGE = 300_000  # px: larger roofs are painted at their own size, smaller ones at twice that


class RoofSheet:
    """A roof in its own frame: u along its longest wall, v across, both in metres."""

    def __init__(self, outline: Points, scale: float, number: int, stamp: Stamp | None = None) -> None:
        self.scale = scale
        self.low = np.floor(outline.min(axis=0) * scale) - 1
        w, h = (np.ceil(outline.max(axis=0) * scale) + 2 - self.low).astype(int).tolist()
        self.size = (w, h)
        self.finer = 2 if w * h < LARGE else 1
        self.surface = pygame.Surface((w * self.finer, h * self.finer)).convert()
        direction, _, length = edges(outline)
        self.u = direction[int(np.argmax(length))]
        self.v = np.array([-self.u[1], self.u[0]])
        a, b = outline @ self.u, outline @ self.v
        self.corner = self.u * a.min() + self.v * b.min()
        self.long, self.deep = float(np.ptp(a)), float(np.ptp(b))
        self.outline = outline
        self.number, self.stamp = number, stamp
        self.dice = random.Random(number)
        self.lamps: list[tuple[str, Points]] = []

    def metres(self, u: float, v: float) -> Points:
        point: Points = self.corner + self.u * u + self.v * v
        return point

    def pixels(self, points: Points) -> list[list[float]]:
        out: list[list[float]] = ((points * self.scale - self.low) * self.finer).tolist()
        return out

    def at(self, u: float, v: float) -> list[float]:
        return self.pixels(self.metres(u, v)[None])[0]

    def thick(self, metres: float) -> int:
        return max(1, round(metres * self.scale * self.finer))

    def box(self, colour: Colour, u: float, v: float, du: float, dv: float, line: float = 0.0) -> None:
        corners = [self.at(u, v), self.at(u + du, v), self.at(u + du, v + dv), self.at(u, v + dv)]
        pygame.draw.polygon(self.surface, colour, corners, self.thick(line) if line else 0)

    def line(self, colour: Colour, u0: float, v0: float, u1: float, v1: float, metres: float) -> None:
        pygame.draw.line(self.surface, colour, self.at(u0, v0), self.at(u1, v1), self.thick(metres))

    def disc(self, colour: Colour, u: float, v: float, radius: float, line: float = 0.0) -> None:
        pixels = max(1, round(radius * self.scale * self.finer))
        pygame.draw.circle(self.surface, colour, self.at(u, v), pixels, self.thick(line) if line else 0)

    def area(self, colour: Colour, points: Points) -> None:
        """Fill a polygon of plan points."""
        pygame.draw.polygon(self.surface, colour, self.pixels(points))

    def holds(self, box: Box, margin: float = 0.8) -> bool:
        """Whether a box lies on the roof, this far from its edge."""
        u, v, du, dv = box
        corners = np.array([self.metres(a, b) for a in (u, u + du) for b in (v, v + dv)])
        return bool(contains(self.outline, corners, margin).all())

    def shade(self, metres: float) -> tuple[float, float]:
        """Where a shadow of this length falls, along u and v: to the lower right of the screen."""
        away = np.array([0.5, 0.86]) * metres
        return float(away @ self.u), float(away @ self.v)

    def lamp(self, kind: str, u: float, v: float) -> None:
        """Note a light that shines here at night."""
        self.lamps.append((kind, self.metres(u, v)))

    def car(self, u: float, v: float, angle: float, number: int) -> None:
        """A parked car; angle: rad from the roof's u, counter-clockwise on the screen."""
        if self.stamp is None:
            return
        turn = angle + float(np.arctan2(-self.u[1], self.u[0]))
        picture = self.stamp(number, turn)
        if self.finer == 1:
            picture = pygame.transform.smoothscale_by(picture, 0.5)
        x, y = self.at(u, v)
        place = (x - picture.get_width() / 2, y - picture.get_height() / 2)
        self.surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)


RoofPainter = Callable[[RoofSheet, Colour], None]
