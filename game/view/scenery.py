"""The city to be drawn, whatever the scale: its parts in plan coordinates, and what the cars left on it."""

import numpy as np
from numpy.typing import NDArray

from game.level.city import City
from game.view.decks import Decks
from game.view.effects import Skids, Smoke
from game.view.eye import Spots
from game.view.ground import Ground
from game.view.light import POOL, Lights
from game.view.nearby import Nearby
from game.view.palette import Mood
from game.view.plan import Points, contains, southward
from game.view.props import Props
from game.view.sheet import CELL
from game.view.signals import Signals
from game.view.signs import Sign, sign_of
from game.view.solids import Skyline


class Scenery:
    """What does not depend on the scale: the city's parts in plan coordinates, and what the cars left on it."""

    def __init__(self, city: City, mood: Mood, parked: NDArray[np.float64] | None = None) -> None:
        """parked: the rows of city.parked that are there; None: all."""
        self.city, self.mood = city, mood
        self.ground = Ground(city, city.parked if parked is None else parked)
        self.decks = Decks(city)
        self.skyline = Skyline(city, mood)
        self.signs: dict[int, Sign | None] = {}
        self.lights = Lights(city, mood, self.skyline, self._hue)
        self.roofs = Nearby([roof.outline for roof in city.roofs], city.height, lambda _, outline: outline)
        self.skids = Skids()
        self.smoke = Smoke()
        self.props = Props(city)
        self.signals = Signals(city, self.props)
        self.plants = np.concatenate([_planted(city.trees, city.height), _planted(city.palms, city.height)])
        self.plant_spots, self.lamp_spots = Spots(self.plants), Spots(self.lights.heads)
        self.first_palm = len(city.trees)

    def fell(self, fallen: NDArray[np.int32]) -> list[tuple[int, int]]:
        """Lay these props down, and those alone; returns the cells whose light has changed."""
        down = np.zeros(len(self.props.down), bool)
        down[fallen] = True
        count = len(self.lights.burning)
        changed = self.lights.heads[down[:count] == self.lights.burning]
        self.props.down, self.lights.burning = down, ~down[:count]
        corners = [changed + np.array([dx, dy]) for dx in (-POOL, POOL) for dy in (-POOL, POOL)]
        cells = np.unique(np.concatenate(corners) // CELL, axis=0).astype(int)
        return [(i, j) for i, j in cells.tolist()]

    def under_roof(self, x: float, y: float) -> bool:
        """Whether a plan point lies under a roof that cars drive under."""
        at = np.array([[x, y]])
        return any(contains(roof, at)[0] for roof in self.roofs.touching(x, y, x, y))

    def sign(self, number: int) -> Sign | None:
        """A building's sign, if it has one."""
        if number not in self.signs:
            self.signs[number] = sign_of(self.skyline.standing[number], self.skyline.solid(number))
        return self.signs[number]

    def _hue(self, number: int) -> int | None:
        sign = self.sign(number)
        return sign.hue if sign else None


def _planted(rows: Points, height: float) -> Points:
    """x, y, radius (n, 3) in plan metres."""
    table = rows.reshape(-1, 3)
    return np.column_stack([southward(table, height), table[:, 2]])
