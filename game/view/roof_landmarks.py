"""Roofs that one remembers: card club, theatre, bank, supermarket, police, diner, observatory, stadium."""

import math

import numpy as np
import pygame

from game.view.palette import SUN, Colour, tone
from game.view.plan import Points
from game.view.roof_flat import INSET, felt, helipad, machines, parapet, raised, skylight
from game.view.roof_sheet import Box, RoofSheet


def _edge_lamps(sheet: RoofSheet, kind: str, step: float) -> None:
    """Lamps along the whole rim."""
    for v in (0.5, sheet.deep - 0.5):
        for u in np.arange(step / 2, sheet.long, step).tolist():
            sheet.lamp(kind, u, v)


def casino(sheet: RoofSheet, colour: Colour) -> None:
    """A red roof with gold around it, a lantern with a diamond, bulbs along the edge."""
    felt(sheet, colour, 2.2)
    middle = (sheet.long / 2, sheet.deep / 2)
    size = min(sheet.long, sheet.deep) * 0.2
    raised(sheet, (172, 60, 52), (middle[0] - size, middle[1] - size, 2 * size, 2 * size), 1.2)
    for share, shade in ((0.84, (92, 26, 28)), (0.74, (238, 214, 160)), (0.5, (186, 40, 44))):
        _diamond(sheet, shade, middle, size * share)
    taken: list[Box] = [(middle[0] - size, middle[1] - size, 2 * size, 2 * size)]
    machines(sheet, colour, taken, 90.0)
    parapet(sheet, colour)
    pygame.draw.polygon(sheet.surface, (222, 176, 78), sheet.pixels(sheet.outline), sheet.thick(0.8))
    _edge_lamps(sheet, "bulb", 2.6)


def _diamond(sheet: RoofSheet, colour: Colour, at: tuple[float, float], radius: float) -> None:
    u, v = at
    corners = [(u - radius, v), (u, v - radius * 0.7), (u + radius, v), (u, v + radius * 0.7)]
    pygame.draw.polygon(sheet.surface, colour, [sheet.at(*corner) for corner in corners])


def theatre(sheet: RoofSheet, colour: Colour) -> None:
    """A high fly tower at one end, the auditorium's trusses, bulbs around."""
    felt(sheet, colour, 4.0)
    raised(sheet, tone(colour, 1.12), (sheet.long * 0.66, sheet.deep * 0.12, sheet.long * 0.28, sheet.deep * 0.76), 1.8)
    for share in (0.16, 0.32, 0.48):
        sheet.line(tone(colour, 0.8), sheet.long * share, 1.0, sheet.long * share, sheet.deep - 1.0, 0.5)
        sheet.line(tone(colour, 1.16), sheet.long * share - 0.3, 1.0, sheet.long * share - 0.3, sheet.deep - 1.0, 0.3)
    parapet(sheet, colour)
    _edge_lamps(sheet, "bulb", 3.0)


def bank(sheet: RoofSheet, colour: Colour) -> None:
    """Stone all around, and a great skylight over the hall."""
    felt(sheet, colour, 6.0)
    box: Box = (sheet.long * 0.25, sheet.deep * 0.28, sheet.long * 0.5, sheet.deep * 0.44)
    raised(sheet, (196, 188, 172), box, 1.0)
    u, v, du, dv = box
    for k in range(6):
        for n in range(3):
            pane = (u + 0.6 + (du - 1.2) * k / 6, v + 0.6 + (dv - 1.2) * n / 3)
            sheet.box((148, 172, 176), *pane, (du - 1.2) / 6 - 0.3, (dv - 1.2) / 3 - 0.3)
    for share in (0.3, 0.7):
        sheet.lamp("sky", u + du * share, v + dv / 2)
    machines(sheet, colour, [box], 120.0)
    parapet(sheet, tone(colour, 1.1))
    corners = sheet.pixels(sheet.outline)
    pygame.draw.polygon(sheet.surface, (206, 198, 182), corners, sheet.thick(1.0))
    for x, y in corners:
        pygame.draw.circle(sheet.surface, (224, 216, 200), (x, y), sheet.thick(1.6))


