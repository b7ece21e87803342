"""An endless pad of dry asphalt, and many cars on it at once, each with its own script.

A script is a generator that sets its car's controls, yields once a tick and returns what it has measured.
All scripts run in one World, kilometres apart: that takes a tenth of the time of one after the other.
"""

import dataclasses
import math
from collections.abc import Callable, Generator, Sequence
from typing import Any, cast

import numpy as np

from game.core.command import ACTIONS, BRAKE, FULL_PEDAL, FULL_STEER, HANDBRAKE, REVERSE, STEER, THROTTLE
from game.core.snapshot import ANGLE, ASPHALT, OMEGA, ROAD_WHEEL, TRAFFIC, VX, VY, X, Y
from game.level import grid
from game.level.city import PARKED_COLUMNS, PROP_COLUMNS, City
from game.level.model import CarSpec, Heist, Level
from game.sim.world import World

APART = 5000.0  # m between the cars: farther than any of them gets to the side

Script = Generator[None, None, dict[str, Any]]


class Car:
    """One car on the pad, seen from the point where it started, heading along x."""

    def __init__(self, world: World, row: int, spec: CarSpec) -> None:
        self.world, self.row, self.spec = world, row, spec
        self.x = self.y = self.heading = self.vx = self.vy = self.yaw_rate = self.wheel = self.time = 0.0

    def start(self, speed: float = 0.0) -> None:
        """Set it down at its place, rolling at `speed` m/s (backwards if negative)."""
        self.world.place(self.row, 0.0, APART * self.row, 0.0, 0.0, speed)
        self.look()
        self.time = 0.0

    def look(self) -> None:
        """Read the state: m, rad, m/s and s since the start; heading counts on past a full turn."""
        car = self.world.cars[self.row].tolist()
        self.x, self.y, self.heading = car[X], car[Y] - APART * self.row, car[ANGLE]
        self.vx, self.vy, self.yaw_rate, self.wheel = car[VX], car[VY], car[OMEGA], car[ROAD_WHEEL]
        self.time += self.world.dt

    @property
    def speed(self) -> float:
        """m/s over the ground."""
        return math.hypot(self.vx, self.vy)

    @property
    def ahead(self) -> float:
        """m/s along the car."""
        return self.vx * math.cos(self.heading) + self.vy * math.sin(self.heading)

    @property
    def course(self) -> float:
        """rad, the direction in which it moves."""
        return math.atan2(self.vy, self.vx)

    @property
    def turned(self) -> float:
        """Degrees it has turned since the start, to either side."""
        return abs(math.degrees(self.heading))

    def drive(
        self, steer: float = 0.0, throttle: float = 0.0, brake: float = 0.0, hand: float = 0.0, reverse: bool = False
    ) -> None:
        """Set the controls: steer in rad at the front wheels, the others as shares."""
        controls = self.world.controls[self.row]
        controls[STEER] = round(min(max(steer / self.spec.steer_lock, -1.0), 1.0) * FULL_STEER)
        controls[THROTTLE], controls[BRAKE] = round(throttle * FULL_PEDAL), round(brake * FULL_PEDAL)
        controls[HANDBRAKE] = round(hand * FULL_PEDAL)
        controls[ACTIONS] = REVERSE if reverse else 0

    def throttle_for(self, speed: float) -> float:
        """The throttle that holds this speed (m/s), as a steady foot gives it."""
        spec = self.spec
        most = min(spec.drive_force, spec.drive_power / max(self.ahead, 1.0))
        needed = 0.6 * spec.drag_area * speed * speed + 0.15 * spec.mass + 2.0 * spec.mass * (speed - self.ahead)
        return min(max(needed / most, 0.0), 1.0)


Trial = tuple[CarSpec, Callable[[Car], Script]]


def _unheard(done: int) -> None:
    pass


def run(
    cars: tuple[CarSpec, ...], trials: Sequence[Trial], report: Callable[[int], None] = _unheard
) -> list[dict[str, Any]]:
    """What each trial measured, in their order. cars: the table; report: told how many trials are over."""
    models = {spec.id: row for row, spec in enumerate(cars)}
    world = World(_pad(cars), [(TRAFFIC, models[spec.id]) for spec, _ in trials])
    on_pad = [Car(world, row, spec) for row, (spec, _) in enumerate(trials)]
    scripts = [script(car) for car, (_, script) in zip(on_pad, trials, strict=True)]
    results: list[dict[str, Any]] = [{} for _ in trials]
    running = list(range(len(trials)))
    while running:
        for row in running.copy():
            on_pad[row].look()
            try:
                next(scripts[row])
            except StopIteration as end:
                results[row] = end.value
                running.remove(row)
                world.park(row)
                report(len(trials) - len(running))
        world.step()
    return results


def _pad(cars: tuple[CarSpec, ...]) -> Level:
    """A level with only what a World reads."""
    nothing: dict[str, Any] = {field.name: None for field in dataclasses.fields(City)}
    ground = {
        "surface": np.full((4, 4), ASPHALT, np.uint8),
        "deck_z": np.full((4, 4), np.nan, np.float32),
        "ground_z": np.zeros((1, 1), np.float32),
        "props": np.zeros((0, PROP_COLUMNS)),
        "parked": np.zeros((0, PARKED_COLUMNS)),
        "prop_grid": grid.pack([[]], 1, 1, 16),
    }
    city = City(**(nothing | ground | {"colliders": ()}))
    nothing = {field.name: None for field in dataclasses.fields(Heist)}
    heist = Heist(**(nothing | {"weather": "clear", "crew": ()}))
    return Level(heist, city, cars, cast(Any, None), "")
