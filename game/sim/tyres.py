"""The forces on every car, in one pass.

Dynamic single-track model (Rajamani, Vehicle Dynamics and Control, chapter 2): two axles, of which the
front one turns. In the car's frame u is the speed ahead, v to the left and r the yaw rate.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.command import (
    ACTIONS,
    BRAKE,
    FULL_PEDAL,
    FULL_STEER,
    HANDBRAKE,
    LIGHTS_OFF,
    REVERSE,
    SIREN,
    STEER,
    THROTTLE,
)
from game.core.constants import CAR_HEIGHT, GRAVITY
from game.core.kernel import kernel
from game.core.snapshot import (
    ACCEL,
    ACTIVE,
    ANGLE,
    BITS,
    BROKEN,
    BROKEN_HEAD_LEFT,
    BROKEN_HEAD_RIGHT,
    BROKEN_TAIL_LEFT,
    BROKEN_TAIL_RIGHT,
    DAMAGE,
    LIGHT_BAR,
    LIGHT_BRAKE,
    LIGHT_HEAD,
    LIGHT_REVERSE,
    LIGHTS,
    MODEL,
    OMEGA,
    ROAD_WHEEL,
    SHAKEN,
    SLIP,
    SURFACE,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.sim.axles import axle_lateral, axle_loads, heading_share, left_over, locked_axle
from game.sim.cars import (
    ALONG_GRIP,
    DRAG,
    FRICTION,
    FRONT_MASS,
    FRONT_STIFFNESS,
    MASS,
    REAR_MASS,
    REAR_STIFFNESS,
    STEER_LOCK,
    STEER_RATE,
    TO_FRONT,
    TO_REAR,
)
from game.sim.gearbox import turn_engine
from game.sim.ground import grip, ground_height, height_bits, is_flat, rolling, surface_at, wheels_height
from game.sim.pedals import LOCKING_LEVER, brake_share, braked, driven
from game.sim.wear import flat_rolling, front_wear, power_left, rear_wear, sound, warm

# Columns of the force rows, float64, in the world's frame.
FORCE_X, FORCE_Y = 0, 1  # N
TORQUE = 2  # N·m, counter-clockwise
FORCE_COLUMNS = 3

LOAD_LAG = 0.1  # s, of the load transfer; without it forces and loads form an algebraic loop
SHAKEN_STEERING = 0.5  # of the rate at which a driver winds the wheel on, after a blow
HEADS = BROKEN_HEAD_LEFT | BROKEN_HEAD_RIGHT
TAILS = BROKEN_TAIL_LEFT | BROKEN_TAIL_RIGHT
WHEELSPIN = 8.0  # m/s of slide (for marks and squeal) when the drive asks for twice what the tyres hold


@kernel
def lights(actions: int, braking: bool, broken: int) -> int:
    """LIGHT_… bits of a car in use; what is broken on both sides doesn't shine."""
    heads, tails = broken & HEADS != HEADS, broken & TAILS != TAILS
    on = LIGHT_HEAD if heads and not actions & LIGHTS_OFF else 0
    if braking and tails:
        on |= LIGHT_BRAKE
    if actions & REVERSE and tails:
        on |= LIGHT_REVERSE
    if actions & SIREN:
        on |= LIGHT_BAR
    return on


@kernel
def turn_wheels(car: NDArray[np.float64], p: NDArray[np.float64], steer: int, dt: float) -> None:
    """Turn the front wheels towards what the steering wheel asks, as fast as a driver winds it; a shaken one
    is slower."""
    most = p[STEER_RATE] * dt
    if car[SHAKEN] > 0.0:
        most *= SHAKEN_STEERING
        car[SHAKEN] = max(car[SHAKEN] - dt, 0.0)
    wanted = steer / FULL_STEER * p[STEER_LOCK]
    car[ROAD_WHEEL] += min(max(wanted - car[ROAD_WHEEL], -most), most)


