"""Shots: cars thrown at walls, corners and other cars faster than they can drive. None may pass through.

Each range is a piece of land of its own with an obstacle in the middle; all ranges shoot at once.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from sim_scenes import SPECS, a_level, box

from game.core.snapshot import TRAFFIC, X, Y
from game.level.city import Collider
from game.sim.world import World

FASTER = 1.25  # times a car's top speed
APART = 200.0  # m from range to range
LONG = 60.0  # m of wall to either side
FLIGHT = 24  # ticks from the throw to the verdict
OFF = 8.0  # m from the muzzle to the obstacle, and up to a tick's way more
SPIN = 15.0  # rad/s at most
CORE = 0.35  # m: the middles of two cars that hold together never come so near
WALL, CORNER, CAR = range(3)
KINDS = 3
RANGES = KINDS * len(SPECS)  # every car of the table at every kind of obstacle


def obstacle(kind: int, x: float, thick: float) -> tuple[Collider, ...]:
    """What stands in the middle of a range: a wall across; two that meet in a corner; one behind a car."""
    if kind == CORNER:
        return (
            box(x + thick / 2.0, -LONG / 2.0, thick, LONG),
            box(x + LONG / 2.0, -thick / 2.0, LONG, thick),
        )
    behind = 0.0 if kind == WALL else 7.0
    return (box(x + behind + thick / 2.0, 0.0, thick, 2.0 * LONG),)


class Ranges:
    """A world of shooting ranges: row r is the car thrown on range r, row RANGES + r its target, if any."""

    def __init__(self, thick: float, seed: int) -> None:
        self.thick = thick
        self.dice = np.random.default_rng(seed)
        self.kind = np.arange(RANGES) % KINDS
        self.at = APART * np.arange(RANGES)
        walls = [obstacle(int(kind), float(x), thick) for kind, x in zip(self.kind, self.at, strict=True)]
        models = [(TRAFFIC, r // KINDS) for r in range(RANGES)]
        self.world = World(a_level(tuple(piece for wall in walls for piece in wall)), models + models[::-1])
        self.targets = np.flatnonzero(self.kind == CAR) + RANGES

    def volley(self) -> int:
        """One shot on every range; how many passed through."""
        for r in range(RANGES):
            self._throw(r)
        passed = np.zeros(RANGES, bool)
        for _ in range(FLIGHT):
            before = self.world.cars[:, [X, Y]].copy()
            self.world.step()
            passed |= self._through(before, self.world.cars[:, [X, Y]])
        return int(passed.sum())

    def _throw(self, r: int) -> None:
        """Nose first, sideways or spinning; each from another distance, at another slant."""
        dice, world, x = self.dice, self.world, float(self.at[r])
        spec = SPECS[world.tags[r, 1]]
        speed = FASTER * spec.top_speed
        middle = -math.pi / 4.0 if self.kind[r] == CORNER else 0.0
        way = middle + dice.uniform(-0.2, 0.2) * (1.0 if self.kind[r] == CAR else 4.0)
        aim = dice.uniform(-1.0, 1.0) * (0.2 if self.kind[r] == CAR else 3.0)
        off = OFF + 1.3 * dice.uniform()
        manner = int(dice.integers(0, 3))
        heading = way + (0.0, math.pi / 2.0, dice.uniform(-3.0, 3.0))[manner] + dice.uniform(-0.1, 0.1)
        cos, sin = math.cos(way), math.sin(way)
        world.place(r, x - off * cos - aim * sin, -off * sin + aim * cos, 0.0, heading)
        world.physics.move(r, *world.cars[r, [X, Y]], heading, speed * cos, speed * sin)
        if manner == 2:
            world.physics._bodies[r].angular_velocity = dice.uniform(-SPIN, SPIN)
        if self.kind[r] == CAR:
            world.place(RANGES + r, x + 1.5, 0.0, 0.0, dice.uniform(-3.0, 3.0))

    def _through(self, before: NDArray[np.float64], now: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which ranges have a car behind the wall, or one that went through the middle of the other."""
        x, y = now[:RANGES, 0] - self.at, now[:RANGES, 1]
        out = np.where(self.kind == CORNER, (x > self.thick) & (y < -self.thick), False)
        out |= (self.kind == WALL) & (x > self.thick / 2.0)
        shot, target = self.targets - RANGES, self.targets
        apart = nearest(before[target] - before[shot], now[target] - now[shot])
        behind = np.maximum(now[shot, 0], now[target, 0]) - self.at[shot] > 7.0 + self.thick / 2.0
        out[shot] |= (apart < CORE) | behind
        return out


def nearest(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """How near the origin the segments from a to b come, rows of (x, y)."""
    along = b - a
    share = np.clip(-(a * along).sum(1) / np.maximum((along * along).sum(1), 1e-12), 0.0, 1.0)
    return np.hypot(*(a + share[:, None] * along).T)


def passed(shots: int, thick: float, seed: int) -> int:
    ranges = Ranges(thick, seed)
    return sum(ranges.volley() for _ in range(math.ceil(shots / RANGES)))


def test_of_two_thousand_shots_none_passes_through() -> None:
    assert passed(2_000, 1.0, seed=1) == 0


def test_thin_walls_let_cars_through() -> None:
    """Why no collider may be thinner than 1.0 m, and the control that shots are caught at all."""
    assert passed(2_000, 0.3, seed=1) > 0


@pytest.mark.soak
def test_of_a_hundred_thousand_shots_none_passes_through() -> None:
    assert passed(100_000, 1.0, seed=2) == 0
