"""Tyres, engine and brakes: the forces on every car, in one pass.

Dynamic single-track model with brush (Fiala) tyres, a friction ellipse at each axle and load transfer
that lags behind the acceleration (Pacejka, Tire and Vehicle Dynamics, chapters 1 and 3; Rajamani,
Vehicle Dynamics and Control, chapter 2). In the car's frame u is the speed ahead, v to the left and r
the yaw rate; the front wheels are turned by δ. All cars drive by the rear wheels.
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
    DAMAGE,
    LIGHT_BAR,
    LIGHT_BRAKE,
    LIGHT_HEAD,
    LIGHT_REVERSE,
    LIGHTS,
    MODEL,
    OMEGA,
    ROAD_WHEEL,
    SLIP,
    SURFACE,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.sim.cars import (
    BRAKE_FORCE,
    BRAKE_FRONT,
    CG_HEIGHT,
    DRAG,
    DRIVE_FORCE,
    DRIVE_POWER,
    FRICTION,
    FRONT_STIFFNESS,
    INERTIA,
    MASS,
    REAR_STIFFNESS,
    STEER_LOCK,
    STEER_RATE,
    TO_FRONT,
    TO_REAR,
    TOP_SPEED,
    WIDTH,
)
from game.sim.ground import grip, height_bits, rolling, surface_at, wheels_height

# Columns of the force rows, float64, in the world's frame.
FORCE_X, FORCE_Y = 0, 1  # N
TORQUE = 2  # N·m, counter-clockwise
FORCE_COLUMNS = 3

ALONG_GRIP = 1.15  # friction along the wheel over friction across it; usual 1.0 … 1.2
# Shares of that friction which the pedals reach; what is left holds sideways.
FRONT_BRAKE_CAP = 0.92  # a driver who does not lock his wheels
REAR_BRAKE_CAP = 0.60  # a proportioning valve: at 0.7 and more these cars spin when braked hard in a bend
DRIVE_CAP = 0.95
SLIDING_GRIP = 0.85  # friction of a locked wheel over its peak
LEAST_LOAD = 0.05  # share of the weight an axle keeps, however hard the car pitches

TRACK = 0.78  # of the car's width, from wheel to wheel; usual 0.75 … 0.80
LEAST_DIFFERENTIAL = 0.25  # share of the drive that is left when the inner wheel is nearly in the air

ROTATING_MASS = 1.06  # wheels and shafts speed up too: the drive moves 1.06 times the mass
LOAD_LAG = 0.1  # s, of the load transfer; without it forces and loads form an algebraic loop
LEAST_ROLLING_SPEED = 0.5  # m/s in the slip's denominator; below it the impulse clamp rules

REVERSE_TOP_SPEED = 13.0  # m/s, 29 mph: what one low gear gives
REVERSE_REFUSED = 2.0  # m/s ahead: from here up the box does not take reverse
SPEED_BAND = 1.0  # m/s over which the drive fades out at top speed
DAMAGE_TO_DRIVE = 0.5  # share of the drive that a nearly wrecked car has lost
LOCKING_HANDBRAKE = 0.5  # from this share of the lever the rear wheels lock
WHEELSPIN = 8.0  # m/s of slide (for marks and squeal) when the drive asks for twice what the tyres hold


@kernel
def brush(stiffness: float, limit: float, slope: float) -> float:
    """Size of the lateral force (N) of a brush tyre: stiffness in N/rad, limit = μ·Fz left over by the
    force along (N), slope = |tan α|."""
    s = stiffness * slope / (3.0 * limit + 1e-9)
    if s >= 1.0:
        return limit
    return limit * (3.0 * s - 3.0 * s * s + s * s * s)


@kernel
def axle_lateral(stiffness: float, limit: float, across: float, along: float, mass: float, dt: float) -> float:
    """Lateral force (N) of an axle that moves `along` and `across` its wheels (m/s).

    It takes at most half of the sideways speed away in one step (mass: what the axle feels, in kg):
    beyond that, the single-track model jitters below walking pace.
    """
    slope = abs(across) / max(abs(along), LEAST_ROLLING_SPEED)
    force = min(brush(stiffness, limit, slope), 0.5 * mass * abs(across) / dt)
    return -math.copysign(force, across)


@kernel
def left_over(limit: float, along: float) -> float:
    """What the friction ellipse leaves across the wheel (N) of `limit` = μ·Fz when `along` N are used."""
    share = along / (ALONG_GRIP * limit)
    return limit * math.sqrt(max(1.0 - share * share, 0.0))


@kernel
def drive_force(p: NDArray[np.float64], u: float, throttle: float, reverse: bool, damage: float) -> float:
    """What the engine asks of the rear tyres (N), backwards negative; p: a row of parameters."""
    if damage >= 1.0 or throttle <= 0.0:
        return 0.0
    most: float = min(p[DRIVE_FORCE], p[DRIVE_POWER] / max(abs(u), 1.0)) / ROTATING_MASS
    most *= throttle * (1.0 - DAMAGE_TO_DRIVE * damage)
    if not reverse:
        return most * min(max(float(p[TOP_SPEED] - u) / SPEED_BAND, 0.0), 1.0)
    if u > REVERSE_REFUSED:
        return 0.0
    return -most * min(max((REVERSE_TOP_SPEED + u) / SPEED_BAND, 0.0), 1.0)


@kernel
def lights(actions: int, braking: bool) -> int:
    """LIGHT_… bits of a car in use."""
    on = 0 if actions & LIGHTS_OFF else LIGHT_HEAD
    if braking:
        on |= LIGHT_BRAKE
    if actions & REVERSE:
        on |= LIGHT_REVERSE
    if actions & SIREN:
        on |= LIGHT_BAR
    return on


@kernel
def turn_wheels(p: NDArray[np.float64], now: float, steer: int, dt: float) -> float:
    """Road-wheel angle (rad) after dt: towards what the steering wheel asks, as fast as a driver winds it."""
    most: float = p[STEER_RATE] * dt
    wanted: float = steer / FULL_STEER * p[STEER_LOCK]
    return now + min(max(wanted - now, -most), most)


@kernel
def _follow_ground(
    car: NDArray[np.float64],
    tag: NDArray[np.int32],
    surface: NDArray[np.uint8],
    deck_z: NDArray[np.float32],
    deck_surface: int,
) -> bool:
    """Set the car's height, surface and height bits; whether the bits have changed."""
    z = wheels_height(deck_z, car[X], car[Y], car[Z])
    car[Z] = z
    tag[SURFACE] = deck_surface if z > 0.0 else surface_at(surface, car[X], car[Y])
    bits = height_bits(z, z + CAR_HEIGHT)
    changed = bool(tag[BITS] != bits)
    tag[BITS] = bits
    return changed


