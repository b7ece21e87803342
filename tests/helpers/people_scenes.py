"""A square of pavement between streets, with the walls that a test asks for, people on it, and one car by hand."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from game.ai.people import People
from game.ai.people_state import MODE, STANDING, UNTIL
from game.core.command import ACTIONS, CONTROLS
from game.core.constants import DT
from game.core.events import STRUCK_COLUMNS
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    BYSTANDER,
    CAR_COLUMNS,
    P_CAR,
    P_HEADING,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_COLUMNS,
    PERSON_WALKING,
    TAG_COLUMNS,
    VX,
    VY,
    X,
    Y,
)
from game.level import grid
from game.level.city import City, Collider
from game.level.file import load_level
from game.level.model import Bystanders, Level, Witness
from game.sim.cars import LENGTH, PARAMETER_COLUMNS, WIDTH
from game.sim.people import move_people, strike_people

SIDE = 200.0  # m, of the city
LOW, HIGH = 20.0, 180.0  # m: kerbs; outside them is street
RING = np.array([[60.0, 60.0], [140.0, 60.0], [140.0, 140.0], [60.0, 140.0]])
CELL = 20
CAR_LENGTH, CAR_WIDTH = 4.8, 1.8  # m


@functools.cache
def _base() -> Level:
    return load_level("tryout")


def wall(x0: float, y0: float, x1: float, y1: float, top: float = 8.0) -> Collider:
    return Collider(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]), 0.0, top)


def square(walls: Sequence[Collider] = ()) -> City:
    """One block with a walk in it; only what people need is right."""
    edges = [
        [*p.tolist(), *q.tolist(), w.bottom, w.top]
        for w in walls
        for p, q in zip(w.outline, np.roll(w.outline, -1, axis=0), strict=True)
    ]
    columns = int(SIDE) // CELL
    cells = [list(range(len(edges)))] * (columns * columns)
    return replace(
        _base().city,
        width=SIDE,
        height=SIDE,
        islands=(np.array([[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]]),),
        colliders=tuple(walls),
        sight_edges=np.array(edges, np.float64).reshape(-1, 6),
        sight_grid=grid.pack(cells, columns, columns, CELL),
        deck_z=np.full((1, 1), np.nan, np.float32),
        ground_z=np.zeros((1, 1), np.float32),
        walks=RING,
        walk_starts=np.array([0, len(RING)], np.int32),
    )


def a_level(walls: Sequence[Collider] = (), count: int = 0, witnesses: tuple[Witness, ...] = ()) -> Level:
    """A job without a crew on that block."""
    level = _base()
    around = Bystanders(count, 100.0, 100.0, 80.0)
    return replace(
        level, city=square(walls), heist=replace(level.heist, crew=(), bystanders=around, witnesses=witnesses)
    )


@dataclass
class Scene:
    """People and one car, tick by tick, without physics: the car goes straight on."""

    level: Level
    seed: int = 1
    rows: int = 1
    tick: int = 0
    struck: list[NDArray[np.float64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = np.zeros((self.rows, PERSON_COLUMNS))
        self.minds = People(self.level, self.seed, self.people)
        self.cars = np.zeros((1, CAR_COLUMNS))
        self.tags = np.zeros((1, TAG_COLUMNS), np.int32)
        self.controls = np.zeros((1, CONTROLS), np.int16)
        self.boxes = np.zeros((1, PARAMETER_COLUMNS))
        self.boxes[0, [LENGTH, WIDTH]] = CAR_LENGTH, CAR_WIDTH
        self.cars[0, [X, Y]] = -500.0
        self.minds.note_job(0, 0, -1)

    def stand_at(self, x: float, y: float, heading: float = 0.0, row: int = 0) -> None:
        """Somebody who stands on the pavement at (x, y) and looks `heading`."""
        self.minds._minds[row, [MODE, UNTIL]] = STANDING, 1e9
        self.people[row, [P_X, P_Y, P_HEADING, P_LOOK]] = x, y, heading, heading
        self.people[row, [P_STATE, P_CAR, P_KIND]] = PERSON_WALKING, -1.0, BYSTANDER

    def send_car(self, x: float, y: float, heading: float, speed: float, actions: int = 0) -> None:
        self.cars[0] = 0.0
        self.cars[0, [X, Y, ANGLE, VX, VY]] = x, y, heading, speed * math.cos(heading), speed * math.sin(heading)
        self.tags[0, ACTIVE] = 1
        self.controls[0, ACTIONS] = actions

    def run(self, seconds: float) -> None:
        room = np.zeros((self.rows, STRUCK_COLUMNS))
        for _ in range(round(seconds / DT)):
            self.minds.act(self.tick, self.people, self.cars, self.tags, self.controls)
            self.cars[0, [X, Y]] += self.cars[0, [VX, VY]] * DT
            move_people(self.people, self.cars, DT)
            ground = self.level.city.ground_z
            count = strike_people(self.people, self.cars, self.tags, self.boxes, ground, room, DT)
            self.struck += [room[k].copy() for k in range(count)]
            self.tick += 1
