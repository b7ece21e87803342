"""Roofs of work: sheds with saw teeth or monitors, plants with stacks, parking decks, boxcars, canopies."""

import math

import numpy as np

from game.view.palette import SUN, Colour, tone
from game.view.roof_flat import fan, felt, machines, parapet, raised, skylight, tank
from game.view.roof_sheet import Box, RoofSheet

TOOTH = 6.0  # m from one saw tooth to the next
BAY = 2.6  # m, width of a stall on a parking deck


def _lit(sheet: RoofSheet, along_v: float) -> float:
    """How bright a slope is that looks along v (1) or against it (-1)."""
    return 1.0 + 0.24 * along_v * float(sheet.v @ np.array(SUN))


def warehouse(sheet: RoofSheet, colour: Colour) -> None:
    """One of four: saw teeth, a gable with a monitor, long barrels, flat with rows of skylights."""
    kind = sheet.number % 4
    if kind == 0 and min(sheet.long, sheet.deep) > 14.0:
        saw_teeth(sheet, colour)
    elif kind == 1:
        monitor(sheet, colour)
    elif kind == 2:
        barrels(sheet, colour)
    else:
        felt(sheet, colour, 0.9)
        for u in np.arange(4.0, sheet.long - 4.0, 8.0).tolist():
            for v in np.arange(4.0, sheet.deep - 4.0, 8.0).tolist():
                if sheet.holds((u, v, 2.6, 1.4)):
                    skylight(sheet, colour, (u, v, 2.6, 1.4), 0.25)
    parapet(sheet, colour)


def saw_teeth(sheet: RoofSheet, colour: Colour) -> None:
    """Each tooth: a long slope of sheet metal and a steep glazed one."""
    count = max(2, round(sheet.long / TOOTH))
    step = sheet.long / count
    for k in range(count):
        u = k * step
        sheet.box(tone(colour, 1.06), u, 0.0, step * 0.74, sheet.deep)
        sheet.box(tone(colour, 0.9), u, 0.0, step * 0.3, sheet.deep)
        sheet.box((112, 130, 138), u + step * 0.74, 0.0, step * 0.2, sheet.deep)
        sheet.box(tone(colour, 0.45), u + step * 0.94, 0.0, step * 0.06 + 0.2, sheet.deep)
        for v in np.arange(1.2, sheet.deep, 1.8).tolist():
            sheet.line((72, 78, 84), u + step * 0.74, v, u + step * 0.94, v, 0.14)
        if k % 3 == 1:
            sheet.lamp("sky", u + step * 0.84, sheet.deep * (0.3 + 0.4 * (k % 2)))


def monitor(sheet: RoofSheet, colour: Colour) -> None:
    """Two slopes of corrugated metal, with a raised strip of windows along the ridge."""
    middle = sheet.deep / 2
    sheet.box(tone(colour, _lit(sheet, -1.0)), 0.0, 0.0, sheet.long, middle)
    sheet.box(tone(colour, _lit(sheet, 1.0)), 0.0, middle, sheet.long, middle)
    for u in np.arange(0.8, sheet.long, 0.8).tolist():
        sheet.line(tone(colour, 0.88), u, 0.0, u, sheet.deep, 0.1)
    wide = min(4.0, sheet.deep * 0.2)
    box: Box = (sheet.long * 0.08, middle - wide / 2, sheet.long * 0.84, wide)
    if sheet.holds(box, 0.3):
        raised(sheet, tone(colour, 1.1), box, 1.2)
        for u in np.arange(box[0] + 1.0, box[0] + box[2] - 1.0, 2.4).tolist():
            sheet.box((120, 140, 148), u, box[1] + 0.3, 1.6, 0.5)
            sheet.box((120, 140, 148), u, box[1] + wide - 0.8, 1.6, 0.5)
    for k in range(3):
        u = sheet.long * (0.2 + 0.3 * k)
        if sheet.holds((u - 0.8, sheet.deep * 0.2 - 0.8, 1.6, 1.6)):
            tank(sheet, u, sheet.deep * 0.2, 0.7, (168, 170, 172))


def barrels(sheet: RoofSheet, colour: Colour) -> None:
    """Bow-string vaults beside each other."""
    count = max(1, round(sheet.deep / 13.0))
    step = sheet.deep / count
    for k in range(count):
        for n in range(12):
            share = (n + 0.5) / 12
            light = 1.0 + 0.26 * math.cos(math.pi * share) * float(-sheet.v @ np.array(SUN))
            shade = tone(colour, light * (0.9 + 0.12 * math.sin(math.pi * share)))
            sheet.box(shade, 0.0, (k + n / 12) * step, sheet.long, step / 12 + 0.2)
        sheet.line(tone(colour, 0.5), 0.0, k * step, sheet.long, k * step, 0.5)
    for u in np.arange(5.0, sheet.long, 5.0).tolist():
        sheet.line(tone(colour, 0.86), u, 0.0, u, sheet.deep, 0.12)


