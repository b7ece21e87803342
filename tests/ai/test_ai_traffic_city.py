"""Civilian traffic on the small town: an hour without a pursuit."""

import numpy as np
import pytest
from traffic_scenes import Drive

from game.ai.traffic_state import STILL, WAITED
from game.core.snapshot import X, Y
from game.level.file import load_level

CARS = 30


def drive_and_note(seconds: float, seed: int) -> tuple[list[tuple[int, int, float]], float, float, Drive]:
    """(contacts, longest stand, mean speed, the drive) of so much traffic alone."""
    drive = Drive(load_level("tryout"), CARS, seed)
    contacts: list[tuple[int, int, float]] = []
    longest, speeds = 0.0, []
    for tick in range(round(seconds * 60)):
        drive.step()
        contacts += [(int(c[0]), int(c[1]), float(c[2])) for c in drive.world.contacts]
        if tick % 60 == 0:
            longest = max(longest, float(drive.traffic._state[:, [STILL, WAITED]].max()))
            speeds.append(float(np.mean(drive.speeds())))
    return contacts, longest, float(np.mean(speeds)), drive


def check(contacts: list[tuple[int, int, float]], longest: float, mean_speed: float) -> None:
    assert not [c for c in contacts if c[1] >= 0]
    assert longest < 120.0
    assert 5.0 < mean_speed < 12.0  # m/s, waits at lights included


def test_three_minutes_of_traffic_pass_without_a_collision_or_a_long_wait() -> None:
    contacts, longest, mean_speed, drive = drive_and_note(180.0, seed=5)
    check(contacts, longest, mean_speed)
    assert drive.traffic.strays() == []


@pytest.mark.slow
def test_an_hour_of_traffic_passes_without_a_collision_or_a_long_wait() -> None:
    contacts, longest, mean_speed, drive = drive_and_note(3600.0, seed=1)
    check(contacts, longest, mean_speed)
    assert drive.traffic.strays() == []


def test_traffic_spreads_over_the_city_instead_of_gathering_in_a_corner() -> None:
    drive = Drive(load_level("tryout"), CARS)
    drive.run(240.0)
    city = drive.traffic.level.city
    cars = drive.world.cars[drive.rows]
    quarters = {(bool(car[X] > city.width / 2), bool(car[Y] > city.height / 2)) for car in cars}
    assert len(quarters) == 4
