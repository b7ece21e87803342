"""Flat roofs: felt and gravel, parapets, machines, huts, tanks, helipads."""

import math
from collections.abc import Sequence

import numpy as np
import pygame

from game.view.palette import SUN, Colour, tone
from game.view.plan import edges
from game.view.roof_sheet import Box, RoofSheet

METALS: tuple[Colour, ...] = ((176, 178, 182), (190, 182, 168), (150, 156, 162))
INSET = 1.3  # m from the edge to the nearest machine


def felt(sheet: RoofSheet, colour: Colour, pitch: float = 3.4) -> None:
    """Seams of roofing felt and its mended patches."""
    for u in np.arange(pitch, sheet.long, pitch).tolist():
        sheet.line(tone(colour, 0.93), u, 0.0, u, sheet.deep, 0.08)
    for _ in range(int(sheet.long * sheet.deep / 130) + 1):
        u, v = sheet.dice.uniform(0, sheet.long), sheet.dice.uniform(0, sheet.deep)
        patch = tone(colour, sheet.dice.choice((0.88, 0.94, 1.05)))
        sheet.box(patch, u, v, sheet.dice.uniform(2, 6), sheet.dice.uniform(1, 3))


def parapet(sheet: RoofSheet, colour: Colour) -> None:
    """A rim whose sides toward the light are bright, with its shadow inside."""
    corners = sheet.pixels(sheet.outline)
    pygame.draw.polygon(sheet.surface, tone(colour, 0.5), corners, sheet.thick(1.0))
    pygame.draw.polygon(sheet.surface, tone(colour, 1.1), corners, sheet.thick(0.55))
    _, outward, _ = edges(sheet.outline)
    for k, normal in enumerate(outward):
        facing = float(normal @ SUN)
        if abs(facing) > 0.2:
            shade = tone(colour, 1.3 if facing > 0 else 0.8)
            pygame.draw.line(sheet.surface, shade, corners[k], corners[(k + 1) % len(corners)], sheet.thick(0.3))


def raised(sheet: RoofSheet, colour: Colour, box: Box, drop: float = 0.5) -> None:
    """A hut or a block of something, with its shadow and a lighter rim."""
    u, v, du, dv = box
    dx, dy = sheet.shade(drop)
    sheet.box(tone(colour, 0.4), u + dx, v + dy, du, dv)
    sheet.box(colour, *box)
    sheet.box(tone(colour, 1.2), *box, 0.18)


def machines(sheet: RoofSheet, colour: Colour, taken: list[Box], dense: float = 62.0) -> None:
    """Machines and huts, none touching another: one for every `dense` m²."""
    wide, deep, dice = sheet.long - 2 * INSET, sheet.deep - 2 * INSET, sheet.dice
    for _ in range(min(60, max(1, int(wide * deep / dense)))):
        du, dv = dice.uniform(1.6, 4.2), dice.uniform(1.4, 3.0)
        if wide < du + 1.0 or deep < dv + 1.0:
            continue
        u, v = dice.uniform(INSET, INSET + wide - du), dice.uniform(INSET, INSET + deep - dv)
        if clear((u, v, du, dv), taken) and sheet.holds((u, v, du, dv)):
            taken.append((u, v, du, dv))
            machine(sheet, colour, (u, v, du, dv))


def clear(box: Box, taken: Sequence[Box]) -> bool:
    """Whether a box keeps a metre from all others."""
    u, v, du, dv = box
    return all(u > x + w + 1 or x > u + du + 1 or v > y + h + 1 or y > v + dv + 1 for x, y, w, h in taken)


def machine(sheet: RoofSheet, colour: Colour, box: Box) -> None:
    """One of: a fan, a skylight, a water tank, a stair hut with its lamp, a grille with its duct."""
    u, v, du, dv = box
    dice, kind = sheet.dice, sheet.dice.random()
    metal, middle = dice.choice(METALS), (u + du / 2, v + dv / 2)
    if kind < 0.3:
        fan(sheet, metal, box)
    elif kind < 0.48:
        skylight(sheet, colour, box)
    elif kind < 0.58:
        tank(sheet, middle[0], middle[1], min(du, dv) * 0.55)
    elif kind < 0.76:
        raised(sheet, tone(colour, 1.12), box)
        sheet.lamp("door", middle[0], v + dv + 0.3)
    else:
        raised(sheet, metal, box, 0.4)
        for x in np.arange(u + 0.3, u + du - 0.2, 0.4).tolist():
            sheet.line(tone(metal, 0.6), x, v + 0.25, x, v + dv - 0.25, 0.16)


