"""Keeping distance: the Intelligent Driver Model, and what a driver sees in the corridor of his route.

IDM (Treiber, Hennecke, Helbing: Congested traffic states in empirical observations, 2000):
dv/dt = a [1 - (v/v0)^δ - (s*/s)²],  s* = s0 + max(0, vT + vΔv / 2√(ab)).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import T_LENGTH, T_WIDTH
from game.ai.traffic_state import (
    CAP,
    DRIVING,
    GOAL,
    LATERAL,
    LINKS,
    MODE,
    OWNER,
    PASSED,
    ROUTE,
    ROW,
    Fleet,
    Net,
    Scene,
)
from game.core.constants import CAR_HEIGHT
from game.core.kernel import kernel
from game.core.snapshot import ACTIVE, ANGLE, LIGHT_BAR, LIGHTS, POLICE, ROLE, VX, VY, X, Y, Z
from game.level.roads import COUNT, FIRST, LENGTH, P_HEADING, P_X, P_Y, STEP

HEADWAY = 1.3  # s, T
JAM_GAP = 2.0  # m, s0
ACCELERATION = 1.4  # m/s², a
BRAKING = 2.0  # m/s², b: comfortable
HARDEST = 8.0  # m/s²: what the tyres have, about
BEND_BRAKING = 1.5  # m/s², before bends and lower limits
WRECK_GAP = 5.0  # m, s0 behind what will not move on: room to pull out
BODY_MARGIN = 0.25  # m on each side of the own body
NEAR_PATH = 7.0  # m from the path's points: further things cannot reach into it
SIREN_RANGE = 55.0  # m
PATH_POINTS = 48
POINT_GAP = 3.0  # m: the points of a link are evenly spaced near 2 m, and never wider than this

# Columns of a traced path.
PATH_AT, PATH_POINT = 0, 1  # m ahead of the car, row of points
PATH_COLUMNS = 2


class Sight(NamedTuple):
    """What a driver makes of the road before him."""

    braking: float  # m/s², the interaction term: ≤ 0
    lead: int  # world row of the nearest thing in the corridor, or -1
    gap: float  # m to it, bumper to bumper
    along: float  # m to its middle
    lateral: float  # m left of the lane's middle, its middle
    half_long: float  # m, half of what it takes up along the lane
    half_wide: float  # m, half of what it takes up across
    lead_speed: float  # m/s along the lane
    siren: bool  # a police car with its light bar on comes near
    behind: float  # m to the nearest bumper behind


@kernel
def free_road(speed: float, wanted: float) -> float:
    """m/s²: IDM's a [1 - (v/v0)^4], not under comfortable braking."""
    ratio = speed / max(wanted, 0.1)
    square = ratio * ratio
    return max(ACCELERATION * (1.0 - square * square), -BRAKING)


@kernel
def interaction(speed: float, gap: float, lead_speed: float, jam_gap: float) -> float:
    """m/s², ≤ 0: IDM's -a (s*/s)², not under the tyres' grip."""
    closing = speed - lead_speed
    wish = jam_gap + max(0.0, speed * HEADWAY + speed * closing / (2.0 * math.sqrt(ACCELERATION * BRAKING)))
    ratio = wish / max(gap, 0.1)
    return max(-ACCELERATION * ratio * ratio, -HARDEST)


@kernel
def reach_of(speed: float) -> float:
    """m: how far ahead a driver has to look at this speed."""
    return min(20.0 + 2.0 * speed + speed * speed / 3.0, 2.0 * (PATH_POINTS - 4))


@kernel
def trace(
    net: Net, plan: NDArray[np.int32], i: int, s: float, reach: float, path: NDArray[np.float64]
) -> tuple[int, float]:
    """Fill `path` (PATH_POINTS, PATH_COLUMNS) with the route's points from s on to `reach` m ahead.

    Returns how many, and the m/s that a calm driver has now for the bends and limits among them."""
    count, cap = 0, 1e6
    at = -s
    for m in range(plan[i, LINKS]):
        link = plan[i, ROUTE + m]
        step, first = net.sizes[link, STEP], net.links[link, FIRST]
        begin = int(s / step) if m == 0 else 1
        for p in range(begin, net.links[link, COUNT]):
            d = at + p * step
            if d > reach or count == PATH_POINTS:
                return count, math.sqrt(cap)
            path[count, PATH_AT], path[count, PATH_POINT] = d, first + p
            cap = min(cap, net.points[first + p, CAP] + 2.0 * BEND_BRAKING * max(d, 0.0))
            count += 1
        at += net.sizes[link, LENGTH]
    return count, math.sqrt(cap)