@kernel
def friction_limits(p: NDArray[np.float64], accel: float, surface: int) -> tuple[float, float, float, float]:
    """(front load, rear load, front μ·Fz, rear μ·Fz) in N, with the lagged acceleration (m/s²) of a car."""
    weight = p[MASS] * GRAVITY
    base = p[TO_FRONT] + p[TO_REAR]
    shift = p[MASS] * accel * p[CG_HEIGHT] / base
    front = max(weight * p[TO_REAR] / base - shift, LEAST_LOAD * weight)
    rear = max(weight * p[TO_FRONT] / base + shift, LEAST_LOAD * weight)
    mu = p[FRICTION] * grip(surface)
    return front, rear, mu * front, mu * rear


@kernel
def brake_share(asked: float, predicted: float, helping: float, mass: float, dt: float) -> float:
    """Share of the resistance `asked` (N) that may act so that it stops the car but never reverses it.

    predicted: speed ahead (m/s) after this step without it; helping: force along the car (N) that tyres
    exert anyhow, which counts when it slows the car down too.
    """
    room = mass * abs(predicted) / dt
    if helping * predicted < 0.0:
        room = max(room - abs(helping), 0.0)
    return min(room / asked, 1.0)


@kernel
def axle_mass(p: NDArray[np.float64], arm: float) -> float:
    """The mass (kg) that a sideways force feels at `arm` m from the centre of gravity."""
    return float(1.0 / (1.0 / p[MASS] + arm * arm / p[INERTIA]))


