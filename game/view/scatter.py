"""What lies about on open ground: grass, weeds, bushes, stones, strewn the same whichever cell is painted first."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.view.palette import Colour, tone
from game.view.plan import Points, clipped, depth
from game.view.sheet import CELL, Sheet

TILE = 20.0  # m
TABLES = 16  # different tiles
MOST = 400  # rows a tile


@dataclass(frozen=True, slots=True)
class Strewn:
    """dense: how many a square metre; radius: from, to, in m; shades: of the colour, from, to;
    shadow: m that each throws to the lower right (bushes), 0 for what lies flat."""

    colour: Colour
    dense: float
    radius: tuple[float, float]
    shades: tuple[float, float] = (0.88, 1.12)
    shadow: float = 0.0


@functools.cache
def _table(number: int) -> NDArray[np.float64]:
    """Rows of four rolls 0 … 1."""
    return np.random.default_rng((number, 1978)).random((MOST, 4))


def strewn(x0: float, y0: float, x1: float, y1: float, dense: float, salt: int) -> Points:
    """(n, 4): x, y and two rolls, of what lies in a rectangle; salt: another one, another pattern."""
    parts = [np.zeros((0, 4))]
    count = min(MOST, round(dense * TILE * TILE))
    for i in range(int(x0 // TILE), int(x1 // TILE) + 1):
        for j in range(int(y0 // TILE), int(y1 // TILE) + 1):
            table = _table((i * 7919 + j * 104729 + salt * 31) % TABLES)
            start = (salt * 37) % (MOST - count + 1)
            rows = table[start : start + count].copy()
            rows[:, 0], rows[:, 1] = (i + rows[:, 0]) * TILE, (j + rows[:, 1]) * TILE
            parts.append(rows)
    return np.concatenate(parts)


def strew(sheet: Sheet, outline: Points, what: Strewn, salt: int) -> None:
    """Strew a lot's part of a sheet."""
    reach = what.radius[1] + what.shadow
    low, high = sheet.origin - reach - 0.5, sheet.origin + CELL + reach + 0.5
    part = clipped(outline, low, high)
    if len(part) < 3:
        return
    x0, y0 = np.maximum(low, part.min(axis=0)).tolist()
    x1, y1 = np.minimum(high, part.max(axis=0)).tolist()
    rows = strewn(x0, y0, x1, y1, what.dense, salt)
    small, large = what.radius
    rows = rows[depth(part, rows[:, :2]) > 0.8 * (small + (large - small) * rows[:, 2] ** 2)]
    dark, light = what.shades
    for x, y, a, b in rows.tolist():
        at, radius = np.array([x, y]), small + (large - small) * a * a
        if what.shadow:
            sheet.dot(tone(what.colour, 0.42), at + what.shadow * (0.5 + a), radius)
        sheet.dot(tone(what.colour, dark + (light - dark) * b), at, radius)
        if what.shadow:
            sheet.dot(tone(what.colour, (dark + (light - dark) * b) * 1.22), at - radius * 0.25, radius * 0.55)