@kernel
def _follow_ground(
    car: NDArray[np.float64],
    tag: NDArray[np.int32],
    surface: NDArray[np.uint8],
    ground_z: NDArray[np.float32],
    deck_z: NDArray[np.float32],
    relief: NDArray[np.uint8],
    deck_surface: int,
) -> bool:
    """Set the car's height, surface and height bits; whether the bits have changed."""
    if is_flat(relief, car[X], car[Y]):
        z, on_deck = 0.0, False
    else:
        z = wheels_height(ground_z, deck_z, car[X], car[Y], car[Z])
        on_deck = z != ground_height(ground_z, car[X], car[Y], z)
    car[Z] = z
    tag[SURFACE] = deck_surface if on_deck else surface_at(surface, car[X], car[Y])
    bits = height_bits(z, z + CAR_HEIGHT)
    changed = bool(tag[BITS] != bits)
    tag[BITS] = bits
    return changed


@kernel
def _tyre_forces(
    car: NDArray[np.float64],
    tag: NDArray[np.int32],
    control: NDArray[np.int16],
    p: NDArray[np.float64],
    u: float,
    v: float,
    drag: float,
    dt: float,
) -> tuple[float, float, float]:
    """(along, across, torque) in the car's frame; drag: N of air that hold it back. Sets SLIP."""
    r, delta, rear_delta = car[OMEGA], car[ROAD_WHEEL], 0.0
    mass, a, b = p[MASS], p[TO_FRONT], p[TO_REAR]
    front_load, rear_load = axle_loads(p, car[ACCEL])
    mu = p[FRICTION] * grip(tag[SURFACE])
    front_limit, rear_limit = mu * front_load, mu * rear_load
    front_stiffness, rear_stiffness = p[FRONT_STIFFNESS] * front_load, p[REAR_STIFFNESS] * rear_load
    rolls = rolling(tag[SURFACE])
    if not sound(car, tag):
        angle, friction, stiffness = front_wear(car, tag)
        delta, front_limit, front_stiffness = delta + angle, front_limit * friction, front_stiffness * stiffness
        rear_delta, friction, stiffness = rear_wear(car, tag)
        rear_limit, rear_stiffness = rear_limit * friction, rear_stiffness * stiffness
        rolls += flat_rolling(tag[BROKEN])

    # How each axle moves, in the frame of its wheels; those of a bent rear axle are turned by a small angle.
    cos, sin = math.cos(delta), math.sin(delta)
    front_v, rear_v = v + a * r, v - b * r
    front_along, front_across = u * cos + front_v * sin, front_v * cos - u * sin
    rear_across = rear_v - u * rear_delta

    # Along: engine, brakes and rolling resistance.
    lever = control[HANDBRAKE] / FULL_PEDAL
    locked = lever >= LOCKING_LEVER
    throttle = 0.0 if locked else control[THROTTLE] / FULL_PEDAL
    reverse = control[ACTIONS] & REVERSE != 0
    pedal = 1.0 if car[DAMAGE] >= 1.0 else control[BRAKE] / FULL_PEDAL  # a wreck's wheels are jammed
    drive, spin = driven(p, u, r * u, rear_limit, throttle * power_left(car), reverse)
    warm(car, throttle, dt)
    turn_engine(car, p, u, throttle, reverse, car[DAMAGE] < 1.0, dt)
    front_brake, rear_brake, refused = 0.0, 0.0, 0.0
    if pedal > 0.0 or lever > 0.0:
        front_grip = front_limit * heading_share(front_along, front_across)
        rear_grip = 0.0 if locked else rear_limit * heading_share(u, rear_v)
        front_brake, rear_brake, refused = braked(p, pedal, lever, front_grip, rear_grip)
    resistance = front_brake + rear_brake + rolls * mass * GRAVITY
    predicted = u + (drive - drag) * dt / mass
    against = -1.0 if predicted > 0.0 else 1.0
    share = brake_share(resistance, predicted, 0.0, mass, dt)

    # Across: what the friction ellipse leaves.
    along_grip = p[ALONG_GRIP]
    front_left = left_over(front_limit, share * front_brake, along_grip * front_limit)
    front_side = axle_lateral(front_stiffness, front_left, front_across, front_along, p[FRONT_MASS], dt)
    if locked:
        sliding, rear_side = locked_axle(rear_limit, u, rear_v, p[REAR_MASS], dt)
        slip = math.sqrt(u * u + rear_v * rear_v)
    else:
        rear_left = left_over(rear_limit, drive + against * share * rear_brake, along_grip * rear_limit)
        rear_side = axle_lateral(rear_stiffness, rear_left, rear_across, u, p[REAR_MASS], dt)
        sliding = -rear_side * rear_delta
        slip = abs(rear_v) if abs(rear_side) >= rear_left else 0.0
    car[SLIP] = slip + WHEELSPIN * spin + abs(u) * refused

    # The front tyres' side force slows the car too: the brakes leave room for that.
    helping = sliding - front_side * sin
    share = min(share, brake_share(resistance, predicted, helping, mass, dt))
    front_pull = against * share * front_brake
    along = drive - drag + helping + against * share * (resistance - front_brake) + front_pull * cos
    front_push = front_pull * sin + front_side * cos
    return along, front_push + rear_side, a * front_push - b * rear_side