@kernel
def locked_axle(limit: float, u: float, across: float, mass: float, dt: float) -> tuple[float, float]:
    """(along, across) forces in N of wheels that slide: against their motion over the ground."""
    speed = math.sqrt(u * u + across * across)
    if speed == 0.0:
        return 0.0, 0.0
    force = min(SLIDING_GRIP * limit, 0.5 * mass * speed / dt)
    return -force * u / speed, -force * across / speed


@kernel
def differential(p: NDArray[np.float64], lateral: float) -> float:
    """Share of the drive that an open differential passes on in a bend of `lateral` m/s²: the wheel that
    bears less sets the force of both."""
    lifted = 2.0 * abs(lateral) * p[CG_HEIGHT] / (GRAVITY * TRACK * p[WIDTH])
    return max(1.0 - float(lifted), LEAST_DIFFERENTIAL)


@kernel
def heading_share(along: float, across: float) -> float:
    """Cosine of an axle's slip angle. Friction is against the slide, so this is how much of it the
    brakes can have along the wheel."""
    speed = math.sqrt(along * along + across * across)
    return abs(along) / speed if speed > 0.0 else 1.0


@kernel
def _tyre_forces(
    car: NDArray[np.float64],
    surface: int,
    control: NDArray[np.int16],
    p: NDArray[np.float64],
    u: float,
    v: float,
    dt: float,
) -> tuple[float, float, float]:
    """(along, across, torque) of the tyres and of rolling resistance, in the car's frame. Sets SLIP."""
    r, delta = car[OMEGA], car[ROAD_WHEEL]
    front_load, rear_load, front_limit, rear_limit = friction_limits(p, car[ACCEL], surface)
    lever = control[HANDBRAKE] / FULL_PEDAL
    locked = lever >= LOCKING_HANDBRAKE

    # How each axle moves: the front one in the frame of its turned wheels.
    cos, sin = math.cos(delta), math.sin(delta)
    front_v, rear_v = v + p[TO_FRONT] * r, v - p[TO_REAR] * r
    front_along, front_across = u * cos + front_v * sin, front_v * cos - u * sin

    # What the engine asks for and gets, and what the brakes ask for and get.
    throttle = 0.0 if locked else control[THROTTLE] / FULL_PEDAL
    asked = drive_force(p, u, throttle, control[ACTIONS] & REVERSE != 0, car[DAMAGE])
    most_drive = DRIVE_CAP * ALONG_GRIP * rear_limit * differential(p, r * u)
    drive = min(max(asked, -most_drive), most_drive)
    pedal = (1.0 if car[DAMAGE] >= 1.0 else control[BRAKE] / FULL_PEDAL) * p[BRAKE_FORCE]  # a wreck's wheels jam
    front_asked = pedal * p[BRAKE_FRONT]
    most_front = FRONT_BRAKE_CAP * ALONG_GRIP * front_limit * heading_share(front_along, front_across)
    most_rear = REAR_BRAKE_CAP * ALONG_GRIP * rear_limit * heading_share(u, rear_v)
    front_brake = min(front_asked, most_front)
    rear_asked = pedal * (1.0 - p[BRAKE_FRONT]) + lever / LOCKING_HANDBRAKE * most_rear
    rear_brake = 0.0 if locked else min(rear_asked, most_rear)
    resistance = front_brake + rear_brake + rolling(surface) * p[MASS] * GRAVITY
    predicted = u + drive * dt / p[MASS]
    against = -1.0 if predicted > 0.0 else 1.0
    share = brake_share(resistance, predicted, 0.0, p[MASS], dt)

    # Sideways: what the friction ellipse leaves.
    front_left = left_over(front_limit, share * front_brake)
    front_mass = axle_mass(p, p[TO_FRONT])
    front_side = axle_lateral(p[FRONT_STIFFNESS] * front_load, front_left, front_across, front_along, front_mass, dt)
    rear_mass = axle_mass(p, p[TO_REAR])
    if locked:
        sliding, rear_side = locked_axle(rear_limit, u, rear_v, rear_mass, dt)
        slip = math.sqrt(u * u + rear_v * rear_v)
    else:
        sliding = 0.0
        rear_left = left_over(rear_limit, drive + against * share * rear_brake)
        rear_side = axle_lateral(p[REAR_STIFFNESS] * rear_load, rear_left, rear_v, u, rear_mass, dt)
        slip = abs(rear_v) if abs(rear_side) >= rear_left else 0.0
        slip += WHEELSPIN * max(abs(asked) / most_drive - 1.0, 0.0)
    if front_asked > front_brake:
        slip += abs(u) * (1.0 - front_brake / front_asked)
    car[SLIP] = slip

    # The front tyres' side force slows the car too: the brakes leave room for that.
    helping = sliding - front_side * sin
    share = min(share, brake_share(resistance, predicted, helping, p[MASS], dt))
    front_pull = against * share * front_brake
    along = drive + helping + against * share * (resistance - front_brake) + front_pull * cos
    front_push = front_pull * sin + front_side * cos
    return along, front_push + rear_side, p[TO_FRONT] * front_push - p[TO_REAR] * rear_side


