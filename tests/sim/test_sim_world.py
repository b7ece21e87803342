"""Damage, people, and what a world says when its state breaks."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_scenes import MODELS, SPECS, a_level, box, control, one_car

from game.core.snapshot import (
    ACTIVE,
    DAMAGE,
    MODEL,
    P_CAR,
    P_HEADING,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_INSIDE,
    PERSON_WALKING,
    POLICE,
    ROLE,
    SWITCH,
    TRAFFIC,
    VX,
    X,
    Y,
)
from game.sim.cars import PARAMETER_COLUMNS, TO_FRONT, TO_REAR, parameters
from game.sim.world import World


def wall_damage(speed: float, model: str = "fury_police") -> float:
    world = one_car(model, speed, a_level((box(15.0, 0.0, 4.0, 20.0),)))
    for _ in range(240):
        world.step()
    return float(world.cars[0, DAMAGE])


@pytest.mark.parametrize(
    ("speed", "least", "most"), [(2.0, 0.0, 0.0), (7.0, 0.1, 0.3), (15.0, 0.35, 0.55), (33.0, 1.0, 1.0)]
)
def test_damage_of_a_wall_grows_with_speed(speed: float, least: float, most: float) -> None:
    assert least <= wall_damage(speed) <= most


def test_everyone_is_harmed_alike() -> None:
    """The same crash by another role is the same damage."""
    worlds = []
    for role in (TRAFFIC, POLICE):
        world = World(a_level((box(15.0, 0.0, 4.0, 20.0),)), [(role, 0)])
        world.place(0, 0.0, 0.0, 0.0, 0.0, 12.0)
        for _ in range(120):
            world.step()
        worlds.append(world.cars[0].tolist())
    assert worlds[0] == worlds[1]


def test_in_a_collision_the_lighter_car_is_hurt_more() -> None:
    world = World(a_level(), [(TRAFFIC, MODELS["beetle"]), (TRAFFIC, MODELS["ltd"])])
    world.place(0, 0.0, 0.0, 0.0, 0.0, 8.0)
    world.place(1, 15.0, 0.0, 0.0, math.pi, 8.0)
    for _ in range(120):
        world.step()
    assert world.cars[0, DAMAGE] > world.cars[1, DAMAGE] > 0.0


def test_leaning_on_a_wall_with_the_engine_does_no_harm() -> None:
    world = one_car(level=a_level((box(4.9, 0.0, 4.0, 20.0),)))
    control(world, throttle=1.0)
    for _ in range(600):
        world.step()
    assert world.cars[0, DAMAGE] == 0.0


def test_walkers_walk_and_passengers_ride() -> None:
    world = one_car(speed=10.0, level=a_level(crew=3))
    world.people[0, [P_STATE, P_Y, P_HEADING, P_SPEED]] = PERSON_WALKING, 4.0, math.pi / 2.0, 1.5
    world.people[1, [P_STATE, P_CAR]] = PERSON_ABOARD, 0
    world.people[2, [P_STATE, P_X, P_SPEED]] = PERSON_INSIDE, 7.0, 1.5
    for _ in range(60):
        world.step()
    assert world.people[0, [P_X, P_Y]].tolist() == pytest.approx([0.0, 5.5], abs=1e-9)
    assert world.people[1, [P_X, P_Y]].tolist() == world.cars[0, [X, Y]].tolist()
    assert world.people[2, [P_X, P_Y]].tolist() == [7.0, 0.0]


def test_a_state_that_is_not_finite_is_named_at_once() -> None:
    world = World(a_level(), [(TRAFFIC, 0)] * 3)
    world.place(1, 0.0, 0.0, 0.0, 0.0, 5.0)
    world.step()
    world.physics.forces[:] = 0.0
    world.cars[1, VX] = math.nan
    with pytest.raises(FloatingPointError, match=r"car 1 .* tick 1"):
        world.step()


def test_cars_start_in_the_depot_with_their_role_and_model() -> None:
    world = World(a_level(), [(POLICE, 2), (SWITCH, 1)])
    assert world.tags[:, [ROLE, MODEL, ACTIVE]].tolist() == [[POLICE, 2, 0], [SWITCH, 1, 0]]
    assert (world.cars[:, [X, Y]] < -1000.0).all()


def test_parameters_hold_the_table() -> None:
    p = parameters(SPECS)
    assert p.shape == (len(SPECS), PARAMETER_COLUMNS)
    for row, spec in zip(p, SPECS, strict=True):
        assert row[TO_FRONT] + row[TO_REAR] == pytest.approx(spec.wheelbase)
        assert row[TO_REAR] / spec.wheelbase == pytest.approx(spec.front_weight)
        assert spec.front_stiffness < spec.rear_stiffness, spec.id


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**31))
def test_cars_crashing_at_random_stay_finite_and_outside_the_walls(seed: int) -> None:
    rng = np.random.default_rng(seed)
    walls = tuple(box(40.0 * i, 40.0 * j, 20.0, 20.0) for i in range(3) for j in range(3))
    world = World(a_level(walls), [(TRAFFIC, k % len(SPECS)) for k in range(8)])
    for row in range(8):
        world.place(row, 20.0 + 40.0 * (row % 2), 12.0 * (row // 2) + 2.0, 0.0, 0.0, float(rng.uniform(0.0, 30.0)))
    for _ in range(20):
        world.controls[:, :4] = rng.integers(0, 256, (8, 4))
        world.controls[:, 0] = rng.integers(-32767, 32768, 8)
        for _ in range(15):
            world.step()
    assert np.isfinite(world.cars).all()
    assert ((world.cars[:, DAMAGE] >= 0.0) & (world.cars[:, DAMAGE] <= 1.0)).all()
    inside = (np.abs((world.cars[:, [X, Y]] + 20.0) % 40.0 - 20.0) < 9.5).all(axis=1)
    on_map = (np.abs(world.cars[:, [X, Y]] - 40.0) < 55.0).all(axis=1)
    assert not (inside & on_map).any()
