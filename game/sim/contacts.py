"""From the physics' arbiters to contact rows whose order is always the same."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.events import AT_X, AT_Y, CONTACT_COLUMNS, FIRST, IMPULSE, NORMAL_X, NORMAL_Y, A, B
from game.core.kernel import kernel

# What an arbiter gives, in pymunk's order of fields.
ID_A, ID_B, IS_FIRST, COUNT = range(4)  # ints
ARBITER_INTS = 4
IMPULSE_X, IMPULSE_Y, N_X, N_Y, AX1, AY1, AX2, AY2 = range(8)  # floats: impulse, normal, two points on body a
ARBITER_FLOATS = 8


@kernel
def row_of(ids: NDArray[np.uint64], rows: NDArray[np.int64], wanted: np.uint64) -> int:
    """The car with this body id, by bisection; -1 for the static body. ids ascend, rows belong to them."""
    low, high = 0, ids.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if ids[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < ids.shape[0] and ids[low] == wanted:
        return int(rows[low])
    return -1


@kernel
def _fill(ints: NDArray[np.uint64], floats: NDArray[np.float64], a: int, b: int, out: NDArray[np.float64]) -> None:
    """Write one contact row; a, b: the rows of the arbiter's bodies."""
    turned = a < 0 or (b >= 0 and b < a)
    sign = -1.0 if turned else 1.0
    two = ints[COUNT] == 2
    out[A], out[B] = (b, a) if turned else (a, b)
    out[IMPULSE] = math.sqrt(floats[IMPULSE_X] * floats[IMPULSE_X] + floats[IMPULSE_Y] * floats[IMPULSE_Y])
    out[AT_X] = 0.5 * (floats[AX1] + floats[AX2]) if two else floats[AX1]
    out[AT_Y] = 0.5 * (floats[AY1] + floats[AY2]) if two else floats[AY1]
    out[NORMAL_X] = sign * floats[N_X]
    out[NORMAL_Y] = sign * floats[N_Y]
    out[FIRST] = 1.0 if ints[IS_FIRST] != 0 else 0.0


@kernel
def _before(rows: NDArray[np.float64], i: int, j: int) -> bool:
    """Whether row i goes before row j: by every column, so that a tie is between equal rows."""
    for k in range(CONTACT_COLUMNS):
        if rows[i, k] != rows[j, k]:
            return bool(rows[i, k] < rows[j, k])
    return False


@kernel
def _sort(rows: NDArray[np.float64], count: int) -> None:
    """Insertion sort in place: there are few."""
    for i in range(1, count):
        j = i
        while j > 0 and _before(rows, j, j - 1):
            for k in range(CONTACT_COLUMNS):
                rows[j, k], rows[j - 1, k] = rows[j - 1, k], rows[j, k]
            j -= 1


@kernel
def collect(
    ints: NDArray[np.uint64],
    floats: NDArray[np.float64],
    ids: NDArray[np.uint64],
    rows: NDArray[np.int64],
    out: NDArray[np.float64],
    ordered: bool,
) -> int:
    """Contact rows (events.CONTACT_COLUMNS) from the arbiters' ints (k, ARBITER_INTS) and floats
    (k, ARBITER_FLOATS); answers how many. Sorted by car, other car (-1: wall), then all else."""
    for k in range(ints.shape[0]):
        a = row_of(ids, rows, ints[k, ID_A])
        b = row_of(ids, rows, ints[k, ID_B])
        _fill(ints[k], floats[k], a, b, out[k])
    if ordered:
        _sort(out, ints.shape[0])
    return int(ints.shape[0])
