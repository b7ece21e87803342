"""The rasters of heights: of decks, and of the ground in rivers and on the ramps into them."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.level.city import Channel, Deck
from game.level.derive_decks import PARAPET
from game.level.derive_raster import fill
from game.level.derive_river import channel_outline, low_roads
from game.level.derive_streets import Street
from game.level.paths import Line, arc
from game.level.plan import CityPlan

CHUNK = 8  # points of an axis that are drawn at once
BESIDE = PARAPET + 0.7  # m beyond the road's edge: a cell counts when any of it is on the road or its parapet
FLAT_END = 0.05  # m: an axis that ends lower than this ends square


def deck_heights(plan: CityPlan, decks: list[Deck]) -> NDArray[np.float32]:
    """At each cell's middle the height of the highest deck's axis beside it, nan where there is none."""
    raster = np.full((int(plan.height), int(plan.width)), np.nan, np.float32)
    for deck in decks:
        for rows, columns, heights in _strip(raster.shape, deck.axis, deck.half_width + BESIDE):
            raster[rows, columns] = np.fmax(raster[rows, columns], heights)
    return raster


def ground_heights(plan: CityPlan, channels: list[Channel], streets: list[Street]) -> NDArray[np.float32]:
    """0, the depth of rivers, and what leads down into them; (1, 1) where all is flat."""
    low = low_roads(streets)
    if not channels and not low:
        return np.zeros((1, 1), np.float32)
    raster = np.zeros((int(plan.height), int(plan.width)), np.float32)
    fill(raster, [channel_outline(channel) for channel in channels], [-channel.depth for channel in channels])
    bed = raster < 0.0
    for street, pts in low:
        for rows, columns, heights in _strip(raster.shape, pts, street.half_width + BESIDE):
            before = raster[rows, columns]
            inside = np.maximum(before, heights)
            raster[rows, columns] = np.where(bed[rows, columns], inside, np.minimum(before, heights))
    return raster


Cells = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]


def _strip(shape: tuple[int, ...], axis: Line, reach: float) -> list[Cells]:
    """(rows, columns, heights) of the cells within `reach` of an axis, in pieces; none twice."""
    along = arc(axis)
    pieces = []
    for first in range(0, len(axis) - 1, CHUNK):
        last = min(first + CHUNK, len(axis) - 1)
        before = max(first - 2, 0)
        ys, xs = _window(shape, axis[first : last + 1, :2], reach)
        s, away = _beside(axis[before : last + 3].copy(), np.column_stack([xs + 0.5, ys + 0.5])).T
        s += along[before]
        low, high = _ends(axis, along, first, last)
        inside = (s >= low) & (s < high) & (away < reach)
        heights = np.round(np.interp(s[inside], along, axis[:, 2]), 3).astype(np.float32)
        pieces.append((ys[inside], xs[inside], heights))
    return pieces


@kernel
def _beside(line: np.ndarray, points: np.ndarray) -> np.ndarray:
    """For each point (k, 2): the distance along the line of the nearest place on it, and how far away that is."""
    found = np.empty((points.shape[0], 2))
    for i in range(points.shape[0]):
        x, y, before, least = points[i, 0], points[i, 1], 0.0, math.inf
        for k in range(line.shape[0] - 1):
            dx, dy = line[k + 1, 0] - line[k, 0], line[k + 1, 1] - line[k, 1]
            size = max(math.sqrt(dx * dx + dy * dy), 1e-9)
            t = ((x - line[k, 0]) * dx + (y - line[k, 1]) * dy) / (size * size)
            t = min(max(t, 0.0), 1.0)
            ax, ay = x - line[k, 0] - t * dx, y - line[k, 1] - t * dy
            away = ax * ax + ay * ay
            if away < least:
                least, found[i, 0] = away, before + t * size
            before += size
        found[i, 1] = math.sqrt(least)
    return found


def _window(shape: tuple[int, ...], part: Line, reach: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of all cells around a piece of axis."""
    x0, y0 = np.maximum(np.floor(part.min(0) - reach).astype(int), 0)
    x1, y1 = np.ceil(part.max(0) + reach).astype(int) + 1
    ys, xs = np.mgrid[y0 : min(y1, shape[0]), x0 : min(x1, shape[1])]
    return ys.ravel(), xs.ravel()


def _ends(axis: Line, along: NDArray[np.float64], first: int, last: int) -> tuple[float, float]:
    """From which to which distance a piece is drawn. An end of the axis is square where it is on the ground,
    and round where it goes on as another road."""
    low, high = float(along[first]), float(along[last])
    if first == 0:
        low = np.nextafter(0.0, 1.0) if abs(axis[0, 2]) < FLAT_END else 0.0
    if last == len(axis) - 1:
        high = high if abs(axis[-1, 2]) < FLAT_END else math.inf
    return low, high
