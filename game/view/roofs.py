"""Roofs, painted once for each part of a building in the light of the hour, and shifted by their height."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

import pygame

from game.view import roof_flat, roof_landmarks, roof_pitched, roof_works
from game.view.facades import roof_colour
from game.view.palette import Mood, tone
from game.view.parts import Part
from game.view.plan import Points
from game.view.roof_sheet import RoofPainter, RoofSheet
from game.view.texture import grain

SHADED_FROM = 40.0  # m: roofs this high are above the street's glow

PAINTERS: dict[str, RoofPainter] = {
    "tower": roof_flat.tower,
    "ledge": roof_flat.ledge,
    "midrise": roof_flat.midrise,
    "shops": roof_flat.shops,
    "apartments": roof_flat.apartments,
    "strip": roof_flat.strip,
    "house": roof_pitched.house,
    "bungalow": roof_pitched.bungalow,
    "motel": roof_pitched.motel,
    "nave": roof_pitched.nave,
    "church": roof_pitched.nave,
    "steeple": roof_pitched.steeple,
    "station": roof_pitched.station,
    "warehouse": roof_works.warehouse,
    "industrial": roof_works.industrial,
    "garage": roof_works.garage,
    "boxcar": roof_works.boxcar,
    "gas": roof_works.gas,
    "wall": roof_works.wall,
    "casino": roof_landmarks.casino,
    "theatre": roof_landmarks.theatre,
    "bank": roof_landmarks.bank,
    "supermarket": roof_landmarks.supermarket,
    "police": roof_landmarks.police,
    "diner": roof_landmarks.diner,
    "observatory": roof_flat.ledge,
    "dome": roof_landmarks.dome,
    "stadium": roof_landmarks.stadium,
    "hotel": roof_landmarks.hotel,
    "hall": roof_landmarks.hall,
}


def parallax(height: float) -> float:
    """How much larger than its foot a roof of this height (m) is drawn."""
    return min(0.30, 0.0125 * math.pow(max(height, 0.0), 0.72))


@dataclass(frozen=True, slots=True)
class Roof:
    """corner: of the picture, in plan metres scaled by 1 + parallax; lamps: kind and place of lights on it."""

    picture: pygame.Surface
    corner: Points
    lamps: tuple[tuple[str, Points], ...]


class Paints(Protocol):
    """What a roof is painted with: the scale in px/m, the hour's light, a lamp's pool of light, parked cars."""

    scale: float
    mood: Mood
    roof_pool: pygame.Surface

    def stamp(self, number: int, angle: float) -> pygame.Surface: ...


def paint(part: Part, style: str, number: int, kit: Paints) -> Generator[None, None, Roof]:
    """Paint the roof of a part of a building. A city may name styles of its own: those get a plain roof."""
    colour = roof_colour(part.face if part.face in PAINTERS else style, number)
    sheet = RoofSheet(part.outline, kit.scale * (1.0 + parallax(part.height)), number, kit.stamp)
    yield
    sheet.surface.fill(colour)
    w, h = sheet.surface.get_size()
    for x in range(0, w, 512):
        area = (sheet.dice.randrange(400), sheet.dice.randrange(400), 512, 512)
        for y in range(0, h, 512):
            sheet.surface.blit(grain(3, 205, ((1.0, 0.4), (4.0, 0.5))), (x, y), area, pygame.BLEND_RGB_MULT)
    yield
    PAINTERS.get(part.face, roof_flat.plain)(sheet, colour)
    yield
    return (yield from _cut_out(sheet, kit, part.height))


def _cut_out(sheet: RoofSheet, kit: Paints, height: float) -> Generator[None, None, Roof]:
    """Shrink the sheet, light it, and make what lies outside the outline transparent."""
    out = sheet.surface
    if sheet.finer > 1:
        out = pygame.transform.smoothscale(out, sheet.size).convert()
        yield
    mask = pygame.Surface(sheet.size).convert()
    mask.fill(tone(kit.mood.roof, 1.0 if height < SHADED_FROM else 0.86))
    for kind, at in sheet.lamps:
        x, y = (at * sheet.scale - sheet.low).tolist()
        if kind in ("sky", "door"):
            w, h = kit.roof_pool.get_size()
            mask.blit(kit.roof_pool, (x - w / 2, y - h / 2), special_flags=pygame.BLEND_RGB_ADD)
    yield
    out.blit(mask, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    mask.fill(0)
    pygame.draw.polygon(mask, (255, 255, 255), (sheet.outline * sheet.scale - sheet.low).tolist())
    out.fill((1, 1, 1), special_flags=pygame.BLEND_RGB_MAX)
    out.blit(mask, (0, 0), special_flags=pygame.BLEND_RGB_MIN)
    out.set_colorkey((0, 0, 0))
    return Roof(out, sheet.low / sheet.scale, tuple(sheet.lamps))
