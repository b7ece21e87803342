"""What a mind is told before the job. The police get no kerb, no hideout and no plan."""

from dataclasses import dataclass

from game.level.city import City
from game.level.model import CarSpec, Heist, Place, Station


@dataclass(frozen=True, slots=True)
class DriverBriefing:
    """The driver planned the job: he knows all of it. cars: the car table, whose row the tags name."""

    city: City
    heist: Heist
    cars: tuple[CarSpec, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class PoliceBriefing:
    """cars: the car table; units: how many rows the seat has; patrols: where its first rows
    cruise when the job starts; stations: where the others drive in."""

    city: City
    cars: tuple[CarSpec, ...]
    units: int
    patrols: tuple[Place, ...]
    stations: tuple[Station, ...]
    seed: int
