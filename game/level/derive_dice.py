"""Dice for the land: a roll depends on the city's seed, the district's and the place it is for."""

import numpy as np
import shapely
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.rng import DERIVE, uniform


@kernel
def _roll_all(seed: int, entity: int, out: NDArray[np.float64]) -> None:
    for k in range(len(out)):
        out[k] = uniform(seed, DERIVE, entity, k + 1)


@kernel
def _roll_each(
    seeds: NDArray[np.int64], entities: NDArray[np.int64], turns: NDArray[np.int64], out: NDArray[np.float64]
) -> None:
    for k in range(len(out)):
        out[k] = uniform(seeds[k], DERIVE, entities[k], turns[k] + 1)


def roll_each(seeds: NDArray[np.int64], entities: NDArray[np.int64], turns: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each row the roll of that turn, from 0 on, of an entity: as `rolls` gives them."""
    out = np.zeros(len(turns))
    _roll_each(seeds, entities, turns, out)
    return out


def place_key(shape: shapely.Geometry) -> int:
    """A number for where a shape lies, to the metre."""
    middle = shape.centroid
    return round(float(middle.x)) * 65536 + round(float(middle.y))


def rolls(seed: int, entity: int, count: int) -> NDArray[np.float64]:
    """The first `count` rolls, 0 to 1, of an entity."""
    out = np.zeros(count)
    _roll_all(seed, entity, out)
    return out


class Dice:
    """The rolls of one place, in order."""

    def __init__(self, seed: int, entity: int) -> None:
        self.seed, self.entity = seed, entity
        self.values: list[float] = []
        self.count = 0

    def roll(self, low: float = 0.0, high: float = 1.0) -> float:
        if self.count == len(self.values):
            self.values = rolls(self.seed, self.entity, 2 * self.count + 64).tolist()
        self.count += 1
        return low + (high - low) * self.values[self.count - 1]
