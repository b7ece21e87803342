"""Palms and trees from above."""

import math
import random

import pygame

from game.view.palette import Colour, tone


def palm(number: int, scale: float) -> pygame.Surface:
    """A palm's crown from above, some 5 m across, premultiplied."""
    dice, finer, radius = random.Random(number), 3, max(6, int(2.7 * scale))
    middle = radius * finer
    sheet = pygame.Surface((2 * middle, 2 * middle), pygame.SRCALPHA)
    for layer, (green, size) in enumerate((((22, 40, 36), 1.0), ((36, 66, 50), 0.86), ((58, 96, 66), 0.66))):
        for k in range(11 - layer):
            angle = k * 2 * math.pi / (11 - layer) + dice.random() * 0.5 + layer * 0.3
            _frond(sheet, green, angle, middle * 0.95 * size * (0.85 + 0.15 * dice.random()), middle)
    pygame.draw.circle(sheet, (80, 70, 52), (middle, middle), max(2, int(0.27 * scale * finer)))
    return pygame.transform.smoothscale(sheet.premul_alpha(), (2 * radius, 2 * radius)).convert_alpha()


def _frond(sheet: pygame.Surface, green: Colour, angle: float, length: float, middle: int) -> None:
    out: list[tuple[float, float]] = []
    back: list[tuple[float, float]] = []
    for k in range(7):
        share = k / 6
        bent = angle + 0.22 * share * share
        half = (1 - share) ** 0.6 * share**0.35 * length * 0.11
        x, y = middle + length * share * math.cos(bent), middle + length * share * math.sin(bent)
        across = (-math.sin(bent) * half, math.cos(bent) * half)
        out.append((x + across[0], y + across[1]))
        back.append((x - across[0], y - across[1]))
    pygame.draw.polygon(sheet, green, out + back[::-1])
    pygame.draw.line(sheet, tone(green, 1.45), (middle, middle), out[-2], 2)


def tree(number: int, radius_metres: float, scale: float) -> pygame.Surface:
    """A round crown from above, lit from the upper left, premultiplied."""
    dice, finer, radius = random.Random(number), 3, max(4, int(radius_metres * scale))
    middle = radius * finer
    sheet = pygame.Surface((2 * middle, 2 * middle), pygame.SRCALPHA)
    green: Colour = dice.choice(((92, 122, 68), (112, 130, 72), (82, 112, 76), (118, 124, 72)))
    for layer, (shade, blobs, spread) in enumerate(
        ((0.55, 12, 0.62), (0.8, 14, 0.55), (1.0, 14, 0.42), (1.2, 9, 0.28))
    ):
        for _ in range(blobs):
            angle, away = dice.random() * 6.28, dice.random() ** 0.5 * spread * 0.9
            x = middle + middle * away * math.cos(angle) - layer * finer
            y = middle + middle * away * math.sin(angle) - layer * finer * 1.3
            colour = tone(green, shade * dice.uniform(0.92, 1.08))
            pygame.draw.circle(sheet, colour, (x, y), middle * dice.uniform(0.16, 0.34))
    return pygame.transform.smoothscale(sheet.premul_alpha(), (2 * radius, 2 * radius)).convert_alpha()
