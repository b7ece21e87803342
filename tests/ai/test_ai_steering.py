"""Steering: the geometry of routes, tracking with real tyres, pedals."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from pursuit_scenes import Stage, course, spec

from game.ai.steering import (
    T_LOCK,
    T_WHEELBASE,
    advance_along,
    ahead,
    lookahead,
    pedals,
    pure_pursuit,
    speed_cap,
    steer_for,
    steer_input,
    traits,
)
from game.core.command import BRAKE, STEER, THROTTLE
from game.core.constants import GRAVITY
from game.core.snapshot import ANGLE, OMEGA, TRAFFIC, VX, VY, X, Y

ROUTE = np.zeros(1, np.int32)
SPEED = 15.0
Steer = Callable[[np.ndarray, float, float], float]
POLICE_CAR = traits([spec("fury_police")])[0]


def well(car: np.ndarray, tx: float, ty: float) -> float:
    return steer_for(*car[[X, Y, ANGLE, VX, VY, OMEGA]], tx, ty, POLICE_CAR)


def without_slip(car: np.ndarray, tx: float, ty: float) -> float:
    return pure_pursuit(car[X], car[Y], car[ANGLE], tx, ty, POLICE_CAR[T_WHEELBASE])


def off_course(steer: Steer, speed: float = SPEED, bend_speed: float = SPEED) -> list[float]:
    """m left of the course, each tick, of a police car that is driven over it at a steady speed; its
    bends ask for 0.6 g at bend_speed."""
    bend = 0.6 * GRAVITY / bend_speed**2
    links, sizes, points = course(
        [(60.0, 0.0), (60.0, bend), (30.0, 0.0), (80.0, -bend), (20.0, 0.0), (60.0, bend), (60.0, 0.0)]
    )
    stage = Stage([(TRAFFIC, "fury_police")])
    world, car = stage.world, stage.world.cars[0]
    world.place(0, 0.0, 0.0, 0.0, 0.0, speed)
    k, s, offs = 0, 0.0, []
    while s < sizes[0, 0] - 30.0 and len(offs) < 60 * 60:
        k, s, off = advance_along(links, sizes, points, ROUTE, 1, k, s, car[X], car[Y])
        offs.append(off)
        tx, ty, _, _, _ = ahead(links, sizes, points, ROUTE, 1, k, s, lookahead(speed))
        along = math.cos(car[ANGLE]) * car[VX] + math.sin(car[ANGLE]) * car[VY]
        world.controls[0, STEER] = steer_input(steer(car, tx, ty), POLICE_CAR[T_LOCK])
        world.controls[0, THROTTLE], world.controls[0, BRAKE] = pedals(2.0 * (speed - along), along, POLICE_CAR)
        stage.step()
    return offs


def rms(values: list[float]) -> float:
    return math.sqrt(sum(v * v for v in values) / len(values))


@pytest.mark.parametrize("speed", [10.0, 15.0, 25.0])
def test_a_car_keeps_within_half_a_metre_of_its_path_at_six_tenths_of_g(speed: float) -> None:
    assert rms(off_course(well, bend_speed=speed, speed=speed)) < 0.5


def test_the_tracking_figure_tells_good_steering_from_bad() -> None:
    assert rms(off_course(without_slip, speed=25.0, bend_speed=25.0)) > 0.5
    assert rms(off_course(well, speed=1.35 * SPEED)) > 0.5  # 1.1 g: more than tyres have


def test_a_point_ahead_is_that_far_along_the_route_and_goes_straight_on_past_its_end() -> None:
    links, sizes, points = course([(40.0, 0.0), (40.0, 0.05)])
    assert ahead(links, sizes, points, ROUTE, 1, 0, 3.0, 20.0)[:2] == pytest.approx((23.0, 0.0))
    end = ahead(links, sizes, points, ROUTE, 1, 0, sizes[0, 0], 0.0)
    past = ahead(links, sizes, points, ROUTE, 1, 0, sizes[0, 0], 10.0)
    assert math.hypot(past[0] - end[0], past[1] - end[1]) == pytest.approx(10.0)
    assert past[3] == pytest.approx(end[3])


def test_progress_follows_a_car_and_tells_how_far_left_it_is() -> None:
    links, sizes, points = course([(100.0, 0.0)])
    k, s, off = advance_along(links, sizes, points, ROUTE, 1, 0, 20.0, 27.5, 1.25)
    assert (k, s, off) == pytest.approx((0, 27.5, 1.25))


def test_pure_pursuit_gives_the_wheel_angle_of_the_circle_through_the_target() -> None:
    radius, wheelbase = 20.0, 3.0
    on_circle = (radius * math.sin(0.4), radius * (1.0 - math.cos(0.4)))
    assert pure_pursuit(0.0, 0.0, 0.0, *on_circle, wheelbase) == pytest.approx(math.atan(wheelbase / radius))
    assert pure_pursuit(0.0, 0.0, 0.0, -5.0, -0.1, wheelbase) == pytest.approx(-0.5 * math.pi)


@pytest.mark.parametrize("wish", [1.0, 2.5, -1.0, -4.0])
@pytest.mark.parametrize("speed", [6.0, 18.0])
def test_pedals_give_the_acceleration_that_is_wished(wish: float, speed: float) -> None:
    stage = Stage([(TRAFFIC, "fury_police")])
    stage.world.place(0, 0.0, 0.0, 0.0, 0.0, speed)
    for _ in range(30):
        stage.world.controls[0, THROTTLE], stage.world.controls[0, BRAKE] = pedals(wish, stage.speed(0), POLICE_CAR)
        stage.step()
    assert (stage.speed(0) - speed) / 0.5 == pytest.approx(wish, rel=0.12, abs=0.1)


def test_the_speed_cap_lets_the_next_bend_be_met_by_braking() -> None:
    links, sizes, points = course([(80.0, 0.0), (40.0, 0.1)])
    cap = speed_cap(links, sizes, points, ROUTE, 1, 0, 30.0, 80.0, 5.0, 4.0)
    in_bend = math.sqrt(5.0 / 0.1)
    assert cap == pytest.approx(math.sqrt(in_bend**2 + 2 * 4.0 * 50.0), rel=0.02)
    assert speed_cap(links, sizes, points, ROUTE, 1, 0, 90.0, 20.0, 5.0, 4.0) == pytest.approx(in_bend)
