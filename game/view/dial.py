"""The rev counter beside the speed: a needle over revs in hundreds a minute, and the gear in its middle."""

import math

import pygame

from game.view.palette import CREAM, INK, MUSTARD, ORANGE, QUIET, RUST
from game.view.text import BODY, HEADLINE, put, words

MOST = 6000.0  # 1/min at the end of the dial
RED = 5000.0
FIRST, LAST = math.radians(225.0), math.radians(-45.0)  # of the needle, counter-clockwise from the right
GEARS = {-1: "R", 0: "N"}


def _angle(rpm: float) -> float:
    return FIRST + (LAST - FIRST) * min(max(rpm / MOST, 0.0), 1.0)


def _at(middle: tuple[float, float], radius: float, angle: float) -> tuple[float, float]:
    return middle[0] + radius * math.cos(angle), middle[1] - radius * math.sin(angle)


def draw(surface: pygame.Surface, middle: tuple[float, float], radius: float, rpm: float, gear: int) -> None:
    """rpm: 1/min; gear: -1 reverse, 0 neutral, 1 …"""
    pygame.draw.circle(surface, (22, 17, 20), middle, radius)
    pygame.draw.circle(surface, QUIET, middle, radius, max(1, round(radius / 28)))
    for thousands in range(7):
        angle = _angle(1000.0 * thousands)
        colour = ORANGE if 1000.0 * thousands >= RED else CREAM
        ends = _at(middle, radius * 0.82, angle), _at(middle, radius * 0.94, angle)
        pygame.draw.line(surface, colour, *ends, max(1, round(radius / 20)))
        numeral = words(str(10 * thousands), BODY, round(radius * 0.22), colour)
        put(surface, numeral, *_at(middle, radius * 0.64, angle), (0.5, 0.5))
    put(surface, words(GEARS.get(gear, str(gear)), HEADLINE, round(radius * 0.5), CREAM), *middle, (0.5, 0.5))
    caption = words("RPM ×100", BODY, round(radius * 0.19), MUSTARD)
    put(surface, caption, middle[0], middle[1] + radius * 0.78, (0.5, 0.5))
    angle = _angle(rpm)
    needle = _at(middle, radius * 0.36, angle), _at(middle, radius * 0.9, angle)
    pygame.draw.line(surface, INK, *needle, max(3, round(radius / 9)))
    pygame.draw.line(surface, RUST, *needle, max(2, round(radius / 14)))
