"""How a mind turns a wish (this path, this acceleration) into steering wheel and pedals.

A route is an int32 array of link ids, each going on from the one before; `count` of them hold. A place
on it is (k, s): metres s into route[k]. All minds drive by these kernels, with the car's own figures
and no more grip than the tyres have.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.core.command import FULL_PEDAL, FULL_STEER
from game.core.constants import AIR_DENSITY, GRAVITY
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.level.model import CarSpec
from game.level.roads import COUNT, FIRST, LENGTH, P_CURVATURE, P_HEADING, P_X, P_Y, P_Z, STEP

# Columns of traits, float64, one row a car model: what a driver knows of his car.
T_MASS = 0  # kg
T_WHEELBASE = 1  # m
T_REAR = 2  # m from the centre of gravity back to the rear axle
T_FRICTION = 3  # μ on dry asphalt
T_FRONT_STIFFNESS, T_REAR_STIFFNESS = 4, 5  # 1/rad, per axle load
T_DRIVE_FORCE = 6  # N
T_DRIVE_POWER = 7  # W
T_DRAG = 8  # kg/m: ½ρ·CdA
T_BRAKE = 9  # m/s² at full pedal, before the tyres slide
T_LOCK = 10  # rad
T_LENGTH, T_WIDTH = 11, 12  # m
T_TOP_SPEED = 13  # m/s
TRAIT_COLUMNS = 14

ROTATING = 1.06  # mass factor of the wheels and shafts (reference: vehicle model of the project)
ROLLING = 0.13  # m/s²: what tyres on asphalt slow a car by
LEAST_LOOKAHEAD = 5.0  # m; shorter and the wheel saws
MOST_LOOKAHEAD = 25.0  # m
LOOKAHEAD_TIME = 0.35  # s
COURSE_SHARE = 0.5  # of the rear axle's slide that counts as heading
YAW_DAMPING = 0.1  # s: rad of wheel for each rad/s of yaw rate too little
USUAL_SLIDE = 0.12  # rad: the rear tyres' slip angle near their limit; beyond that the car spins


def traits(specs: Sequence[CarSpec]) -> NDArray[np.float64]:
    """(models, TRAIT_COLUMNS): one row for each row of the car table."""
    return np.array([_trait_row(spec) for spec in specs], dtype=np.float64).reshape(len(specs), TRAIT_COLUMNS)


def _trait_row(spec: CarSpec) -> list[float]:
    return [
        spec.mass,
        spec.wheelbase,
        spec.wheelbase * spec.front_weight,
        spec.friction,
        spec.front_stiffness,
        spec.rear_stiffness,
        spec.drive_force,
        spec.drive_power,
        0.5 * AIR_DENSITY * spec.drag_area,
        spec.brake_force * GRAVITY,
        spec.steer_lock,
        spec.length,
        spec.width,
        spec.top_speed,
    ]


@kernel
def on_link(
    links: NDArray[np.int32], link_sizes: NDArray[np.float64], points: NDArray[np.float64], link: int, s: float
) -> tuple[float, float, float, float, float]:
    """(x, y, z, heading, curvature) at s along a link; s is held within the link."""
    first, last = links[link, FIRST], links[link, COUNT] - 1
    u = min(max(s / link_sizes[link, STEP], 0.0), float(last))
    i = min(int(u), last - 1)
    f = u - i
    a, b = first + i, first + i + 1
    x = points[a, P_X] + f * (points[b, P_X] - points[a, P_X])
    y = points[a, P_Y] + f * (points[b, P_Y] - points[a, P_Y])
    z = points[a, P_Z] + f * (points[b, P_Z] - points[a, P_Z])
    heading = wrap(points[a, P_HEADING] + f * wrap(points[b, P_HEADING] - points[a, P_HEADING]))
    curvature = points[a, P_CURVATURE] + f * (points[b, P_CURVATURE] - points[a, P_CURVATURE])
    return x, y, z, heading, curvature


@kernel
def step_along(
    link_sizes: NDArray[np.float64], route: NDArray[np.int32], count: int, k: int, s: float, distance: float
) -> tuple[int, float, float]:
    """(k, s, beyond): the place `distance` m further (or back, if negative), and by how much it runs
    past either end of the route."""
    s += distance
    while s > link_sizes[route[k], LENGTH] and k + 1 < count:
        s -= link_sizes[route[k], LENGTH]
        k += 1
    while s < 0.0 and k > 0:
        k -= 1
        s += link_sizes[route[k], LENGTH]
    held = min(max(s, 0.0), link_sizes[route[k], LENGTH])
    return k, held, s - held


@kernel
def ahead(
    links: NDArray[np.int32],
    link_sizes: NDArray[np.float64],
    points: NDArray[np.float64],
    route: NDArray[np.int32],
    count: int,
    k: int,
    s: float,
    distance: float,
) -> tuple[float, float, float, float, float]:
    """(x, y, z, heading, curvature) of the point `distance` m further along the route; past its end
    the route goes straight on."""
    k, s, beyond = step_along(link_sizes, route, count, k, s, distance)
    x, y, z, heading, curvature = on_link(links, link_sizes, points, route[k], s)
    if beyond == 0.0:
        return x, y, z, heading, curvature
    return x + beyond * math.cos(heading), y + beyond * math.sin(heading), z, heading, 0.0


@kernel
def advance_along(
    links: NDArray[np.int32],
    link_sizes: NDArray[np.float64],
    points: NDArray[np.float64],
    route: NDArray[np.int32],
    count: int,
    k: int,
    s: float,
    x: float,
    y: float,
) -> tuple[int, float, float]:
    """(k, s, lateral): the car's place on the route by projection, starting from its last place there,
    and how far left of it the car is. Follows moves of a few metres a call; a lost car needs locate()."""
    lateral = 0.0
    for _ in range(3):
        px, py, _, heading, _ = on_link(links, link_sizes, points, route[k], s)
        c, n = math.cos(heading), math.sin(heading)
        lateral = c * (y - py) - n * (x - px)
        k, s, _ = step_along(link_sizes, route, count, k, s, c * (x - px) + n * (y - py))
    return k, s, lateral


@kernel
def lookahead(speed: float) -> float:
    """m: how far ahead to look at this speed."""
    return min(max(LOOKAHEAD_TIME * abs(speed), LEAST_LOOKAHEAD), MOST_LOOKAHEAD)


@kernel
def pure_pursuit(x: float, y: float, angle: float, tx: float, ty: float, wheelbase: float) -> float:
    """Road wheel angle, rad, that takes the rear axle at (x, y) on an arc to (tx, ty).

    δ = atan(2 L sin α / ld) (Coulter, CMU-RI-TR-92-01). Exact for the rear axle without slip; a target
    behind gives the most that can be asked, ±π/2."""
    dx, dy = tx - x, ty - y
    distance = math.sqrt(dx * dx + dy * dy)
    if distance < 1e-6:
        return 0.0
    c, s = math.cos(angle), math.sin(angle)
    if c * dx + s * dy < 0.0:
        return math.copysign(0.5 * math.pi, c * dy - s * dx)
    return math.atan(2.0 * wheelbase * (c * dy - s * dx) / (distance * distance))


@kernel
def slip_angle(lateral: float, friction: float, stiffness: float) -> float:
    """rad that an axle's tyres must slip for this lateral acceleration (m/s², signed as the turn).

    From inverting the brush tyre, Fy/μFz = 3s - 3s² + s³ with s = c·tan α / 3μ; held at 95 % of the grip."""
    share = min(abs(lateral) / (friction * GRAVITY), 0.95)
    s = 3.0 * friction * (1.0 - (1.0 - share) ** (1.0 / 3.0))
    return math.copysign(math.atan(s / stiffness), lateral)


@kernel
def steer_for(
    car_x: float,
    car_y: float,
    angle: float,
    vx: float,
    vy: float,
    omega: float,
    tx: float,
    ty: float,
    trait: NDArray[np.float64],
) -> float:
    """Road wheel angle, rad, that takes a driving car to (tx, ty). trait: the car's row of traits.

    Pure pursuit of the rear axle, half by heading, half by its true course (all of the course weaves at
    speed, none of it cuts bends); more wheel for understeer; less where the yaw rate runs ahead of the
    bend; and opposite lock for a tail that steps out. Tried against the real tyres up to 28 m/s."""
    c, s = math.cos(angle), math.sin(angle)
    rear = trait[T_REAR]
    x, y = car_x - rear * c, car_y - rear * s
    along = c * vx + s * vy
    slide = 0.0
    if along > 3.0:  # m/s: under this the course is noise
        slide = math.atan2(c * vy - s * vx - rear * omega, along)
    wheel = pure_pursuit(x, y, angle + COURSE_SHARE * slide, tx, ty, trait[T_WHEELBASE])
    curvature = math.tan(min(max(wheel, -0.7), 0.7)) / trait[T_WHEELBASE]
    lateral = curvature * along * along
    wheel += slip_angle(lateral, trait[T_FRICTION], trait[T_FRONT_STIFFNESS])
    wheel -= slip_angle(lateral, trait[T_FRICTION], trait[T_REAR_STIFFNESS])
    if along > 3.0:
        wheel += YAW_DAMPING * (curvature * along - omega)
        wheel += slide - min(max(slide, -USUAL_SLIDE), USUAL_SLIDE)
    lock = float(trait[T_LOCK])
    return min(max(wheel, -lock), lock)


@kernel
def corner_speed(curvature: float, friction: float, share: float) -> float:
    """m/s: the most through this curvature with `share` of the tyres' grip, √(share·μ·g / κ)."""
    return math.sqrt(share * friction * GRAVITY / max(abs(curvature), 1e-4))


