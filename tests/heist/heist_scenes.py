"""A job on the small city, played by hand: the test says where cars are and who sees whom."""

import math
from dataclasses import replace

import numpy as np
from small_city import CAR, UNIT_0, UNITS, cast, job, level, put, setup

from game import heist
from game.core.command import ACTIONS, CONTROLS
from game.core.constants import TACTICS_EVERY, TICK_HZ
from game.core.events import (
    CONTACT_COLUMNS,
    IMPULSE,
    NORMAL_X,
    NORMAL_Y,
    S_CAR,
    S_PERSON,
    S_SPEED,
    STRUCK_COLUMNS,
    A,
    B,
    Event,
)
from game.core.observation import KNOWN_ALL
from game.core.snapshot import (
    BYSTANDER,
    CREW,
    P_HEADING,
    P_KIND,
    P_LOOK,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_CALLING,
    PERSON_COLUMNS,
    PERSON_DOWN,
    PERSON_WALKING,
    VX,
    WITNESS,
    Status,
)
from game.heist.job import FLEE, Job, people_rows
from game.level.city import City
from game.level.model import Bystanders, Charge, Level, Witness
from game.sense import light

DOOR, KERB = (200.0, 190.0), (200.0, 197.0)


def small(rules: dict[str, float] | None = None, place: City | None = None, **heist_: object) -> Level:
    """The small job with these parts of the heist, and these numbers of the rules."""
    made = level(place, job(**heist_))  # type: ignore[arg-type]
    return replace(made, rules=replace(made.rules, **(rules or {})))


JUNE, FIRST, SECOND = 2, 3, 4  # rows of people in a busy job: a named witness, two bystanders


def busy(rules: dict[str, float] | None = None, place: City | None = None, **heist_: object) -> Level:
    """The small job long before the alarm, with June Hale and two bystanders about."""
    people = {"witnesses": (Witness("June Hale", ((0.0, 0.0), (1.0, 1.0))),), "bystanders": Bystanders(2)}
    return small(rules, place, **({"inside": 200.0} | people | heist_))


def without(world: Level, kind: str) -> Level:
    """The same with a charge that costs nothing."""

    def free(entry: Charge) -> Charge:
        return replace(entry, felony=0.0, warning=0.0) if entry.kind == kind else entry

    return replace(world, rules=replace(world.rules, charges=tuple(free(entry) for entry in world.rules.charges)))


class Scene:
    """advance() and the walking of people, in the order of a session; nothing else moves."""

    def __init__(self, world: Level | None = None, difficulty: str = "normal", seed: int = 1) -> None:
        self.level = world or level()
        self.job: Job = heist.start(self.level, setup(difficulty, seed))
        self.cars, self.tags = cast()
        self.controls = np.zeros((len(self.cars), CONTROLS), np.int16)
        self.people = np.zeros((people_rows(self.level.heist, self.job.setting), PERSON_COLUMNS))
        heist.seat_people(self.level, self.people)
        city = self.level.city
        self.lamps = light.lit_ground(city.lamps, city.width, city.height)
        self.sees = np.zeros((1 + len(UNITS), len(self.cars)), np.uint8)
        self.tick = 0
        self.events: list[Event] = []

    def run(self, seconds: float) -> "Scene":
        """The rules turn until so much time has passed."""
        for _ in range(round(seconds * TICK_HZ / TACTICS_EVERY)):
            view = heist.View(self.tick, self.cars, self.tags, self.controls, self.people, self.sees, UNITS, self.lamps)
            self.events += heist.advance(self.job, self.level, view)
            self.tick += TACTICS_EVERY
            self._walk(TACTICS_EVERY / TICK_HZ)
        return self

    def _walk(self, dt: float) -> None:
        for i in np.flatnonzero(self.people[:, P_STATE] == PERSON_WALKING):
            self.people[i, P_X] += self.people[i, P_SPEED] * math.cos(self.people[i, P_HEADING]) * dt
            self.people[i, P_Y] += self.people[i, P_SPEED] * math.sin(self.people[i, P_HEADING]) * dt

    def person(self, i: int, x: float, y: float, look: float = 0.0, state: int = PERSON_WALKING) -> "Scene":
        """Put row i of the people there, as a witness or bystander who looks that way (rad)."""
        crew, witnesses = len(self.level.heist.crew), len(self.level.heist.witnesses)
        self.people[i, [P_X, P_Y, P_LOOK, P_STATE]] = x, y, look, state
        self.people[i, P_KIND] = CREW if i < crew else WITNESS if i < crew + witnesses else BYSTANDER
        return self

    def drive(self, x: float, y: float = 200.0, speed: float = 0.0, row: int = CAR) -> "Scene":
        """Put a car there, with this speed to the east."""
        put(self.cars, row, x, y)
        self.cars[row, VX] = speed
        return self

    def seen(self, by: int = 0, row: int = CAR, yes: bool = True) -> "Scene":
        """Whether unit `by` has the car in sight from now on."""
        self.sees[1 + by, row] = yes
        return self

    def press(self, actions: int, row: int = CAR) -> "Scene":
        self.controls[row, ACTIONS] = actions
        return self

    def hit(self, other: int, toward: float = 5.0, impulse: float = 5000.0) -> "Scene":
        """One tick in which the driver's car (A) touches `other`, to the east of it."""
        contact = np.zeros((1, CONTACT_COLUMNS))
        contact[0, [A, B, IMPULSE, NORMAL_X, NORMAL_Y]] = self.job.driver_car, other, impulse, 1.0, 0.0
        self.job.vx = toward
        heist.note_contacts(self.job, contact, self.tags)
        return self

    def on_the_run(self, known: bool = True) -> "Scene":
        """Both aboard, the alarm called through and the car known: the flight begins far from everybody."""
        self.run(40.0)
        assert self.job.phase == FLEE, "the crew did not board"
        self.job.known[CAR] = KNOWN_ALL if known else 0
        self.events.clear()
        return self

    def in_pursuit(self) -> "Scene":
        """On the run, with unit 0 behind."""
        self.on_the_run().drive(100, speed=10.0).seen().run(0.2)
        self.events.clear()
        return self

    @property
    def status(self) -> Status:
        return heist.status(self.job, self.level)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def texts(self, kind: str) -> list[str]:
        return [event.text for event in self.events if event.kind == kind]

    def ends(self) -> str:
        """The outcome and the note."""
        return f"{self.job.outcome}: {self.job.note}"

    def aboard(self) -> list[bool]:
        return (self.people[:, P_STATE] == PERSON_ABOARD).tolist()

    def officer(self, distance: float) -> "Scene":
        """Unit 0 stands so far behind the driver's car."""
        x, y = self.cars[self.job.driver_car, :2]
        put(self.cars, UNIT_0, x - distance, y)
        return self

    def strike(self, person: int, car: int = CAR, speed: float = 8.0) -> "Scene":
        """One tick in which a car strikes somebody, who lies there from then on."""
        struck = np.zeros((1, STRUCK_COLUMNS))
        struck[0, [S_PERSON, S_CAR, S_SPEED]] = person, car, speed
        self.people[person, P_STATE] = PERSON_DOWN
        heist.note_struck(self.job, struck)
        return self

    def phone(self, person: int, seconds: float) -> "Scene":
        """Somebody is on the phone for so long, then walks on."""
        self.people[person, P_STATE] = PERSON_CALLING
        self.run(seconds)
        self.people[person, P_STATE] = PERSON_WALKING
        return self
