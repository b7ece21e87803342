"""Small drawn signs of the screen's furniture: badges, figures, an eye, soft corners, stripes."""

import math

import numpy as np
import pygame

from game.view.palette import CREAM, INK, MUSTARD, ORANGE, QUIET, RUST, Colour
from game.view.text import BODY, put, words

PM = pygame.BLEND_PREMULTIPLIED


def eye(surface: pygame.Surface, middle: tuple[float, float], size: float, colour: Colour, open_: bool = True) -> None:
    """An eye `size` pixels from its middle to a corner; closed, a lid with lashes."""
    x, y = middle
    line = max(1, round(size / 6))
    lower = [(x + size * math.cos(a), y + size * 0.62 * math.sin(a)) for a in np.linspace(0.0, math.pi, 9)]
    if not open_:
        pygame.draw.lines(surface, colour, False, lower, line)
        for px, py in lower[2:-1:2]:
            pygame.draw.line(surface, colour, (px, py), (x + (px - x) * 1.3, y + (py - y) * 1.5), line)
        return
    upper = [(x + size * math.cos(a), y - size * 0.62 * math.sin(a)) for a in np.linspace(0.0, math.pi, 9)]
    pygame.draw.polygon(surface, INK, [*upper, *lower[::-1]])
    pygame.draw.lines(surface, colour, True, [*upper, *lower[::-1]], line)
    pygame.draw.circle(surface, colour, (x, y), max(1.5, size * 0.36))
    pygame.draw.circle(surface, INK, (x, y), max(1.0, size * 0.15))


def pill(surface: pygame.Surface, text: str, x: float, middle: float, size: int, colour: Colour) -> int:
    """A word in a rounded frame; returns the x after it."""
    picture = words(text, BODY, size, colour)
    box = pygame.Rect(round(x), 0, picture.get_width() + size, round(size * 1.6))
    box.centery = round(middle)
    pygame.draw.rect(surface, (26, 20, 22), box, border_radius=box.h // 2)
    pygame.draw.rect(surface, colour, box, max(1, size // 9), border_radius=box.h // 2)
    put(surface, picture, *box.center, (0.5, 0.5))
    return box.right + size // 2


def meter(
    surface: pygame.Surface, bar: pygame.Rect, share: float, colour: Colour, marks: tuple[float, ...] = ()
) -> None:
    """A bar filled to `share`, with marks at these shares of it."""
    pygame.draw.rect(surface, (26, 20, 22), bar, border_radius=bar.h // 2)
    inner = bar.inflate(-2, -2)
    if share > 0.0:
        filled = pygame.Rect(inner.x, inner.y, max(inner.h, round(inner.w * min(share, 1.0))), inner.h)
        pygame.draw.rect(surface, colour, filled, border_radius=inner.h // 2)
    for mark in marks:
        x = inner.x + round(inner.w * mark)
        pygame.draw.line(surface, CREAM, (x, bar.y), (x, bar.bottom - 1))


def badge(surface: pygame.Surface, middle: tuple[int, int], k: float, full: bool) -> None:
    x, y = middle
    shape = ((-8, -8), (0, -10), (8, -8), (7, 2), (0, 9), (-7, 2))
    points = [(x + dx * k, y + dy * k) for dx, dy in shape]
    pygame.draw.polygon(surface, MUSTARD if full else (44, 38, 40), points)
    pygame.draw.aalines(surface, INK if full else (150, 130, 100), True, points)
    if full:
        pygame.draw.circle(surface, INK, (x, y - round(k)), max(1, round(2.6 * k)))


def figure(surface: pygame.Surface, middle: tuple[int, int], k: float, aboard: bool) -> None:
    """Head and shoulders: filled when he is in the car."""
    x, y = middle
    line = 0 if aboard else max(1, round(1.6 * k))
    colour = CREAM if aboard else QUIET
    pygame.draw.circle(surface, colour, (x, y - round(5 * k)), max(2, round(4 * k)), line)
    body = pygame.Rect(round(x - 7 * k), y, round(14 * k), round(9 * k))
    pygame.draw.rect(
        surface, colour, body, line, border_top_left_radius=round(6 * k), border_top_right_radius=round(6 * k)
    )


def corner(width: int, height: int) -> pygame.Surface:
    """A soft dark corner (lower left), premultiplied."""
    sheet = pygame.Surface((width, height), pygame.SRCALPHA)
    x, y = np.meshgrid(np.arange(width) / width, 1.0 - np.arange(height) / height, indexing="ij")
    alpha = 205 * np.clip(1.0 - np.hypot(x, y), 0.0, 1.0) ** 0.8
    sheet.fill((10, 8, 14, 0))
    pygame.surfarray.pixels_alpha(sheet)[:] = alpha.astype(np.uint8)
    return sheet.premul_alpha().convert_alpha()


def stripes(width: int, height: int) -> pygame.Surface:
    """Three warm stripes with a step in them."""
    sheet = pygame.Surface((900, 120), pygame.SRCALPHA)
    for k, colour in enumerate((RUST, ORANGE, MUSTARD)):
        points = [(0, 66 + 24 * k), (500, 66 + 24 * k), (560, 6 + 24 * k), (880, 6 + 24 * k)]
        pygame.draw.lines(sheet, colour, False, points, 15)
    return pygame.transform.smoothscale(sheet.premul_alpha(), (width, height)).convert_alpha()
