"""Civilian drivers and people in the street."""

import math

import pytest
from traffic_scenes import Drive, a_level, long_lane, place_at, town

from game.core.snapshot import ANGLE, P_STATE, P_X, P_Y, PERSON_DOWN, PERSON_INSIDE, PERSON_WALKING, X, Y


def drives_up_to(state: int, aside: float) -> Drive:
    """A car at 8 m/s, and somebody 30 m ahead of it, `aside` m left of the middle of its lane."""
    drive = Drive(a_level(town()), 1, place=False, people=1)
    place_at(drive, 0, long_lane(drive), 20.0, 8.0)
    x, y, angle = drive.world.cars[0, [X, Y, ANGLE]].tolist()
    drive.world.people[0, P_STATE] = state
    drive.world.people[0, P_X] = x + 30.0 * math.cos(angle) - aside * math.sin(angle)
    drive.world.people[0, P_Y] = y + 30.0 * math.sin(angle) + aside * math.cos(angle)
    for _ in range(6 * 60):
        drive.step()
        if len(drive.world.struck):
            break
    return drive


@pytest.mark.parametrize(
    ("state", "aside", "stops"),
    [
        (PERSON_WALKING, 0.0, True),
        (PERSON_DOWN, 0.5, True),
        (PERSON_WALKING, -4.0, False),  # on the pavement
        (PERSON_INSIDE, 0.0, False),
    ],
)
def test_a_civilian_stops_for_somebody_in_his_lane_and_only_there(state: int, aside: float, stops: bool) -> None:
    drive = drives_up_to(state, aside)
    assert len(drive.world.struck) == 0
    assert (drive.speeds()[0] < 0.5) is stops
