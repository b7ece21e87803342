"""Roads above and below the ground, driven in the real world: no jump, no touch, no view through a deck."""

import dataclasses
import math

import numpy as np
import pytest
from city_scenes import plan_of
from height_scenes import HIGH_AND_LOW, follow, lane_at, route, way
from numpy.typing import NDArray
from sim_scenes import MODELS, a_level

from game.core.snapshot import TRAFFIC, Z
from game.level.city import City
from game.level.derive import derive_city
from game.level.derive_graph import strong_parts
from game.sense.sight import in_view
from game.sim.world import World

EYE = 1.2  # m


@pytest.fixture(scope="module")
def city() -> City:
    return derive_city(plan_of(HIGH_AND_LOW))


def world_of(city: City, cars: int = 1) -> World:
    level = a_level()
    bare = {name: getattr(level.city, name) for name in ("props", "prop_grid", "parked")}
    whole = dataclasses.replace(city, **bare)
    return World(dataclasses.replace(level, city=whole), [(TRAFFIC, MODELS["ltd"])] * cars)


def driven(city: City, start: tuple[float, ...], goal: tuple[float, ...], speed: float) -> NDArray[np.float64]:
    """The x, y, z of a car that goes from one place (x, y, z, heading) to another; it must arrive."""
    links = route(city, lane_at(city, *start), lane_at(city, *goal))
    world, points = world_of(city), way(city, links)
    world.place(0, *points[1, :4], speed)
    track = follow(world, 0, points, speed, 150.0)
    assert np.hypot(*(track[-1, :2] - points[-1, :2])) < 20.0, f"stuck at {track[-1]} of {points[-1, :3]}"
    return track


def steepest_step(track: NDArray[np.float64]) -> float:
    return float(np.abs(np.diff(track[:, 2])).max())


UP = ((270.0, 100.0, 0.0, math.pi / 2), (600.0, 238.0, 6.0, 0.0))
DOWN_THE_BANK = ((640.0, 60.0, 0.0, math.pi), (480.0, 400.0, -5.0, math.pi / 2))


def test_every_lane_above_and_below_is_reachable(city: City) -> None:
    assert len(set(strong_parts(city.roads).tolist())) == 1


def test_a_car_climbs_to_the_freeway_without_a_jump(city: City) -> None:
    track = driven(city, *UP, 8.0)
    assert track[0, 2] == 0.0 and track[-1, 2] == pytest.approx(6.0, abs=0.01)
    assert steepest_step(track) < 0.06


def test_a_car_turns_at_the_end_of_the_freeway(city: City) -> None:
    track = driven(city, (500.0, 238.0, 6.0, 0.0), (400.0, 262.0, 6.0, math.pi), 6.0)
    assert (np.abs(track[:, 2] - 6.0) < 0.01).all()


def test_a_car_drives_down_into_the_river_and_under_its_bridges(city: City) -> None:
    track = driven(city, *DOWN_THE_BANK, 8.0)
    assert track[0, 2] == 0.0 and track[-1, 2] == pytest.approx(-5.0, abs=0.01)
    assert steepest_step(track) < 0.06
    assert (track[:, 1] > 380.0).any(), "past the bridge at y = 360"


@pytest.mark.parametrize("y", [360.0, 240.0])
def test_a_car_crosses_the_river_on_a_bridge(city: City, y: float) -> None:
    track = driven(city, (300.0, y - 2.0, 0.0, 0.0), (560.0, y - 2.0, 0.0, 0.0), 12.0)
    assert (track[:, 2] == 0.0).all()


def test_three_cars_above_each_other_neither_touch_nor_see(city: City) -> None:
    world = world_of(city, 3)
    for row, z in enumerate((6.0, 0.0, -5.0)):
        world.place(row, 480.0, 240.0, z, 0.0)
    for _ in range(30):
        world.step()
    assert world.cars[:, Z].tolist() == pytest.approx([6.0, 0.0, -5.0], abs=0.01)
    assert len(world.contacts) == 0
    for above, below in ((6.0, 0.0), (6.0, -5.0)):
        args = (city.sight_edges, city.sight_grid, city.deck_z, 470.0, 240.0, above + EYE, 490.0, 240.0, below + EYE)
        assert not in_view(*args)


def test_cars_on_one_level_do_touch(city: City) -> None:
    world = world_of(city, 2)
    world.place(0, 480.0, 240.0, 0.0, 0.0, 10.0)
    world.place(1, 490.0, 240.0, 0.0, 0.0)
    touched = 0
    for _ in range(60):
        world.step()
        touched += len(world.contacts)
    assert touched


@pytest.mark.parametrize(
    ("x", "y", "z", "heading"),
    [
        (480.0, 300.0, -5.0, 0.0),  # in the bed, at the bank
        (440.0 - 15.0, 300.0, 0.0, 0.0),  # above, at the barrier
        (480.0, 360.0, 0.0, math.pi / 2),  # on the bridge, at its parapet
        (380.0, 238.0, 6.0, -math.pi / 2),  # on the freeway, at its parapet
    ],
)
def test_walls_hold_a_car_at_its_height(city: City, x: float, y: float, z: float, heading: float) -> None:
    world = world_of(city)
    world.place(0, x, y, z, heading, 15.0)
    for _ in range(300):
        world.step()
    assert world.cars[0, Z] == pytest.approx(z, abs=0.01)


def test_the_bank_hides_what_drives_in_the_bed(city: City) -> None:
    def sees(x: float, z: float) -> bool:
        far = (x, 300.0, z + EYE)
        return bool(in_view(city.sight_edges, city.sight_grid, city.deck_z, 480.0, 300.0, -5.0 + EYE, *far))

    assert sees(500.0, -5.0) and not sees(420.0, 0.0)
