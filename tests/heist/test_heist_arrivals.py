"""Reinforcements drive in from stations, never near the Driver and never onto another car."""

import math
from dataclasses import replace

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


def test_none_starts_within_170_metres_which_is_over_150_by_any_road() -> None:
    assert LEVEL.rules.first_arrival == 170.0
    spots = [(station.x + dx, station.y + dy) for station in STATIONS for dx in (-120, 0, 160) for dy in (-60, 0, 60)]
    for driver in spots:
        for unit in range(len(STATIONS)):
            station = entry(LEVEL, unit, driver, [])
            assert station is None or math.dist(driver, (station.x, station.y)) > 170.0


def test_without_that_rule_one_starts_beside_him() -> None:
    here = (STATIONS[0].x + 20.0, STATIONS[0].y)
    off = replace(LEVEL, rules=replace(LEVEL.rules, first_arrival=0.0))
    assert entry(LEVEL, 0, here, []) != STATIONS[0] == entry(off, 0, here, [])


def test_nobody_is_set_down_on_a_car() -> None:
    gates = [(station.x, station.y) for station in STATIONS]
    assert entry(LEVEL, 0, FAR, gates[:1]) == STATIONS[1]
    assert entry(LEVEL, 0, FAR, gates) is None
