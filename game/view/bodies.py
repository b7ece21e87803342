"""Cars painted from the outlines of assets/bodies.toml, pointing right."""

import functools
import tomllib
from collections.abc import Sequence
from typing import Any

import pygame

from game.level.file import asset
from game.view.palette import Colour, tone

FINER = 2  # bodies are kept at this many times their size on the screen, and turned on demand
OVERSAMPLE = 3  # and painted at this many times that, to be smooth

GLASS: Colour = (22, 28, 40)
GLINT: Colour = (74, 92, 116)
CHROME: Colour = (188, 190, 196)
UNDERSIDE: Colour = (15, 14, 17)
STRIPE: Colour = (238, 226, 200)

Point = tuple[float, float]


@functools.cache
def shapes() -> dict[str, dict[str, Any]]:
    """The outlines and paints of assets/bodies.toml."""
    with asset("bodies.toml").open("rb") as file:
        return tomllib.load(file)


class _Canvas:
    """A sheet on which a car's own coordinates (−1 … 1 along and across) can be drawn."""

    def __init__(self, length: float, width: float, scale: float) -> None:
        self.scale = scale * OVERSAMPLE * FINER
        self.half = (length / 2 * self.scale, width / 2 * self.scale)
        side = int(length * 1.08 * self.scale) // (2 * OVERSAMPLE) * 2 * OVERSAMPLE
        self.sheet = pygame.Surface((side, side), pygame.SRCALPHA)
        self.middle = side / 2

    def at(self, x: float, y: float) -> Point:
        return self.middle + x * self.half[0], self.middle - y * self.half[1]

    def mirrored(self, half: Sequence[Sequence[float]], along: float = 1.0, across: float = 1.0) -> list[Point]:
        """A half outline and its mirror image, shrunk towards the middle."""
        points = [(x * along, y * across) for x, y in half]
        return [self.at(x, y) for x, y in points] + [self.at(x, -y) for x, y in reversed(points)]

    def fill(self, colour: Colour, points: Sequence[Point]) -> None:
        pygame.draw.polygon(self.sheet, colour, points)

    def box(self, colour: Colour, x0: float, x1: float, y0: float, y1: float) -> None:
        self.fill(colour, [self.at(x0, y0), self.at(x1, y0), self.at(x1, y1), self.at(x0, y1)])

    def line(self, colour: Colour, a: Point, b: Point, metres: float) -> None:
        pygame.draw.line(self.sheet, colour, self.at(*a), self.at(*b), max(1, round(metres * self.scale)))

    def done(self) -> pygame.Surface:
        side = self.sheet.get_width() // OVERSAMPLE
        return pygame.transform.smoothscale(self.sheet.premul_alpha(), (side, side)).convert_alpha()


def body(kind: str, paint: int, length: float, width: float, scale: float) -> pygame.Surface:
    """A premultiplied picture of a car, FINER times larger than `scale` px/m, pointing right."""
    shape = shapes()[kind]
    colours: list[Colour] = [(r, g, b) for r, g, b in shape["paint"][paint % len(shape["paint"])]]
    canvas = _Canvas(length, width, scale)
    _shell(canvas, shape, colours[0])
    if shape.get("doors"):
        for side in (-1, 1):
            canvas.box((228, 228, 222), 0.3, -0.5, 0.74 * side, 0.95 * side)
    if shape.get("bed"):
        canvas.box(tone(colours[0], 0.45), -0.2, -0.9, -0.74, 0.74)
        for y in (-0.45, -0.15, 0.15, 0.45):
            canvas.line(tone(colours[0], 0.6), (-0.22, y), (-0.88, y), 0.04)
    _greenhouse(canvas, shape, colours[-1])
    if shape.get("cargo"):
        _cargo(canvas, *shape["cargo"])
    for x in shape.get("hatches", ()):
        canvas.box(tone(colours[-1], 0.8), x - 0.05, x + 0.05, -0.32, 0.32)
        canvas.box(tone(colours[-1], 1.06), x - 0.04, x + 0.04, -0.26, 0.26)
    _extras(canvas, shape)
    return canvas.done()


