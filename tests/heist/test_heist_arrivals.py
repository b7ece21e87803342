"""Reinforcements drive in from stations, never near the Driver and never onto another car."""

from game import load_level
from game.heist.arrivals import entry

LEVEL = load_level("tryout")
STATIONS = LEVEL.heist.stations
FAR = (1e6, 1e6)


def test_the_stations_take_turns() -> None:
    assert [entry(LEVEL, unit, FAR, []) for unit in range(len(STATIONS))] == list(STATIONS)


def test_a_station_near_the_driver_is_passed_over() -> None:
    near = (STATIONS[0].x + LEVEL.rules.first_arrival - 1.0, STATIONS[0].y)
    far = (STATIONS[0].x - LEVEL.rules.first_arrival - 1.0, STATIONS[0].y)
    assert entry(LEVEL, 0, near, []) != STATIONS[0]
    assert entry(LEVEL, 0, far, []) == STATIONS[0]


def test_nobody_is_set_down_on_a_car() -> None:
    gates = [(station.x, station.y) for station in STATIONS]
    assert entry(LEVEL, 0, FAR, gates[:1]) == STATIONS[1]
    assert entry(LEVEL, 0, FAR, gates) is None
