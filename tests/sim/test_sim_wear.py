"""What a hurt car drives like, and what its dial says."""

import math

import pytest
from sim_scenes import MODELS, SPECS, ahead_speed, control, one_car

from game.core.command import ACTIONS, BRAKE, LIGHTS_OFF, REVERSE, STEER
from game.core.snapshot import (
    ANGLE,
    BENT_FRONT,
    BENT_REAR,
    BROKEN,
    BROKEN_HEAD_LEFT,
    BROKEN_HEAD_RIGHT,
    BROKEN_TAIL_LEFT,
    BROKEN_TAIL_RIGHT,
    ENGINE,
    FLAT_FRONT_LEFT,
    FLAT_FRONT_RIGHT,
    FLAT_REAR_LEFT,
    FLAT_REAR_RIGHT,
    GEAR,
    HEAT,
    LIGHT_BRAKE,
    LIGHT_HEAD,
    LIGHT_REVERSE,
    LIGHTS,
    ROAD_WHEEL,
    RPM,
    SHAKEN,
    VX,
    VY,
    X,
    Y,
)
from game.sim.world import World


def run(world: World, seconds: float) -> World:
    for _ in range(round(seconds / world.dt)):
        world.step()
    return world


def hold(world: World, speed: float, seconds: float) -> World:
    """Drive straight on at this speed."""
    for _ in range(round(seconds / world.dt)):
        control(world, throttle=min(max(2.0 * (speed - ahead_speed(world)) + 0.1, 0.0), 1.0))
        world.step()
    return world


def flat_out(world: World, seconds: float = 5.0) -> float:
    control(world, throttle=1.0)
    return ahead_speed(run(world, seconds))


def test_a_car_without_its_front_loses_a_third_of_its_power() -> None:
    sound, hurt = one_car(), one_car()
    hurt.cars[0, ENGINE] = 1.0
    assert 0.6 < flat_out(hurt) / flat_out(sound) < 0.9


@pytest.mark.parametrize(("engine", "seconds"), [(1.0, 60.0), (0.5, 120.0)])
def test_a_leaking_engine_boils_after_a_minute_of_full_throttle(engine: float, seconds: float) -> None:
    world = one_car()
    world.cars[0, ENGINE] = engine
    control(world, throttle=1.0)
    assert run(world, 0.9 * seconds).cars[0, HEAT] < 1.0
    assert run(world, 0.2 * seconds).cars[0, HEAT] == 1.0
    control(world)
    assert 0.5 < run(world, 60.0).cars[0, HEAT] < 0.9


def test_an_engine_that_does_not_leak_stays_cool() -> None:
    world = one_car()
    world.cars[0, ENGINE] = 0.15
    control(world, throttle=1.0)
    assert run(world, 30.0).cars[0, HEAT] == 0.0


def test_a_boiling_engine_gives_a_third_of_its_power() -> None:
    hurt, boiling = one_car(speed=20.0), one_car(speed=20.0)
    for world in (hurt, boiling):
        world.cars[0, ENGINE] = 0.3
    boiling.cars[0, HEAT] = 1.0
    assert flat_out(boiling) < flat_out(hurt) - 3.0


@pytest.mark.parametrize(
    ("column", "bent", "side"), [(BENT_FRONT, 0.04, 1.0), (BENT_FRONT, -0.04, -1.0), (BENT_REAR, 0.04, -1.0)]
)
def test_a_bent_axle_pulls(column: int, bent: float, side: float) -> None:
    world = one_car(speed=12.0)
    world.cars[0, column] = bent
    assert side * hold(world, 12.0, 2.0).cars[0, Y] > 2.0


@pytest.mark.parametrize(
    ("flat", "side"),
    [(FLAT_FRONT_LEFT, 1.0), (FLAT_REAR_LEFT, 1.0), (FLAT_FRONT_RIGHT, -1.0), (FLAT_REAR_RIGHT, -1.0)],
)
def test_a_flat_tyre_pulls_to_its_side_and_drags(flat: int, side: float) -> None:
    world, rolling = one_car(speed=15.0), one_car(speed=15.0)
    world.tags[0, BROKEN] = flat
    assert side * run(world, 3.0).cars[0, Y] > 1.0
    assert ahead_speed(world) < ahead_speed(run(rolling, 3.0)) - 0.5


def test_two_flats_of_an_axle_do_not_pull_but_cost_grip() -> None:
    sound, flat = one_car(speed=15.0), one_car(speed=15.0)
    flat.tags[0, BROKEN] = FLAT_FRONT_LEFT | FLAT_FRONT_RIGHT
    assert abs(hold(flat, 15.0, 2.0).cars[0, Y]) < 1e-9
    for world in (sound, flat):
        control(world, steer=0.5)
        run(world, 1.5)
    assert flat.cars[0, ANGLE] < 0.8 * sound.cars[0, ANGLE]


