"""Polygons drawn into rasters of 1 m cells, all at once."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from game.core.kernel import kernel


def fill(
    raster: NDArray[np.uint8] | NDArray[np.float32], shapes: Sequence[shapely.Geometry], values: Sequence[float]
) -> None:
    """Set the cells whose middle lies in each shape to its value, later shapes over earlier ones: even-odd
    rule, row by row."""
    edges, owner = _edges(np.array(shapes, dtype=object))
    if len(edges) == 0:
        return
    rows, x, owner = _crossings(edges, owner, raster.shape[0])
    column = np.clip(np.ceil(x - 0.5), 0, raster.shape[1]).astype(np.int64)
    order = np.lexsort((column, rows, owner))
    spans = np.stack([rows[order[0::2]], column[order[0::2]], column[order[1::2]]], axis=1)
    _draw(raster, spans, np.array(values, dtype=raster.dtype)[owner[order[0::2]]])


@kernel
def _draw(raster: np.ndarray, spans: np.ndarray, values: np.ndarray) -> None:
    """spans: rows of (row, first column, column behind the last)."""
    for k in range(spans.shape[0]):
        raster[spans[k, 0], spans[k, 1] : spans[k, 2]] = values[k]


def _edges(shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """All sides of all rings (n, 4) and the shape that each belongs to; points and lines have none."""
    parts, part_shape = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    same = point_ring[1:] == point_ring[:-1]
    edges = np.hstack([points[:-1], points[1:]])[same]
    return edges, part_shape[ring_part[point_ring[1:][same]]]


def _crossings(
    edges: NDArray[np.float64], owner: NDArray[np.int64], height: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Where each side crosses the middles of rows of cells: (row, x, owner)."""
    low = np.clip(np.ceil(np.minimum(edges[:, 1], edges[:, 3]) - 0.5), 0, height).astype(np.int64)
    high = np.clip(np.ceil(np.maximum(edges[:, 1], edges[:, 3]) - 0.5), 0, height).astype(np.int64)
    count = high - low
    which = np.repeat(np.arange(len(edges)), count)
    rows = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + low[which]
    xa, ya, xb, yb = edges[which].T
    return rows, xa + (rows + 0.5 - ya) * ((xb - xa) / (yb - ya)), owner[which]
