"""What a mind is told before the job. The police get no kerb, no hideout and no plan."""

from dataclasses import dataclass, replace

from game.core.constants import WET_GRIP
from game.level.city import City
from game.level.model import CarSpec, Heist, Level, Place, Station


def cars_today(level: Level) -> tuple[CarSpec, ...]:
    """The car table as everybody reckons with it at the wheel: in rain the tyres hold less."""
    return tuple(_in_the_wet(car) for car in level.cars) if level.heist.weather == "rain" else level.cars


def _in_the_wet(car: CarSpec) -> CarSpec:
    along = WET_GRIP * car.friction_along
    brakes = min(car.brake_force, along)
    return replace(car, friction=WET_GRIP * car.friction, friction_along=along, brake_force=brakes)


@dataclass(frozen=True, slots=True)
class DriverBriefing:
    """The driver planned the job: he knows all of it. cars: the car table as it drives today, whose row the
    tags name."""

    city: City
    heist: Heist
    cars: tuple[CarSpec, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class PoliceBriefing:
    """cars: the car table as it drives today; units: how many rows the seat has; patrols: where its first rows
    cruise when the job starts; stations: where the others drive in."""

    city: City
    cars: tuple[CarSpec, ...]
    units: int
    patrols: tuple[Place, ...]
    stations: tuple[Station, ...]
    seed: int
