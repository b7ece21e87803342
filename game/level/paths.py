"""Polylines: arrays (k, 2) in metres, and what a derivation does with them."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel

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
    return arc_of(np.ascontiguousarray(line))


@kernel
def arc_of(line: np.ndarray) -> np.ndarray:
    along = np.zeros(line.shape[0])
    for k in range(1, line.shape[0]):
        dx, dy = line[k, 0] - line[k - 1, 0], line[k, 1] - line[k - 1, 1]
        along[k] = along[k - 1] + math.sqrt(dx * dx + dy * dy)
    return along


def length(line: Line) -> float:
    return float(arc(line)[-1])


def at(line: Line, s: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The point(s) at distance s along the polyline."""
    found = _at(np.ascontiguousarray(line), np.atleast_1d(np.asarray(s, dtype=np.float64)))
    return found if isinstance(s, np.ndarray) and s.ndim else found[0]


@kernel
def _at(line: np.ndarray, s: np.ndarray) -> np.ndarray:
    along = arc_of(line)
    found = np.empty((s.shape[0], line.shape[1]))
    for i in range(s.shape[0]):
        found[i] = place_at(line, along, s[i])
    return found


@kernel
def place_at(values: np.ndarray, along: np.ndarray, s: float) -> np.ndarray:
    """The row of values (k, c) at distance s, between those at the vertices: as numpy.interp does it, to the bit."""
    last = along.shape[0] - 1
    k = np.searchsorted(along, s, side="right") - 1
    found: np.ndarray = values[min(max(k, 0), last)].copy()
    if 0 <= k < last and along[k] != s:
        for c in range(values.shape[1]):
            found[c] += (values[k + 1, c] - values[k, c]) / (along[k + 1] - along[k]) * (s - along[k])
    return found


def cut(line: Line, start: float, end: float) -> Line:
    """The part of the polyline between two distances along it."""
    along = arc(line)
    inner = line[(along > start + 1e-6) & (along < end - 1e-6)]
    return np.vstack([at(line, start)[None], inner, at(line, end)[None]])


def normals(line: Line) -> Line:
    """The step at every vertex that moves the polyline one metre to the left of travel."""
    return normals_of(np.ascontiguousarray(line))


@kernel
def normals_of(line: np.ndarray) -> np.ndarray:
    count = line.shape[0]
    found = np.empty((count, 2))
    bx, by = 0.0, 0.0  # the unit step to the left before a vertex, (ax, ay) behind it
    for k in range(count):
        ax, ay = bx, by
        if k < count - 1:
            dx, dy = line[k + 1, 0] - line[k, 0], line[k + 1, 1] - line[k, 1]
            size = max(math.sqrt(dx * dx + dy * dy), 1e-9)
            ax, ay = -(dy / size), dx / size
        if k == 0:
            bx, by = ax, ay
        scale = max((bx + ax) * ax + (by + ay) * ay, 0.5)  # limited at sharp bends
        found[k, 0], found[k, 1] = (bx + ax) / scale, (by + ay) / scale
        bx, by = ax, ay
    return found


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
    kept: Line = line[_kept(np.ascontiguousarray(line), tolerance)]
    return kept


@kernel
def _kept(line: np.ndarray, tolerance: float) -> np.ndarray:
    keep = np.zeros(line.shape[0], np.bool_)
    keep[0] = keep[-1] = True
    waiting = np.zeros((line.shape[0] + 1, 2), np.int64)  # pieces yet to be looked at, from vertex to vertex
    waiting[0, 1], count = line.shape[0] - 1, 1
    while count > 0:
        count -= 1
        a, b = waiting[count]
        cx, cy = line[b, 0] - line[a, 0], line[b, 1] - line[a, 1]
        size, most, worst = max(math.sqrt(cx * cx + cy * cy), 1e-9), tolerance, -1
        for k in range(a + 1, b):
            gap = abs(cx * (line[k, 1] - line[a, 1]) - cy * (line[k, 0] - line[a, 0])) / size
            if gap > most:
                most, worst = gap, k
        if worst >= 0:
            keep[worst] = True
            waiting[count, 0], waiting[count, 1] = a, worst
            waiting[count + 1, 0], waiting[count + 1, 1] = worst, b
            count += 2
    return keep


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
    return _area(np.ascontiguousarray(ring))


@kernel
def _area(ring: np.ndarray) -> float:
    total = 0.0
    for k in range(1, ring.shape[0]):
        ax, ay = ring[k - 1, 0] - ring[0, 0], ring[k - 1, 1] - ring[0, 1]
        bx, by = ring[k, 0] - ring[0, 0], ring[k, 1] - ring[0, 1]
        total += ax * by - bx * ay
    return total / 2.0


def counter_clockwise(ring: Line) -> Line:
    return ring if area(ring) > 0 else ring[::-1]


def min_width(ring: Line) -> float:
    """The least width of a convex ring: over its sides, the least distance of the farthest vertex."""
    return _min_width(np.ascontiguousarray(ring))


@kernel
def _min_width(ring: np.ndarray) -> float:
    best, count = math.inf, ring.shape[0]
    for k in range(count):
        ax, ay = ring[k, 0], ring[k, 1]
        dx, dy = ring[(k + 1) % count, 0] - ax, ring[(k + 1) % count, 1] - ay
        size, most = math.hypot(dx, dy), 0.0
        for j in range(count):
            most = max(most, abs(dx * (ring[j, 1] - ay) - dy * (ring[j, 0] - ax)))
        if size > 1e-9:
            best = min(best, most / size)
    return best