@kernel
def bounds(net: Net, path: NDArray[np.float64], count: int) -> tuple[float, float, float, float]:
    """(least x, least y, most x, most y) of all that is within NEAR_PATH of the path."""
    low_x, low_y, high_x, high_y = math.inf, math.inf, -math.inf, -math.inf
    for m in range(count):
        p = int(path[m, PATH_POINT])
        x, y = net.points[p, P_X], net.points[p, P_Y]
        low_x, high_x = min(low_x, x), max(high_x, x)
        low_y, high_y = min(low_y, y), max(high_y, y)
    return low_x - NEAR_PATH, low_y - NEAR_PATH, high_x + NEAR_PATH, high_y + NEAR_PATH


@kernel
def nearest_on(net: Net, path: NDArray[np.float64], count: int, x: float, y: float) -> int:
    """Index of the path's point nearest to (x, y), or -1 if none is within NEAR_PATH."""
    best, least, m = -1, NEAR_PATH, 0
    while m < count:
        p = int(path[m, PATH_POINT])
        dx, dy = x - net.points[p, P_X], y - net.points[p, P_Y]
        d = math.sqrt(dx * dx + dy * dy)
        if d < least:
            best, least = m, d
        m += max(int((d - least) / POINT_GAP), 1)  # nothing nearer can come sooner
    return best


@kernel
def on_path(
    net: Net, path: NDArray[np.float64], m: int, fleet: Fleet, scene: Scene, j: int
) -> tuple[float, float, float, float, float]:
    """Car j against the path at its point m: (m ahead, m left of it, half its extent along, half its
    extent across, m/s along)."""
    cars = scene.cars
    p = int(path[m, PATH_POINT])
    heading = net.points[p, P_HEADING]
    c, n = math.cos(heading), math.sin(heading)
    dx, dy = cars[j, X] - net.points[p, P_X], cars[j, Y] - net.points[p, P_Y]
    turned = cars[j, ANGLE] - heading
    ct, st = abs(math.cos(turned)), abs(math.sin(turned))
    half_length = 0.5 * fleet.bodies[j, T_LENGTH]
    half_width = 0.5 * fleet.bodies[j, T_WIDTH]
    return (
        path[m, PATH_AT] + c * dx + n * dy,
        c * dy - n * dx,
        ct * half_length + st * half_width,
        ct * half_width + st * half_length,
        c * cars[j, VX] + n * cars[j, VY],
    )


@kernel
def will_not_move(fleet: Fleet, scene: Scene, j: int) -> bool:
    """Whether a standing car is no part of the flow: not civilian, or wrecked, or shaken."""
    speed2 = scene.cars[j, VX] * scene.cars[j, VX] + scene.cars[j, VY] * scene.cars[j, VY]
    if speed2 > 0.25:
        return False
    k = int(fleet.bodies[j, OWNER])
    return bool(k < 0 or fleet.plan[k, MODE] != DRIVING)


@kernel
def siren_near(scene: Scene, j: int, dx: float, dy: float) -> bool:
    """Whether car j is police under way with its light bar on, and not leaving. dx, dy: from me to it."""
    tags, cars = scene.tags, scene.cars
    if tags[j, ROLE] != POLICE or tags[j, LIGHTS] & LIGHT_BAR == 0:
        return False
    d2 = dx * dx + dy * dy
    if d2 > SIREN_RANGE * SIREN_RANGE or cars[j, VX] * cars[j, VX] + cars[j, VY] * cars[j, VY] < 4.0:
        return False
    return bool(d2 < 100.0 or dx * cars[j, VX] + dy * cars[j, VY] < 0.0)


