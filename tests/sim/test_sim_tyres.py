"""Physics in one line each: what a car does on open asphalt."""

import math

import numpy as np
import pytest
from sim_scenes import MODELS, SPECS, a_level, ahead_speed, control, one_car

from game.core.command import ACTIONS, BRAKE, HANDBRAKE, LIGHTS_OFF, REVERSE, SIREN, STEER, THROTTLE
from game.core.constants import DT, MPH
from game.core.snapshot import (
    ANGLE,
    CONCRETE,
    DAMAGE,
    DIRT,
    GRASS,
    LIGHT_BAR,
    LIGHT_BRAKE,
    LIGHT_HEAD,
    LIGHT_REVERSE,
    LIGHTS,
    OMEGA,
    ROAD_WHEEL,
    SLIP,
    SURFACE,
    VX,
    VY,
    WET_ASPHALT,
    X,
    Y,
)
from game.sim.axles import brush
from game.sim.cars import INERTIA, MASS
from game.sim.world import World


def run(world: World, seconds: float) -> World:
    for _ in range(round(seconds / world.dt)):
        world.step()
    return world


def hold(world: World, speed: float, seconds: float, steer: float = 0.0) -> World:
    """Drive at this speed."""
    for _ in range(round(seconds / world.dt)):
        push = min(max(2.0 * (speed - ahead_speed(world)) + 0.1, 0.0), 1.0)
        control(world, steer=steer, throttle=push)
        world.step()
    return world


def speed_of(world: World) -> float:
    return float(math.hypot(world.cars[0, VX], world.cars[0, VY]))


def energy(world: World) -> float:
    p = world.parameters[world.tags[0, 1]]
    return float(0.5 * p[MASS] * speed_of(world) ** 2 + 0.5 * p[INERTIA] * world.cars[0, OMEGA] ** 2)


def stopping_distance(model: str, level=None, speed: float = 60.0 * MPH) -> float:
    world = one_car(model, speed, level)
    control(world, brake=1.0)
    while speed_of(world) > 0.0:
        world.step()
    return float(world.cars[0, X])


def test_two_seconds_at_20_metres_a_second_are_40_metres() -> None:
    world = hold(one_car(speed=20.0), 20.0, 2.0)
    assert world.cars[0, X] == pytest.approx(40.0, rel=0.005)
    assert world.cars[0, Y] == 0.0


def test_brush_tyre_starts_with_its_stiffness_and_ends_at_its_limit() -> None:
    assert brush(80000.0, 8000.0, 1e-4) == pytest.approx(8.0, rel=1e-3)
    assert brush(80000.0, 8000.0, 0.31) == 8000.0
    rising = [brush(80000.0, 8000.0, 0.01 * k) for k in range(40)]
    assert rising == sorted(rising)


@pytest.mark.parametrize("brake", [0.0, 1.0])
@pytest.mark.parametrize("model", MODELS)
def test_parked_car_at_full_lock_never_moves(model: str, brake: float) -> None:
    world = one_car(model)
    control(world, steer=1.0, brake=brake)
    run(world, 10.0)
    assert world.cars[0, [X, Y, ANGLE, VX, VY, OMEGA]].tolist() == [0.0] * 6
    assert world.cars[0, ROAD_WHEEL] == pytest.approx(SPECS[MODELS[model]].steer_lock)


def test_brakes_hold_against_the_engine() -> None:
    world = one_car()
    control(world, throttle=1.0, brake=1.0)
    assert abs(run(world, 3.0).cars[0, X]) < 1e-9


@pytest.mark.parametrize("steer", [0.0, 0.1, -1.0])
@pytest.mark.parametrize("speed", [-8.0, 0.3, 3.0, 27.0])
def test_braking_stops_and_never_reverses(speed: float, steer: float) -> None:
    world = one_car(speed=speed)
    control(world, steer=steer, brake=1.0)
    turning = 0.005 if steer else 1e-15  # m/s: the car turns under its sideways speed; else rounding
    for _ in range(480):
        world.step()
        assert math.copysign(1.0, speed) * ahead_speed(world) >= -turning
    assert speed_of(world) < 1e-3


def test_rolling_car_comes_to_a_stand_by_itself() -> None:
    world = run(one_car(speed=3.0), 25.0)
    assert speed_of(world) == 0.0


def test_reverse_gear_drives_back_and_stays_slow() -> None:
    world = one_car()
    control(world, throttle=1.0)
    world.controls[0, ACTIONS] = REVERSE
    run(world, 15.0)
    assert -13.5 < ahead_speed(world) < -11.0


def test_gearbox_refuses_reverse_at_speed() -> None:
    reversing, rolling = one_car(speed=20.0), run(one_car(speed=20.0), 1.0)
    control(reversing, throttle=1.0)
    reversing.controls[0, ACTIONS] = REVERSE
    assert ahead_speed(run(reversing, 1.0)) == ahead_speed(rolling)


def test_60_hz_launches_like_960_hz() -> None:
    coarse, fine = one_car(), one_car(dt=1.0 / 960.0)
    for world in (coarse, fine):
        control(world, throttle=1.0)
        run(world, 8.0)
    assert coarse.cars[0, X] == pytest.approx(fine.cars[0, X], rel=0.02)


