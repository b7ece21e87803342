"""Sight: who can see what past walls and decks. Exact, on a grid of walls; kernels only.

Heights are absolute: add EYE to the height of a car's wheels.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import ACTIVE, ANGLE, POLICE, ROLE, X, Y, Z
from game.level.city import E_BOTTOM, E_TOP, E_X0, E_X1, E_Y0, E_Y1
from game.level.grid import CELL, COLUMNS, HEADER, ROWS

EYE = 1.2  # m above the wheels: the driver's eye, and the part of a car that one looks for
LEVELS = 1.0  # m: heights nearer than this lie on the same level, no deck can be between
LAMP_CELL = 4.0  # m: cell of the raster of lit ground
LAMP_REACH = 12.0  # m round a street lamp (a 9 m mast lights about so far)

# Places in the vector of ranges that the look kernel reads (Senses fills it).
ALL_ROUND, CALM, CALM_COS, ALERTED, ALERTED_COS, DARK, LIT, DRIVER = range(8)
RANGES = 8

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@kernel
def _wall_blocks(edges: Floats, e: int, x0: float, y0: float, z0: float, x1: float, y1: float, z1: float) -> bool:
    """Whether wall e cuts the ray at a height that it occupies. A wall seen exactly edge-on does not."""
    ax, ay, bx, by = edges[e, E_X0], edges[e, E_Y0], edges[e, E_X1], edges[e, E_Y1]
    if ((x1 - x0) * (ay - y0) - (y1 - y0) * (ax - x0)) * ((x1 - x0) * (by - y0) - (y1 - y0) * (bx - x0)) > 0.0:
        return False
    from_start = (bx - ax) * (y0 - ay) - (by - ay) * (x0 - ax)
    from_end = (bx - ax) * (y1 - ay) - (by - ay) * (x1 - ax)
    if from_start * from_end > 0.0 or from_start == from_end:
        return False
    height = z0 + (z1 - z0) * from_start / (from_start - from_end)
    return bool(edges[e, E_BOTTOM] <= height <= edges[e, E_TOP])


@kernel
def _cell_blocks(
    edges: Floats, grid: Ints, cell: int, x0: float, y0: float, z0: float, x1: float, y1: float, z1: float
) -> bool:
    items = HEADER + grid[COLUMNS] * grid[ROWS] + 1
    for k in range(grid[HEADER + cell], grid[HEADER + cell + 1]):
        if _wall_blocks(edges, grid[items + k], x0, y0, z0, x1, y1, z1):
            return True
    return False


@kernel
def line_of_sight(
    sight_edges: Floats, sight_grid: Ints, x0: float, y0: float, z0: float, x1: float, y1: float, z1: float
) -> bool:
    """Whether no wall cuts the ray between two points (m, absolute heights).

    Walks the grid cell by cell (Amanatides and Woo: A fast voxel traversal algorithm, 1987).
    """
    columns, rows, side = sight_grid[COLUMNS], sight_grid[ROWS], float(sight_grid[CELL])
    x, y, dx, dy = x0 / side, y0 / side, (x1 - x0) / side, (y1 - y0) / side
    i, j, last_i, last_j = math.floor(x), math.floor(y), math.floor(x1 / side), math.floor(y1 / side)
    step_i, step_j = 1 if last_i > i else -1, 1 if last_j > j else -1
    next_x = ((i + (step_i > 0)) - x) / dx if dx != 0.0 else math.inf  # share of the ray at the next column
    next_y = ((j + (step_j > 0)) - y) / dy if dy != 0.0 else math.inf
    while True:
        if (
            0 <= i < columns
            and 0 <= j < rows
            and _cell_blocks(sight_edges, sight_grid, j * columns + i, x0, y0, z0, x1, y1, z1)
        ):
            return False
        if i == last_i and j == last_j:
            return True
        if j == last_j or (i != last_i and next_x < next_y):
            i += step_i
            next_x += abs(1.0 / dx)
        else:
            j += step_j
            next_y += abs(1.0 / dy)


@kernel
def deck_between(deck_z: NDArray[np.float32], x0: float, y0: float, z0: float, x1: float, y1: float, z1: float) -> bool:
    """Whether the ray goes through a deck from above to below, sampled every metre.

    Walls alone cannot tell: a car on a deck and one under it have none between them.
    """
    if abs(z1 - z0) < LEVELS:
        return False
    count = int(math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)) + 1
    before = 0  # 1 above a deck, -1 below, 0 no deck here
    for k in range(count + 1):
        share = k / count
        row, column = int(y0 + (y1 - y0) * share), int(x0 + (x1 - x0) * share)
        side = 0
        if 0 <= row < deck_z.shape[0] and 0 <= column < deck_z.shape[1]:
            above = z0 + (z1 - z0) * share - deck_z[row, column]  # nan where there is no deck
            side = 1 if above >= 0.0 else (-1 if above < 0.0 else 0)
        if side * before < 0:
            return True
        before = side
    return False


@kernel
def in_view(
    sight_edges: Floats,
    sight_grid: Ints,
    deck_z: NDArray[np.float32],
    x0: float,
    y0: float,
    z0: float,
    x1: float,
    y1: float,
    z1: float,
) -> bool:
    """Whether neither walls nor a deck stand between two eyes (m, absolute heights)."""
    return line_of_sight(sight_edges, sight_grid, x0, y0, z0, x1, y1, z1) and not deck_between(
        deck_z, x0, y0, z0, x1, y1, z1
    )


@kernel
def _police_reach(ranges: Floats, lamps: NDArray[np.uint8], alerted: bool, cosine: float, x: float, y: float) -> float:
    """How far (m) an officer sees a car at (x, y) that stands `cosine` off his nose."""
    reach = ranges[ALL_ROUND]
    if cosine >= (ranges[ALERTED_COS] if alerted else ranges[CALM_COS]):
        reach = ranges[ALERTED] if alerted else ranges[CALM]
    row, column = int(y / LAMP_CELL), int(x / LAMP_CELL)
    inside = 0 <= row < lamps.shape[0] and 0 <= column < lamps.shape[1]
    return float(reach * (ranges[LIT] if inside and lamps[row, column] else ranges[DARK]))


@kernel
def look(
    cars: Floats,
    tags: Ints,
    row: int,
    alerted: bool,
    ranges: Floats,
    lamps: NDArray[np.uint8],
    sight_edges: Floats,
    sight_grid: Ints,
    deck_z: NDArray[np.float32],
    out: NDArray[np.uint8],
) -> None:
    """Which cars the one in `row` has in sight, into out (n,), 1 or 0.

    Police see all round and further in a cone ahead, and do not look for each other; anyone else sees
    ranges[DRIVER] all round. A car in the depot neither sees nor is seen.
    """
    out[:] = 0
    if not tags[row, ACTIVE]:
        return
    police = tags[row, ROLE] == POLICE
    x, y, z = cars[row, X], cars[row, Y], cars[row, Z] + EYE
    ahead_x, ahead_y = math.cos(cars[row, ANGLE]), math.sin(cars[row, ANGLE])
    furthest = max(ranges[ALL_ROUND], ranges[CALM], ranges[ALERTED]) if police else ranges[DRIVER]
    for c in range(cars.shape[0]):
        dx, dy = cars[c, X] - x, cars[c, Y] - y
        distance = math.sqrt(dx * dx + dy * dy)
        if c == row or distance > furthest or not tags[c, ACTIVE] or (police and tags[c, ROLE] == POLICE):
            continue
        if police and distance > 0.0:
            cosine = (dx * ahead_x + dy * ahead_y) / distance
            if distance > _police_reach(ranges, lamps, alerted, cosine, cars[c, X], cars[c, Y]):
                continue
        if in_view(sight_edges, sight_grid, deck_z, x, y, z, cars[c, X], cars[c, Y], cars[c, Z] + EYE):
            out[c] = 1
