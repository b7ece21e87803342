"""The car table as numbers for the kernels: one row a model, columns named once."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.core.constants import AIR_DENSITY, GRAVITY
from game.level.model import CarSpec

# Columns of parameters, float64, one row a model.
MASS = 0  # kg
INERTIA = 1  # kg·m², about the vertical axis
TO_FRONT, TO_REAR = 2, 3  # m from the centre of gravity to the axles
CG_HEIGHT = 4  # m
FRICTION = 5  # μ across the wheels on dry asphalt
FRONT_STIFFNESS, REAR_STIFFNESS = 6, 7  # cornering stiffness of the axle per load on it, 1/rad
DRIVE_FORCE = 8  # N at the rear wheels, most
DRIVE_POWER = 9  # W at the rear wheels, most
DRAG = 10  # kg/m: ½·ρ·CdA
BRAKE_FORCE = 11  # N, both axles at full pedal
BRAKE_FRONT = 12  # share of it at the front
STEER_LOCK = 13  # rad
STEER_RATE = 14  # rad/s
TOP_SPEED = 15  # m/s
LENGTH, WIDTH = 16, 17  # m
ALONG_GRIP = 18  # friction along the wheels over friction across them
FRONT_LOAD, REAR_LOAD = 19, 20  # N on each axle at rest
LOAD_SHIFT = 21  # N that move from front to rear for each m/s² of acceleration
FRONT_MASS, REAR_MASS = 22, 23  # kg that a sideways force at each axle feels
IDLE, REDLINE = 24, 25  # 1/min
GEARS = 26  # how many
FIRST_GEAR = 27  # 1/min for each m/s in first gear; the other gears follow
MOST_GEARS = 5
PARAMETER_COLUMNS = FIRST_GEAR + MOST_GEARS


def _row(spec: CarSpec) -> list[float]:
    to_front = spec.wheelbase * (1.0 - spec.front_weight)
    to_rear = spec.wheelbase * spec.front_weight
    inertia = spec.mass * to_front * to_rear  # close to measured cars, and makes the axles' impacts independent
    weight = spec.mass * GRAVITY
    return [
        spec.mass,
        inertia,
        to_front,
        to_rear,
        spec.cg_height,
        spec.friction,
        spec.front_stiffness,
        spec.rear_stiffness,
        spec.drive_force,
        spec.drive_power,
        0.5 * AIR_DENSITY * spec.drag_area,
        spec.brake_force * weight,
        spec.brake_front,
        spec.steer_lock,
        spec.steer_rate,
        spec.top_speed,
        spec.length,
        spec.width,
        spec.friction_along / spec.friction,
        weight * spec.front_weight,
        weight * (1.0 - spec.front_weight),
        spec.mass * spec.cg_height / spec.wheelbase,
        1.0 / (1.0 / spec.mass + to_front * to_front / inertia),
        1.0 / (1.0 / spec.mass + to_rear * to_rear / inertia),
        spec.idle,
        spec.redline,
        float(len(spec.gears)),
        *_gear_speeds(spec),
    ]


def _gear_speeds(spec: CarSpec) -> list[float]:
    """Engine speed for each m/s of road speed, 1/min, by gear; the last gear's again for gears it hasn't."""
    turns = 60.0 * spec.final_drive / (2.0 * math.pi * spec.tyre_radius)
    speeds = [ratio * turns for ratio in spec.gears]
    return speeds + [speeds[-1]] * (MOST_GEARS - len(speeds))


def parameters(specs: Sequence[CarSpec]) -> NDArray[np.float64]:
    """float64 (models, PARAMETER_COLUMNS), one row for each row of the car table."""
    return np.array([_row(spec) for spec in specs], dtype=np.float64).reshape(len(specs), PARAMETER_COLUMNS)
