"""Heights and surfaces: ramps without a jump, decks over streets, and which metres a car occupies."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from sim_scenes import MODELS, a_level, box, control

from game.core.snapshot import BITS, CONCRETE, DIRT, SURFACE, TRAFFIC, VY, WET_ASPHALT, X, Y, Z
from game.level.model import Level
from game.sim.ground import deck_height, ground_height, height_bits, surface_at, wheels_height
from game.sim.world import World

DECK_TOP = 6.0  # m
RAMP = 80.0  # m long, so 7.5 %


def deck() -> NDArray[np.float32]:
    """Along y = 15 … 25: a ramp from x = 20 up to x = 100, then level to the eastern edge."""
    z = np.full((60, 300), np.nan, dtype=np.float32)
    x = np.arange(300) + 0.5
    z[15:25, 20:] = np.clip((x[20:] - 20.0) / RAMP, 0.0, 1.0) * DECK_TOP
    return z


FLAT = np.zeros((1, 1), dtype=np.float32)


def river_bed() -> NDArray[np.float32]:
    """A bed 5 m deep along x = 100 … 160, and a ramp down to it along y = 40 … 50 from x = 40."""
    ground = np.zeros((60, 300), dtype=np.float32)
    ground[:, 100:160] = -5.0
    ground[40:50, 40:100] = -5.0 * (np.arange(60) + 0.5) / 60
    return ground


def deck_level(deck_z: NDArray[np.float32] | None = None, weather: str = "clear") -> Level:
    surface = np.full((60, 300), DIRT, dtype=np.uint8)
    return a_level(surface=surface, deck_z=deck() if deck_z is None else deck_z, weather=weather)


@pytest.mark.parametrize(
    ("bottom", "top", "bits"),
    [
        (0.0, 1.5, 0b11 << 6),
        (0.5, 2.0, 0b11 << 6),
        (0.6, 2.1, 0b111 << 6),
        (6.0, 7.5, 0b11 << 12),
        (0.0, 1.0, 1 << 6),
        (2.0, 2.0, 0),
        (-5.0, -3.5, 0b110),
        (-5.0, 0.0, 0b111110),
        (-9.0, -7.0, 0),
    ],
)
def test_height_bits_are_the_metres_that_something_reaches_into(bottom: float, top: float, bits: int) -> None:
    assert height_bits(bottom, top) == bits


def test_height_bits_of_towers_fit_an_int32() -> None:
    assert height_bits(0.0, 400.0) == 2**31 - 2**6
    assert height_bits(200.0, 400.0) == 2**30


def test_deck_height_is_linear_between_cells_and_flat_at_the_edges() -> None:
    z = deck()
    assert deck_height(z, 60.0, 20.0) == pytest.approx(3.0)
    assert deck_height(z, 60.3, 20.2) == pytest.approx(3.0225)
    assert deck_height(z, 200.0, 24.9) == DECK_TOP
    assert math.isnan(deck_height(z, 200.0, 26.0))
    assert math.isnan(deck_height(z, -5.0, 20.0))
    assert math.isnan(deck_height(z, 5000.0, 20.0))


def test_ground_height_is_linear_between_cells_and_zero_outside() -> None:
    ground = river_bed()
    assert ground_height(ground, 130.0, 20.0, -5.0) == -5.0
    assert ground_height(ground, 70.0, 45.0, -2.6) == pytest.approx(-2.5)
    assert ground_height(ground, 20.0, 20.0, 0.0) == 0.0 == ground_height(ground, -3.0, 20.0, 0.0)


def test_a_bank_is_no_slope() -> None:
    ground = river_bed()
    assert ground_height(ground, 100.0, 20.0, 0.0) == 0.0
    assert ground_height(ground, 100.0, 20.0, -5.0) == -5.0
    assert math.isnan(ground_height(ground, 130.0, 20.0, 0.0))


def test_wheels_stand_on_the_bed_or_on_the_bridge_above_it() -> None:
    bridge = np.where(deck() >= 0.0, np.float32(0.0), deck())
    assert wheels_height(river_bed(), bridge, 130.0, 20.0, 0.0) == 0.0
    assert wheels_height(river_bed(), bridge, 130.0, 20.0, -5.0) == -5.0
    assert wheels_height(river_bed(), bridge, 70.0, 45.0, -2.4) == pytest.approx(-2.5)


def test_a_bridge_under_a_freeway_still_carries() -> None:
    assert wheels_height(river_bed(), deck(), 130.0, 20.0, 0.0) == 0.0
    assert wheels_height(river_bed(), deck(), 130.0, 20.0, 5.9) == DECK_TOP
    assert wheels_height(river_bed(), deck(), 130.0, 20.0, -5.0) == -5.0


def test_wheels_follow_a_deck_only_when_it_is_near() -> None:
    assert wheels_height(FLAT, deck(), 200.0, 20.0, 5.8) == DECK_TOP
    assert wheels_height(FLAT, deck(), 200.0, 20.0, 0.0) == 0.0
    assert wheels_height(FLAT, deck(), 200.0, 40.0, 6.0) == 0.0


def test_surface_outside_the_city_is_that_of_its_edge() -> None:
    ground = np.array([[CONCRETE, DIRT]], dtype=np.uint8)
    assert surface_at(ground, 1.5, 0.5) == DIRT
    assert surface_at(ground, -9.0, 99.0) == CONCRETE


def climb(level: Level) -> tuple[World, list[float]]:
    world = World(level, [(TRAFFIC, MODELS["trans_am"])])
    world.place(0, 5.0, 20.0, 0.0, 0.0, 15.0)
    heights = []
    while world.cars[0, X] < 150.0:
        control(world, throttle=0.5)
        world.step()
        heights.append(float(world.cars[0, Z]))
    return world, heights


def test_ramp_climbs_without_a_jump() -> None:
    world, heights = climb(deck_level())
    assert heights[-1] == DECK_TOP
    assert heights == sorted(heights)
    steepest = DECK_TOP / RAMP * 40.0 * world.dt  # at 40 m/s, more than it gets to
    assert max(np.diff(heights)) < steepest
    assert world.tags[0, BITS] == height_bits(DECK_TOP, DECK_TOP + 1.5)


def test_a_step_in_the_road_would_show_as_a_jump() -> None:
    steps = np.round(deck() / 0.9) * np.float32(0.9)
    assert max(np.diff(climb(deck_level(steps))[1])) > 0.2


def test_deck_has_its_own_pavement() -> None:
    assert climb(deck_level())[0].tags[0, SURFACE] == CONCRETE
    assert climb(deck_level(weather="rain"))[0].tags[0, SURFACE] == WET_ASPHALT


def crossing(deck_z: NDArray[np.float32]) -> tuple[float, int]:
    """One car east along the deck, one north under it: (how near they come, contacts)."""
    world = World(deck_level(deck_z), [(TRAFFIC, MODELS["ltd"]), (TRAFFIC, MODELS["ltd"])])
    world.place(0, 180.0, 20.0, DECK_TOP, 0.0, 10.0)
    world.place(1, 200.0, 0.0, 0.0, math.pi / 2.0, 10.0)
    nearest, touches = math.inf, 0
    for _ in range(180):
        world.step()
        nearest = min(nearest, math.dist(world.cars[0, [X, Y]], world.cars[1, [X, Y]]))
        touches += len(world.contacts)
    return nearest, touches


def test_cars_on_the_deck_and_under_it_pass_without_touching() -> None:
    assert crossing(deck()) == (pytest.approx(0.0, abs=1.0), 0)


def test_on_one_level_the_same_two_cars_collide() -> None:
    assert crossing(np.full((60, 300), np.nan, dtype=np.float32))[1] > 0


def test_a_wall_under_the_deck_stops_only_the_car_in_the_street() -> None:
    wall = box(200.0, 20.0, 4.0, 8.0, 0.0, 4.0)
    level = a_level((wall,), np.zeros((60, 300), np.uint8), deck())
    world = World(level, [(TRAFFIC, MODELS["ltd"]), (TRAFFIC, MODELS["ltd"])])
    world.place(0, 180.0, 20.0, DECK_TOP, 0.0, 10.0)
    world.place(1, 200.0, 0.0, 0.0, math.pi / 2.0, 10.0)
    for _ in range(240):
        world.step()
    assert world.cars[0, X] > 210.0
    assert world.cars[1, Y] < 16.0
    assert world.cars[1, VY] < 1.0