def fan(sheet: RoofSheet, metal: Colour, box: Box) -> None:
    """An air conditioner."""
    u, v, du, dv = box
    middle, radius = (u + du / 2, v + dv / 2), min(du, dv) * 0.36
    raised(sheet, metal, box)
    sheet.disc((58, 58, 64), *middle, radius)
    for k in range(4):
        angle = k * math.pi / 2 + 0.4
        end = (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
        sheet.line((140, 140, 144), *middle, *end, 0.15)
    sheet.disc(tone(metal, 1.15), *middle, radius, 0.12)


def skylight(sheet: RoofSheet, colour: Colour, box: Box, lit: float = 0.5) -> None:
    u, v, du, dv = box
    raised(sheet, (84, 80, 76), box, 0.3)
    sheet.box((156, 176, 182), u + 0.3, v + 0.3, du - 0.6, dv - 0.6)
    sheet.line((84, 80, 76), u + du / 2, v, u + du / 2, v + dv, 0.15)
    if sheet.dice.random() < lit:
        sheet.lamp("sky", u + du / 2, v + dv / 2)


def tank(sheet: RoofSheet, u: float, v: float, radius: float, wood: Colour = (170, 130, 98)) -> None:
    """A round tank on its legs."""
    dx, dy = sheet.shade(radius * 0.8)
    sheet.disc((56, 50, 46), u + dx, v + dy, radius)
    for shade, size in ((0.62, 1.0), (0.82, 0.9), (1.0, 0.62), (0.6, 0.18)):
        sheet.disc(tone(wood, shade), u, v, radius * size)


def helipad(sheet: RoofSheet, u: float, v: float, radius: float) -> None:
    """A pad with its circle, an H and its lamps."""
    dx, dy = sheet.shade(0.8)
    sheet.disc((52, 50, 54), u + dx, v + dy, radius + 0.6)
    sheet.disc((96, 98, 102), u, v, radius + 0.6)
    sheet.disc((214, 206, 190), u, v, radius * 0.84, 0.35)
    for q in (-0.34, 0.34):
        sheet.line((224, 216, 200), u + q * radius, v - 0.42 * radius, u + q * radius, v + 0.42 * radius, 0.5)
    sheet.line((224, 216, 200), u - 0.34 * radius, v, u + 0.34 * radius, v, 0.5)
    for k in range(4):
        angle = math.pi / 4 + k * math.pi / 2
        sheet.lamp("beacon", u + radius * math.cos(angle), v + radius * math.sin(angle))


# ---- by style
def tower(sheet: RoofSheet, colour: Colour) -> None:
    """A penthouse or a helipad, cooling towers in a row, red lamps at the corners."""
    felt(sheet, colour, 5.0)
    wide, deep = sheet.long - 2 * INSET, sheet.deep - 2 * INSET
    taken: list[Box] = []
    radius = min(wide, deep) * 0.26
    if sheet.number % 4 == 2 and radius > 4.5:
        helipad(sheet, sheet.long / 2, sheet.deep / 2, min(radius, 9.0))
        taken.append((sheet.long / 2 - radius, sheet.deep / 2 - radius, 2 * radius, 2 * radius))
    elif min(wide, deep) > 10.0:
        box = (INSET + wide * 0.3, INSET + deep * 0.3, wide * 0.4, deep * 0.4)
        taken.append(box)
        raised(sheet, tone(colour, 1.08), box, 1.4)
        u, v, du, dv = box
        count = int(du / 3.6)
        for k in range(count):
            middle = u + du * (k + 0.5) / count
            fan(sheet, METALS[0], (middle - 1.4, v + dv / 2 - 1.4, 2.8, 2.8))
    for u, v in ((INSET, INSET), (INSET + wide, INSET), (INSET, INSET + deep), (INSET + wide, INSET + deep)):
        sheet.lamp("beacon", u, v)
    machines(sheet, colour, taken, 80.0)
    rail = [
        sheet.at(a, b) for a, b in ((2, 2), (sheet.long - 2, 2), (sheet.long - 2, sheet.deep - 2), (2, sheet.deep - 2))
    ]
    pygame.draw.polygon(sheet.surface, tone(colour, 0.84), rail, sheet.thick(0.14))
    parapet(sheet, colour)


def ledge(sheet: RoofSheet, colour: Colour) -> None:
    """What is left of a lower part's roof around the next one: a terrace with planters."""
    felt(sheet, colour, 2.4)
    for u in np.arange(3.0, sheet.long - 3.0, 6.0).tolist():
        for v in (1.1, sheet.deep - 2.1):
            sheet.box((110, 96, 80), u, v, 2.6, 1.0)
            sheet.box((88, 112, 68), u + 0.2, v + 0.15, 2.2, 0.7)
    parapet(sheet, colour)


def midrise(sheet: RoofSheet, colour: Colour) -> None:
    """A lift house, a water tank on legs, vents; a billboard's back now and then."""
    felt(sheet, colour)
    wide, deep = sheet.long - 2 * INSET, sheet.deep - 2 * INSET
    taken: list[Box] = []
    if min(wide, deep) > 12.0:
        box = (INSET + wide * sheet.dice.uniform(0.15, 0.5), INSET + deep * 0.35, wide * 0.3, deep * 0.28)
        taken.append(box)
        raised(sheet, tone(colour, 1.1), box, 1.1)
        sheet.lamp("door", box[0] + box[2] / 2, box[1] + box[3] + 0.3)
        if sheet.number % 2:
            place = (INSET + wide * 0.08, INSET + deep * 0.1, 5.0, 5.0)
            if clear(place, taken) and sheet.holds(place):
                taken.append(place)
                tank(sheet, place[0] + 2.5, place[1] + 2.5, 2.3)
    machines(sheet, colour, taken, 70.0)
    if sheet.number % 5 == 0 and sheet.long > 14.0:
        sheet.box((60, 58, 58), sheet.long * 0.2, 1.0, sheet.long * 0.6, 0.5)
        for u in np.arange(sheet.long * 0.22, sheet.long * 0.8, 1.8).tolist():
            sheet.line((96, 92, 88), u, 1.4, u, 3.4, 0.18)
    parapet(sheet, colour)


def shops(sheet: RoofSheet, colour: Colour) -> None:
    felt(sheet, colour)
    machines(sheet, colour, [], 58.0)
    parapet(sheet, colour)


def apartments(sheet: RoofSheet, colour: Colour) -> None:
    """A court in the middle of the larger ones, with a tree or a pool; vents and aerials in rows."""
    felt(sheet, colour, 2.6)
    taken: list[Box] = []
    if min(sheet.long, sheet.deep) > 15.0:
        box = (sheet.long * 0.28, sheet.deep * 0.32, sheet.long * 0.44, sheet.deep * 0.36)
        taken.append(box)
        _court(sheet, colour, box)
    for u in np.arange(2.5, sheet.long - 1.5, 4.4).tolist():
        for v in (2.0, sheet.deep - 2.0):
            sheet.disc((70, 66, 62), u + 0.12, v + 0.15, 0.3)
            sheet.disc((184, 182, 178), u, v, 0.26)
    machines(sheet, colour, taken, 110.0)
    parapet(sheet, colour)


def _court(sheet: RoofSheet, colour: Colour, box: Box) -> None:
    u, v, du, dv = box
    sheet.box(tone(colour, 0.5), u, v, du, dv)
    sheet.box((108, 104, 84), u + 0.8, v + 0.8, du - 0.8, dv - 0.8)
    sheet.box((86, 108, 66), u + 1.6, v + 1.6, du - 2.6, dv - 2.6)
    if sheet.number % 3 == 0:
        sheet.box((206, 200, 188), u + du * 0.3, v + dv * 0.36, du * 0.42, dv * 0.36)
        sheet.box((92, 184, 196), u + du * 0.33, v + dv * 0.41, du * 0.36, dv * 0.26)
    else:
        for k in range(4):
            at = (u + du * (0.2 + 0.2 * k), v + dv * (0.35 + 0.3 * (k % 2)))
            sheet.disc((52, 74, 46), *at, 1.2)
            sheet.disc((76, 104, 60), at[0] - 0.2, at[1] - 0.3, 0.8)
    sheet.lamp("sky", u + du / 2, v + dv / 2)


def strip(sheet: RoofSheet, colour: Colour) -> None:
    """A painted rim that wants to be seen from the boulevard, and the back of a sign."""
    felt(sheet, colour, 2.8)
    machines(sheet, colour, [], 75.0)
    parapet(sheet, colour)
    bright = ((196, 84, 70), (70, 140, 150), (206, 150, 66), (150, 96, 150))[sheet.number % 4]
    pygame.draw.polygon(sheet.surface, bright, sheet.pixels(sheet.outline), sheet.thick(0.7))


def plain(sheet: RoofSheet, colour: Colour) -> None:
    """A roof of no style in particular."""
    felt(sheet, colour)
    machines(sheet, colour, [], 66.0)
    parapet(sheet, colour)
