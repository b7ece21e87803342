"""What a crash does to which part: by the blow's strength and by where it struck."""

import math

import numpy as np
import pytest
from sim_scenes import MODELS, SPECS, a_level, box, control, one_car

from game.core.constants import MPH
from game.core.events import CONTACT_COLUMNS
from game.core.snapshot import (
    BENT_FRONT,
    BENT_REAR,
    BROKEN,
    BROKEN_HEAD_LEFT,
    BROKEN_HEAD_RIGHT,
    BROKEN_TAIL_LEFT,
    BROKEN_TAIL_RIGHT,
    DAMAGE,
    ENGINE,
    FLAT_FRONT_LEFT,
    FLAT_FRONT_RIGHT,
    FLAT_REAR_LEFT,
    FLAT_REAR_RIGHT,
    MODEL,
    SHAKEN,
    TRAFFIC,
    VX,
    X,
)
from game.sim.damage import FLAT_FROM, MOST_BENT, MOST_SHAKEN, add_damage
from game.sim.world import World

FURY = SPECS[MODELS["fury_police"]]
HEADS, TAILS = BROKEN_HEAD_LEFT | BROKEN_HEAD_RIGHT, BROKEN_TAIL_LEFT | BROKEN_TAIL_RIGHT
FRONT_FLATS, REAR_FLATS = FLAT_FRONT_LEFT | FLAT_FRONT_RIGHT, FLAT_REAR_LEFT | FLAT_REAR_RIGHT
NOSE, TAIL = FURY.length / 2.0, -FURY.length / 2.0
LEFT, RIGHT = FURY.width / 2.0, -FURY.width / 2.0
FRONT_AXLE = FURY.wheelbase * (1.0 - FURY.front_weight)


def blow(speed: float, at: tuple[float, float], outwards: tuple[float, float], times: int = 1) -> World:
    """A car at the origin after wall contacts that each changed its speed by `speed` m/s."""
    world = one_car()
    contact = np.zeros((1, CONTACT_COLUMNS))
    contact[0] = [0.0, -1.0, speed * FURY.mass, *at, *outwards, 1.0]
    for _ in range(times):
        add_damage(contact, world.cars, world.tags, world.parameters)
    return world


def into_wall(speed: float, seconds: float = 3.0) -> World:
    """Head on into a wall, unbraked."""
    world = one_car(speed=speed, level=a_level((box(15.0, 0.0, 4.0, 20.0),)))
    for _ in range(round(seconds * 60.0)):
        world.step()
    return world


def parts(world: World, row: int = 0) -> tuple[float, float, float, float, int]:
    car = world.cars[row]
    return (
        *(float(car[column]) for column in (DAMAGE, ENGINE, BENT_FRONT, BENT_REAR)),
        int(world.tags[row, BROKEN]),
    )


def test_five_miles_an_hour_against_a_wall_harms_nothing() -> None:
    """US standard 215 of 1973: no harm to lamps or cooling."""
    assert parts(into_wall(5.0 * MPH)) == (0.0, 0.0, 0.0, 0.0, 0)


def test_a_wall_at_town_speed_cripples_and_does_not_wreck() -> None:
    world = into_wall(15.0)
    damage, engine, bent_front, _, broken = parts(world)
    assert 0.35 < damage < 0.55
    assert 0.4 < engine < 0.8  # leaks: HEAT climbs from 0.15 on
    assert broken == HEADS
    assert abs(bent_front) < 0.01


def test_a_crippled_car_still_drives_and_one_set_down_anew_is_sound() -> None:
    world = into_wall(15.0)
    world.physics.move(0, -60.0, 0.0, math.pi, 0.0, 0.0)
    control(world, throttle=1.0)
    for _ in range(300):
        world.step()
    assert world.cars[0, X] < -75.0
    world.place(0, -50.0, 0.0, 0.0, 0.0)
    assert parts(world) == (0.0, 0.0, 0.0, 0.0, 0)


def test_a_wall_at_seventy_miles_an_hour_wrecks() -> None:
    damage, engine, _, _, broken = parts(into_wall(70.0 * MPH))
    assert (damage, engine) == (1.0, 1.0)
    assert broken & HEADS == HEADS
    assert broken & FRONT_FLATS == FRONT_FLATS


def test_repeated_blows_add_up() -> None:
    once, thrice = blow(9.0, (NOSE, 0.0), (1.0, 0.0)), blow(9.0, (NOSE, 0.0), (1.0, 0.0), 3)
    assert thrice.cars[0, DAMAGE] == pytest.approx(3.0 * once.cars[0, DAMAGE])
    assert thrice.cars[0, ENGINE] == pytest.approx(3.0 * once.cars[0, ENGINE])
    assert thrice.cars[0, ENGINE] > 0.15


@pytest.mark.parametrize(
    ("at", "outwards", "lamp", "flat"),
    [
        ((NOSE, LEFT), (1.0, 0.0), BROKEN_HEAD_LEFT, FLAT_FRONT_LEFT),
        ((NOSE, RIGHT), (1.0, 0.0), BROKEN_HEAD_RIGHT, FLAT_FRONT_RIGHT),
        ((TAIL, LEFT), (-1.0, 0.0), BROKEN_TAIL_LEFT, FLAT_REAR_LEFT),
        ((TAIL, RIGHT), (-1.0, 0.0), BROKEN_TAIL_RIGHT, FLAT_REAR_RIGHT),
    ],
)
def test_each_corner_has_its_own_lamp_and_tyre(
    at: tuple[float, float], outwards: tuple[float, float], lamp: int, flat: int
) -> None:
    assert parts(blow(4.0, at, outwards))[4] == lamp
    assert parts(blow(16.0, at, outwards))[4] & (FRONT_FLATS | REAR_FLATS) in (flat, 0)
    assert parts(blow(25.0, at, outwards))[4] & (FRONT_FLATS | REAR_FLATS) & flat


