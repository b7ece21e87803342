"""Roofs, painted once for each building and shifted by its height: felt, tanks, fans, skylights."""

import math
import random
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pygame

from game.view import palette as ink
from game.view.palette import Colour, Mood, tone
from game.view.plan import Points, contains, edges
from game.view.texture import grain

METALS: tuple[Colour, ...] = ((150, 152, 156), (168, 160, 146), (126, 132, 138))
SUN = np.array([-0.5, -0.86])  # where the paint's own light comes from: the upper left


def parallax(height: float) -> float:
    """How much larger than its foot a roof of this height (m) is drawn."""
    return min(0.30, 0.0125 * math.pow(max(height, 0.0), 0.72))


@dataclass(frozen=True, slots=True)
class Roof:
    """corner: of the picture, in plan metres scaled by 1 + parallax; lamps: kind and place of lights on it."""

    picture: pygame.Surface
    corner: Points
    lamps: tuple[tuple[str, Points], ...]


class _Sheet:
    """A roof in its own frame: u along its longest wall, v across, both in metres."""

    def __init__(self, outline: Points, scale: float) -> None:
        self.scale = scale
        self.low = np.floor(outline.min(axis=0) * scale) - 1
        w, h = (np.ceil(outline.max(axis=0) * scale) + 2 - self.low).astype(int).tolist()
        self.size = (w, h)
        self.finer = 2 if w * h < 300_000 else 1
        self.surface = pygame.Surface((w * self.finer, h * self.finer)).convert()
        direction, _, length = edges(outline)
        self.u = direction[int(np.argmax(length))]
        self.v = np.array([-self.u[1], self.u[0]])
        a, b = outline @ self.u, outline @ self.v
        self.corner = self.u * a.min() + self.v * b.min()
        self.long, self.deep = float(np.ptp(a)), float(np.ptp(b))
        self.outline = outline

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


def roof_colour(style: str, number: int) -> Colour:
    shades = ink.ROOFS.get(style, ink.ANY_ROOF)
    return tone(shades[number % len(shades)], 0.86)


class Paints(Protocol):
    """What a roof is painted with: the scale in px/m, the hour's light, and the pool of a lamp's light."""

    scale: float
    mood: Mood
    roof_pool: pygame.Surface


def paint(outline: Points, height: float, style: str, number: int, kit: Paints) -> Generator[None, None, Roof]:
    """Paint the roof of a building (plan metres) in the light of the hour."""
    dice, colour = random.Random(number), roof_colour(style, number)
    factor = kit.scale * (1.0 + parallax(height))
    sheet = _Sheet(outline, factor)
    yield
    sheet.surface.fill(colour)
    w, h = sheet.surface.get_size()
    for x in range(0, w, 512):
        area = (dice.randrange(400), dice.randrange(400), 512, 512)
        for y in range(0, h, 512):
            sheet.surface.blit(grain(3, 190, ((1.0, 0.4), (4.0, 0.5))), (x, y), area, pygame.BLEND_RGB_MULT)
    yield
    lamps: list[tuple[str, Points]] = []
    if style == "house":
        _gables(sheet, colour)
    else:
        _felt(sheet, colour, style, dice)
        yield
        _furniture(sheet, colour, style, dice, lamps)
    _parapet(sheet, colour)
    yield
    return (yield from _cut_out(sheet, lamps, kit, height))


