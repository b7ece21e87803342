"""Where cars enter a running job: reinforcements at a station, never out of thin air."""

import math

from game.level.model import Level, Station

CLEAR_OF_DRIVER = 170.0  # m in a straight line (story: none starts within 170 m, or 150 m by road)


def entry(level: Level, unit: int, driver: tuple[float, float], taken: list[tuple[float, float]]) -> Station | None:
    """The station at which this unit drives in: the stations take turns, but none that is within
    CLEAR_OF_DRIVER of the Driver or has a car of `taken` standing in its gate; None if none is left."""
    stations = level.heist.stations
    turns = [stations[(unit + k) % len(stations)] for k in range(len(stations))]
    for station in turns:
        gate_is_free = all(math.hypot(x - station.x, y - station.y) > 8.0 for x, y in taken)
        if gate_is_free and math.hypot(driver[0] - station.x, driver[1] - station.y) > CLEAR_OF_DRIVER:
            return station
    return None
