"""Props that fall: which car knocks over what, what it costs, and what the run tells of it."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from sim_scenes import MODELS, SPECS, a_level, box, control

from game.core.events import AT_X, IMPULSE, PROP, A, B
from game.core.snapshot import BROKEN, BROKEN_HEAD_LEFT, DAMAGE, OMEGA, TRAFFIC, VX, VY, X, Y, Z
from game.level import city
from game.level.city import (
    PROP_COLUMNS,
    PROP_HYDRANT,
    PROP_LAMP,
    PROP_NEWSBOX,
    PROP_SIGN,
    PROP_SIGNAL,
)
from game.sim.props import BREAKAWAY
from game.sim.world import World

FURY = SPECS[MODELS["fury_police"]]
STREET = 100.0  # m, y of the street in these scenes


def prop(x: float, y: float, kind: int = PROP_HYDRANT, z: float = 0.0) -> list[float]:
    return [x, y, z, 0.0, kind]


def scene(props: list[list[float]], speed: float = 20.0, model: str = "fury_police", dt: float = 1.0 / 60.0) -> World:
    """A car heading east at (50, STREET)."""
    rows = np.array(props, dtype=np.float64).reshape(-1, PROP_COLUMNS)
    world = World(a_level(props=rows), [(TRAFFIC, MODELS[model])], dt)
    world.place(0, 50.0, STREET, 0.0, 0.0, speed)
    return world


def run(world: World, seconds: float) -> list[NDArray[np.float64]]:
    """The contact rows of every tick."""
    rows = []
    for _ in range(round(seconds / world.dt)):
        world.step()
        rows.extend(world.contacts.copy())
    return rows


def test_a_prop_in_the_way_falls_once_and_the_run_tells_it() -> None:
    world = scene([prop(60.0, STREET), prop(60.0, STREET + 5.0), prop(70.0, STREET + 0.5)])
    rows = run(world, 2.0)
    assert world.fallen.tolist() == [0, 2]
    assert world.fallen.dtype == np.int32
    assert [row[[A, B]].tolist() for row in rows] == [[0.0, PROP], [0.0, PROP - 2.0]]
    assert rows[0][AT_X] == pytest.approx(60.0, abs=0.5)  # carried along for a tick


def test_what_the_rectangle_misses_stands() -> None:
    beside = FURY.width / 2.0 + 0.2
    world = scene([prop(60.0, STREET + beside), prop(60.0, STREET - beside), prop(40.0, STREET)])
    run(world, 2.0)
    assert len(world.fallen) == 0
    assert scene([prop(60.0, STREET + beside - 0.1)]).cars[0, Y] == STREET  # control: a hand's breadth nearer
    world = scene([prop(60.0, STREET + beside - 0.1)])
    run(world, 2.0)
    assert len(world.fallen) == 1


def test_a_turned_car_reaches_with_its_corners() -> None:
    world = scene([prop(50.0, STREET + 2.6)], speed=0.0)
    world.physics.move(0, 50.0, STREET, math.pi / 2.0, 1.0, 0.0)
    world.step()
    world.step()
    assert world.fallen.tolist() == [0]


def test_a_standing_car_knocks_nothing_over() -> None:
    world = scene([prop(51.0, STREET)], speed=0.0)
    run(world, 1.0)
    assert len(world.fallen) == 0


def test_a_deck_and_the_street_under_it_have_their_own_props() -> None:
    world = scene([prop(60.0, STREET, z=6.0), prop(65.0, STREET)])
    run(world, 2.0)
    assert world.fallen.tolist() == [1]
    assert world.cars[0, Z] == 0.0


@pytest.mark.parametrize("kind", [PROP_SIGN, PROP_NEWSBOX, PROP_HYDRANT, PROP_LAMP, PROP_SIGNAL])
@pytest.mark.parametrize("dt", [1.0 / 60.0, 1.0 / 240.0])
def test_the_car_loses_what_the_prop_takes_along(kind: int, dt: float) -> None:
    """A plastic impact: m·v = (m + breakaway mass)·v', whatever the length of the tick."""
    world, free = scene([prop(60.0, STREET, kind)], dt=dt), scene([], dt=dt)
    rows = run(world, 1.0)
    run(free, 1.0)
    lost = free.cars[0, VX] - world.cars[0, VX]
    mass = BREAKAWAY[kind]
    assert lost == pytest.approx(20.0 * mass / (mass + FURY.mass), rel=0.1)
    assert rows[0][IMPULSE] / FURY.mass == pytest.approx(lost, rel=0.1)
    assert world.cars[0, VX] > 15.0