@kernel
def _drive_car(
    car: NDArray[np.float64],
    tag: NDArray[np.int32],
    control: NDArray[np.int16],
    p: NDArray[np.float64],
    out: NDArray[np.float64],
    dt: float,
) -> None:
    """The force row of one car, its wheels, engine, lag, slip and lights; each argument is that car's row."""
    turn_wheels(car, p, control[STEER], dt)
    tag[LIGHTS] = lights(control[ACTIONS], control[BRAKE] > 0, tag[BROKEN])
    cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    vx, vy = car[VX], car[VY]
    u, v = cos * vx + sin * vy, cos * vy - sin * vx
    drag = p[DRAG] * math.sqrt(vx * vx + vy * vy)
    along, across, torque = _tyre_forces(car, tag, control, p, u, v, drag * u, dt)
    across -= drag * v
    car[ACCEL] += (along / p[MASS] - car[ACCEL]) * min(dt / LOAD_LAG, 1.0)
    out[FORCE_X] = cos * along - sin * across
    out[FORCE_Y] = sin * along + cos * across
    out[TORQUE] = torque


@kernel
def forces(
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    controls: NDArray[np.int16],
    parameters: NDArray[np.float64],
    surface: NDArray[np.uint8],
    ground_z: NDArray[np.float32],
    deck_z: NDArray[np.float32],
    relief: NDArray[np.uint8],
    deck_surface: int,
    out: NDArray[np.float64],
    dt: float,
) -> int:
    """Fill `out` (n or more rows, FORCE_COLUMNS) with the forces on every car for a step of dt seconds.

    Sets Z, ROAD_WHEEL, ACCEL, SLIP, HEAT, SHAKEN, GEAR and RPM of the cars, SURFACE, BITS and
    LIGHTS of the tags. Rows that are not ACTIVE get no force and no light. Answers how many rows changed their BITS.
    surface, ground_z and deck_z: the city's rasters; relief: of both heights (sim.ground.relief_map);
    deck_surface: what decks are paved with.
    """
    changed = 0
    for i in range(cars.shape[0]):
        if tags[i, ACTIVE] == 0:
            out[i, FORCE_X] = out[i, FORCE_Y] = out[i, TORQUE] = 0.0
            tags[i, LIGHTS] = 0
            continue
        if _follow_ground(cars[i], tags[i], surface, ground_z, deck_z, relief, deck_surface):
            changed += 1
        _drive_car(cars[i], tags[i], controls[i], parameters[tags[i, MODEL]], out[i], dt)
    return changed
