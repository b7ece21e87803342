"""Pitched roofs of any outline: each point belongs to the nearest eave, as it does on a real hip roof."""

import math

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.palette import SUN, Colour, tone
from game.view.plan import contains, edges
from game.view.roof_flat import parapet, raised
from game.view.roof_sheet import RoofSheet

COURSE = 0.55  # m between two courses of tiles
GABLE = 0.8  # walls shorter than this share of the longest end in a gable
RIDGE = 0.22  # m
MOST_PIXELS = 70_000  # worked out; of larger roofs only some, and what lies between is drawn smooth
BRIGHTEST = 1.6  # of the paint, where the sun falls on a ridge

Grid = NDArray[np.float32]


def facets(sheet: RoofSheet, eaves: NDArray[np.int64], step: int) -> tuple[Grid, NDArray[np.int64], Grid]:
    """For every `step`th pixel: metres to its eave, which wall that is, and metres to the next ridge or hip."""
    w, h = (-(-side // step) for side in sheet.surface.get_size())
    per_metre = sheet.scale * sheet.finer / step
    x = (np.arange(w, dtype=np.float32)[:, None] / per_metre) + np.float32(sheet.low[0] / sheet.scale)
    y = (np.arange(h, dtype=np.float32)[None] / per_metre) + np.float32(sheet.low[1] / sheet.scale)
    first = np.full((w, h), 1e9, np.float32)
    second, owner = first.copy(), np.zeros((w, h), np.int64)
    _, outward, _ = edges(sheet.outline)
    for k in eaves.tolist():
        corner, normal = sheet.outline[k].astype(np.float32), outward[k].astype(np.float32)
        away = np.abs((corner[0] - x) * normal[0] + (corner[1] - y) * normal[1])
        nearer = away < first
        second = np.where(nearer, first, np.minimum(second, away))
        owner = np.where(nearer, k, owner)
        first = np.where(nearer, away, first)
    return first, owner, second - first


def pitched(sheet: RoofSheet, colour: Colour, gabled: bool, course: float = COURSE, steep: float = 0.30) -> None:
    """Tiles in courses on facets that catch the light, ridges, eaves."""
    _, outward, length = edges(sheet.outline)
    eaves = np.flatnonzero(length > 1.5)
    if gabled and len(sheet.outline) == 4:
        eaves = np.flatnonzero(length >= GABLE * length.max())
        eaves = eaves if len(eaves) < 4 else np.array([0, 2])
    size = sheet.surface.get_size()
    step = max(1, math.ceil(math.sqrt(size[0] * size[1] / MOST_PIXELS)))
    first, owner, ridge = facets(sheet, eaves, step)
    light = (1.0 + steep * (outward @ np.array(SUN))).astype(np.float32)[owner]
    row = np.floor(first / course)
    light *= np.where(first - row * course < 0.18 * course, np.float32(0.86), np.float32(1.0))
    light *= (1.0 + 0.05 * np.sin(row * 12.9898 + owner * 4.1)).astype(np.float32)
    light[ridge < RIDGE] *= np.float32(1.16)
    light[first < 0.25] *= np.float32(1.14)
    grey = np.clip(light * (255.0 / BRIGHTEST), 0.0, 255.0).astype(np.uint32)
    sheen = pygame.Surface(grey.shape, depth=32)
    pygame.surfarray.blit_array(sheen, grey * 0x010101)
    wide = (grey.shape[0] * step, grey.shape[1] * step)
    sheen = pygame.transform.smoothscale(sheen, wide) if step > 1 else sheen
    sheet.surface.blit(sheen, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    half = sheet.surface.copy()
    half.fill((round(255 * (BRIGHTEST - 1.0)),) * 3, special_flags=pygame.BLEND_RGB_MULT)
    sheet.surface.blit(half, (0, 0), special_flags=pygame.BLEND_RGB_ADD)


def _spot(sheet: RoofSheet, share: tuple[float, float], size: float) -> tuple[float, float, float, float] | None:
    """A square on the roof at these shares of its box, or None where there is no roof."""
    u, v = sheet.long * share[0], sheet.deep * share[1]
    box = (u - size / 2, v - size / 2, size, size)
    return box if sheet.holds(box, 0.4) else None


def house(sheet: RoofSheet, colour: Colour) -> None:
    """Hipped or gabled, with a chimney, a vent, sometimes an aerial."""
    pitched(sheet, colour, gabled=sheet.number % 5 < 2)
    chimney = _spot(sheet, (0.3 if sheet.number % 2 else 0.68, 0.36), 1.0)
    if chimney:
        raised(sheet, (150, 96, 76), chimney, 0.9)
        sheet.box((46, 42, 42), chimney[0] + 0.3, chimney[1] + 0.3, 0.4, 0.4)
    vent = _spot(sheet, (0.62, 0.62), 0.6)
    if vent:
        raised(sheet, (150, 150, 150), vent, 0.3)
    if sheet.number % 3 == 0 and sheet.holds((sheet.long * 0.48, sheet.deep * 0.45, 0.4, 0.4)):
        _aerial(sheet)
    _porch_lamp(sheet)


def _aerial(sheet: RoofSheet) -> None:
    u, v = sheet.long * 0.5, sheet.deep * 0.48
    sheet.line((70, 70, 74), u, v, u + 2.0, v, 0.07)
    for k in range(4):
        sheet.line((70, 70, 74), u + 0.4 * k, v - 0.6 + 0.1 * k, u + 0.4 * k, v + 0.6 - 0.1 * k, 0.06)


def _porch_lamp(sheet: RoofSheet) -> None:
    if sheet.number % 3:
        sheet.lamp(
            "door", sheet.long * (0.35 + 0.1 * (sheet.number % 4)), 0.4 if sheet.number % 2 else sheet.deep - 0.4
        )


def bungalow(sheet: RoofSheet, colour: Colour) -> None:
    """Low and gabled, some with a flat white gravel roof."""
    if sheet.number % 6 == 5:
        parapet(sheet, tone(colour, 1.1))
        for k in range(3):
            box = _spot(sheet, (0.25 + 0.25 * k, 0.5), 0.8)
            if box:
                raised(sheet, (176, 176, 176), box, 0.3)
    else:
        pitched(sheet, colour, gabled=True, course=0.4, steep=0.24)
        vent = _spot(sheet, (0.4, 0.35), 0.6)
        if vent:
            raised(sheet, (140, 140, 140), vent, 0.3)
    _porch_lamp(sheet)


def motel(sheet: RoofSheet, colour: Colour) -> None:
    """A low hip along the wings, lamps along the walk."""
    pitched(sheet, colour, gabled=False, course=0.7, steep=0.2)
    for u in np.arange(3.0, sheet.long - 2.0, 6.0).tolist():
        for v in (0.5, sheet.deep - 0.5):
            if contains(sheet.outline, sheet.metres(u, v)[None], 0.2)[0]:
                sheet.lamp("door", u, v)


def nave(sheet: RoofSheet, colour: Colour) -> None:
    """A steep gable, with a cross on its ridge."""
    pitched(sheet, colour, gabled=True, course=0.45, steep=0.42)
    u, v = sheet.long * 0.62, sheet.deep / 2
    for shade, drop in (((50, 46, 46), 0.35), ((226, 218, 200), 0.0)):
        sheet.line(shade, u - 1.6 + drop, v + drop, u + 1.2 + drop, v + drop, 0.4)
        sheet.line(shade, u + 0.3 + drop, v - 1.0 + drop, u + 0.3 + drop, v + 1.0 + drop, 0.4)


def steeple(sheet: RoofSheet, colour: Colour) -> None:
    """A pyramid with a ball on top."""
    pitched(sheet, colour, gabled=False, course=0.6, steep=0.5)
    sheet.disc((60, 56, 50), sheet.long / 2 + 0.2, sheet.deep / 2 + 0.3, 0.7)
    sheet.disc((226, 196, 112), sheet.long / 2, sheet.deep / 2, 0.6)
    sheet.lamp("sky", sheet.long / 2, sheet.deep / 2)


def station(sheet: RoofSheet, colour: Colour) -> None:
    """Long tiled roofs, with a lantern of glass along the middle."""
    pitched(sheet, colour, gabled=False, course=0.7, steep=0.34)
    box = (sheet.long * 0.3, sheet.deep * 0.45, sheet.long * 0.4, sheet.deep * 0.1)
    if sheet.holds(box, 0.5):
        raised(sheet, (112, 96, 84), box, 1.0)
        u, v, du, dv = box
        for x in np.arange(u + 0.4, u + du - 0.8, 1.6).tolist():
            sheet.box((160, 180, 186), x, v + 0.3, 1.2, max(0.2, dv - 0.6))
        sheet.lamp("sky", u + du * 0.25, v + dv / 2)
        sheet.lamp("sky", u + du * 0.75, v + dv / 2)