def _shell(canvas: _Canvas, shape: dict[str, Any], colour: Colour) -> None:
    """The body: darker towards its sides, with bumpers, panel gaps and lamps."""
    outline = shape["outline"]
    canvas.fill(UNDERSIDE, canvas.mirrored(outline, 1.015, 1.05))
    for step in range(9):
        share = step / 8
        canvas.fill(
            tone(colour, 0.62 + 0.46 * share**0.7), canvas.mirrored(outline, 0.985 - 0.05 * share, 0.96 - 0.5 * share)
        )
    canvas.fill(tone(colour, 1.2), [canvas.at(x, y) for x, y in ((0.93, 0.1), (0.38, 0.2), (0.38, -0.2), (0.93, -0.1))])
    dark = tone(colour, 0.5)
    for side in (-1, 1):
        canvas.line(dark, (0.92, 0.56 * side), (shape["hood"], 0.6 * side), 0.035)
    canvas.line(dark, (shape["hood"], -0.86), (shape["hood"], 0.86), 0.04)
    canvas.line(dark, (shape["trunk"], -0.86), (shape["trunk"], 0.86), 0.04)
    for x0, x1 in ((0.955, 1.005), (-1.0, -0.955)):
        canvas.box(CHROME, x0, x1, -0.74, 0.74)
    for side in (-1, 1):
        canvas.box((255, 246, 214), 0.93, 0.968, 0.44 * side, 0.74 * side)
        canvas.box((150, 16, 14), -0.962, -0.925, 0.34 * side, 0.78 * side)
        canvas.box((54, 54, 60), 0.2, 0.26, 0.93 * side, 1.1 * side)


def _greenhouse(canvas: _Canvas, shape: dict[str, Any], colour: Colour) -> None:
    """Windows, the roof over them and the pillars between."""
    glass, roof = shape["glass"], shape["roof"]
    canvas.fill(GLASS, canvas.mirrored(glass))
    front, back = glass[0][0], glass[-1][0]
    canvas.fill(
        GLINT, [canvas.at(x, y) for x, y in ((front - 0.03, 0.58), (front - 0.03, 0.08), (roof[0][0] + 0.05, 0.14))]
    )
    wide, narrow = roof[1], glass[1]
    for side in (-1, 1):
        canvas.line(colour, (wide[0], wide[1] * side), (narrow[0], narrow[1] * side), 0.09)
        canvas.line(colour, (roof[-2][0], roof[-2][1] * side), (glass[-2][0], glass[-2][1] * side), 0.14)
        middle = (wide[0] + roof[-2][0]) / 2
        canvas.line(colour, (middle, wide[1] * side), (middle, glass[2][1] * side), 0.1)
    canvas.line(GLINT, (back + 0.02, -0.5), (back + 0.02, -0.2), 0.05)
    for step in range(6):
        share = step / 5
        shrunk = [[x * (1 - 0.12 * share) - 0.012 * share, y * (1 - 0.55 * share)] for x, y in roof]
        canvas.fill(tone(colour, 0.78 + 0.36 * share**0.6), canvas.mirrored(shrunk))


def _cargo(canvas: _Canvas, front: float, back: float) -> None:
    """A box body with its ribs and a dent of shade along one side."""
    canvas.box((176, 172, 164), back, front, -0.97, 0.97)
    canvas.box((206, 202, 192), back + 0.02, front - 0.02, -0.88, 0.88)
    steps = 9
    for k in range(1, steps):
        x = back + (front - back) * k / steps
        canvas.line((180, 176, 166), (x, -0.88), (x, 0.88), 0.05)
    canvas.box((158, 154, 148), back, front, -0.97, -0.9)


def _extras(canvas: _Canvas, shape: dict[str, Any]) -> None:
    if shape.get("stripes"):
        for side in (-1, 1):
            for x0, x1 in ((0.95, 0.29), (0.02, -0.37), (-0.71, -0.95)):
                canvas.box(STRIPE, x0, x1, 0.13 * side, 0.34 * side)
    if shape.get("sign"):
        canvas.box((40, 34, 26), -0.19, -0.06, -0.34, 0.34)
        canvas.box((252, 238, 190), -0.175, -0.075, -0.3, 0.3)
    if shape.get("lightbar"):
        canvas.box((26, 26, 30), -0.17, -0.03, -0.64, 0.64)
        canvas.box((210, 40, 36), -0.15, -0.05, 0.12, 0.6)
        canvas.box((50, 84, 232), -0.15, -0.05, -0.6, -0.12)
        canvas.box((206, 206, 210), -0.15, -0.05, -0.1, 0.1)


def shadow(length: float, width: float, scale: float) -> pygame.Surface:
    """A soft dark patch under a car, FINER times larger than `scale` px/m."""
    size, finer = int(length * 1.5 * scale * FINER), scale * FINER
    sheet = pygame.Surface((size, size), pygame.SRCALPHA)
    box = pygame.Rect(0, 0, int(length * finer), int(width * finer))
    box.center = (size // 2, size // 2)
    pygame.draw.rect(sheet, (0, 0, 0, 165), box, border_radius=int(0.7 * finer))
    return pygame.transform.gaussian_blur(sheet, max(2, int(0.35 * finer))).premul_alpha().convert_alpha()
