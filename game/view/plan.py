"""Plan geometry for the screen: metres with x east and y south, the origin at the map's north-west corner."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def southward(points: Points, height: float) -> Points:
    """World points (k, 2+), y north, as plan points (k, 2), y south."""
    return np.stack([points[:, 0], height - points[:, 1]], axis=1)


def following(rows: Points) -> Points:
    """Each row's follower, the first after the last (np.roll takes ten times as long)."""
    return np.concatenate([rows[1:], rows[:1]])


def edges(polygon: Points) -> tuple[Points, Points, NDArray[np.float64]]:
    """Of each edge of a closed polygon: direction (k, 2), outward normal (k, 2), length (k,)."""
    run = following(polygon) - polygon
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)
    direction = run / length[:, None]
    x, y = polygon[:, 0], polygon[:, 1]
    area = float(np.sum(x * following(y) - following(x) * y))
    outward = np.stack([direction[:, 1], -direction[:, 0]], axis=1) * (1.0 if area > 0 else -1.0)
    return direction, outward, length


def grown(polygon: Points, metres: float) -> Points:
    """The polygon with each edge moved outwards (or inwards, if negative). Mitres are cut at twice the distance."""
    _, outward, _ = edges(polygon)
    before = np.concatenate([outward[-1:], outward[:-1]])
    mitre = outward + before
    square = np.maximum(np.sum(mitre * mitre, axis=1), 1.0)
    grown_points: Points = polygon + mitre * (2.0 / square * metres)[:, None]
    return grown_points


def sides(line: Points) -> Points:
    """The right-hand unit normal (looking along an open line, y south) at each of its points."""
    run = np.gradient(line, axis=0) if len(line) > 2 else np.repeat(line[-1:] - line[:1], len(line), axis=0)
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)
    normal: Points = np.stack([-run[:, 1], run[:, 0]], axis=1) / length[:, None]
    return normal


def strip(line: Points, middle: float, width: float, normals: Points | None = None) -> Points:
    """The outline of a band along a line, `middle` metres to its right."""
    normal = sides(line) if normals is None else normals
    return np.concatenate([line + normal * (middle - width / 2), (line + normal * (middle + width / 2))[::-1]])


def along(line: Points, distances: NDArray[np.float64]) -> tuple[Points, Points]:
    """Points and directions (n, 2) at these distances from the start of an open line."""
    run = np.diff(line, axis=0)
    length = np.hypot(run[:, 0], run[:, 1])
    start = np.concatenate([[0.0], np.cumsum(length)])
    k = np.clip(np.searchsorted(start, distances, side="right") - 1, 0, len(run) - 1)
    direction = run[k] / np.maximum(length[k], 1e-9)[:, None]
    return line[k] + direction * (distances - start[k])[:, None], direction


def line_length(line: Points) -> float:
    run = np.diff(line, axis=0)
    return float(np.hypot(run[:, 0], run[:, 1]).sum())


def dashes(line: Points, width: float, dash: float, gap: float) -> Points:
    """Painted dashes as quads (n, 4, 2); n may be 0."""
    total = line_length(line)
    starts = np.arange(gap / 2, max(gap / 2, total - dash) + 1e-6, dash + gap)
    starts = starts[starts + dash <= total + 1e-6]
    middle, direction = along(line, starts + dash / 2)
    right = np.stack([-direction[:, 1], direction[:, 0]], axis=1) * (width / 2)
    half = direction * (dash / 2)
    return np.stack(
        [middle - half - right, middle + half - right, middle + half + right, middle - half + right], axis=1
    )


def cut(line: Points, pieces: int) -> list[Points]:
    """A line of many points in overlapping runs of at most `pieces` segments, so that boxes stay small."""
    return [line[k : k + pieces + 1] for k in range(0, max(1, len(line) - 1), pieces)]


def contains(outline: Points, points: Points, margin: float = 0.0) -> NDArray[np.bool_]:
    """Which of the points (n, 2) are inside, at least `margin` from every edge."""
    return depth(outline, points) > margin


def depth(outline: Points, points: Points) -> NDArray[np.float64]:
    """How far each of the points (n, 2) is inside the outline, m; 0 outside it."""
    a, b = outline[None], following(outline)[None]
    at = points[:, None]
    run = b - a
    span = (a[..., 1] > at[..., 1]) != (b[..., 1] > at[..., 1])
    rise = np.where(run[..., 1] == 0.0, 1.0, run[..., 1])
    crossing = a[..., 0] + (at[..., 1] - a[..., 1]) / rise * run[..., 0]
    inside = np.sum(span & (at[..., 0] < crossing), axis=1) % 2 == 1
    square = np.maximum((run * run).sum(axis=2), 1e-9)
    share = np.clip(((at - a) * run).sum(axis=2) / square, 0.0, 1.0)
    gap = a + run * share[..., None] - at
    return np.where(inside, np.hypot(gap[..., 0], gap[..., 1]).min(axis=1, initial=np.inf), 0.0)


def clipped(polygon: Points, low: Points, high: Points) -> Points:
    """The part of a polygon within a box (Sutherland and Hodgman, 1974); drawing what lies far outside is slow."""
    for axis, sign, limit in ((0, 1.0, low[0]), (0, -1.0, -high[0]), (1, 1.0, low[1]), (1, -1.0, -high[1])):
        if not len(polygon):
            break
        depth = polygon[:, axis] * sign - limit
        if depth.min() >= 0.0:
            continue
        polygon = _cut_side(polygon, depth)
    return polygon


def _cut_side(polygon: Points, depth: NDArray[np.float64]) -> Points:
    """The part of a polygon whose points have a depth of at least 0."""
    after, deeper = following(polygon), following(depth)
    inside, next_inside = depth >= 0.0, deeper >= 0.0
    crossing = inside != next_inside
    fall = np.where(crossing, depth - deeper, 1.0)
    meets = polygon + (after - polygon) * (depth / fall)[:, None]
    both = np.stack([meets, after], axis=1).reshape(-1, 2)
    part: Points = both[np.stack([crossing, next_inside], axis=1).reshape(-1)]
    return part


class Boxes:
    """Bounding boxes of many shapes: which of them touch a rectangle?"""

    def __init__(self, shapes: Sequence[Points] | Points, margin: float = 0.0) -> None:
        self.low: Points = np.zeros((0, 2))
        self.high: Points = np.zeros((0, 2))
        if len(shapes):
            points = np.concatenate([shape[:, :2] for shape in shapes])
            first = np.cumsum([0, *map(len, shapes[:-1])])
            self.low = np.minimum.reduceat(points, first) - margin
            self.high = np.maximum.reduceat(points, first) + margin

    def flipped(self, height: float) -> "Boxes":
        """The boxes with y counted from the other edge of a map this high."""
        out = Boxes(())
        out.low = np.stack([self.low[:, 0], height - self.high[:, 1]], axis=1)
        out.high = np.stack([self.high[:, 0], height - self.low[:, 1]], axis=1)
        return out

    def touching(self, x0: float, y0: float, x1: float, y1: float) -> list[int]:
        inside = (self.high[:, 0] >= x0) & (self.low[:, 0] <= x1) & (self.high[:, 1] >= y0) & (self.low[:, 1] <= y1)
        found: list[int] = np.flatnonzero(inside).tolist()
        return found
