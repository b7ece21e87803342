"""Links' points: many polylines resampled at once, with heading and curvature."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from game.level.paths import Line, mm
from game.level.roads import P_CURVATURE, P_HEADING, POINT_COLUMNS

POINT_STEP = 2.0  # m between the points of a link
CHORD = 0.5  # m before and behind a point between which its heading is taken
APART = 10.0  # m between two polylines laid end to end on one axis

Floats = NDArray[np.float64]


def even_points(lines: list[Line]) -> list[Floats]:
    """Each polyline (k, 3) as evenly spaced points near POINT_STEP, (n, POINT_COLUMNS).

    All are laid end to end along one axis of distance, so that one np.interp does them all."""
    if not lines:
        return []
    vertices, sizes = np.vstack(lines), np.array([len(line) for line in lines])
    along, base, total = _laid_out(vertices, sizes)
    count = np.maximum(2, np.round(total / POINT_STEP).astype(np.int64) + 1)
    first = np.cumsum(count) - count
    step = np.repeat(total / (count - 1), count)
    start, length = np.repeat(base, count), np.repeat(total, count)
    s = (np.arange(len(step)) - np.repeat(first, count)) * step
    points = np.zeros((len(step), POINT_COLUMNS))
    points[:, :3] = mm(_at(vertices, along, start + s))
    ahead = _at(vertices, along, start + np.minimum(s + CHORD, length))
    chord = (ahead - _at(vertices, along, start + np.maximum(s - CHORD, 0.0)))[:, :2].tolist()
    heading = np.array([math.atan2(dy, dx) for dx, dy in chord])
    points[:, P_HEADING] = np.round(heading, 6) + 0.0
    points[:, P_CURVATURE] = np.round(_bends(heading, first, count) / step, 6) + 0.0
    return [points[a:b] for a, b in pairwise([*first.tolist(), len(points)])]


def _laid_out(vertices: Floats, sizes: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """(distance of every vertex along the common axis, where each polyline begins on it, its length)."""
    step = np.sqrt((np.diff(vertices[:, :2], axis=0) ** 2).sum(1))
    ends = np.cumsum(sizes)
    step[ends[:-1] - 1] = APART
    along = np.concatenate([[0.0], np.cumsum(step)])
    base = along[ends - sizes]
    return along, base, along[ends - 1] - base


def _at(vertices: Floats, along: Floats, where: Floats) -> Floats:
    return np.stack([np.interp(where, along, vertices[:, k]) for k in range(3)], 1)


def _bends(heading: Floats, first: NDArray[np.int64], count: NDArray[np.int64]) -> Floats:
    """The turn at every point in rad: the mean of the turns before and behind it, at an end the only one."""
    turn = (np.diff(heading) + math.pi) % (2 * math.pi) - math.pi
    before, behind = np.concatenate([[0.0], turn]), np.concatenate([turn, [0.0]])
    last = first + count - 1
    before[first], behind[last] = behind[first], before[last]
    return np.asarray((before + behind) / 2)
