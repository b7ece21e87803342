"""Stages for the tests of the minds: real cars on open ground with streets, and what a side would see."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from traffic_scenes import SPECS, a_level, town

from game.ai.steering import on_link
from game.core.observation import (
    CAR,
    SEEN_BY,
    SEEN_COLUMNS,
    SEEN_ROLE,
    WANTED,
    DriverStatus,
    Observation,
    PoliceStatus,
)
from game.core.snapshot import ACTIVE, CAR_COLUMNS, GETAWAY, POLICE, ROLE, VX, VY, X, Y
from game.level.city import Collider
from game.level.model import CarSpec
from game.level.roads import (
    COUNT,
    FIRST,
    FIRST_LANE,
    LENGTH,
    LIMIT,
    LINK_COLUMNS,
    P_CURVATURE,
    P_HEADING,
    P_X,
    P_Y,
    STEP,
    Roads,
)
from game.sim.world import World

MODELS = {spec.id: row for row, spec in enumerate(SPECS)}
NOWHERE = (math.nan, math.nan)


def spec(name: str) -> CarSpec:
    return SPECS[MODELS[name]]


def box(x: float, y: float, length: float, width: float) -> Collider:
    a, b = length / 2.0, width / 2.0
    return Collider(np.array([[x - a, y - b], [x + a, y - b], [x + a, y + b], [x - a, y + b]]), 0.0, 8.0)


Course = tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]


def course(curvatures: Sequence[tuple[float, float]], step: float = 2.0) -> Course:
    """(links, link_sizes, points) of one lane from (length m, curvature 1/m) pieces, starting east at (0, 0)."""
    rows, x, y, heading = [], 0.0, 0.0, 0.0
    for length, curvature in curvatures:
        for _ in range(round(length / step)):
            row = [0.0] * 5
            row[P_X], row[P_Y], row[P_HEADING], row[P_CURVATURE] = x, y, heading, curvature
            rows.append(row)
            middle = heading + 0.5 * step * curvature
            x, y, heading = x + step * math.cos(middle), y + step * math.sin(middle), heading + step * curvature
    links, sizes = np.zeros((1, LINK_COLUMNS), np.int32), np.zeros((1, 4))
    links[0, [FIRST, COUNT]] = 0, len(rows)
    sizes[0, [LENGTH, LIMIT, STEP]] = (len(rows) - 1) * step, 30.0, step
    return links, sizes, np.array(rows)


class Stage:
    """Cars (role, model id) in a world without rules or buildings. Police rows are one seat; what is
    within `sight` m of an observer is seen; `wanted` is what police take every getaway car for."""

    def __init__(
        self, cars: Sequence[tuple[int, str]], roads: Roads | None = None, walls: Sequence[Collider] = ()
    ) -> None:
        self.roads = roads if roads is not None else town(5, 100.0, lanes=2)
        self.level = a_level(self.roads)
        object.__setattr__(self.level.city, "colliders", tuple(walls))
        self.world = World(self.level, [(role, MODELS[name]) for role, name in cars])
        self.police = [row for row, (role, _) in enumerate(cars) if role == POLICE]
        self.tick = 0
        self.sight = 90.0
        self.wanted = True

    def put(self, row: int, edge: int, s: float, speed: float = 0.0, lane: int = 0) -> None:
        """Place a car on a lane of an edge (0: the one at the kerb)."""
        roads = self.roads
        link = int(roads.edges[edge, FIRST_LANE]) + lane
        x, y, z, heading, _ = on_link(roads.links, roads.link_sizes, roads.points, link, s)
        self.world.place(row, x, y, z, heading, speed)

    def _seen(self, observers: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.int32], int]:
        world, rows, tags = self.world, [], []
        for k in range(len(world.cars)):
            if k in observers or not world.tags[k, ACTIVE]:
                continue
            mask = sum(1 << bit for bit, o in enumerate(observers) if self.distance(o, k) < self.sight)
            if mask:
                tag = [0] * SEEN_COLUMNS
                tag[CAR], tag[SEEN_ROLE], tag[SEEN_BY] = k, int(world.tags[k, ROLE]), mask
                tag[WANTED] = int(self.wanted and world.tags[k, ROLE] == GETAWAY)
                rows.append(world.cars[k].copy())
                tags.append(tag)
        seen, seen_tags = np.zeros((len(world.cars), CAR_COLUMNS)), np.zeros((len(world.cars), SEEN_COLUMNS), np.int32)
        if rows:
            seen[: len(rows)], seen_tags[: len(rows)] = rows, tags
        return seen, seen_tags, len(rows)

    def police_sees(self, status: PoliceStatus) -> Observation[PoliceStatus]:
        own = np.array(self.police, np.int32)
        return Observation(self.tick, self.world.cars[own], self.world.tags[own], own, *self._seen(self.police), status)

    def driver_sees(self, status: DriverStatus, row: int = 0) -> Observation[DriverStatus]:
        own = np.array([row], np.int32)
        return Observation(self.tick, self.world.cars[own], self.world.tags[own], own, *self._seen([row]), status)

    def step(self) -> None:
        self.world.step()
        self.tick += 1

    def speed(self, row: int) -> float:
        return math.hypot(self.world.cars[row, VX], self.world.cars[row, VY])

    def distance(self, a: int, b: int) -> float:
        cars = self.world.cars
        return math.hypot(cars[a, X] - cars[b, X], cars[a, Y] - cars[b, Y])


def police_status(alert: str, place: tuple[float, float] = NOWHERE, place_tick: int = -1) -> PoliceStatus:
    return PoliceStatus(alert=alert, heat=1, units=2, place=place, place_tick=place_tick)


def driver_status(phase: str, alert: str) -> DriverStatus:
    return DriverStatus(
        phase=phase, alert=alert, felony=20.0, heat=1, crew_aboard=2, crew_total=2, take=1.0, goal=NOWHERE, lost=0.0
    )