def supermarket(sheet: RoofSheet, colour: Colour) -> None:
    """White gravel, machines in rank and file, the loading bay's roof, the store's stripe along the front."""
    felt(sheet, colour, 5.0)
    for u in np.arange(6.0, sheet.long - 6.0, 9.0).tolist():
        for v in np.arange(6.0, sheet.deep - 5.0, 10.0).tolist():
            box = (u, v, 3.4, 2.2)
            if sheet.holds(box):
                raised(sheet, (176, 178, 180), box, 0.7)
                sheet.line((110, 112, 116), u + 0.4, v + 1.1, u + 3.0, v + 1.1, 0.3)
    raised(sheet, tone(colour, 0.92), (sheet.long * 0.04, sheet.deep * 0.06, sheet.long * 0.16, sheet.deep * 0.18), 0.9)
    parapet(sheet, colour)
    pygame.draw.polygon(sheet.surface, (186, 64, 48), sheet.pixels(sheet.outline), sheet.thick(1.2))
    pygame.draw.polygon(sheet.surface, (232, 220, 196), sheet.pixels(sheet.outline), sheet.thick(0.5))
    _edge_lamps(sheet, "sky", 14.0)


def police(sheet: RoofSheet, colour: Colour) -> None:
    """A helipad, radio masts, blue lamps at the corners."""
    felt(sheet, colour, 4.0)
    radius = min(8.0, min(sheet.long, sheet.deep) * 0.3)
    u, v = sheet.long * 0.36, sheet.deep / 2
    taken: list[Box] = []
    if radius > 3.5:
        helipad(sheet, u, v, radius)
        taken.append((u - radius, v - radius, 2 * radius, 2 * radius))
    for share in (0.72, 0.82, 0.92):
        mast = (sheet.long * share, sheet.deep * 0.3)
        sheet.line((46, 46, 50), *mast, mast[0] + 1.6, mast[1] + 2.6, 0.14)
        sheet.disc((206, 76, 60), *mast, 0.3)
    machines(sheet, colour, taken, 80.0)
    parapet(sheet, colour)
    pygame.draw.polygon(sheet.surface, (58, 84, 148), sheet.pixels(sheet.outline), sheet.thick(0.6))
    for a in (INSET, sheet.long - INSET):
        for b in (INSET, sheet.deep - INSET):
            sheet.lamp("blue", a, b)


def diner(sheet: RoofSheet, colour: Colour) -> None:
    """A railway car of stainless steel with red stripes."""
    for k in range(10):
        light = 0.8 + 0.36 * math.sin(math.pi * (k + 0.5) / 10)
        sheet.box(tone(colour, light), 0.0, sheet.deep * k / 10, sheet.long, sheet.deep / 10 + 0.1)
    for u in np.arange(1.5, sheet.long, 3.0).tolist():
        sheet.line(tone(colour, 0.72), u, 0.0, u, sheet.deep, 0.1)
    for v in (0.9, sheet.deep - 1.4):
        sheet.box((186, 52, 46), 0.0, v, sheet.long, 0.5)
    raised(sheet, (170, 172, 176), (sheet.long * 0.7, sheet.deep * 0.35, 2.6, 2.0), 0.5)
    parapet(sheet, tone(colour, 0.9))
    _edge_lamps(sheet, "bulb", 3.4)


