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
    where = np.repeat(np.arange(len(cells)), [len(items) for items in cells])
    return pack_items(where, np.array([item for items in cells for item in items], np.int64), columns, rows, cell)


def pack_items(
    where: NDArray[np.int64], items: NDArray[np.int64], columns: int, rows: int, cell: int
) -> NDArray[np.int32]:
    """Pack items, each with the number of its cell, with cells of `cell` metres; a cell's items keep their order."""
    first = np.concatenate([[0], np.cumsum(np.bincount(where, minlength=columns * rows))])
    order = np.argsort(where, kind="stable")
    return np.concatenate([[columns, rows, cell], first, items[order]]).astype(np.int32)
