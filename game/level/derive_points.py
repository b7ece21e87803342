"""Links' points: many polylines resampled at once, with heading and curvature."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from game.core.geometry import wrap
from game.core.kernel import kernel
from game.level.paths import Line, arc_of, mm, place_at
from game.level.roads import P_CURVATURE, P_HEADING, POINT_COLUMNS

POINT_STEP = 2.0  # m between the points of a link
CHORD = 0.5  # m before and behind a point between which its heading is taken

Floats = NDArray[np.float64]


def even_points(lines: list[Line]) -> list[Floats]:
    """Each polyline (k, 3) as evenly spaced points near POINT_STEP, (n, POINT_COLUMNS)."""
    if not lines:
        return []
    vertices, ends = np.vstack(lines), np.cumsum([len(line) for line in lines])
    total = lengths(vertices, ends)
    count = np.maximum(2, np.round(total / POINT_STEP).astype(np.int64) + 1)
    last = np.cumsum(count)
    points = np.zeros((last[-1], POINT_COLUMNS))
    _fill_points(vertices, ends, count, points)
    points[:, :3] = mm(points[:, :3])
    points[:, P_HEADING:] = np.round(points[:, P_HEADING:], 6) + 0.0
    return [points[a:b] for a, b in pairwise([0, *last.tolist()])]


@kernel
def lengths(points: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How long each of some polylines laid end to end is; polyline k ends before row ends[k]."""
    total = np.zeros(ends.shape[0])
    first = 0
    for k in range(ends.shape[0]):
        total[k] = arc_of(points[first : ends[k]])[-1]
        first = ends[k]
    return total


@kernel
def _fill_points(vertices: np.ndarray, ends: np.ndarray, count: np.ndarray, points: np.ndarray) -> None:
    """count[k] places along polyline k with heading and curvature, one polyline after the other."""
    first, row = 0, 0
    for k in range(ends.shape[0]):
        line = vertices[first : ends[k]]
        along = arc_of(line)
        step = along[-1] / (count[k] - 1)
        own = points[row : row + count[k]]
        for i in range(count[k]):
            s = i * step
            own[i, :3] = place_at(line, along, s)
            chord = place_at(line, along, min(s + CHORD, along[-1])) - place_at(line, along, max(s - CHORD, 0.0))
            own[i, P_HEADING] = math.atan2(chord[1], chord[0])
        _bend(own, step)
        first, row = ends[k], row + count[k]


@kernel
def _bend(points: np.ndarray, step: float) -> None:
    """Curvature from headings: the mean of the turns before and behind a point, at an end the only one."""
    last = points.shape[0] - 1
    for i in range(last + 1):
        before = wrap(points[max(i, 1), P_HEADING] - points[max(i, 1) - 1, P_HEADING])
        k = min(i, last - 1)
        behind = wrap(points[k + 1, P_HEADING] - points[k, P_HEADING])
        points[i, P_CURVATURE] = (before + behind) / 2.0 / step