@kernel
def speed_cap(
    links: NDArray[np.int32],
    link_sizes: NDArray[np.float64],
    points: NDArray[np.float64],
    route: NDArray[np.int32],
    count: int,
    k: int,
    s: float,
    reach: float,
    grip: float,
    braking: float,
) -> float:
    """m/s: the most now, so that every bend in the next `reach` m can be met by braking at `braking`
    m/s². grip: m/s², the lateral acceleration allowed. Looks every 3 m."""
    cap = 1e3
    distance = 0.0
    while distance <= reach:
        kk, ss, beyond = step_along(link_sizes, route, count, k, s, distance)
        if beyond > 0.0:
            break
        _, _, _, _, curvature = on_link(links, link_sizes, points, route[kk], ss)
        at_bend = grip / max(abs(curvature), 1e-4)
        cap = min(cap, math.sqrt(at_bend + 2.0 * braking * distance))
        distance += 3.0
    return cap


@kernel
def pedals(wish: float, speed: float, trait: NDArray[np.float64]) -> tuple[int, int]:
    """(throttle, brake), each 0 … FULL_PEDAL, for a wished acceleration in m/s² in the direction the
    gear lever points. speed: m/s that way."""
    force = trait[T_MASS] * (ROTATING if wish > 0.0 else 1.0) * wish + trait[T_DRAG] * speed * abs(speed)
    if speed > 0.5:
        force += trait[T_MASS] * ROLLING
    if force >= 0.0:
        most = min(trait[T_DRIVE_FORCE], trait[T_DRIVE_POWER] / max(speed, 0.5))
        return int(FULL_PEDAL * min(force / most, 1.0) + 0.5), 0
    return 0, int(FULL_PEDAL * min(-force / (trait[T_MASS] * trait[T_BRAKE]), 1.0) + 0.5)


@kernel
def steer_input(wheel: float, lock: float) -> int:
    """The STEER control for a road wheel angle."""
    share = min(max(wheel / lock, -1.0), 1.0)
    return math.floor(share * FULL_STEER + 0.5)
