"""Small worlds for the tests of the sim room, and one busy one that a second process can run too."""

import dataclasses
import hashlib
import math
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from game.core.command import BRAKE, FULL_PEDAL, FULL_STEER, HANDBRAKE, STEER, THROTTLE
from game.core.constants import DT
from game.core.rng import TRAFFIC as TRAFFIC_STREAM
from game.core.rng import uniform
from game.core.snapshot import ANGLE, ASPHALT, TRAFFIC, VX, VY, X, Y
from game.level import grid
from game.level.city import PARKED_COLUMNS, PROP_COLUMNS, PROP_X, PROP_Y, City, Collider
from game.level.model import CrewMember, Heist, Level
from game.level.tables import load_tables
from game.sim.world import World

SPECS = load_tables().cars
MODELS = {spec.id: row for row, spec in enumerate(SPECS)}


def box(x: float, y: float, length: float, width: float, bottom: float = 0.0, top: float = 8.0) -> Collider:
    """A wall around (x, y), its sides along the axes."""
    a, b = length / 2.0, width / 2.0
    return Collider(np.array([[x - a, y - b], [x + a, y - b], [x + a, y + b], [x - a, y + b]]), bottom, top)


def a_level(
    colliders: tuple[Collider, ...] = (),
    surface: NDArray[np.uint8] | None = None,
    deck_z: NDArray[np.float32] | None = None,
    ground_z: NDArray[np.float32] | None = None,
    weather: str = "clear",
    crew: int = 0,
    props: NDArray[np.float64] | None = None,
) -> Level:
    """A level with only what the sim room reads; without rasters, endless asphalt. props: rows of City.props."""
    surface = np.full((4, 4), ASPHALT, dtype=np.uint8) if surface is None else surface
    deck_z = np.full((4, 4), np.nan, dtype=np.float32) if deck_z is None else deck_z
    ground_z = np.zeros((1, 1), dtype=np.float32) if ground_z is None else ground_z
    rest: dict[str, Any] = {field.name: None for field in dataclasses.fields(City)}
    props = np.zeros((0, PROP_COLUMNS)) if props is None else props
    ground = {"surface": surface, "deck_z": deck_z, "ground_z": ground_z, "parked": np.zeros((0, PARKED_COLUMNS))}
    city = City(**(rest | ground | {"colliders": colliders, "props": props, "prop_grid": grid_of(props)}))
    rest = {field.name: None for field in dataclasses.fields(Heist)}
    people = tuple(CrewMember(f"crew {k}", 0.5, 0.5, 0.5) for k in range(crew))
    heist = Heist(**(rest | {"weather": weather, "crew": people}))
    return Level(heist, city, SPECS, cast(Any, None), "")


def grid_of(props: NDArray[np.float64], side: int = 20, cell: int = 16) -> NDArray[np.int32]:
    """City.prop_grid of side² cells."""
    cells: list[list[int]] = [[] for _ in range(side * side)]
    for k, (x, y) in enumerate(props[:, [PROP_X, PROP_Y]].tolist()):
        cells[int(y // cell) * side + int(x // cell)].append(k)
    return grid.pack(cells, side, side, cell)


def one_car(model: str = "fury_police", speed: float = 0.0, level: Level | None = None, dt: float = DT) -> World:
    """A world with this car at the origin, heading east."""
    world = World(level or a_level(), [(TRAFFIC, MODELS[model])], dt)
    world.place(0, 0.0, 0.0, 0.0, 0.0, speed)
    return world


def control(world: World, row: int = 0, steer: float = 0.0, throttle: float = 0.0, brake: float = 0.0,
            handbrake: float = 0.0) -> None:  # fmt: skip
    """Set a car's controls from shares."""
    world.controls[row, STEER] = round(steer * FULL_STEER)
    world.controls[row, THROTTLE] = round(throttle * FULL_PEDAL)
    world.controls[row, BRAKE] = round(brake * FULL_PEDAL)
    world.controls[row, HANDBRAKE] = round(handbrake * FULL_PEDAL)


def ahead_speed(world: World, row: int = 0) -> float:
    """m/s along the car."""
    car = world.cars[row]
    return float(math.cos(car[ANGLE]) * car[VX] + math.sin(car[ANGLE]) * car[VY])


BLOCK = 60.0  # m from one building of the busy scene to the next
LANE = 24.0  # m from a building's middle to the lane around it


def busy_world(cars: int = 53, blocks: int = 45) -> World:
    """Cars among blocks² buildings, each going round its own or sharing one."""
    walls = tuple(box((i + 0.5) * BLOCK, (j + 0.5) * BLOCK, 30.0, 30.0) for i in range(blocks) for j in range(blocks))
    side = int(blocks * BLOCK)
    level = a_level(walls, np.zeros((side, side), np.uint8), np.full((side, side), np.nan, np.float32))
    world = World(level, [(TRAFFIC, k % len(SPECS)) for k in range(cars)])
    for row in range(cars):
        x, y = _middle(row)
        world.place(row, x + LANE, y + 6.5 * (row % 3 - 1), 0.0, math.pi / 2.0, 8.0)
    return world


def _middle(row: int) -> tuple[float, float]:
    """Of the building that this car goes round: three cars share one."""
    return (10.5 + row // 3 % 5) * BLOCK, (10.5 + row // 15) * BLOCK


def go_round(world: World, ticks: int, seed: int = 1) -> None:
    """Drive every car round its building, faster or slower by its own dice, so that some touch."""
    for tick in range(world.tick, world.tick + ticks):
        for row in range(len(world.cars)):
            x, y = _middle(row)
            car = world.cars[row]
            towards = math.atan2(car[Y] - y, car[X] - x) + 0.3
            c, n = math.cos(towards), math.sin(towards)
            out = LANE / math.sqrt(math.sqrt(c**4 + n**4))  # a square with round corners
            bearing = math.atan2(y + out * n - car[Y], x + out * c - car[X]) - car[ANGLE]
            wanted = 5.0 + 4.0 * uniform(seed, TRAFFIC_STREAM, row, tick // 120)
            push = min(max(0.5 * (wanted - ahead_speed(world, row)), -1.0), 1.0)
            steer = min(max(1.5 * math.sin(bearing), -1.0), 1.0)
            control(world, row, steer, max(push, 0.0), max(-push, 0.0))
        world.step()


def digest_of_run(ticks: int, ordered: bool = True) -> str:
    """Of the busy world after `ticks`, and of every contact on the way."""
    world = busy_world()
    world._ordered = ordered
    hasher = hashlib.blake2b(digest_size=8)
    for _ in range(ticks):
        go_round(world, 1)
        hasher.update(world.contacts.tobytes())
    for array in (world.cars, world.tags, world.people):
        hasher.update(array.tobytes())
    return hasher.hexdigest()


if __name__ == "__main__":
    print(digest_of_run(300), digest_of_run(300, ordered=False))
