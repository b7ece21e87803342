"""The world of one run: cars, walls and people, and one tick of them."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.core.command import CONTROLS
from game.core.constants import CAR_HEIGHT, DT
from game.core.events import CONTACT_COLUMNS, STRUCK_COLUMNS
from game.core.kernel import kernel
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    ASPHALT,
    BITS,
    BROKEN,
    CAR_COLUMNS,
    CONCRETE,
    MODEL,
    PERSON_COLUMNS,
    ROLE,
    TAG_COLUMNS,
    VX,
    VY,
    WET_ASPHALT,
    X,
    Y,
    Z,
)
from game.level.model import Level
from game.level.parked import parked_in, solids_of
from game.sim.cars import parameters
from game.sim.damage import add_damage
from game.sim.ground import height_bits, relief_map, wheels_height
from game.sim.people import move_people, strike_people
from game.sim.physics import KINEMATIC_COLUMNS, Physics
from game.sim.props import Props
from game.sim.tyres import forces

ROOM_FOR_CONTACTS = 4  # rows a car at first; a pile-up gets more


@kernel
def take(
    kinematics: NDArray[np.float64],
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    boxes: NDArray[np.float64],
    people: NDArray[np.float64],
    ground_z: NDArray[np.float32],
    struck: NDArray[np.float64],
    dt: float,
) -> tuple[int, int]:
    """Copy what the physics says into the cars, move the people, and find who is struck: (the first car that is
    not finite, or -1; rows of `struck`)."""
    bad = -1
    for i in range(cars.shape[0]):
        total = 0.0
        for k in range(KINEMATIC_COLUMNS):
            cars[i, k] = kinematics[i, k]
            total += kinematics[i, k]
        if bad < 0 and not math.isfinite(total):
            bad = i
    move_people(people, cars, dt)
    return bad, strike_people(people, cars, tags, boxes, ground_z, struck, dt)


class World:
    """n cars (row i has models[i]) and the people of a level.

    cars (n, CAR_COLUMNS) float64, tags (n, TAG_COLUMNS) int32, controls (n, CONTROLS) int16: write the
    controls, then step(). people (p, PERSON_COLUMNS) float64. contacts (k, CONTACT_COLUMNS): of the
    last tick, sorted. struck (k, STRUCK_COLUMNS): people struck by cars in the last tick, sorted.
    fallen (f,) int32: rows of the city's props that were knocked over, in the order of falling.
    parameters (models, sim.cars.PARAMETER_COLUMNS): tags[:, MODEL] is the row.
    """

    def __init__(self, level: Level, models: Sequence[tuple[int, int]], dt: float = DT, people: int = -1) -> None:
        """models: (role, row of the car table) of each car; all cars start in the depot.
        dt: s a tick; only tests of the physics take another. people: rows of people, -1 for the crew alone."""
        n = len(models)
        self.tick = 0
        self.dt = dt
        self.parameters = parameters(level.cars)
        self.cars = np.zeros((n, CAR_COLUMNS))
        self.tags = np.zeros((n, TAG_COLUMNS), dtype=np.int32)
        self.controls = np.zeros((n, CONTROLS), dtype=np.int16)
        self.people = np.zeros((people if people >= 0 else len(level.heist.crew), PERSON_COLUMNS))
        self.tags[:, ROLE] = [role for role, _ in models]
        self.tags[:, MODEL] = [model for _, model in models]
        self._boxes = self.parameters[self.tags[:, MODEL]]
        solids = (*level.city.colliders, *solids_of(parked_in(level.city, level.heist)))
        self.physics = Physics(solids, self._boxes)
        self._props = Props(level.city.props, level.city.prop_grid, self._boxes)
        self._lay_ground(level)
        self._contacts = np.zeros((ROOM_FOR_CONTACTS * n, CONTACT_COLUMNS))
        self.contacts = self._contacts[:0]
        self._struck = np.zeros((len(self.people), STRUCK_COLUMNS))
        self.struck = self._struck[:0]
        self.fallen = self._props.fallen
        self._ordered = True  # a determinism test's control turns the sorting off
        for row in range(n):
            self.park(row)

    def _lay_ground(self, level: Level) -> None:
        """The surfaces, wet where it rains."""
        rain = level.heist.weather == "rain"
        surface = level.city.surface
        self._surface = np.where(surface == ASPHALT, np.uint8(WET_ASPHALT), surface) if rain else surface
        self._deck_surface = WET_ASPHALT if rain else CONCRETE
        self._ground_z, self._deck_z = level.city.ground_z, level.city.deck_z
        self._relief = relief_map(self._ground_z, self._deck_z)

    # ---- one tick

    def step(self) -> None:
        """Advance by one tick.

        Raises FloatingPointError when a car's state is not finite any more.
        """
        self.tyres()
        self.strike()
        self.write()
        self.advance()
        self.read()
        self.settle()
        self.tick += 1

    def tyres(self) -> None:
        """Controls to forces; cars that have climbed or come down meet what is at their new height."""
        changed = forces(
            self.cars,
            self.tags,
            self.controls,
            self.parameters,
            self._surface,
            self._ground_z,
            self._deck_z,
            self._relief,
            self._deck_surface,
            self.physics.forces,
            self.dt,
        )
        if changed:
            self._show_heights()

    def strike(self) -> None:
        """Let cars knock over the props that they touch."""
        self._props.strike(self.cars, self.physics.forces, self.dt)
        if len(self._props.hits):
            self.fallen = self._props.fallen

    def write(self) -> None:
        """Forces to the physics."""
        self.physics.write()

    def advance(self) -> None:
        """The physics' step."""
        self.physics.step(self.dt)

    def read(self) -> None:
        """Where cars and people are now, and who has been struck."""
        self.physics.read()
        bad, struck = take(
            self.physics.kinematics,
            self.cars,
            self.tags,
            self._boxes,
            self.people,
            self._ground_z,
            self._struck,
            self.dt,
        )
        self.struck = self._struck[:struck]
        if bad >= 0:
            raise FloatingPointError(f"car {bad} has no finite state after tick {self.tick}: {self.cars[bad].tolist()}")

    def settle(self) -> None:
        """Contacts and damage."""
        self.contacts = self.physics.contacts(self._contacts, self._ordered)
        if len(self._props.hits):
            self.contacts = np.concatenate([self.contacts, self._props.hits])
        if len(self.contacts):
            add_damage(self.contacts, self.cars, self.tags, self.parameters)

    def _show_heights(self) -> None:
        for row, bits in enumerate(self.tags[:, BITS].tolist()):
            self.physics.show(row, bits)

    # ---- between ticks

    def place(self, row: int, x: float, y: float, z: float, heading: float, speed: float = 0.0) -> None:
        """Put a car into the world, sound and with its wheels straight, at (x, y), with its wheels near
        height z (m), rolling at `speed` m/s. Place it only where it is free()."""
        vx, vy = speed * math.cos(heading), speed * math.sin(heading)
        self.physics.move(row, x, y, heading, vx, vy)
        z = wheels_height(self._ground_z, self._deck_z, x, y, z)
        self.cars[row] = 0.0
        self.tags[row, BROKEN] = 0
        self.cars[row, [X, Y, ANGLE, VX, VY, Z]] = x, y, heading, vx, vy, z
        self.tags[row, ACTIVE] = 1
        self.tags[row, BITS] = height_bits(z, z + CAR_HEIGHT)
        self.controls[row] = 0
        self.physics.show(row, int(self.tags[row, BITS]))

    def park(self, row: int) -> None:
        """Take a car out of the world, into the depot off the map: nothing touches it there."""
        x, y = self.physics.depot(row)
        self.physics.show(row, 0)
        self.physics.move(row, x, y, 0.0, 0.0, 0.0)
        self.cars[row] = 0.0
        self.cars[row, [X, Y]] = x, y
        self.tags[row, ACTIVE:] = 0
        self.controls[row] = 0

    def free(self, x: float, y: float, radius: float, z: float = 0.0) -> bool:
        """Whether neither wall nor car is within `radius` m of (x, y) at the height of a car on z."""
        z = wheels_height(self._ground_z, self._deck_z, x, y, z)
        return self.physics.free(x, y, radius, height_bits(z, z + CAR_HEIGHT))
