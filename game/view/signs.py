"""Signs on the street fronts: what they say, where they hang, and their neon."""

import math
from collections.abc import Generator
from dataclasses import dataclass

import pygame

from game.level.city import Building
from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.solids import Solid
from game.view.text import HEADLINE, font

WORDS = {
    "shops": ("LIQUOR", "DINER", "PAWN", "RECORDS", "TACOS", "DONUTS", "LOANS", "BAR", "DRUGS", "CAFE", "SHOES"),
    "strip": (
        "COCKTAILS",
        "GIRLS",
        "LIQUOR",
        "RECORDS",
        "CINEMA",
        "BAR",
        "BURGERS",
        "TACOS",
        "DISCO",
        "BOWL",
        "STEAKS",
    ),
    "midrise": ("HOTEL", "ROOMS", "THEATRE", "LOANS"),
    "tower": ("BANK", "HOTEL"),
    "motel": ("MOTEL",),
    "apartments": ("VACANCY",),
    "warehouse": ("COLD STORAGE", "TIRES", "FURNITURE"),
    "industrial": ("MACHINE SHOP", "PAINT"),
    "gas": ("GAS",),
}
# one building in so many has a sign
EVERY = {"shops": 2, "strip": 1, "midrise": 5, "tower": 5, "motel": 1, "apartments": 9, "warehouse": 7, "industrial": 9}
TUBED = ("strip", "casino", "theatre", "motel", "diner")  # with a neon tube along the whole front
LONGEST = 15.0  # m
HIGHEST = 3.4  # m
OUT = 1.5  # m from the wall


@dataclass(frozen=True, slots=True)
class Sign:
    """x, y: plan metres of its middle; angle: rad on the screen, counter-clockwise; length in m of the words."""

    text: str
    hue: int
    x: float
    y: float
    angle: float
    length: float
    tube: float  # m of neon along the front, 0 for none


def sign_of(building: Building, solid: Solid) -> Sign | None:
    """A building's sign: landmarks carry their name, some of the others what their style sells."""
    text = _text(solid.number, building)
    k = solid.front
    length = float(solid.length[k])
    if not text or length <= 6.0 or building.height <= 2.5:
        return None
    at = solid.outline[k] + solid.direction[k] * length / 2 + solid.outward[k] * OUT
    angle = -math.atan2(solid.direction[k][1], solid.direction[k][0])
    angle = (angle + math.pi / 2) % math.pi - math.pi / 2  # never upside down
    long = min(length * 0.8, LONGEST * (1.6 if building.name else 1.0))
    tube = length * 0.94 if building.style in TUBED else 0.0
    return Sign(text, solid.number % len(ink.NEON), float(at[0]), float(at[1]), angle, long, tube)


def _text(number: int, building: Building) -> str:
    if building.name:
        return building.name.upper()
    choices = WORDS.get(building.style)
    if not choices or (number * 7 + 3) % EVERY.get(building.style, 1):
        return ""
    return choices[(number // 2 * 7 + number // 11 + number) % len(choices)]


def paint(sign: Sign, scale: float) -> Generator[None, None, pygame.Surface]:
    """The sign's light at `scale` px/m, turned into place, to be added."""
    flat = neon(sign.text, ink.NEON[sign.hue])
    yield
    highest = HIGHEST * (1.4 if sign.length > LONGEST else 1.0)
    size = min(sign.length * scale / flat.get_width(), highest * scale / flat.get_height(), 1.5)
    if sign.tube:
        flat = _with_tube(flat, sign.tube * scale / size, ink.NEON[(sign.hue + 1) % len(ink.NEON)])
    return pygame.transform.rotozoom(flat, math.degrees(sign.angle), size).convert()


def _with_tube(flat: pygame.Surface, length: float, colour: Colour) -> pygame.Surface:
    """The words in the middle of a glowing line this long."""
    w, h = flat.get_size()
    wide = max(w, int(length))
    sheet = pygame.Surface((wide, h)).convert()
    for a, b in ((12, (wide - w) // 2), ((wide + w) // 2, wide - 12)):
        if b - a > 16:
            pygame.draw.line(sheet, tone(colour, 0.8), (a, h // 2), (b, h // 2), 11)
    sheet = pygame.transform.gaussian_blur(sheet, 7)
    for a, b in ((12, (wide - w) // 2), ((wide + w) // 2, wide - 12)):
        if b - a > 16:
            pygame.draw.line(sheet, tone(colour, 1.0), (a, h // 2), (b, h // 2), 5)
            pygame.draw.line(sheet, (255, 236, 226), (a, h // 2), (b, h // 2), 2)
    sheet.blit(flat, ((wide - w) // 2, 0))
    return sheet


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