@kernel
def look(net: Net, fleet: Fleet, scene: Scene, i: int, path: NDArray[np.float64], count: int, reach: float) -> Sight:
    """What is in car i's corridor: everything whose body reaches into the strip that the car will sweep."""
    plan, state, cars = fleet.plan, fleet.state, scene.cars
    me = plan[i, ROW]
    x, y, z = cars[me, X], cars[me, Y], cars[me, Z]
    c, n = math.cos(cars[me, ANGLE]), math.sin(cars[me, ANGLE])
    speed = c * cars[me, VX] + n * cars[me, VY]
    half_length = 0.5 * fleet.bodies[me, T_LENGTH]
    half_width = 0.5 * fleet.bodies[me, T_WIDTH] + BODY_MARGIN
    right = min(state[i, LATERAL], state[i, GOAL]) - half_width
    left = max(state[i, LATERAL], state[i, GOAL]) + half_width
    if plan[i, PASSED] >= 0:  # it has decided to leave the lane: only the new strip counts
        right, left = state[i, GOAL] - half_width, state[i, GOAL] + half_width
    far2 = max(reach + NEAR_PATH, SIREN_RANGE) ** 2
    low_x, low_y, high_x, high_y = bounds(net, path, count)
    braking, siren, behind = 0.0, False, 50.0
    lead, gap, along, lateral, half_long, half_wide, lead_speed = -1, 1e3, 1e3, 0.0, 0.0, 0.0, 0.0
    for j in range(len(cars)):
        dx, dy = cars[j, X] - x, cars[j, Y] - y
        if dx * dx + dy * dy > far2 or j == me or scene.tags[j, ACTIVE] == 0 or abs(cars[j, Z] - z) > CAR_HEIGHT:
            continue
        siren = siren or siren_near(scene, j, dx, dy)
        if c * dx + n * dy < 0.0:
            if abs(c * dy - n * dx) < 2.0:
                behind = min(behind, -(c * dx + n * dy) - 2.0 * half_length)
            continue
        if not (low_x < cars[j, X] < high_x and low_y < cars[j, Y] < high_y):
            continue
        m = nearest_on(net, path, count, cars[j, X], cars[j, Y])
        if m < 0 or j == plan[i, PASSED]:
            continue
        at, side, ext_long, ext_wide, v = on_path(net, path, m, fleet, scene, j)
        if at < 0.5 or side - ext_wide > left or side + ext_wide < right:
            continue
        room = at - half_length - ext_long
        jam_gap = WRECK_GAP if will_not_move(fleet, scene, j) else JAM_GAP
        braking = min(braking, interaction(speed, room, v, jam_gap))
        if room < gap:
            lead, gap, along, lateral = j, room, at, side
            half_long, half_wide, lead_speed = ext_long, ext_wide, v
    return Sight(braking, lead, gap, along, lateral, half_long, half_wide, lead_speed, siren, behind)


@kernel
def strip_free(
    net: Net, fleet: Fleet, scene: Scene, i: int, path: NDArray[np.float64], count: int, goal: float, until: float
) -> bool:
    """Whether car i may drive `goal` m left of its lane's middle for the next `until` m: nothing stands
    there, and nothing will come there within the time it takes."""
    cars, me = scene.cars, fleet.plan[i, ROW]
    half_width = 0.5 * fleet.bodies[me, T_WIDTH] + BODY_MARGIN
    for j in range(len(cars)):
        dx, dy = cars[j, X] - cars[me, X], cars[j, Y] - cars[me, Y]
        if j == me or scene.tags[j, ACTIVE] == 0 or dx * dx + dy * dy > 1e4:
            continue
        m = nearest_on(net, path, count, cars[j, X], cars[j, Y])
        if m < 0 or abs(cars[j, Z] - cars[me, Z]) > CAR_HEIGHT:
            continue
        at, side, _, ext_wide, v = on_path(net, path, m, fleet, scene, j)
        if abs(side - goal) > half_width + ext_wide + BODY_MARGIN:
            continue
        nearest = -8.0 - 4.0 * max(v, 0.0)  # what comes up from behind
        furthest = until + 6.0 - 8.0 * min(v, 0.0)  # what comes the other way, for the 8 s of a slow pass
        if nearest < at < furthest and v < 6.0:
            return False
    return True