def dome(sheet: RoofSheet, colour: Colour) -> None:
    """A copper dome with its slit."""
    radius, middle = min(sheet.long, sheet.deep) / 2, (sheet.long / 2, sheet.deep / 2)
    toward = _light_offset(sheet)
    for k in range(24):
        share = k / 24
        shade = 0.72 + 0.62 * share
        at = (middle[0] + toward[0] * radius * 0.42 * share, middle[1] + toward[1] * radius * 0.42 * share)
        sheet.disc(tone(colour, shade), *at, radius * (1.0 - share) * (1.0 - 0.2 * share) + 0.1)
    for k in range(12):
        angle = k * math.pi / 6
        end = (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
        sheet.line(tone(colour, 0.8), *middle, *end, 0.1)
    sheet.line((40, 44, 46), *middle, middle[0] + radius * 0.86, middle[1] + radius * 0.2, 1.2)
    sheet.lamp("sky", *middle)


def _light_offset(sheet: RoofSheet) -> tuple[float, float]:
    sun = np.array(SUN)
    return float(sun @ sheet.u), float(sun @ sheet.v)


def stadium(sheet: RoofSheet, colour: Colour) -> None:
    """Stands in rings around a field, lamps in fours."""
    middle: Points = (sheet.outline.min(axis=0) + sheet.outline.max(axis=0)) / 2
    gap = sheet.outline - middle
    for k in range(9):
        share = 1.0 - 0.052 * k
        sheet.area(tone(colour, 1.1 - 0.07 * k if k % 2 else 0.98 - 0.07 * k), middle + gap * share)
    sheet.area((150, 118, 84), middle + gap * 0.52)
    sheet.area((82, 122, 66), middle + gap * 0.48)
    for k in range(-3, 4, 2):
        u = sheet.long * (0.5 + 0.055 * k)
        sheet.box((92, 134, 74), u - sheet.long * 0.0275, sheet.deep * 0.32, sheet.long * 0.055, sheet.deep * 0.36)
    sheet.box((222, 216, 200), sheet.long * 0.3, sheet.deep * 0.32, sheet.long * 0.4, sheet.deep * 0.36, 0.25)
    for at in sheet.outline[:: max(1, len(sheet.outline) // 6)]:
        sheet.lamps.append(("sky", middle + (at - middle) * 0.92))
    for k in range(len(sheet.outline)):
        a, b = sheet.pixels(np.stack([middle + gap[k] * 0.56, middle + gap[k] * 0.98]))
        pygame.draw.line(sheet.surface, tone(colour, 0.7), a, b, sheet.thick(0.4))


def hotel(sheet: RoofSheet, colour: Colour) -> None:
    """A roof garden with a pool, and the frame of the sign that is read from afar."""
    felt(sheet, colour)
    box: Box = (sheet.long * 0.3, sheet.deep * 0.34, sheet.long * 0.3, sheet.deep * 0.24)
    taken: list[Box] = []
    if sheet.holds(box):
        sheet.box((200, 192, 176), box[0] - 0.7, box[1] - 0.7, box[2] + 1.4, box[3] + 1.4)
        sheet.box((92, 184, 196), *box)
        taken.append(box)
    sheet.box((52, 50, 52), 1.2, sheet.deep - 2.6, sheet.long - 2.4, 0.4)
    for u in np.arange(1.6, sheet.long - 1.6, 2.0).tolist():
        sheet.line((90, 86, 84), u, sheet.deep - 2.4, u, sheet.deep - 4.4, 0.16)
    machines(sheet, colour, taken, 70.0)
    parapet(sheet, colour)


def hall(sheet: RoofSheet, colour: Colour) -> None:
    """A stone terrace stepping up to a lantern."""
    for k in range(4):
        inset = 0.12 * k
        box = (sheet.long * inset, sheet.deep * inset, sheet.long * (1 - 2 * inset), sheet.deep * (1 - 2 * inset))
        raised(sheet, tone(colour, 0.92 + 0.06 * k), box, 0.9)
    skylight(sheet, colour, (sheet.long * 0.45, sheet.deep * 0.45, sheet.long * 0.1, sheet.deep * 0.1), 1.0)
    sheet.lamp("beacon", sheet.long / 2, sheet.deep / 2)
    parapet(sheet, colour)