def industrial(sheet: RoofSheet, colour: Colour) -> None:
    """Pipes, tanks, stacks with red lamps, fans."""
    felt(sheet, colour, 1.6)
    taken: list[Box] = []
    for k, share in enumerate((0.2, 0.42)):
        place = (sheet.long * share - 1.6, sheet.deep * 0.24 - 1.6, 3.2, 3.2)
        if sheet.holds(place, 1.0):
            taken.append(place)
            tank(sheet, place[0] + 1.6, place[1] + 1.6, 1.5, (148, 138, 128))
            sheet.disc((40, 38, 38), place[0] + 1.6, place[1] + 1.6, 0.9)
            if k == 0:
                sheet.lamp("beacon", place[0] + 1.6, place[1] + 1.6)
    for k, v in enumerate((0.5, 0.56, 0.62)):
        metal = ((160, 150, 132), (142, 100, 76), (132, 140, 142))[k]
        sheet.line(tone(metal, 0.4), 1.5, sheet.deep * v + 0.4, sheet.long - 1.5, sheet.deep * v + 0.4, 0.7)
        sheet.line(metal, 1.5, sheet.deep * v, sheet.long - 1.5, sheet.deep * v, 0.6)
        sheet.line(tone(metal, 1.3), 1.5, sheet.deep * v - 0.15, sheet.long - 1.5, sheet.deep * v - 0.15, 0.15)
    taken.append((0.0, sheet.deep * 0.48, sheet.long, sheet.deep * 0.18))
    machines(sheet, colour, taken, 46.0)
    parapet(sheet, colour)


def garage(sheet: RoofSheet, colour: Colour) -> None:
    """A parking deck under the sky: stalls, cars, the ramp down, the stairs."""
    felt(sheet, colour, 8.0)
    ramp: Box = (sheet.long * 0.36, sheet.deep * 0.42, sheet.long * 0.34, min(5.0, sheet.deep * 0.2))
    for v, nose in ((2.9, math.pi / 2), (sheet.deep - 2.9, -math.pi / 2)):
        for u in np.arange(2.6, sheet.long - 2.6, BAY).tolist():
            if not sheet.holds((u - 1.2, v - 2.2, 2.4, 4.4), 0.2):
                continue
            sheet.line((214, 210, 198), u - BAY / 2, v - 2.4, u - BAY / 2, v + 2.4, 0.1)
            if sheet.dice.random() < 0.4:
                sheet.car(u, v, nose, sheet.dice.randrange(1000))
    u, v, du, dv = ramp
    for k in range(10):
        sheet.box(tone(colour, 0.86 - 0.05 * k), u + du * k / 10, v, du / 10 + 0.1, dv)
    sheet.box(tone(colour, 1.25), *ramp, 0.3)
    sheet.line((226, 178, 64), 3.0, sheet.deep / 2 - 3.2, u - 1.0, sheet.deep / 2 - 3.2, 0.14)
    hut: Box = (0.9, sheet.deep / 2 - 1.6, 3.2, 3.2)
    if sheet.holds(hut, 0.3):
        raised(sheet, tone(colour, 1.15), hut, 1.2)
        sheet.lamp("door", hut[0] + 3.4, hut[1] + 1.6)
    for share in (0.3, 0.7):
        sheet.lamp("sky", sheet.long * share, sheet.deep * 0.3)
    parapet(sheet, tone(colour, 1.1))


def boxcar(sheet: RoofSheet, colour: Colour) -> None:
    """A freight car from above: ribs, a walkway, hatches."""
    for u in np.arange(0.5, sheet.long, 1.1).tolist():
        sheet.line(tone(colour, 0.8), u, 0.0, u, sheet.deep, 0.12)
    sheet.box(tone(colour, 0.62), 0.0, sheet.deep / 2 - 0.35, sheet.long, 0.7)
    sheet.box(tone(colour, 1.2), 0.0, sheet.deep / 2 - 0.25, sheet.long, 0.5)
    parapet(sheet, tone(colour, 0.9))


def gas(sheet: RoofSheet, colour: Colour) -> None:
    """A canopy with a painted band, and lamps under its edge."""
    sheet.box((188, 58, 44), 0.0, 0.0, sheet.long, sheet.deep)
    sheet.box(colour, 0.9, 0.9, sheet.long - 1.8, sheet.deep - 1.8)
    for u in np.arange(2.4, sheet.long, 3.2).tolist():
        sheet.line(tone(colour, 0.9), u, 0.9, u, sheet.deep - 0.9, 0.1)
    for u in (0.2, 0.5, 0.8):
        sheet.lamp("sky", sheet.long * u, sheet.deep * 0.15)
        sheet.lamp("sky", sheet.long * u, sheet.deep * 0.85)
    fan(sheet, (170, 172, 176), (sheet.long * 0.5 - 1.0, sheet.deep * 0.5 - 1.0, 2.0, 2.0))


def wall(sheet: RoofSheet, colour: Colour) -> None:
    """The top of a wall: its coping, with joints."""
    for u in np.arange(1.5, sheet.long, 3.0).tolist():
        sheet.line(tone(colour, 0.84), u, 0.0, u, sheet.deep, 0.06)
    parapet(sheet, colour)
