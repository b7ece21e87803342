"""Which walls look on a street."""

import numpy as np
from numpy.typing import NDArray

from game.core.snapshot import ASPHALT
from game.level.city import City
from game.view.plan import Points, following

PROBES = (5.0, 8.0, 12.0)  # m in front of a wall, where its street should be


def street_walls(city: City, outline: Points, outward: Points) -> list[bool]:
    """For each wall of a building (plan metres), whether there is a street in front of its middle."""
    rows, columns = city.surface.shape
    middle = (outline + following(outline)) / 2
    found = np.zeros(len(outline), bool)
    for metres in PROBES:
        at = middle + outward * metres
        x, y = at[:, 0].astype(int), (city.height - at[:, 1]).astype(int)
        inside = (x >= 0) & (y >= 0) & (x < columns) & (y < rows)
        under = city.surface[np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)]
        found |= inside & (under == ASPHALT)
    return [bool(wall) for wall in found]


def front(street: tuple[bool, ...], length: NDArray[np.float64]) -> int:
    """The longest of the walls that look on a street, else simply the longest."""
    open_walls = [k for k, looks in enumerate(street) if looks]
    return max(open_walls or range(len(street)), key=lambda k: float(length[k]))
