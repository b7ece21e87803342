"""Where cars enter a running job: reinforcements at a station, never out of thin air."""

import math

from game.level.model import Level, Station

GATE = 8.0  # m round a station that must be free


def entry(level: Level, unit: int, driver: tuple[float, float], taken: list[tuple[float, float]]) -> Station | None:
    """The station at which this unit drives in: the stations take turns, but none that is too near the
    Driver or has a car of `taken` standing in its gate; None if none is left."""
    stations = level.heist.stations
    turns = [stations[(unit + k) % len(stations)] for k in range(len(stations))]
    for station in turns:
        gate_is_free = all(math.hypot(x - station.x, y - station.y) > GATE for x, y in taken)
        distance = math.hypot(driver[0] - station.x, driver[1] - station.y)
        if gate_is_free and distance > level.rules.first_arrival:
            return station
    return None