def test_every_kind_of_prop_has_a_breakaway_mass() -> None:
    last = max(value for name, value in vars(city).items() if name.startswith("PROP_"))
    assert set(BREAKAWAY) == set(range(last + 1))


def test_lamp_posts_take_what_breakaway_posts_may_take() -> None:
    """AASHTO 1975: at most 1100 lb·s (4.9 kN·s) at 60 mph."""
    rows = run(scene([prop(60.0, STREET, PROP_LAMP)], speed=26.8), 1.0)
    assert 1000.0 < rows[0][IMPULSE] < 4900.0


def test_a_post_at_a_corner_turns_the_car_towards_it_and_breaks_that_lamp() -> None:
    world = scene([prop(60.0, STREET + 0.7, PROP_LAMP)])
    while not len(world.fallen):
        world.step()
    assert world.cars[0, OMEGA] > 0.05
    assert abs(world.cars[0, VY]) < 0.5
    assert world.tags[0, BROKEN] == BROKEN_HEAD_LEFT
    assert 0.0 < world.cars[0, DAMAGE] < 0.05


def test_a_sign_costs_next_to_nothing() -> None:
    world = scene([prop(60.0, STREET, PROP_SIGN)], speed=10.0)
    run(world, 1.0)
    assert len(world.fallen) == 1
    assert world.cars[0, DAMAGE] == 0.0


def test_a_row_of_meters_falls_as_fast_as_a_car_can_drive() -> None:
    """62 m/s is a metre a tick: nothing is passed over."""
    world = scene([prop(60.0 + 3.0 * k, STREET, PROP_SIGN) for k in range(40)], speed=62.0)
    run(world, 3.0)
    assert world.fallen.tolist() == list(range(40))


def test_more_props_than_a_tick_has_room_for_fall_in_the_next_one() -> None:
    heap = [prop(56.0 + 0.01 * k, STREET, PROP_SIGN) for k in range(150)]
    world = scene(heap, speed=5.0)
    run(world, 2.0)
    assert sorted(world.fallen.tolist()) == list(range(150))


def test_two_cars_never_knock_over_the_same_prop() -> None:
    rows = np.array([prop(60.0, STREET)])
    world = World(a_level(props=rows), [(TRAFFIC, 0), (TRAFFIC, 0)])
    world.place(0, 54.0, STREET, 0.0, 0.0, 10.0)
    world.place(1, 66.0, STREET, 0.0, math.pi, 10.0)
    run(world, 1.0)
    assert world.fallen.tolist() == [0]


def test_props_off_the_map_and_cars_off_the_map_do_no_harm() -> None:
    world = scene([prop(60.0, STREET)])
    world.place(0, -500.0, 9000.0, 0.0, 1.0, 30.0)
    run(world, 1.0)
    assert len(world.fallen) == 0


def test_a_trunk_is_solid() -> None:
    """Trees and palms are colliders, not props: a car stops at one."""
    world = World(a_level((box(65.0, STREET, 1.0, 1.0),)), [(TRAFFIC, MODELS["fury_police"])])
    world.place(0, 50.0, STREET, 0.0, 0.0, 15.0)
    control(world, throttle=0.3)
    run(world, 2.0)
    assert world.cars[0, X] < 65.0 - FURY.length / 2.0
    assert abs(world.cars[0, VX]) < 1.0
    assert world.cars[0, DAMAGE] > 0.3
