"""The yaw rate beside that of an independent model: vehicle_dynamics_std of commonroad-vehicle-models, with
the same parameters in both (its vehicle 2, a BMW 320i)."""

import dataclasses
import math
from typing import Any

import pytest
from sim_scenes import SPECS, a_level, ahead_speed
from vehiclemodels.init_std import init_std
from vehiclemodels.parameters_vehicle2 import parameters_vehicle2
from vehiclemodels.vehicle_dynamics_std import vehicle_dynamics_std

from game.core.command import FULL_PEDAL, FULL_STEER, STEER, THROTTLE
from game.core.constants import DT, GRAVITY
from game.core.snapshot import OMEGA, TRAFFIC, VX, VY
from game.level.model import CarSpec
from game.sim.cars import INERTIA
from game.sim.world import World

STEPS = 6  # of the reference in one tick
SECONDS = 4.0


def the_320i(p: Any) -> CarSpec:
    """Its car with our names: the brush tyre has the stiffness and the friction of its Pacejka tyre."""
    stiffness = -p.tire.p_ky1
    return dataclasses.replace(
        SPECS[0],
        id="320i",
        mass=p.m,
        wheelbase=p.a + p.b,
        front_weight=p.b / (p.a + p.b),
        cg_height=p.h_s,
        friction=p.tire.p_dy1,
        friction_along=p.tire.p_dx1,
        front_stiffness=stiffness,
        rear_stiffness=stiffness,
        drive_force=6000.0,
        drive_power=150_000.0,
        drag_area=0.1,
        steer_lock=1.0,
        steer_rate=0.4,
    )


def foot(speed: float, wanted: float) -> float:
    """m/s² that a driver asks for to hold his speed."""
    return 4.0 * (wanted - speed)


def ours(spec: CarSpec, inertia: float, speed: float, wheel: float) -> tuple[float, float]:
    """(yaw rate, lateral acceleration in g) at the end."""
    level = dataclasses.replace(a_level(), cars=(spec,))
    world = World(level, [(TRAFFIC, 0)])
    world.parameters[0, INERTIA] = inertia
    world.physics._bodies[0].moment = inertia
    world.place(0, 0.0, 0.0, 0.0, 0.0, speed)
    for _ in range(round(SECONDS / DT)):
        push = spec.mass * foot(ahead_speed(world), speed) + 0.15 * spec.mass
        most = min(spec.drive_force, spec.drive_power / speed)
        world.controls[0, STEER] = round(wheel / spec.steer_lock * FULL_STEER)
        world.controls[0, THROTTLE] = round(min(max(push / most, 0.0), 1.0) * FULL_PEDAL)
        world.step()
    car = world.cars[0]
    return float(car[OMEGA]), math.hypot(car[VX], car[VY]) * float(car[OMEGA]) / GRAVITY


def theirs(p: Any, speed: float, wheel: float) -> float:
    """Yaw rate at the end, by fourth-order Runge-Kutta steps."""
    x = init_std([0.0, 0.0, 0.0, speed, 0.0, 0.0, 0.0], p)
    dt = DT / STEPS
    for _ in range(round(SECONDS / dt)):
        forward = x[3] * math.cos(x[6])
        u = [min(max((wheel - x[2]) / dt, -0.4), 0.4), foot(forward, speed)]
        x = rk4(x, u, p, dt)
    return float(x[5])


def rk4(x: list[float], u: list[float], p: Any, dt: float) -> list[float]:
    def slope(state: list[float]) -> list[float]:
        return list(vehicle_dynamics_std(list(state), u, p))

    def at(k: list[float], h: float) -> list[float]:
        return [a + h * b for a, b in zip(x, k, strict=True)]

    k1 = slope(x)
    k2 = slope(at(k1, dt / 2))
    k3 = slope(at(k2, dt / 2))
    k4 = slope(at(k3, dt))
    return [a + dt / 6 * (b + 2 * c + 2 * d + e) for a, b, c, d, e in zip(x, k1, k2, k3, k4, strict=True)]


def without_offsets(p: Any) -> Any:
    """Its tyre pulls a little to one side (ply steer, conicity); ours is the same to both."""
    for name in ("p_hy1", "p_hy3", "p_vy1", "p_vy3", "p_hx1", "p_vx1", "r_hx1", "r_hy1", "r_vy1", "r_vy3"):
        setattr(p.tire, name, 0.0)
    return p


@pytest.mark.parametrize(
    ("speed", "wheel", "least", "most", "allowed"),
    [
        (15.0, 0.023, 0.15, 0.35, 0.02),
        (20.0, 0.022, 0.25, 0.45, 0.02),
        (25.0, 0.019, 0.35, 0.52, 0.02),
        (20.0, 0.038, 0.55, 0.70, 0.05),
        (25.0, 0.030, 0.65, 0.82, 0.05),
    ],
)
def test_yaw_rate_agrees_with_the_commonroad_model(
    speed: float, wheel: float, least: float, most: float, allowed: float
) -> None:
    p = without_offsets(parameters_vehicle2())
    rate, g = ours(the_320i(p), p.I_z, speed, wheel)
    assert least < g < most
    assert rate == pytest.approx(theirs(p, speed, wheel), rel=allowed)


def test_a_tenth_less_stiffness_in_front_would_be_seen() -> None:
    p = without_offsets(parameters_vehicle2())
    spec = the_320i(p)
    spec = dataclasses.replace(spec, front_stiffness=0.9 * spec.front_stiffness)
    rate, _ = ours(spec, p.I_z, 25.0, 0.019)
    assert rate != pytest.approx(theirs(p, 25.0, 0.019), rel=0.02)
