"""What is solid: convex colliders, and the walls that block the view."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from game.core.geometry import segments_cross
from game.core.kernel import kernel
from game.level import grid
from game.level.city import Building, Collider, Polygon
from game.level.paths import area, counter_clockwise, min_width, mm
from game.level.plan import CityPlan

LEAST_WIDTH = 1.0  # m: fast cars pass through what is thinner
TRUNK = 3.0  # m, height
SIGHT_CELL = 16  # m
TOUCH = 0.01  # m around a cell within which an edge touches it


def convex_pieces(outline: Polygon) -> list[Polygon]:
    """Cut a polygon into convex ones: triangles, joined again while the union stays convex
    (Hertel and Mehlhorn, 1983). Slivers thinner than LEAST_WIDTH are left out: their neighbours hold."""
    if is_convex(outline):
        return [outline] if min_width(outline) >= LEAST_WIDTH else []
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(shapely.Polygon(outline)))
    pieces = [counter_clockwise(shapely.get_coordinates(t)[:-1]) for t in triangles]
    pieces.sort(key=lambda p: p.tolist())
    while (pair := _joinable(pieces)) is not None:
        i, j, joined = pair
        pieces = [p for k, p in enumerate(pieces) if k not in (i, j)] + [joined]
    return [mm(p) for p in pieces if min_width(p) >= LEAST_WIDTH]


def is_convex(ring: Polygon) -> bool:
    """Whether a counter-clockwise ring never turns right (by more than a millimetre)."""
    return _is_convex(np.ascontiguousarray(ring))


@kernel
def _is_convex(ring: np.ndarray) -> bool:
    count = ring.shape[0]
    for k in range(count):
        a, b, c = ring[k], ring[(k + 1) % count], ring[(k + 2) % count]
        turn = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        if turn < -1e-3 * (math.hypot(b[0] - a[0], b[1] - a[1]) + 1e-9):
            return False
    return True


def _joinable(pieces: list[Polygon]) -> tuple[int, int, Polygon] | None:
    """Two pieces that share a side and are convex together."""
    for i in range(len(pieces)):
        for j in range(i + 1, len(pieces)):
            joined = _join(pieces[i], pieces[j])
            if joined is not None and is_convex(joined):
                return i, j, joined
    return None


def _join(a: Polygon, b: Polygon) -> Polygon | None:
    """Both rings as one if they share a side, else None."""
    first, second = [tuple(p) for p in a.tolist()], [tuple(p) for p in b.tolist()]
    for i, p in enumerate(first):
        q = first[(i + 1) % len(first)]
        if q in second and second[(second.index(q) + 1) % len(second)] == p:
            k = second.index(q)
            inner = [second[(k + 2 + n) % len(second)] for n in range(len(second) - 2)]
            return np.array(first[: i + 1] + inner + first[i + 1 :])
    return None


def building_colliders(buildings: list[Building]) -> list[Collider]:
    return [Collider(piece, 0.0, b.height) for b in buildings for piece in convex_pieces(b.outline)]


def trunks(trees: NDArray[np.float64]) -> list[Collider]:
    """A square trunk in the middle of each tree or palm (k, 3)."""
    half = LEAST_WIDTH / 2
    square = np.array([[-half, -half], [half, -half], [half, half], [-half, half]])
    return [Collider(ring, 0.0, TRUNK) for ring in mm(trees[:, None, :2] + square)]


def building_sight(buildings: list[Building]) -> NDArray[np.float64]:
    """The walls of all buildings, as rows of sight_edges."""
    sizes = np.array([len(b.outline) for b in buildings], dtype=np.int64)
    rings = np.vstack([np.zeros((0, 2)), *(b.outline for b in buildings)])
    after = np.arange(1, len(rings) + 1)
    after[np.cumsum(sizes) - 1] = np.cumsum(sizes) - sizes
    heights = np.repeat([b.height for b in buildings], sizes)
    return np.column_stack([rings, rings[after], np.zeros(len(rings)), heights])


def sight_grid(plan: CityPlan, edges: NDArray[np.float64]) -> NDArray[np.int32]:
    """Which edges lie in each cell, touching included."""
    columns, rows = math.ceil(plan.width / SIGHT_CELL), math.ceil(plan.height / SIGHT_CELL)
    low, high = np.minimum(edges[:, :2], edges[:, 2:4]), np.maximum(edges[:, :2], edges[:, 2:4])
    first = np.maximum(np.floor((low - TOUCH) / SIGHT_CELL), 0).astype(np.int64)
    last = np.minimum(np.floor((high + TOUCH) / SIGHT_CELL), [columns - 1, rows - 1]).astype(np.int64)
    spans = np.hstack([first, last])
    room = int(np.maximum(last - first + 1, 0).prod(axis=1).sum())
    found = np.empty((room, 2), np.int64)
    count = _touched(np.ascontiguousarray(edges[:, :4]), spans, columns, found)
    return grid.pack_items(found[:count, 0], found[:count, 1], columns, rows, SIGHT_CELL)


@kernel
def _touched(edges: np.ndarray, spans: np.ndarray, columns: int, found: np.ndarray) -> int:
    """Rows (cell, edge) of all cells that each edge touches; their number. spans: first column and row, last
    column and row of each edge."""
    count = 0
    for k in range(edges.shape[0]):
        for row in range(spans[k, 1], spans[k, 3] + 1):
            for column in range(spans[k, 0], spans[k, 2] + 1):
                if _touches(column, row, edges[k]):
                    found[count, 0], found[count, 1] = row * columns + column, k
                    count += 1
    return count


@kernel
def _touches(column: int, row: int, edge: np.ndarray) -> bool:
    x0, y0, x1, y1 = edge[0], edge[1], edge[2], edge[3]
    left, low = column * SIGHT_CELL - TOUCH, row * SIGHT_CELL - TOUCH
    right, high = left + SIGHT_CELL + 2 * TOUCH, low + SIGHT_CELL + 2 * TOUCH
    if left <= x0 <= right and low <= y0 <= high:
        return True
    return segments_cross(x0, y0, x1, y1, left, low, right, high) or segments_cross(
        x0, y0, x1, y1, left, high, right, low
    )


def rim(plan: CityPlan, thickness: float, height: float) -> list[Building]:
    """The wall around the city that nothing drives through."""
    w, h, t = plan.width, plan.height, thickness
    boxes = ((0, 0, w, t), (0, h - t, w, h), (0, t, t, h - t), (w - t, t, w, h - t))
    rings = [np.array([[a, b], [c, b], [c, d], [a, d]], dtype=np.float64) for a, b, c, d in boxes]
    assert all(area(ring) > 0 for ring in rings)
    return [Building(ring, height, "wall") for ring in rings]