def test_only_the_front_holds_the_engine() -> None:
    assert blow(15.0, (TAIL, 0.0), (-1.0, 0.0)).cars[0, ENGINE] == 0.0
    assert blow(15.0, (0.0, LEFT), (0.0, 1.0)).cars[0, ENGINE] == 0.0
    assert blow(15.0, (NOSE, 0.0), (1.0, 0.0)).cars[0, ENGINE] > 0.4


def test_a_blow_on_a_wheel_bends_its_axle_to_that_side_and_cuts_the_tyre() -> None:
    left = blow(8.0, (FRONT_AXLE, LEFT), (0.0, 1.0))
    right = blow(8.0, (FRONT_AXLE, RIGHT), (0.0, -1.0))
    assert left.cars[0, BENT_FRONT] == pytest.approx(-right.cars[0, BENT_FRONT])
    assert left.cars[0, BENT_FRONT] > 0.01
    assert abs(left.cars[0, BENT_REAR]) < 0.001
    assert left.tags[0, BROKEN] & FLAT_FRONT_LEFT
    assert right.tags[0, BROKEN] & FLAT_FRONT_RIGHT
    assert not parts(blow(5.0, (FRONT_AXLE, LEFT), (0.0, 1.0)))[4] & FRONT_FLATS
    assert FLAT_FROM > 0.0


def test_an_axle_bends_only_so_far() -> None:
    assert blow(20.0, (FRONT_AXLE, LEFT), (0.0, 1.0), 9).cars[0, BENT_FRONT] == MOST_BENT


@pytest.mark.parametrize(("speed", "seconds"), [(1.5, 0.0), (3.0, 0.2), (7.0, 1.0), (12.0, 2.0), (30.0, 2.0)])
def test_drivers_are_shaken_by_the_change_of_speed(speed: float, seconds: float) -> None:
    assert blow(speed, (0.0, LEFT), (0.0, 1.0)).cars[0, SHAKEN] == pytest.approx(seconds)


def test_a_lighter_blow_does_not_calm_a_shaken_driver() -> None:
    world = blow(20.0, (NOSE, 0.0), (1.0, 0.0))
    contact = np.array([[0.0, -1.0, 3.0 * FURY.mass, NOSE, 0.0, 1.0, 0.0, 0.0]])
    add_damage(contact, world.cars, world.tags, world.parameters)
    assert world.cars[0, SHAKEN] == MOST_SHAKEN


def test_both_cars_of_a_contact_are_hurt_where_they_were_struck() -> None:
    """One runs into the other's tail: its head lamps, the other's tail lamps."""
    world = World(a_level(), [(TRAFFIC, MODELS["fury_police"])] * 2)
    world.place(0, 0.0, 0.0, 0.0, 0.0, 16.0)
    world.place(1, 9.0, 0.0, 0.0, 0.0)
    for _ in range(60):
        world.step()
    assert world.tags[:, BROKEN].tolist() == [HEADS, TAILS]
    assert world.cars[0, ENGINE] > 0.0
    assert world.cars[1, ENGINE] == 0.0
    assert world.cars[0, DAMAGE] == pytest.approx(world.cars[1, DAMAGE])


def test_a_wall_of_two_pieces_hurts_as_much_as_one_of_one() -> None:
    """Control: taken one by one, each half of the blow would be under the threshold."""
    pieces = (box(15.0, -10.0, 4.0, 20.0), box(15.0, 10.0, 4.0, 20.0))
    harms = []
    for walls in (pieces, (box(15.0, 0.0, 4.0, 40.0),)):
        world = one_car(speed=5.0, level=a_level(walls))
        for _ in range(240):
            world.step()
        harms.append(float(world.cars[0, DAMAGE]))
    assert harms[0] == pytest.approx(harms[1], rel=0.05)
    assert harms[1] > 0.05


def test_scraping_along_a_wall_costs_little() -> None:
    """Ten seconds at 15 m/s, pressed against it."""
    world = World(a_level((box(0.0, 3.0, 1000.0, 2.0),)), [(TRAFFIC, MODELS["fury_police"])])
    world.place(0, -150.0, 2.0 - LEFT - 0.02, 0.0, 0.0, 15.0)
    touching = 0
    for _ in range(600):
        control(world, steer=0.1, throttle=0.6)
        world.step()
        touching += len(world.contacts)
    assert touching > 300
    assert world.cars[0, X] > -80.0
    assert world.cars[0, DAMAGE] < 0.02
    assert world.cars[0, VX] > 5.0


@pytest.mark.parametrize("model", MODELS)
def test_every_car_of_the_table_survives_a_town_crash_and_no_motorway_one(model: str) -> None:
    for speed, wrecked in ((15.0, False), (32.0, True)):
        world = World(a_level((box(15.0, 0.0, 4.0, 20.0),)), [(TRAFFIC, MODELS[model])])
        world.place(0, 0.0, 0.0, 0.0, 0.0, speed)
        for _ in range(120):
            world.step()
        assert (world.cars[0, DAMAGE] >= 1.0) == wrecked
        assert world.tags[0, MODEL] == MODELS[model]
