"""How far one sees today: the hour, the weather, the lamps and the difficulty, as numbers for the kernels."""

import math

import numpy as np
from numpy.typing import NDArray

from game.level.model import Level
from game.sense import sight

DAWN, DUSK = 6.0, 19.0  # h: dark before and after (Los Angeles, the year's mean)


def is_dark(hour: float) -> bool:
    """Whether the street lamps are on at this local hour."""
    return hour < DAWN or hour >= DUSK


def ranges(level: Level, difficulty: str) -> NDArray[np.float64]:
    """The vector that sight.look reads: metres and cosines, weather and difficulty already in."""
    rules, heist = level.rules, level.heist
    haze = {"rain": rules.sight_rain, "fog": rules.sight_rain**2}.get(heist.weather, 1.0)
    factor = haze * dict(rules.difficulties)[difficulty].sight
    dark = is_dark(heist.hour)
    out = np.zeros(sight.RANGES)
    out[sight.ALL_ROUND] = rules.sight_all_round * factor
    out[sight.CALM] = rules.sight_calm * factor
    out[sight.CALM_COS] = math.cos(rules.sight_calm_angle)
    out[sight.ALERTED] = rules.sight_pursuit * factor
    out[sight.ALERTED_COS] = math.cos(rules.sight_pursuit_angle)
    out[sight.DARK] = rules.sight_night if dark else 1.0
    out[sight.LIT] = rules.sight_lamp if dark else 1.0
    out[sight.DRIVER] = rules.driver_sight
    return out


def lit_ground(lamps: NDArray[np.float64], width: float, height: float) -> NDArray[np.uint8]:
    """Raster of LAMP_CELL cells: how many lamps have the cell's middle within LAMP_REACH."""
    out = np.zeros((math.ceil(height / sight.LAMP_CELL), math.ceil(width / sight.LAMP_CELL)), np.uint8)
    for x, y in lamps[:, :2].tolist():
        part, near = _lit_by(out, x, y)
        part += near
    return out


def put_out(lit: NDArray[np.uint8], x: float, y: float) -> None:
    """Take the light of a lamp at (x, y) from the raster."""
    part, near = _lit_by(lit, x, y)
    part -= near


def _lit_by(lit: NDArray[np.uint8], x: float, y: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The part of the raster round a lamp, and 1 where the lamp reaches."""
    cell, reach = sight.LAMP_CELL, sight.LAMP_REACH
    rows, columns = lit.shape
    low_i, low_j = max(0, int((x - reach) / cell)), max(0, int((y - reach) / cell))
    middle_x = (np.arange(low_i, min(columns, int((x + reach) / cell) + 1)) + 0.5) * cell
    middle_y = (np.arange(low_j, min(rows, int((y + reach) / cell) + 1)) + 0.5) * cell
    near = (middle_x[None, :] - x) ** 2 + (middle_y[:, None] - y) ** 2 <= reach * reach
    return lit[low_j : low_j + near.shape[0], low_i : low_i + near.shape[1]], near.astype(np.uint8)
