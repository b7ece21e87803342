"""The Observation of each side: everything a mind may know of the world, and nothing else.

What a side does not see is absent from its arrays. Only this module writes them; minds get read-only
views, which the next tick fills anew.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TACTICS_EVERY
from game.core.kernel import kernel
from game.core.observation import (
    CAR,
    KNOWN_PLATE,
    SEEN_BY,
    SEEN_COLUMNS,
    SEEN_LIGHTS,
    SEEN_MODEL,
    SEEN_ROLE,
    WANTED,
    DriverStatus,
    Observation,
    PoliceStatus,
)
from game.core.setup import Setup
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    CAR_COLUMNS,
    LIGHTS,
    MODEL,
    OMEGA,
    PERSON_COLUMNS,
    ROLE,
    TAG_COLUMNS,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.level.model import Level
from game.sense import light
from game.sense.onlookers import gather_people, watch_people
from game.sense.sight import look

EVERYBODY = -1  # in place of a tick: nobody waits for his turn
PEOPLE_EVERY = 4 * TACTICS_EVERY  # ticks: people on foot go nowhere fast, and there are many

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Arrays = tuple[Bytes, Bytes, Floats, Ints, Floats, Ints, Floats, Ints]
ScalarT = TypeVar("ScalarT", bound=np.generic)


class Case(Protocol):
    """What the senses ask of the rules' record. known (k,) uint8: bits for each of the first k cars, with
    KNOWN_PLATE the police look for it; alerted: units look further, in a wider cone."""

    driver_car: int
    known: Bytes
    alerted: bool
    driver_status: DriverStatus
    police_status: PoliceStatus


@kernel
def _show(cars: Floats, tags: Ints, c: int, seen: Floats, seen_tags: Ints, at: int) -> None:
    """Row `at` of what is seen := where car c is, how it points and moves, and what it looks like."""
    seen[at, X], seen[at, Y], seen[at, Z] = cars[c, X], cars[c, Y], cars[c, Z]
    seen[at, VX], seen[at, VY] = cars[c, VX], cars[c, VY]
    seen[at, ANGLE], seen[at, OMEGA] = cars[c, ANGLE], cars[c, OMEGA]
    seen_tags[at, CAR] = c
    seen_tags[at, SEEN_ROLE], seen_tags[at, SEEN_MODEL] = tags[c, ROLE], tags[c, MODEL]
    seen_tags[at, SEEN_LIGHTS] = tags[c, LIGHTS]


@kernel
def _gather(
    cars: Floats,
    tags: Ints,
    sees: Bytes,
    first: int,
    last: int,
    known: Bytes,
    seen: Floats,
    seen_tags: Ints,
    before: int,
) -> int:
    """Fill a side's seen rows from what its observers first … last - 1 see; rows up to `before` that are
    no longer used become 0. Returns how many hold a car."""
    count = 0
    for c in range(cars.shape[0]):
        mask = 0
        for o in range(first, last):
            mask |= int(sees[o, c]) << (o - first)
        if mask and tags[c, ACTIVE]:
            _show(cars, tags, c, seen, seen_tags, count)
            seen_tags[count, WANTED] = 1 if c < known.shape[0] and known[c] & KNOWN_PLATE else 0
            seen_tags[count, SEEN_BY] = mask
            count += 1
    seen[count:before] = 0.0
    seen_tags[count:before] = 0
    return count


@kernel
def _sense(
    turn: int,
    alerted: bool,
    cars: Floats,
    tags: Ints,
    people: Floats,
    observers: Ints,
    known: Bytes,
    ranges: Floats,
    lamps: Bytes,
    sight_edges: Floats,
    sight_grid: Ints,
    deck_z: NDArray[np.float32],
    sees: Bytes,
    sees_people: Bytes,
    own: Floats,
    own_tags: Ints,
    seen: Floats,
    seen_tags: Ints,
    seen_people: Floats,
    counts: Ints,
) -> None:
    """One tick of both sides: whose turn it is looks (all when `turn` is EVERYBODY), then both Observations are filled.
    One call instead of one a side and observer: each array costs a call 0.14 µs."""
    for o in range(observers.shape[0]):
        if turn == EVERYBODY or (turn + o) % TACTICS_EVERY == 0:
            look(cars, tags, observers[o], alerted, ranges, lamps, sight_edges, sight_grid, deck_z, sees[o])
        if turn == EVERYBODY or (turn + o) % PEOPLE_EVERY == 0:
            eye = cars[observers[o]]
            watch_people(people, eye, tags[observers[o], ACTIVE] == 1, sight_edges, sight_grid, deck_z, sees_people[o])
        own[o] = cars[observers[o]]
        own_tags[o] = tags[observers[o]]
    nobody = known[:0]  # the driver's side does not learn what the police know
    counts[0] = _gather(cars, tags, sees, 0, 1, nobody, seen[0], seen_tags[0], counts[0])
    counts[1] = _gather(cars, tags, sees, 1, observers.shape[0], known, seen[1], seen_tags[1], counts[1])
    counts[2] = gather_people(people, sees_people, 0, 1, seen_people[0], counts[2])
    counts[3] = gather_people(people, sees_people, 1, observers.shape[0], seen_people[1], counts[3])


def _read_only(array: NDArray[ScalarT]) -> NDArray[ScalarT]:
    view = array.view()
    view.flags.writeable = False
    return view


class Senses:
    """The eyes of both sides.

    sees (o, n) uint8: who has which car in sight; row 0 the driver, then each police unit in the order
    of police_rows (at most 31). Police do not look for police. Each observer looks at 10 Hz, in turn;
    where what is in sight is and how it moves is live every tick. For people on foot each looks at 2.5 Hz.
    driver, police: the Observation of each side, one object for the whole run.
    lamps: the raster of lit ground, as of now (sense.light).
    """

    def __init__(self, level: Level, setup: Setup, driver_row: int, police_rows: Sequence[int]) -> None:
        """level: for its city, its rules, its hour and weather. setup: for the difficulty."""
        self._city = level.city
        self._ranges = light.ranges(level, setup.difficulty)
        self.lamps = light.lit_ground(level.city.lamps, level.city.width, level.city.height)
        self._observers = np.array([driver_row, *police_rows], np.int32)
        self._seated_in = -1  # the driver's car when everybody last looked at once
        self._arrays: Arrays | None = None
        self.sees: Bytes = np.zeros((len(self._observers), 0), np.uint8)
        self.driver: Observation[DriverStatus]
        self.police: Observation[PoliceStatus]

    def update(self, tick: int, cars: Floats, tags: Ints, people: Floats, job: Case) -> None:
        """See the world as it is now. At first, and after a change of cars, everybody looks."""
        if self._arrays is None:
            self._arrays = self._allocate(len(cars), len(people), job)
        turn = tick if self._seated_in == job.driver_car else EVERYBODY
        self._observers[0] = self._seated_in = job.driver_car
        city = self._city
        sees, sees_people, own, own_tags, seen, seen_tags, seen_people, counts = self._arrays
        _sense(
            turn,
            job.alerted,
            cars,
            tags,
            people,
            self._observers,
            job.known,
            self._ranges,
            self.lamps,
            city.sight_edges,
            city.sight_grid,
            city.deck_z,
            sees,
            sees_people,
            own,
            own_tags,
            seen,
            seen_tags,
            seen_people,
            counts,
        )
        self.driver.tick = self.police.tick = tick
        driver, police = self.driver, self.police
        driver.seen_count, police.seen_count, driver.people_count, police.people_count = counts.tolist()
        self.driver.status, self.police.status = job.driver_status, job.police_status

    def darken(self, fallen: Ints) -> None:
        """Some props fell (rows of City.props): those that were lamps light nothing any more."""
        lamps = self._city.lamps
        for row in fallen.tolist():
            if row < len(lamps):
                light.put_out(self.lamps, float(lamps[row, 0]), float(lamps[row, 1]))

    def _allocate(self, cars: int, people: int, job: Case) -> Arrays:
        """The arrays behind both Observations; the driver's part first."""
        observers = len(self._observers)
        self.sees = np.zeros((observers, cars), np.uint8)
        own, own_tags = np.zeros((observers, CAR_COLUMNS)), np.zeros((observers, TAG_COLUMNS), np.int32)
        seen, seen_tags = np.zeros((2, cars, CAR_COLUMNS)), np.zeros((2, cars, SEEN_COLUMNS), np.int32)
        on_foot = np.zeros((2, people, PERSON_COLUMNS))
        rows, mine, my_tags = _read_only(self._observers), _read_only(own), _read_only(own_tags)
        other, other_tags, walkers = _read_only(seen), _read_only(seen_tags), _read_only(on_foot)
        self.driver = Observation(
            0, mine[:1], my_tags[:1], rows[:1], other[0], other_tags[0], 0, job.driver_status, walkers[0]
        )
        self.police = Observation(
            0, mine[1:], my_tags[1:], rows[1:], other[1], other_tags[1], 0, job.police_status, walkers[1]
        )
        sees_people = np.zeros((observers, people), np.uint8)
        return self.sees, sees_people, own, own_tags, seen, seen_tags, on_foot, np.zeros(4, np.int32)
