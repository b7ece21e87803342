"""What stands at the kerb and falls when a car hits it."""

import math

import numpy as np
from numpy.typing import NDArray

from game.level import grid
from game.level.city import PROP_COLUMNS, PROP_HEADING, PROP_KIND, PROP_LAMP, PROP_X, PROP_Y
from game.level.plan import CityPlan

PROP_CELL = 16  # m


def make_props(lamps: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rows of City.props: the lamps' posts first."""
    props = np.zeros((len(lamps), PROP_COLUMNS))
    props[:, [PROP_X, PROP_Y, PROP_HEADING]] = lamps
    props[:, PROP_KIND] = PROP_LAMP
    return props


def prop_grid(plan: CityPlan, props: NDArray[np.float64]) -> NDArray[np.int32]:
    """Which props stand in each cell."""
    columns, rows = math.ceil(plan.width / PROP_CELL), math.ceil(plan.height / PROP_CELL)
    cells: list[list[int]] = [[] for _ in range(columns * rows)]
    for k, (x, y) in enumerate(props[:, [PROP_X, PROP_Y]].tolist()):
        cells[int(y // PROP_CELL) * columns + int(x // PROP_CELL)].append(k)
    return grid.pack(cells, columns, rows, PROP_CELL)