@kernel
def _drive_car(
    car: NDArray[np.float64],
    tag: NDArray[np.int32],
    control: NDArray[np.int16],
    p: NDArray[np.float64],
    out: NDArray[np.float64],
    dt: float,
) -> None:
    """The force row of one car, its wheels, lag, slip and lights; each argument is that car's row."""
    car[ROAD_WHEEL] = turn_wheels(p, car[ROAD_WHEEL], control[STEER], dt)
    tag[LIGHTS] = lights(control[ACTIONS], control[BRAKE] > 0)
    cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    vx, vy = car[VX], car[VY]
    u, v = cos * vx + sin * vy, cos * vy - sin * vx
    along, across, torque = _tyre_forces(car, tag[SURFACE], control, p, u, v, dt)
    drag = p[DRAG] * math.sqrt(vx * vx + vy * vy)
    accel = (along - drag * u) / p[MASS]
    car[ACCEL] += (accel - car[ACCEL]) * min(dt / LOAD_LAG, 1.0)
    out[FORCE_X] = cos * along - sin * across - drag * vx
    out[FORCE_Y] = sin * along + cos * across - drag * vy
    out[TORQUE] = torque


@kernel
def forces(
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    controls: NDArray[np.int16],
    parameters: NDArray[np.float64],
    surface: NDArray[np.uint8],
    deck_z: NDArray[np.float32],
    deck_surface: int,
    out: NDArray[np.float64],
    dt: float,
) -> int:
    """Fill `out` (n or more rows, FORCE_COLUMNS) with the forces on every car for a step of dt seconds.

    Sets Z, ROAD_WHEEL, ACCEL and SLIP of the cars, SURFACE, BITS and LIGHTS of the tags. Rows that are
    not ACTIVE get no force and no light. Answers how many rows changed their BITS.
    surface and deck_z: the city's rasters; deck_surface: what decks are paved with.
    """
    changed = 0
    for i in range(cars.shape[0]):
        if tags[i, ACTIVE] == 0:
            out[i, FORCE_X] = out[i, FORCE_Y] = out[i, TORQUE] = 0.0
            tags[i, LIGHTS] = 0
            continue
        if _follow_ground(cars[i], tags[i], surface, deck_z, deck_surface):
            changed += 1
        _drive_car(cars[i], tags[i], controls[i], parameters[tags[i, MODEL]], out[i], dt)
    return changed
