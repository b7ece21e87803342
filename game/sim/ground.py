"""What is under the wheels: surfaces, the height of decks, and the metres of height a car occupies.

Rasters have 1 m cells; cell (row, column) = (int(y), int(x)) holds the value at its centre.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.constants import STEP_HEIGHT, WET_GRIP
from game.core.kernel import kernel
from game.core.snapshot import ASPHALT, CONCRETE, DIRT, GRASS, WET_ASPHALT

RELIEF_CELL = 16  # m
LEAST_WEIGHT = 0.001  # of a deck's cells in the mean: less is beside the deck
LOWEST = -6.0  # m: bit 0 of the height bits begins here, a metre under the deepest river
HIGHEST_BIT = 30  # heights from here up share one bit: the sign bit of an int32 stays free

# Grip as a share of that on dry asphalt. Wong, Theory of Ground Vehicles, table 1.3 (peak values):
# gravel 0.6, earth 0.65; grass unsure. Wet asphalt: core.constants.
CONCRETE_GRIP = 0.95
DIRT_GRIP = 0.6
GRASS_GRIP = 0.5

# Rolling resistance as a share of the weight: bias-ply tyres on a road 0.015; unpaved 0.05; soft
# ground 0.1 (Wong, table 1.2 gives 0.05 for unpaved roads and 0.1 for a field).
ROAD_ROLLING = 0.015
DIRT_ROLLING = 0.05
GRASS_ROLLING = 0.1


@kernel
def grip(surface: int) -> float:
    """Share of the dry-asphalt friction."""
    if surface == ASPHALT:
        return 1.0
    if surface == WET_ASPHALT:
        return WET_GRIP
    if surface == CONCRETE:
        return CONCRETE_GRIP
    if surface == DIRT:
        return DIRT_GRIP
    return GRASS_GRIP


@kernel
def rolling(surface: int) -> float:
    """Rolling resistance as a share of the weight."""
    if surface == DIRT:
        return DIRT_ROLLING
    if surface == GRASS:
        return GRASS_ROLLING
    return ROAD_ROLLING


@kernel
def surface_at(surface: NDArray[np.uint8], x: float, y: float) -> int:
    """The surface of the cell at (x, y); of the nearest cell outside the city."""
    row = min(max(math.floor(y), 0), surface.shape[0] - 1)
    column = min(max(math.floor(x), 0), surface.shape[1] - 1)
    return int(surface[row, column])


@kernel
def deck_height(deck_z: NDArray[np.float32], x: float, y: float) -> float:
    """Height of the deck at (x, y), bilinear between cell centres; nan where there is none.

    At the edge of a deck only the cells that have a height count, so that it doesn't slope down there.
    """
    u, v = x - 0.5, y - 0.5
    column, row = math.floor(u), math.floor(v)
    if column < 0 or row < 0 or column + 1 >= deck_z.shape[1] or row + 1 >= deck_z.shape[0]:
        return math.nan
    z00, z01 = float(deck_z[row, column]), float(deck_z[row, column + 1])
    z10, z11 = float(deck_z[row + 1, column]), float(deck_z[row + 1, column + 1])
    if math.isnan(z00) and math.isnan(z01) and math.isnan(z10) and math.isnan(z11):
        return math.nan
    fu, fv = u - column, v - row
    total, weight = 0.0, 0.0
    corners = (
        (z00, (1.0 - fu) * (1.0 - fv)),
        (z01, fu * (1.0 - fv)),
        (z10, (1.0 - fu) * fv),
        (z11, fu * fv),
    )
    for z, w in corners:
        if not math.isnan(z):
            total += w * z
            weight += w
    return total / weight if weight > LEAST_WEIGHT else math.nan


@kernel
def ground_height(ground_z: NDArray[np.float32], x: float, y: float, z: float) -> float:
    """Height of the ground at (x, y) for what stands at height z: bilinear between cell centres, where only
    those cells count that are less than STEP_HEIGHT away, as a bank is a cliff and not a slope. nan where
    no cell is; 0 outside the raster."""
    u, v = x - 0.5, y - 0.5
    column, row = math.floor(u), math.floor(v)
    if column < 0 or row < 0 or column + 1 >= ground_z.shape[1] or row + 1 >= ground_z.shape[0]:
        return 0.0
    fu, fv = u - column, v - row
    total, weight = 0.0, 0.0
    corners = (
        (ground_z[row, column], (1.0 - fu) * (1.0 - fv)),
        (ground_z[row, column + 1], fu * (1.0 - fv)),
        (ground_z[row + 1, column], (1.0 - fu) * fv),
        (ground_z[row + 1, column + 1], fu * fv),
    )
    for height, w in corners:
        if abs(height - z) < STEP_HEIGHT:
            total += w * height
            weight += w
    return total / weight if weight > LEAST_WEIGHT else math.nan


def relief_map(ground_z: NDArray[np.float32], deck_z: NDArray[np.float32]) -> NDArray[np.uint8]:
    """uint8, a cell for RELIEF_CELL m of the rasters: 1 where in or beside it anything but ground at 0 lies.

    Most of a city is flat: a look at this small map saves a car the look at two large ones.
    """
    rough = ~np.isnan(deck_z) | (np.zeros((1, 1), bool) if ground_z.size == 1 else ground_z != 0.0)
    rows, columns = -(-rough.shape[0] // RELIEF_CELL), -(-rough.shape[1] // RELIEF_CELL)
    cells = np.zeros((rows * RELIEF_CELL, columns * RELIEF_CELL), bool)
    cells[: rough.shape[0], : rough.shape[1]] = rough
    coarse = cells.reshape(rows, RELIEF_CELL, columns, RELIEF_CELL).any(axis=(1, 3))
    near = np.zeros((rows + 2, columns + 2), bool)
    for i in range(3):
        for j in range(3):
            near[i : i + rows, j : j + columns] |= coarse
    return near[1:-1, 1:-1].astype(np.uint8)


@kernel
def is_flat(relief: NDArray[np.uint8], x: float, y: float) -> bool:
    """Whether there is nothing but ground at height 0 around (x, y); beyond the map there is nothing else."""
    row, column = math.floor(y / RELIEF_CELL), math.floor(x / RELIEF_CELL)
    if row < 0 or column < 0 or row >= relief.shape[0] or column >= relief.shape[1]:
        return True
    return bool(relief[row, column] == 0)


@kernel
def wheels_height(ground_z: NDArray[np.float32], deck_z: NDArray[np.float32], x: float, y: float, z: float) -> float:
    """Where the wheels of a car at height z now stand: on the deck or the ground if it is near enough.

    deck_z holds one deck a cell, the highest: a car at street level with neither near is on a bridge under
    another deck. From everywhere else it comes down to the street.
    """
    deck = deck_height(deck_z, x, y)
    if not math.isnan(deck) and abs(deck - z) < STEP_HEIGHT:
        return deck
    ground = ground_height(ground_z, x, y, z)
    return 0.0 if math.isnan(ground) else ground


@kernel
def height_bits(bottom: float, top: float) -> int:
    """One bit per metre of [bottom, top): bit k for [LOWEST + k, LOWEST + k + 1); 0 if it is all below LOWEST."""
    if top <= max(bottom, LOWEST):
        return 0
    first = min(max(math.floor(bottom - LOWEST), 0), HIGHEST_BIT)
    last = min(max(math.ceil(top - LOWEST) - 1, first), HIGHEST_BIT)
    return (1 << (last + 1)) - (1 << first)
