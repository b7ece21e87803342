"""Trips across a city by a driving mind, alone on the roads: does it arrive, and does it stay on them?"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from game.ai.fleet import Fleet
from game.ai.steering import on_link
from game.core.constants import TACTICS_EVERY, TICK_HZ
from game.core.observation import SEEN_COLUMNS, Observation
from game.core.rng import below, uniform
from game.core.snapshot import ANGLE, CAR_COLUMNS, GETAWAY, X, Y, Z
from game.level.check import examine
from game.level.city import City
from game.level.file import level_file, load_level
from game.level.model import Level
from game.level.roads import EDGE, FIRST_LANE, LENGTH, RANK, WIDTH, Roads, locate
from game.sim.world import World

STREAM = 77  # of the dice: which trips are driven
LOOK_EVERY = 10  # ticks between two looks at where the wheels are
ARRIVED = 6.0  # m
GRIP = 0.4  # share of the tyres' grip, as drivers use who are not chased
PATIENCE = 5.0  # times what the trip takes at the speed limits: who needs longer has not arrived
WHEEL_X, WHEEL_Y = 1.45, 0.75  # m from the middle of a car to its wheels
OPEN = ("parking", "yard", "alley")  # lots that cars may cross
KERB = 0.6  # m that the middle of a wheel may be over a kerb: it rides up on a corner
AISLE_RANK = 1  # streets up to this rank have no kerbs
BESIDE_LANE = 1.0  # m that a wheel may be beyond the edge of a lane between kerbs …
BESIDE_AISLE = 2.2  # … and of one without kerbs, where there is asphalt around


@dataclass(frozen=True)
class Trip:
    """From an edge to another; seconds it took (inf: never arrived); places where it was off the road."""

    start: int
    goal: int
    seconds: float
    off: tuple[tuple[float, float], ...]
    blows: int  # contacts with walls


class Taxi:
    """One car that drives trip after trip."""

    def __init__(self, level: Level, model: str) -> None:
        self.table = level.cars
        row = next(row for row, spec in enumerate(level.cars) if spec.id == model)
        self.world = World(level, [(GETAWAY, row)])
        self.roads: Roads = level.city.roads
        self.kerbs = Kerbs(level.city)

    def trip(self, start: int, goal: int, s: float, seed: int = 0) -> Trip:
        """Drive from the middle of edge `start` to `s` m along edge `goal`, at the limit."""
        roads, world = self.roads, self.world
        link = int(roads.edges[start, FIRST_LANE])
        x, y, z, heading, _ = on_link(
            roads.links, roads.link_sizes, roads.points, link, roads.link_sizes[link, LENGTH] / 2
        )
        world.place(0, x, y, z, heading)
        fleet = Fleet(roads, self.table, 1, seed, STREAM)
        fleet.go(0, goal, s, GRIP, turn=False)
        fleet.wish(0, 60.0, 1.0)
        most = PATIENCE * (float(roads.times[start, goal]) + 40.0)
        track: list[tuple[float, ...]] = []
        seconds, blows = math.inf, 0
        for tick in range(int(most * TICK_HZ)):
            if tick % TACTICS_EVERY == 0:
                fleet.renew(0, self._sees(tick))
            world.controls[0] = fleet.act(self._sees(tick)).controls[0]
            world.step()
            blows += len(world.contacts)
            if tick % LOOK_EVERY == 0:
                track.append(tuple(world.cars[0, [X, Y, Z, ANGLE]].tolist()))
                if self._arrived(goal, s):
                    seconds = tick / TICK_HZ
                    break
        return Trip(start, goal, seconds, self.kerbs.off(np.array(track)), blows)

    def _sees(self, tick: int) -> Observation[None]:
        world = self.world
        nobody, blank = np.zeros((0, CAR_COLUMNS)), np.zeros((0, SEEN_COLUMNS), np.int32)
        return Observation(tick, world.cars, world.tags, np.zeros(1, np.int32), nobody, blank, 0, None)

    def _arrived(self, goal: int, s: float) -> bool:
        roads, (x, y, z, angle) = self.roads, self.world.cars[0, [X, Y, Z, ANGLE]].tolist()
        link, at, _ = locate(roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, x, y, z, angle)
        return link >= 0 and roads.links[link, EDGE] == goal and abs(at - s) < ARRIVED


class Kerbs:
    """Where a city's carriageways end."""

    def __init__(self, city: City) -> None:
        self.roads = city.roads
        islands = [shapely.Polygon(ring).buffer(-KERB) for ring in city.islands]
        self.islands = shapely.STRtree(islands)
        open_lots = [shapely.Polygon(lot.outline).buffer(KERB) for lot in city.lots if lot.kind in OPEN]
        self.lots = shapely.STRtree(open_lots)

    def off(self, track: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
        """Where wheels of a car were over a kerb, off every lane and lot. track (k, 4): x, y, z, angle."""
        cos, sin = np.cos(track[:, 3]), np.sin(track[:, 3])
        found = []
        for ahead, left in ((WHEEL_X, WHEEL_Y), (WHEEL_X, -WHEEL_Y), (-WHEEL_X, WHEEL_Y), (-WHEEL_X, -WHEEL_Y)):
            x, y = track[:, 0] + ahead * cos - left * sin, track[:, 1] + ahead * sin + left * cos
            wheels = shapely.points(x, y)
            over = np.setdiff1d(self.islands.query(wheels, "within")[0], self.lots.query(wheels, "within")[0])
            found += [(float(x[k]), float(y[k])) for k in over if not self._on_lane(x[k], y[k], *track[k, 2:])]
        return tuple(found)

    def _on_lane(self, x: float, y: float, z: float, angle: float) -> bool:
        r = self.roads
        link, _, lateral = locate(r.links, r.link_sizes, r.points, r.near, r.point_link, x, y, z, angle)
        beside = BESIDE_LANE if r.links[link, RANK] > AISLE_RANK else BESIDE_AISLE
        return link >= 0 and abs(lateral) < r.link_sizes[link, WIDTH] / 2 + beside


def trips(level: Level, count: int, model: str = "fury_police", seed: int = 0) -> Iterator[Trip]:
    """Trips between edges drawn by dice, each from the middle of one to somewhere on the other."""
    taxi, edges = Taxi(level, model), len(level.city.roads.edges)
    for k in range(count):
        start, goal = (below(edges, seed, STREAM, k, j) for j in range(2))
        length = float(level.city.roads.edge_length[goal])
        yield taxi.trip(start, goal, length * (0.3 + 0.4 * uniform(seed, STREAM, k, 2)), seed + k)


def city_level(city_id: str) -> Level:
    """Some level, on this city."""
    found = examine(level_file(city_id), derive=True)
    assert found.city is not None, found.problems
    return dataclasses.replace(load_level("tryout"), city=found.city)
