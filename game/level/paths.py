"""Polylines: arrays (k, 2) in metres, and what a derivation does with them."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

CURVE_STEP = 3.0  # m between the samples of a curve
CURVE_TOLERANCE = 0.004  # m, how far a curve's polyline may be off
BEND = 14.0  # m before and after a bend over which a drawn corner is rounded


def mm(values: NDArray[np.float64] | list[float]) -> NDArray[np.float64]:
    """Rounded to the millimetre, and -0.0 turned into 0.0, so that equal shapes have equal bytes."""
    rounded = np.round(np.asarray(values, dtype=np.float64), 3)
    return np.asarray(rounded + 0.0, dtype=np.float64)


def arc(line: Line) -> NDArray[np.float64]:
    """Distance along the polyline at every vertex, (k,)."""
    step = np.diff(line[:, :2], axis=0)
    return np.concatenate([[0.0], np.cumsum(np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2))])


def length(line: Line) -> float:
    return float(arc(line)[-1])


def at(line: Line, s: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The point(s) at distance s along the polyline."""
    along = arc(line)
    return np.stack([np.interp(s, along, line[:, k]) for k in range(line.shape[1])], -1)


def cut(line: Line, start: float, end: float) -> Line:
    """The part of the polyline between two distances along it."""
    along = arc(line)
    inner = line[(along > start + 1e-6) & (along < end - 1e-6)]
    return np.vstack([at(line, start)[None], inner, at(line, end)[None]])


def normals(line: Line) -> Line:
    """The step at every vertex that moves the polyline one metre to the left of travel."""
    step = np.diff(line[:, :2], axis=0)
    step = step / np.maximum(np.sqrt((step**2).sum(1)), 1e-9)[:, None]
    left = np.stack([-step[:, 1], step[:, 0]], 1)
    before, after = np.vstack([left[:1], left]), np.vstack([left, left[-1:]])
    both = before + after
    scaled: Line = both / np.maximum((both * after).sum(1), 0.5)[:, None]  # limited at sharp bends
    return scaled


def offset(line: Line, left: float) -> Line:
    """The parallel polyline `left` metres to the left of travel, with as many vertices."""
    return line[:, :2] + left * normals(line)


def headings(line: Line) -> NDArray[np.float64]:
    """Direction of travel at every vertex in rad: the chord of its neighbours."""
    ahead, behind = np.vstack([line[1:], line[-1:]]), np.vstack([line[:1], line[:-1]])
    step = ahead - behind
    return np.array([math.atan2(dy, dx) for dx, dy in step[:, :2].tolist()])


def thin(line: Line, tolerance: float = CURVE_TOLERANCE) -> Line:
    """Drop the vertices that lie nearer than `tolerance` to the line without them (Douglas and Peucker, 1973)."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        a, b = waiting.pop()
        if b - a < 2:
            continue
        chord = line[b] - line[a]
        away = line[a + 1 : b] - line[a]
        size = max(math.hypot(*chord.tolist()), 1e-9)
        gap = np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / size
        worst = int(np.argmax(gap))
        if gap[worst] > tolerance:
            keep[a + 1 + worst] = True
            waiting += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return line[keep]


def smooth(line: Line) -> Line:
    """A centripetal Catmull-Rom curve through the points (Yuksel, Schaefer, Keyser, 2011)."""
    if len(line) < 3:
        return line
    ends = np.vstack([2 * line[0] - line[1], line, 2 * line[-1] - line[-2]])
    pieces = [_catmull_rom(ends[k : k + 4]) for k in range(len(line) - 1)]
    return thin(np.vstack([*pieces, line[-1:]]))


def _catmull_rom(p: Line) -> Line:
    """Samples from p[1] up to, not including, p[2]."""
    gaps = [max(math.dist(a, b), 1e-6) ** 0.5 for a, b in zip(p.tolist(), p[1:].tolist(), strict=False)]
    t = np.concatenate([[0.0], np.cumsum(gaps)])
    count = max(2, int(math.dist(p[1], p[2]) / CURVE_STEP))
    u = np.linspace(t[1], t[2], count, endpoint=False)[:, None]

    def mix(a: Line, b: Line, ta: float, tb: float) -> Line:
        blended: Line = ((tb - u) * a + (u - ta) * b) / (tb - ta)
        return blended

    a1, a2, a3 = (mix(p[k], p[k + 1], t[k], t[k + 1]) for k in range(3))
    return mix(mix(a1, a2, t[0], t[2]), mix(a2, a3, t[1], t[3]), t[1], t[2])


def round_bends(line: Line) -> Line:
    """Replace each drawn corner by a parabola that leaves the sides up to BEND metres from it."""
    pieces = [line[:1]]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        back, ahead = before - corner, after - corner
        size = min(BEND, 0.45 * math.hypot(*back.tolist()), 0.45 * math.hypot(*ahead.tolist()))
        p = corner + back / max(math.hypot(*back.tolist()), 1e-9) * size
        q = corner + ahead / max(math.hypot(*ahead.tolist()), 1e-9) * size
        t = np.linspace(0.0, 1.0, 12)[:, None]
        pieces.append((1 - t) ** 2 * p + 2 * t * (1 - t) * corner + t**2 * q)
    return thin(np.vstack([*pieces, line[-1:]]))


def area(ring: Line) -> float:
    """Signed area of a ring, positive when it runs counter-clockwise."""
    points = ring.tolist()
    (ox, oy), total = points[0][:2], 0.0
    for (ax, ay, *_), (bx, by, *_) in pairwise(points):
        total += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
    return total / 2.0


def counter_clockwise(ring: Line) -> Line:
    return ring if area(ring) > 0 else ring[::-1]


def min_width(ring: Line) -> float:
    """The least width of a convex ring: over its sides, the least distance of the farthest vertex."""
    points = ring.tolist()
    best = math.inf
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        dx, dy = bx - ax, by - ay
        size = math.hypot(dx, dy)
        if size > 1e-9:
            best = min(best, max(abs(dx * (y - ay) - dy * (x - ax)) for x, y in points) / size)
    return best
