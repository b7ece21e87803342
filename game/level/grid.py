"""A uniform grid of buckets packed into one int32 array, so that a kernel takes it as one argument.

grid[COLUMNS], grid[ROWS], grid[CELL]: its shape and the cell's side in whole metres, origin at (0, 0);
the items of cell c (= row * columns + column) are
grid[HEADER + cells + 1 + k] for k in grid[HEADER + c] … grid[HEADER + c + 1] - 1, cells = columns * rows.
"""

import numpy as np
from numpy.typing import NDArray

COLUMNS, ROWS, CELL = range(3)
HEADER = 3


def pack(cells: list[list[int]], columns: int, rows: int, cell: int) -> NDArray[np.int32]:
    """Pack `cells` (one list of items a cell, row by row) with cells of `cell` metres."""
    first = np.concatenate([[0], np.cumsum([len(items) for items in cells])])
    flat = [item for items in cells for item in items]
    return np.concatenate([[columns, rows, cell], first, flat]).astype(np.int32)
