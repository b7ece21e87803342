"""What one side may know at one tick. What is unseen is absent from it, not masked.

The arrays are read-only views that the next tick fills anew: a mind copies what it wants to keep.
"""

from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.core.snapshot import PERSON_COLUMNS

# Columns of seen_tags, int32, one row a car in sight.
CAR = 0  # its row in the world: what a plate is to an officer
SEEN_ROLE = 1
SEEN_MODEL = 2
WANTED = 3  # 1 when the police know this as the car they look for (always 0 for the driver's side)
SEEN_BY = 4  # bit k: own car k has it in sight
SEEN_LIGHTS = 5
SEEN_COLUMNS = 6


# What the police know of a car apart from who sits in it: bits. With its plate they look for it.
KNOWN_CLASS, KNOWN_COLOUR, KNOWN_PLATE = 1, 2, 4
KNOWN_ALL = KNOWN_CLASS | KNOWN_COLOUR | KNOWN_PLATE


class DriverStatus(NamedTuple):
    """What the driver knows of his own job."""

    phase: str
    alert: str
    felony: float
    heat: int
    crew_aboard: int
    crew_total: int
    take: float
    goal: tuple[float, float]  # m, where the phase wants him: kerb, hideout …
    lost: float  # s since he last saw a police car, as far as he can tell
    sirens: tuple[tuple[float, float], ...] = ()  # m: roughly where he hears sirens, seen or not
    watched: int = 0  # how many people and officers have his face in view
    certainty: float = 0.0  # how sure of it the one is who saw it best, 0 … 1


class PoliceStatus(NamedTuple):
    """What the police know of the case. `place` is where the last call or sighting put him."""

    alert: str
    heat: int
    units: int  # how many units heat allows
    place: tuple[float, float]  # m; the site once the alarm has rung, before that (nan, nan)
    place_tick: int  # when that was true; -1 before the alarm
    asleep: int = 0  # bit k: own unit k lies in wait, and must not stir
    known: int = 0  # KNOWN_… bits of the car that they know best
    model: int = -1  # its row in the car table, once they know the class
    charge: str = ""  # the last charge that went over the radio, with its witness
    task: str = ""  # what the Detective is to do
    badges: float = 0.0  # 0 … 100
    may_ram: bool = False
    most_units: int = 99  # units beyond so many have left the case
    broken_off: bool = False  # the colleagues have; the Detective is alone


S = TypeVar("S", covariant=True)


@dataclass(slots=True)
class Observation(Generic[S]):
    """own (m, CAR_COLUMNS) float64 and own_tags (m, TAG_COLUMNS) int32: the seat's cars;
    own_rows (m,) int32: their rows in the world;
    seen (k, CAR_COLUMNS) and seen_tags (k, SEEN_COLUMNS): every other car in sight, of which the first
    `seen_count` rows hold (where a car is, how it points and moves; its other columns are 0);
    people (p, PERSON_COLUMNS): who is on foot in sight, of which the first `people_count` rows hold."""

    tick: int
    own: NDArray[np.float64]
    own_tags: NDArray[np.int32]
    own_rows: NDArray[np.int32]
    seen: NDArray[np.float64]
    seen_tags: NDArray[np.int32]
    seen_count: int
    status: S
    people: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, PERSON_COLUMNS)))
    people_count: int = 0