@pytest.mark.parametrize("model", ["fury_police", "trans_am", "ltd", "beetle"])
@pytest.mark.parametrize("speed", [25.0 * MPH, 30.0 * MPH, 35.0 * MPH])
@pytest.mark.parametrize("seconds", [1.0, 1.4, 1.8])
def test_handbrake_turns_the_car_round(model: str, speed: float, seconds: float) -> None:
    world = one_car(model, speed)
    control(world, steer=1.0)
    run(world, 0.15)
    control(world, steer=1.0, handbrake=1.0)
    run(world, seconds - 0.15)
    control(world)
    run(world, 4.0)
    assert 140.0 < math.degrees(world.cars[0, ANGLE]) < 220.0


@pytest.mark.parametrize("model", ["fury_police", "trans_am"])
def test_j_turn_from_reverse_faces_the_other_way(model: str) -> None:
    world = one_car(model, -29.0 * MPH)
    control(world, steer=1.0)
    run(world, 1.2)
    control(world, throttle=1.0)
    run(world, 1.5)
    assert 145.0 < abs(math.degrees(world.cars[0, ANGLE])) < 215.0
    assert ahead_speed(world) > 3.0


def test_without_the_handbrake_the_same_steering_does_not() -> None:
    world = one_car(speed=30.0 * MPH)
    control(world, steer=1.0)
    run(world, 1.4)
    control(world)
    assert math.degrees(run(world, 4.0).cars[0, ANGLE]) < 90.0


@pytest.mark.parametrize("model", ["fury_police", "trans_am"])
@pytest.mark.parametrize("steer", [0.2, 1.0])
def test_full_throttle_in_a_bend_slides_but_does_not_spin(model: str, steer: float) -> None:
    world = one_car(model, 12.0)
    control(world, steer=steer, throttle=1.0)
    for _ in range(240):
        world.step()
        drift = math.atan2(world.cars[0, VY], world.cars[0, VX]) - world.cars[0, ANGLE]
        assert math.cos(drift) > math.cos(math.radians(45.0))


@pytest.mark.parametrize("model", MODELS)
def test_full_braking_in_a_bend_still_turns_and_does_not_spin(model: str) -> None:
    world = one_car(model, 25.0)
    control(world, steer=0.2, brake=1.0)
    run(world, 6.0)
    assert 5.0 < math.degrees(world.cars[0, ANGLE]) < 60.0


@pytest.mark.parametrize(
    ("surface", "longer"), [(WET_ASPHALT, 1.25), (CONCRETE, 1.03), (GRASS, 1.5), (DIRT, 1.35)]
)  # fmt: skip
def test_slippery_ground_lengthens_the_stop(surface: int, longer: float) -> None:
    ground = a_level(surface=np.full((4, 4), surface, dtype=np.uint8))
    assert stopping_distance("ltd", ground) > longer * stopping_distance("ltd")


def test_rain_wets_the_asphalt() -> None:
    world = one_car(level=a_level(weather="rain"))
    world.step()
    assert world.tags[0, SURFACE] == WET_ASPHALT


def test_grass_slows_a_rolling_car_down() -> None:
    ground = a_level(surface=np.full((4, 4), GRASS, dtype=np.uint8))
    assert speed_of(run(one_car(speed=10.0, level=ground), 2.0)) < speed_of(run(one_car(speed=10.0), 2.0)) - 1.0


def test_steering_winds_on_at_its_rate_up_to_the_lock() -> None:
    world, spec = one_car(), SPECS[MODELS["fury_police"]]
    control(world, steer=1.0)
    run(world, 0.2)
    assert world.cars[0, ROAD_WHEEL] == pytest.approx(0.2 * spec.steer_rate)
    assert run(world, 2.0).cars[0, ROAD_WHEEL] == pytest.approx(spec.steer_lock)


@pytest.mark.parametrize(
    ("actions", "brake", "lights"),
    [
        (0, 0, LIGHT_HEAD),
        (LIGHTS_OFF, 0, 0),
        (LIGHTS_OFF, 255, LIGHT_BRAKE),
        (REVERSE, 0, LIGHT_HEAD | LIGHT_REVERSE),
        (SIREN, 1, LIGHT_HEAD | LIGHT_BRAKE | LIGHT_BAR),
    ],
)
def test_lights_follow_the_controls(actions: int, brake: int, lights: int) -> None:
    world = one_car()
    world.controls[0, BRAKE] = brake
    world.controls[0, ACTIONS] = actions
    world.step()
    assert world.tags[0, LIGHTS] == lights


def test_rear_tyres_slide_when_the_handbrake_locks_them_and_not_when_cruising() -> None:
    assert hold(one_car(speed=15.0), 15.0, 1.0).cars[0, SLIP] == 0.0
    world = one_car(speed=15.0)
    world.controls[0, [STEER, THROTTLE, BRAKE, HANDBRAKE]] = 0, 0, 0, 255
    world.step()
    assert world.cars[0, SLIP] == pytest.approx(15.0)


def test_a_wreck_stops() -> None:
    wreck = one_car(speed=10.0)
    wreck.cars[0, DAMAGE] = 1.0
    control(wreck, throttle=1.0)
    assert speed_of(run(wreck, 4.0)) == 0.0


def test_step_is_one_tick_of_a_sixtieth_of_a_second() -> None:
    world = one_car(speed=20.0)
    world.step()
    assert world.cars[0, X] == pytest.approx(20.0 * DT)  # the place moves before the forces act
