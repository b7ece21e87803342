"""Signs on the street fronts: what they say, where they hang, and their neon."""

import math
from collections.abc import Generator
from dataclasses import dataclass

import pygame

from game.level.city import Building, City
from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.plan import edges, southward
from game.view.text import HEADLINE, font

WORDS = {
    "shops": ("LIQUOR", "DINER", "PAWN", "RECORDS", "TACOS", "DONUTS", "LOANS", "BAR", "DRUGS", "CAFE"),
    "midrise": ("HOTEL", "ROOMS", "THEATRE", "LOANS"),
    "tower": ("BANK", "HOTEL"),
    "warehouse": ("COLD STORAGE", "TIRES"),
}
EVERY = {"shops": 2, "midrise": 5, "tower": 5, "warehouse": 7}  # one building in so many has a sign
LONGEST = 15.0  # m
HIGHEST = 3.4  # m
OUT = 1.5  # m from the wall


@dataclass(frozen=True, slots=True)
class Sign:
    """x, y: plan metres of its middle; angle: rad on the screen, counter-clockwise; length in m."""

    text: str
    hue: int
    x: float
    y: float
    angle: float
    length: float


def signs(city: City, fronts: list[int]) -> dict[int, Sign]:
    """By building: landmarks carry their name, some of the others what their style sells."""
    out: dict[int, Sign] = {}
    for number, building in enumerate(city.buildings):
        text = _text(number, building)
        outline = southward(building.outline, city.height)
        direction, outward, length = edges(outline)
        k = fronts[number]
        if text and length[k] > 6.0 and building.height > 2.5:
            at = outline[k] + direction[k] * length[k] / 2 + outward[k] * OUT
            angle = -math.atan2(direction[k][1], direction[k][0])
            angle = (angle + math.pi / 2) % math.pi - math.pi / 2  # never upside down
            long = min(float(length[k]) * 0.8, LONGEST * (1.6 if building.name else 1.0))
            out[number] = Sign(text, number % len(ink.NEON), float(at[0]), float(at[1]), angle, long)
    return out


def _text(number: int, building: Building) -> str:
    if building.name:
        return building.name.upper()
    choices = WORDS.get(building.style)
    if not choices or (number * 7 + 3) % EVERY[building.style]:
        return ""
    return choices[(number // 2 * 7 + number // 11) % len(choices)]


def paint(sign: Sign, scale: float) -> Generator[None, None, pygame.Surface]:
    """The sign's light at `scale` px/m, turned into place, to be added."""
    flat = neon(sign.text, ink.NEON[sign.hue])
    yield
    highest = HIGHEST * (1.4 if sign.length > LONGEST else 1.0)
    size = min(sign.length * scale / flat.get_width(), highest * scale / flat.get_height(), 1.5)
    return pygame.transform.rotozoom(flat, math.degrees(sign.angle), size).convert()


def neon(text: str, colour: Colour) -> pygame.Surface:
    """Letters first, a thin frame, a restrained halo: the word must stay readable."""
    bright = tuple(min(255, int(channel * 0.55 + 130)) for channel in colour)
    letters = font(HEADLINE, 44).render(text, True, bright)
    pad = 20
    sheet = pygame.Surface((letters.get_width() + 2 * pad, letters.get_height() + 2 * pad)).convert()
    frame = sheet.get_rect().inflate(-22, -32)
    sheet.blit(font(HEADLINE, 44).render(text, True, tone(colour, 0.9)), (pad, pad))
    pygame.draw.rect(sheet, colour, frame, 3, border_radius=7)
    out = pygame.transform.gaussian_blur(sheet, 9)
    out.fill((165, 165, 165), special_flags=pygame.BLEND_RGB_MULT)
    back = pygame.Surface(sheet.get_size()).convert()
    pygame.draw.rect(back, tone(colour, 0.10), frame, border_radius=7)
    out.blit(back, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    pygame.draw.rect(out, colour, frame, 3, border_radius=7)
    out.blit(letters, (pad, pad))
    return out