def _cut_out(sheet: _Sheet, lamps: list[tuple[str, Points]], kit: Paints, height: float) -> Generator[None, None, Roof]:
    """Shrink the sheet, light it, and make what lies outside the outline transparent."""
    out = sheet.surface
    if sheet.finer > 1:
        out = pygame.transform.smoothscale(out, sheet.size).convert()
        yield
    mask = pygame.Surface(sheet.size).convert()
    mask.fill(tone(kit.mood.roof, 1.0 if height < 40.0 else 0.86))
    for kind, at in lamps:
        x, y = (at * sheet.scale - sheet.low).tolist()
        if kind != "beacon":
            w, h = kit.roof_pool.get_size()
            mask.blit(kit.roof_pool, (x - w / 2, y - h / 2), special_flags=pygame.BLEND_RGB_ADD)
    yield
    out.blit(mask, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    mask.fill(0)
    pygame.draw.polygon(mask, (255, 255, 255), (sheet.outline * sheet.scale - sheet.low).tolist())
    out.fill((1, 1, 1), special_flags=pygame.BLEND_RGB_MAX)
    out.blit(mask, (0, 0), special_flags=pygame.BLEND_RGB_MIN)
    out.set_colorkey((0, 0, 0))
    return Roof(out, sheet.low / sheet.scale, tuple(lamps))


def _felt(sheet: _Sheet, colour: Colour, style: str, dice: random.Random) -> None:
    """Seams of roofing felt (or of sheet metal on a warehouse) and its mended patches."""
    pitch = 0.8 if style == "warehouse" else 3.4
    for u in np.arange(pitch, sheet.long, pitch).tolist():
        sheet.line(tone(colour, 0.87), u, 0.0, u, sheet.deep, 0.1)
    for _ in range(int(sheet.long * sheet.deep / 130) + 1):
        u, v = dice.uniform(0, sheet.long), dice.uniform(0, sheet.deep)
        sheet.box(tone(colour, dice.choice((0.87, 0.93, 1.07))), u, v, dice.uniform(2, 6), dice.uniform(1, 3))


def _gables(sheet: _Sheet, colour: Colour) -> None:
    middle = sheet.deep / 2
    for v, normal in ((0.0, -sheet.v), (middle, sheet.v)):
        sheet.box(tone(colour, 1.0 + 0.28 * float(normal @ SUN)), 0.0, v, sheet.long, middle)
    for v in np.arange(0.5, sheet.deep, 0.55).tolist():
        sheet.line(tone(colour, 0.8), 0.0, v, sheet.long, v, 0.05)
    sheet.line(tone(colour, 1.3), 0.0, middle, sheet.long, middle, 0.2)


def _furniture(sheet: _Sheet, colour: Colour, style: str, dice: random.Random, lamps: list[tuple[str, Points]]) -> None:
    """Machines and huts, none touching another; a tower gets a penthouse first."""
    taken: list[tuple[float, float, float, float]] = []
    inset = 1.3
    wide, deep = sheet.long - 2 * inset, sheet.deep - 2 * inset
    if style in ("tower", "midrise") and min(wide, deep) > 12.0:
        taken.append(_penthouse(sheet, colour, wide, deep, inset))
        if style == "tower":
            corners = ((inset, inset), (inset + wide, inset), (inset, inset + deep), (inset + wide, inset + deep))
            lamps += [("beacon", sheet.metres(u, v)) for u, v in corners]
    for _ in range(max(1, int(wide * deep / 62))):
        du, dv = dice.uniform(1.6, 4.2), dice.uniform(1.4, 3.0)
        if wide < du + 1.0 or deep < dv + 1.0:
            continue
        u, v = dice.uniform(inset, inset + wide - du), dice.uniform(inset, inset + deep - dv)
        clear = all(u > x + w + 1 or x > u + du + 1 or v > y + h + 1 or y > v + dv + 1 for x, y, w, h in taken)
        if clear and _on_roof(sheet, u, v, du, dv):
            taken.append((u, v, du, dv))
            _machine(sheet, colour, dice, (u, v, du, dv), lamps)


def _on_roof(sheet: _Sheet, u: float, v: float, du: float, dv: float) -> bool:
    corners = np.array([sheet.metres(a, b) for a in (u, u + du) for b in (v, v + dv)])
    return bool(contains(sheet.outline, corners, 0.8).all())


def _penthouse(
    sheet: _Sheet, colour: Colour, wide: float, deep: float, inset: float
) -> tuple[float, float, float, float]:
    u, v, du, dv = inset + wide * 0.28, inset + deep * 0.28, wide * 0.44, deep * 0.44
    sheet.box(tone(colour, 0.45), u + 1.4, v + 1.4, du, dv)
    sheet.box(tone(colour, 1.14), u, v, du, dv)
    sheet.box(tone(colour, 1.42), u, v, du, dv, 0.25)
    return u, v, du, dv


Box = tuple[float, float, float, float]


def _machine(sheet: _Sheet, colour: Colour, dice: random.Random, box: Box, lamps: list[tuple[str, Points]]) -> None:
    """One of: a fan, a skylight, a water tank, a stair hut with its lamp, a grille with its duct."""
    u, v, du, dv = box
    sheet.box(tone(colour, 0.46), u + 0.45, v + 0.55, du, dv)
    metal, kind = dice.choice(METALS), dice.random()
    middle = (u + du / 2, v + dv / 2)
    if kind < 0.3:
        _fan(sheet, metal, box)
    elif kind < 0.48:
        sheet.box((70, 66, 62), *box)
        sheet.box((148, 160, 158), u + 0.3, v + 0.3, du - 0.6, dv - 0.6)
        sheet.line((70, 66, 62), middle[0], v, middle[0], v + dv, 0.15)
        if dice.random() < 0.6:
            lamps.append(("sky", sheet.metres(*middle)))
    elif kind < 0.6:
        radius = min(du, dv) * 0.55
        for shade, size in (((104, 78, 60), 1.0), ((138, 104, 78), 0.9), ((170, 132, 100), 0.62), ((104, 78, 60), 0.2)):
            sheet.disc(shade, *middle, radius * size)
    elif kind < 0.76:
        sheet.box(tone(colour, 1.2), *box)
        sheet.box(tone(colour, 1.48), *box, 0.2)
        lamps.append(("door", sheet.metres(middle[0], v + dv + 0.3)))
    else:
        sheet.box(metal, *box)
        sheet.box(tone(metal, 1.25), *box, 0.12)
        for x in np.arange(u + 0.3, u + du - 0.2, 0.4).tolist():
            sheet.line(tone(metal, 0.55), x, v + 0.25, x, v + dv - 0.25, 0.16)


def _fan(sheet: _Sheet, metal: Colour, box: Box) -> None:
    u, v, du, dv = box
    middle, radius = (u + du / 2, v + dv / 2), min(du, dv) * 0.36
    sheet.box(metal, *box)
    sheet.box(tone(metal, 1.28), *box, 0.12)
    sheet.disc((52, 52, 58), *middle, radius)
    for k in range(4):
        angle = k * math.pi / 2 + 0.4
        end = (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
        sheet.line((132, 132, 136), *middle, *end, 0.15)
    sheet.disc(tone(metal, 1.22), *middle, radius, 0.12)


def _parapet(sheet: _Sheet, colour: Colour) -> None:
    """A rim whose sides toward the light are bright, with its shadow inside."""
    corners = sheet.pixels(sheet.outline)
    pygame.draw.polygon(sheet.surface, tone(colour, 0.5), corners, sheet.thick(1.0))
    pygame.draw.polygon(sheet.surface, tone(colour, 1.2), corners, sheet.thick(0.55))
    _, outward, _ = edges(sheet.outline)
    for k, normal in enumerate(outward):
        facing = float(normal @ SUN)
        if abs(facing) > 0.2:
            shade = tone(colour, 1.45 if facing > 0 else 0.8)
            pygame.draw.line(sheet.surface, shade, corners[k], corners[(k + 1) % len(corners)], sheet.thick(0.3))
