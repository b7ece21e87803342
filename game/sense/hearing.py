"""What can be heard: sirens, as rough places."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import ACTIVE, LIGHT_BAR, LIGHTS, X, Y

GRAIN = 20.0  # m: how finely an ear in a moving car places a siren


@kernel
def _hear(
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    first: int,
    row: int,
    reach: float,
    out: NDArray[np.float64],
) -> int:
    count = 0
    for unit in range(first, first + out.shape[0]):
        dx, dy = cars[unit, X] - cars[row, X], cars[unit, Y] - cars[row, Y]
        if tags[unit, ACTIVE] and tags[unit, LIGHTS] & LIGHT_BAR and dx * dx + dy * dy <= reach * reach:
            out[count, 0] = math.floor(cars[unit, X] / GRAIN + 0.5) * GRAIN
            out[count, 1] = math.floor(cars[unit, Y] / GRAIN + 0.5) * GRAIN
            count += 1
    return count


def sirens(
    cars: NDArray[np.float64], tags: NDArray[np.int32], police: range, row: int, reach: float
) -> tuple[tuple[float, float], ...]:
    """Where the car in `row` hears the sirens of `police` (rows): x, y to GRAIN, within `reach` m, walls or not."""
    out = np.empty((len(police), 2))
    count = _hear(cars, tags, police.start, row, reach, out)
    return tuple([(x, y) for x, y in out[:count].tolist()])