@pytest.mark.parametrize(("bent", "broken"), [(0.06, 0), (-0.03, FLAT_REAR_LEFT), (0.0, 255)])
def test_a_hurt_car_gains_no_energy_and_stands_when_parked(bent: float, broken: int) -> None:
    parked, rolling = one_car(), one_car(speed=20.0)
    for world in (parked, rolling):
        world.cars[0, [BENT_FRONT, BENT_REAR]] = bent
        world.tags[0, BROKEN] = broken
        control(world, steer=1.0)
    assert math.hypot(*run(parked, 5.0).cars[0, [X, Y]]) == 0.0
    before = math.inf
    for _ in range(600):
        rolling.step()
        now = math.hypot(rolling.cars[0, VX], rolling.cars[0, VY])
        assert now <= before * (1.0 + 1e-9) + 1e-3  # the car turns under its sideways speed, as a sound one does
        before = now


def test_a_shaken_driver_winds_the_wheel_at_half_the_rate_until_it_is_over() -> None:
    calm, shaken = one_car(), one_car()
    shaken.cars[0, SHAKEN] = 0.4
    for world in (calm, shaken):
        control(world, steer=1.0)
        run(world, 0.3)
    assert shaken.cars[0, ROAD_WHEEL] == pytest.approx(0.5 * calm.cars[0, ROAD_WHEEL])
    assert run(shaken, 0.2).cars[0, SHAKEN] == 0.0


@pytest.mark.parametrize(
    ("broken", "actions", "lights"),
    [
        (BROKEN_HEAD_LEFT, 0, LIGHT_HEAD | LIGHT_BRAKE),
        (BROKEN_HEAD_LEFT | BROKEN_HEAD_RIGHT, 0, LIGHT_BRAKE),
        (BROKEN_TAIL_LEFT, LIGHTS_OFF | REVERSE, LIGHT_BRAKE | LIGHT_REVERSE),
        (BROKEN_TAIL_LEFT | BROKEN_TAIL_RIGHT, REVERSE, LIGHT_HEAD),
    ],
)
def test_lamps_broken_on_both_sides_do_not_shine(broken: int, actions: int, lights: int) -> None:
    world = one_car()
    world.tags[0, BROKEN] = broken
    world.controls[0, [BRAKE, ACTIONS]] = 255, actions
    world.step()
    assert world.tags[0, LIGHTS] == lights


# ---- the dial


def shifts(world: World, seconds: float) -> list[float]:
    """The gears one after the other."""
    gears = [world.cars[0, GEAR]]
    for _ in range(round(seconds / world.dt)):
        world.step()
        if world.cars[0, GEAR] != gears[-1]:
            gears.append(world.cars[0, GEAR])
    return gears[1:]


@pytest.mark.parametrize("model", MODELS)
def test_the_box_shifts_up_one_by_one_and_the_engine_stays_under_its_redline(model: str) -> None:
    world, spec = one_car(model), SPECS[MODELS[model]]
    control(world, throttle=1.0)
    gears = shifts(world, 60.0)
    assert gears == [float(k + 1) for k in range(len(gears))]
    assert len(gears) == len(spec.gears)
    assert spec.idle < world.cars[0, RPM] <= spec.redline


def test_the_box_does_not_hunt_at_a_steady_speed_or_under_a_nervous_foot() -> None:
    world = hold(one_car("trans_am"), 20.0, 20.0)
    gear, changes = world.cars[0, GEAR], 0
    for tick in range(600):
        control(world, throttle=0.15 if tick % 2 else 0.25)
        world.step()
        changes += world.cars[0, GEAR] != gear
        gear = world.cars[0, GEAR]
    assert changes <= 1


def test_a_kick_down_takes_a_lower_gear_and_braking_to_a_stand_ends_in_first() -> None:
    world = hold(one_car("trans_am", 20.0), 20.0, 10.0)
    cruising = world.cars[0, GEAR]
    control(world, throttle=1.0)
    assert run(world, 1.0).cars[0, GEAR] < cruising
    control(world, brake=1.0)
    assert run(world, 8.0).cars[0, GEAR] == 1.0
    assert world.cars[0, RPM] == pytest.approx(SPECS[MODELS["trans_am"]].idle, rel=0.01)


def test_reverse_shows_as_minus_one_and_a_dead_engine_as_nothing() -> None:
    world = one_car()
    control(world, throttle=1.0)
    world.controls[0, ACTIONS] = REVERSE
    assert run(world, 2.0).cars[0, GEAR] == -1.0
    world.cars[0, 10] = 1.0
    world.step()
    assert world.cars[0, [GEAR, RPM]].tolist() == [0.0, 0.0]


def test_gear_and_engine_speed_push_nothing() -> None:
    plain, revving = one_car(speed=15.0), one_car(speed=15.0)
    for world in (plain, revving):
        world.controls[0, STEER] = 3000
        for _ in range(120):
            revving.cars[0, [GEAR, RPM]] = 1.0, 9000.0
            world.step()
    assert plain.cars[0, :6].tolist() == revving.cars[0, :6].tolist()
