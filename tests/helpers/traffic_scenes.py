"""Small street nets with civilian traffic on the real physics, for the tests of traffic."""

import dataclasses
import hashlib
import math
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from game.ai.traffic import Traffic
from game.ai.traffic_places import Spot
from game.core.snapshot import ASPHALT, TRAFFIC, VX, VY
from game.level import grid
from game.level.city import PARKED_COLUMNS, PROP_COLUMNS, City
from game.level.derive_graph import make_roads
from game.level.derive_lanes import make_lanes
from game.level.derive_net import make_net
from game.level.model import Heist, Level
from game.level.plan import CityPlan, RoadClass, RoadLine
from game.level.roads import KIND, LANE, LENGTH, LINK_COLUMNS, POINT_COLUMNS, SIZE_COLUMNS, Roads, point_at
from game.level.tables import load_tables
from game.sim.world import World

FAR_AWAY = (-1e6, -1e6, 0.0)


SPECS = load_tables().cars
MODELS = [row for row, spec in enumerate(SPECS) if spec.id in ("beetle", "pinto", "taxi", "van")]


def road_class(name: str, rank: int, lanes: int, limit: float) -> RoadClass:
    return RoadClass(
        name=name, rank=rank, lanes=lanes, lane=3.5, edge=2.2, walk=3.0, limit=limit, median=0.0,
        palms=0.0, oneway=False, kerb=True, curve=False, surface="asphalt",
    )  # fmt: skip


def town(blocks: int = 3, block: float = 110.0, ranks: tuple[int, int] = (5, 4), lanes: int = 1) -> Roads:
    """A square of streets; those to the east have the first rank, those to the north the second."""
    classes = {"main": road_class("main", ranks[0], lanes, 13.4), "side": road_class("side", ranks[1], 1, 11.0)}
    low, high = 60.0, 60.0 + blocks * block
    lines = [("main", k, [[low, low + k * block], [high, low + k * block]]) for k in range(blocks + 1)]
    lines += [("side", k, [[low + k * block, low], [low + k * block, high]]) for k in range(blocks + 1)]
    streets = tuple(
        RoadLine(f"{cls} {k}", cls, np.array(path), np.zeros(2), False, False, True) for cls, k, path in lines
    )
    side = high + 60.0
    plan = CityPlan("town", "Town", side, side, 1, 12.0, 16.0, "none", classes, roads=streets)
    net = make_net(plan)
    return make_roads(plan, net, make_lanes(net))


def ring(length: float = 600.0, limit: float = 13.4) -> Roads:
    """One lane in a circle, cut into twelve links that follow each other without a junction."""
    parts, steps = 12, round(length / 24.0)
    radius = length / (2.0 * math.pi)
    links = np.full((parts, LINK_COLUMNS), -1, np.int32)
    points = np.zeros((parts * (steps + 1), POINT_COLUMNS))
    for part in range(parts):
        rows = slice(part * (steps + 1), (part + 1) * (steps + 1))
        turn = np.linspace(part, part + 1.0, steps + 1) * 2.0 * math.pi / parts
        centre = radius + 40.0
        points[rows, 0], points[rows, 1] = centre + radius * np.cos(turn), centre + radius * np.sin(turn)
        points[rows, 3], points[rows, 4] = turn + math.pi / 2.0, 1.0 / radius
        links[part] = [rows.start, steps + 1, 0, LANE, -1, -1, part, 1, 0, 0, 0, 4, 0, 0]
    sizes = np.zeros((parts, SIZE_COLUMNS))
    chord = 2.0 * radius * math.sin(math.pi / parts / steps)
    sizes[:] = [chord * steps, limit, 3.5, chord]
    edges = np.full((1, 9), -1, np.int32)
    cells = math.ceil((2.0 * radius + 80.0) / 16.0)
    near: list[list[int]] = [[] for _ in range(cells * cells)]
    for row, (x, y) in enumerate(points[:, :2]):
        near[int(y / 16.0) * cells + int(x / 16.0)].append(row)
    none = np.zeros(0, np.int32)
    return Roads(
        links=links, link_sizes=sizes, points=points,
        next_links=np.roll(np.arange(parts), -1).astype(np.int32), conflicts=none,
        edges=edges, edge_length=np.array([length]), next_edges=none,
        times=np.zeros((1, 1), np.float32), control=np.zeros(1, np.uint8), junctions=np.zeros((1, 3)),
        near=grid.pack(near, cells, cells, 16), point_link=np.repeat(np.arange(parts), steps + 1).astype(np.int32),
        road_names=(), class_names=(),
    )  # fmt: skip


def a_level(roads: Roads) -> Level:
    """A level with these roads on endless asphalt and no walls."""
    rest: dict[str, Any] = {field.name: None for field in dataclasses.fields(City)}
    ground = {"surface": np.full((4, 4), ASPHALT, np.uint8), "deck_z": np.full((4, 4), np.nan, np.float32)}
    ground |= {"ground_z": np.zeros((1, 1), np.float32), "parked": np.zeros((0, PARKED_COLUMNS))}
    nothing = {"colliders": (), "props": np.zeros((0, PROP_COLUMNS)), "prop_grid": grid.pack([[]], 1, 1, 16)}
    city = City(**(rest | ground | nothing | {"roads": roads}))
    rest = {field.name: None for field in dataclasses.fields(Heist)}
    empty: dict[str, Any] = {"crew": (), "patrols": (), "stations": (), "switch_cars": ()}
    heist = Heist(**(rest | empty | {"kerb": FAR_AWAY, "weather": "clear"}))
    return Level(heist, city, SPECS, cast(Any, None), "")


class Drive:
    """A world with `count` civilian cars after `extra` rows (role, model) of others, and their drivers."""

    def __init__(
        self,
        level: Level,
        count: int,
        seed: int = 1,
        extra: Sequence[tuple[int, int]] = (),
        place: bool = True,
        people: int = 0,
    ) -> None:
        models = [*extra, *((TRAFFIC, MODELS[k % len(MODELS)]) for k in range(count))]
        self.world = World(level, models, people=people)
        self.rows = list(range(len(extra), len(models)))
        self.traffic = Traffic(level, seed, self.rows)
        self.tick = 0
        if place:
            for row, spot in zip(self.rows, self.traffic.starts(), strict=False):
                self.place(row, spot)

    def place(self, row: int, spot: Spot) -> None:
        self.world.place(row, *spot)
        if row in self.rows:
            self.traffic.reset(row)

    def step(self) -> None:
        world = self.world
        self.traffic.act(self.tick, world.cars, world.tags, world.controls, world.people)
        world.step()
        self.tick += 1

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 60)):
            self.step()

    def speeds(self) -> list[float]:
        cars = self.world.cars
        return [math.hypot(cars[row, VX], cars[row, VY]) for row in self.rows]

    def digest(self) -> str:
        return hashlib.blake2b(self.world.cars.tobytes() + self.world.controls.tobytes()).hexdigest()


def long_lane(drive: Drive) -> int:
    """A lane at least 80 m long whose street has another direction."""
    roads = drive.traffic.level.city.roads
    fits = (roads.links[:, KIND] == LANE) & (roads.link_sizes[:, LENGTH] > 80.0)
    return int(np.nonzero(fits)[0][0])


def place_at(drive: Drive, row: int, link: int, s: float, speed: float = 0.0) -> None:
    """Put a car in the middle of a lane."""
    roads = drive.traffic.level.city.roads
    drive.place(row, (*point_at(roads.links, roads.link_sizes, roads.points, link, s), speed))
