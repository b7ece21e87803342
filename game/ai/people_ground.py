"""The ground that people know: where they can step, where the street is, and the way back to the nearest walk.

Worked out at the start of a session, for the surroundings of the job's bystanders and witnesses only.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.level.city import City
from game.level.model import Heist
from game.level.parked import parked_in, solids_of

CELL = 0.5  # m
PER_METRE = 2.0  # cells
MARGIN = 40.0  # m around where people are placed: so far they run
BODY = 0.3  # m, half of somebody's shoulders
HEAD_ROOM = 2.2  # m: what begins higher is walked under
SOLID, LAND = 1, 2  # bits of a cell: nobody can step there; inside the kerbs
NOWHERE = 65535  # steps to the nearest walk, where no way leads there


@dataclass(frozen=True)
class Ground:
    """cells (h, w) uint8: SOLID and LAND bits; steps (h, w) uint16: cells to the nearest walk. Cell (0, 0) begins
    at (x, y) m. points (k, 2): the walks near by, closed rings, then the witnesses' paths, which are open;
    starts (r + 1) int32: the row at which each begins; rings: how many are closed."""

    x: float
    y: float
    cells: NDArray[np.uint8]
    steps: NDArray[np.uint16]
    points: NDArray[np.float64]
    starts: NDArray[np.int32]
    rings: int


def make_ground(city: City, heist: Heist) -> Ground:
    """What is around the bystanders' circle and the witnesses' paths."""
    x0, y0, x1, y1 = _box(city, heist)
    cells = np.zeros((math.ceil((y1 - y0) * PER_METRE), math.ceil((x1 - x0) * PER_METRE)), np.uint8)
    edges = np.vstack([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in city.islands] or [np.zeros((0, 4))])
    _mark_land(edges, x0, y0, cells)
    for solid in (*city.colliders, *solids_of(parked_in(city, heist))):
        low, high = solid.outline.min(axis=0), solid.outline.max(axis=0)
        near = low[0] < x1 + 1 and high[0] > x0 - 1 and low[1] < y1 + 1 and high[1] > y0 - 1
        if near and solid.bottom < HEAD_ROOM and solid.top > 0.0:
            _mark_solid(np.ascontiguousarray(solid.outline), x0, y0, cells)
    points, starts = _walks_near(city, heist)
    rings = len(starts) - 1
    steps = np.full(cells.shape, NOWHERE, np.uint16)
    _count_steps(points, starts, x0, y0, cells, steps)
    paths = [np.array(witness.path, np.float64).reshape(-1, 2) for witness in heist.witnesses]
    starts = np.concatenate([starts, len(points) + np.cumsum([len(path) for path in paths], dtype=np.int64)])
    return Ground(x0, y0, cells, steps, np.vstack([points, *paths]), starts.astype(np.int32), rings)


def _box(city: City, heist: Heist) -> tuple[float, float, float, float]:
    """Least x and y, most x and y, in whole metres, of all who are placed, and MARGIN."""
    around, places = heist.bystanders, [point for witness in heist.witnesses for point in witness.path]
    if around.count:
        r = around.radius
        places += [(around.x - r, around.y - r), (around.x + r, around.y + r)]
    table = np.array(places).reshape(-1, 2)
    low, high = np.floor(table.min(axis=0) - MARGIN), np.ceil(table.max(axis=0) + MARGIN)
    low, high = np.maximum(low, 0.0), np.minimum(high, [city.width, city.height])
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _walks_near(city: City, heist: Heist) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The rings that pass within the circle."""
    around = heist.bystanders
    rings = []
    for a, b in zip(city.walk_starts[:-1].tolist(), city.walk_starts[1:].tolist(), strict=True):
        ring = city.walks[a:b]
        if _passes(ring, around.x, around.y, around.radius):
            rings.append(ring)
    starts = np.cumsum([0, *(len(ring) for ring in rings)], dtype=np.int64)
    return np.vstack([np.zeros((0, 2)), *rings]), starts


@kernel
def _passes(ring: np.ndarray, x: float, y: float, radius: float) -> bool:
    """Whether a ring comes within `radius` m of (x, y)."""
    for k in range(ring.shape[0]):
        a, b = ring[k], ring[(k + 1) % ring.shape[0]]
        dx, dy = b[0] - a[0], b[1] - a[1]
        size2 = max(dx * dx + dy * dy, 1e-9)
        share = min(max(((x - a[0]) * dx + (y - a[1]) * dy) / size2, 0.0), 1.0)
        if (a[0] + share * dx - x) ** 2 + (a[1] + share * dy - y) ** 2 < radius * radius:
            return True
    return False


# ---- rasters
@kernel
def _mark_land(edges: np.ndarray, x0: float, y0: float, cells: np.ndarray) -> None:
    """Set LAND where a cell's middle lies inside an outline, by the even-odd rule. edges: x, y, x, y of all sides."""
    rows, columns = cells.shape
    for k in range(edges.shape[0]):
        xa, ya, xb, yb = edges[k, 0], (edges[k, 1] - y0) * PER_METRE, edges[k, 2], (edges[k, 3] - y0) * PER_METRE
        low, high = max(math.ceil(min(ya, yb) - 0.5), 0), min(math.ceil(max(ya, yb) - 0.5), rows)
        for row in range(low, high):
            x = xa + (row + 0.5 - ya) * (xb - xa) / (yb - ya)
            column = math.ceil((x - x0) * PER_METRE - 0.5)
            if column < columns:
                cells[row, max(column, 0)] ^= LAND
    for row in range(rows):
        for column in range(1, columns):
            cells[row, column] ^= cells[row, column - 1]


