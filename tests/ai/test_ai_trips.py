"""Trips over every city: a driving mind arrives, alone on the roads, without leaving them."""

import math

import numpy as np
import pytest
from trips import Kerbs, city_level, trips

from game.level.file import city_ids
from game.level.roads import P_HEADING, P_X, P_Y, P_Z

FEW, MANY = 40, 1000


def drive(city: str, count: int, model: str, seed: int) -> None:
    level = city_level(city)
    names, edges = level.city.roads.road_names, level.city.roads.edges
    bad = []
    for trip in trips(level, count, model, seed):
        if trip.off or trip.blows or not math.isfinite(trip.seconds):
            way = f"{trip.start} → {trip.goal} ({names[edges[trip.goal, 5]]})"
            bad.append(f"{way}: {trip.seconds:.0f} s, {trip.blows} blows, off the road at {trip.off[:2]}")
    assert not bad, f"{len(bad)} of {count} trips went wrong:\n" + "\n".join(bad[:20])


@pytest.mark.slow
@pytest.mark.parametrize("city", city_ids())
def test_a_driver_arrives_without_leaving_the_road(city: str) -> None:
    drive(city, FEW, "fury_police", seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("city", city_ids())
def test_a_thousand_trips_arrive_without_leaving_the_road(city: str) -> None:
    drive(city, MANY, "fury_police", seed=2)


def test_a_wheel_on_the_sidewalk_is_noticed() -> None:
    """The control: along a street, as it is and moved over by five metres and more."""
    city = city_level("downtown").city
    kerbs, points = Kerbs(city), city.roads.points[:40]
    track = points[:, [P_X, P_Y, P_Z, P_HEADING]].copy()
    assert not kerbs.off(track)
    track[:, 0] += 9.0 * np.sin(track[:, 3])
    track[:, 1] -= 9.0 * np.cos(track[:, 3])
    assert kerbs.off(track)