@kernel
def _outside(ring: np.ndarray, x: float, y: float) -> float:
    """m from a place to a convex, counter-clockwise outline; 0 inside."""
    inside, least = True, math.inf
    for k in range(ring.shape[0]):
        a, b = ring[k], ring[(k + 1) % ring.shape[0]]
        dx, dy = b[0] - a[0], b[1] - a[1]
        if dx * (y - a[1]) - dy * (x - a[0]) < 0.0:
            inside = False
        share = min(max(((x - a[0]) * dx + (y - a[1]) * dy) / max(dx * dx + dy * dy, 1e-9), 0.0), 1.0)
        least = min(least, (a[0] + share * dx - x) ** 2 + (a[1] + share * dy - y) ** 2)
    return 0.0 if inside else math.sqrt(least)


@kernel
def _mark_solid(ring: np.ndarray, x0: float, y0: float, cells: np.ndarray) -> None:
    """Set SOLID where somebody's shoulders would reach into a convex outline."""
    low_x, low_y, high_x, high_y = math.inf, math.inf, -math.inf, -math.inf
    for k in range(ring.shape[0]):
        low_x, high_x = min(low_x, ring[k, 0]), max(high_x, ring[k, 0])
        low_y, high_y = min(low_y, ring[k, 1]), max(high_y, ring[k, 1])
    first, last = max(int((low_y - BODY - y0) * PER_METRE), 0), int((high_y + BODY - y0) * PER_METRE)
    left, right = max(int((low_x - BODY - x0) * PER_METRE), 0), int((high_x + BODY - x0) * PER_METRE)
    for row in range(first, min(last + 1, cells.shape[0])):
        for column in range(left, min(right + 1, cells.shape[1])):
            x, y = x0 + (column + 0.5) * CELL, y0 + (row + 0.5) * CELL
            if cells[row, column] & SOLID == 0 and _outside(ring, x, y) < BODY:
                cells[row, column] |= SOLID


@kernel
def _count_steps(
    points: np.ndarray, starts: np.ndarray, x0: float, y0: float, cells: np.ndarray, steps: np.ndarray
) -> None:
    """Fill `steps` from the walks outwards, through cells that are not solid (breadth first)."""
    rows, columns = cells.shape
    queue = np.empty(rows * columns, np.int64)
    count = 0
    for r in range(starts.shape[0] - 1):
        for k in range(starts[r], starts[r + 1]):
            a, b = points[k], points[k + 1 if k + 1 < starts[r + 1] else starts[r]]
            pieces = int(math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) * PER_METRE) + 1
            for m in range(pieces):
                column = math.floor((a[0] + (b[0] - a[0]) * m / pieces - x0) * PER_METRE)
                row = math.floor((a[1] + (b[1] - a[1]) * m / pieces - y0) * PER_METRE)
                if 0 <= row < rows and 0 <= column < columns and steps[row, column] != 0:
                    steps[row, column] = 0
                    queue[count] = row * columns + column
                    count += 1
    done = 0
    while done < count:
        row, column = queue[done] // columns, queue[done] % columns
        done += 1
        further = steps[row, column] + 1
        for side in range(4):
            r, c = row + (side == 0) - (side == 1), column + (side == 2) - (side == 3)
            if not (0 <= r < rows and 0 <= c < columns):
                continue
            if steps[r, c] == NOWHERE and cells[r, c] & SOLID == 0 and further < NOWHERE:
                steps[r, c] = further
                queue[count] = r * columns + c
                count += 1


# ---- looked up by the kernels that move people
@kernel
def cell_at(cells: np.ndarray, x0: float, y0: float, x: float, y: float) -> int:
    """The bits of the cell at a place; SOLID beyond what is known."""
    column, row = math.floor((x - x0) * PER_METRE), math.floor((y - y0) * PER_METRE)
    if 0 <= row < cells.shape[0] and 0 <= column < cells.shape[1]:
        return int(cells[row, column])
    return SOLID


@kernel
def free_way(cells: np.ndarray, x0: float, y0: float, x: float, y: float, heading: float, reach: float) -> float:
    """m that one can go straight on, at most `reach`."""
    dx, dy, gone = math.cos(heading) * CELL, math.sin(heading) * CELL, 0.0
    while gone < reach:
        x, y = x + dx, y + dy
        if cell_at(cells, x0, y0, x, y) & SOLID:
            return gone
        gone += CELL
    return reach


@kernel
def way_back(steps: np.ndarray, x0: float, y0: float, x: float, y: float) -> tuple[float, float, int]:
    """(x, y) of the middle of the neighbouring cell that is nearest to a walk, and its steps."""
    column, row = math.floor((x - x0) * PER_METRE), math.floor((y - y0) * PER_METRE)
    best, best_row, best_column = NOWHERE, row, column
    for r in range(max(row - 1, 0), min(row + 2, steps.shape[0])):
        for c in range(max(column - 1, 0), min(column + 2, steps.shape[1])):
            if steps[r, c] < best:
                best, best_row, best_column = int(steps[r, c]), r, c
    return x0 + (best_column + 0.5) * CELL, y0 + (best_row + 0.5) * CELL, best
