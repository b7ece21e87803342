"""How a civilian drives from tick to tick: what he decides 7.5 times a second, and how he turns the
wheel fifteen times a second, all cars in one kernel call."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import (
    T_LENGTH,
    T_LOCK,
    T_REAR,
    T_WHEELBASE,
    ahead,
    pedals,
    pure_pursuit,
    steer_input,
)
from game.ai.traffic_following import (
    BRAKING,
    HARDEST,
    PATH_COLUMNS,
    PATH_POINTS,
    free_road,
    interaction,
    look,
    reach_of,
    trace,
)
from game.ai.traffic_junctions import mind_junction
from game.ai.traffic_people import braking_for_people
from game.ai.traffic_routes import change_lane, follow_route, set_on_link
from game.ai.traffic_state import (
    ABSENT,
    BLOCKED,
    CALM,
    CHANGE,
    CLAIM,
    DRIVING,
    FACTOR,
    GOAL,
    HELD,
    LAST_VX,
    LAST_VY,
    LATERAL,
    LINKS,
    LOST,
    MODE,
    OFFSET,
    OUT,
    PASSED,
    PULLED,
    REVERSING,
    ROUTE,
    ROW,
    STEADY,
    THINK,
    THINK_EVERY,
    WISH,
    WRECK,
    Fleet,
    Net,
    S,
    Scene,
)
from game.ai.traffic_trouble import (
    OFF_LANE,
    careful,
    come_back,
    let_go,
    mind_obstacle,
    note_knock,
    note_standing,
    note_stuck,
    pulls_over,
    recover,
)
from game.core.command import ACTIONS, BRAKE, CONTROLS, HANDBRAKE, REVERSE, STEER, THROTTLE
from game.core.kernel import kernel
from game.core.snapshot import ACTIVE, ANGLE, DAMAGE, OMEGA, VX, VY, X, Y, Z
from game.level.roads import RIGHT, locate

TURN_EVERY = 2  # ticks: half of the cars at a time, as a call has its own cost and starts with cold caches
STEER_TURNS = 2
THINK_TURNS = THINK_EVERY // TURN_EVERY
STRAIGHT = 0.02  # rad of the front wheels: under this a car goes straight
ASTRAY = 4.0  # m off its line: it has to look for the lane afresh
# How far before its middle a car aims: short, as street corners are tight.
AIM_TIME, AIM_LEAST, AIM_MOST = 0.6, 2.4, 12.0  # s, m, m
SETTLING = 0.5  # 1/s: and gently towards the end
LEAD = 0.2  # s: the wheel is turned for where the car will be when it has followed
SIDEWAYS = 0.8  # m/s across the lane when changing or coming back
CHANGE_SPEED = 3.0  # m/s: slower cars stay in their lane
LINE_GAP = 1.0  # m: where a driver stops before a line
TAIL_CLEAR = 0.5  # m past a junction's edge
KERB_OFFSET, LANE_OFFSET = -0.9, -0.4  # m, how far right to pull over in the lane at the kerb, in others


@kernel
def _along(scene: Scene, row: int) -> float:
    """m/s forwards."""
    angle = scene.cars[row, ANGLE]
    return float(math.cos(angle) * scene.cars[row, VX] + math.sin(angle) * scene.cars[row, VY])


@kernel
def _drift(state: NDArray[np.float64], i: int, speed: float, goal: float) -> None:
    """Move OFFSET towards where the car wants to be in its lane."""
    state[i, GOAL] = goal
    if speed > 0.5:
        left = goal - state[i, OFFSET]
        step = min(SIDEWAYS, 0.1 + SETTLING * abs(left)) * THINK
        state[i, OFFSET] += min(max(left, -step), step)


@kernel
def _in_lane(net: Net, fleet: Fleet, scene: Scene, i: int) -> bool:
    """Whether car i follows its lane; if not, what it does instead."""
    plan, state, cars = fleet.plan, fleet.state, scene.cars
    row = plan[i, ROW]
    note_standing(state, i, cars[row, X], cars[row, Y])
    if cars[row, DAMAGE] >= 1.0:
        plan[i, MODE] = WRECK
    elif plan[i, MODE] == DRIVING and abs(state[i, LATERAL] - state[i, OFFSET]) > ASTRAY:
        plan[i, MODE] = LOST
    if plan[i, MODE] != DRIVING:
        recover(net, fleet, scene, i)
        return False
    tail = state[i, S] - 0.5 * fleet.bodies[row, T_LENGTH]
    if plan[i, HELD] != plan[i, ROUTE] and tail > TAIL_CLEAR:
        plan[i, HELD] = -1
    return True


@kernel
def _think(seed: int, net: Net, fleet: Fleet, scene: Scene, i: int, path: NDArray[np.float64]) -> None:
    """Decide what car i wishes to do until it thinks again. What is rare is asked for first:
    a call costs more than the question."""
    plan, state = fleet.plan, fleet.state
    if not _in_lane(net, fleet, scene, i):
        return
    speed = _along(scene, plan[i, ROW])
    if plan[i, CHANGE] != 0 and plan[i, PASSED] < 0 and speed > CHANGE_SPEED:
        change_lane(seed, net, fleet, scene, i, speed)
    reach = reach_of(speed)
    count, cap = trace(net, plan, i, state[i, S], reach, path)
    sight = look(net, fleet, scene, i, path, count, reach)
    state[i, BLOCKED] = max(state[i, BLOCKED] - THINK, 0.0)
    state[i, PULLED] = max(state[i, PULLED] - THINK, 0.0)
    if plan[i, PASSED] >= 0:
        come_back(plan, state, i, speed)
    elif sight.lead >= 0 and abs(speed) < 0.5:
        mind_obstacle(net, fleet, scene, i, sight, path, count)
    gives_way = sight.siren and pulls_over(net, fleet, scene, i, speed)
    line = mind_junction(net, fleet, scene, i, speed, sight, THINK)
    if plan[i, PASSED] < 0:
        kerb = KERB_OFFSET if net.links[plan[i, ROUTE], RIGHT] < 0 else LANE_OFFSET
        _drift(state, i, speed, kerb if gives_way else 0.0)
    wanted = cap * state[i, FACTOR]
    if plan[i, PASSED] >= 0 or abs(state[i, LATERAL] - state[i, OFFSET]) > OFF_LANE:
        wanted = careful(net, fleet, scene, i, wanted)
    braking = min(sight.braking, interaction(speed, line, 0.0, LINE_GAP) if line < 1e3 else 0.0)
    if len(scene.people):
        braking = min(braking, braking_for_people(net, fleet, scene, i, path, count, reach, speed))
    wish = free_road(speed, wanted) + braking
    state[i, WISH] = max(min(wish, -BRAKING) if gives_way else wish, -HARDEST)
    note_stuck(plan, state, i, speed, sight.behind)
    junction = line < 1e3 or plan[i, CLAIM] >= 0
    calm = sight.lead < 0 and not sight.siren and not junction and plan[i, PASSED] < 0 and speed > CHANGE_SPEED
    plan[i, CALM] = 1 if calm else 0


@kernel
def _steer(seed: int, net: Net, fleet: Fleet, scene: Scene, i: int) -> None:
    """Turn the wheel and press the pedals of car i."""
    plan, state, cars = fleet.plan, fleet.state, scene.cars
    row = plan[i, ROW]
    x, y, angle = cars[row, X], cars[row, Y], cars[row, ANGLE]
    trait = fleet.bodies[row]
    follow_route(seed, net, plan, state, i, x, y)
    speed = _along(scene, row)
    route = plan[i, ROUTE:]
    aim = LEAD * speed + min(max(AIM_TIME * speed, AIM_LEAST), AIM_MOST)
    tx, ty, _, heading, _ = ahead(net.links, net.sizes, net.points, route, plan[i, LINKS], 0, state[i, S], aim)
    tx -= state[i, OFFSET] * math.sin(heading)
    ty += state[i, OFFSET] * math.cos(heading)
    angle += LEAD * cars[row, OMEGA]
    rear_x = x + LEAD * cars[row, VX] - trait[T_REAR] * math.cos(angle)
    rear_y = y + LEAD * cars[row, VY] - trait[T_REAR] * math.sin(angle)
    wheel = pure_pursuit(rear_x, rear_y, angle, tx, ty, trait[T_WHEELBASE])  # calm driving: no slip to mind
    plan[i, STEADY] = 1 if abs(wheel) < STRAIGHT else 0
    back = plan[i, MODE] == REVERSING
    throttle, brake = pedals(state[i, WISH], -speed if back else speed, trait)
    plan[i, OUT + STEER] = steer_input(-wheel if back else wheel, trait[T_LOCK])
    plan[i, OUT + THROTTLE] = throttle
    plan[i, OUT + BRAKE] = brake
    plan[i, OUT + HANDBRAKE] = 0
    plan[i, OUT + ACTIONS] = REVERSE if back else 0


@kernel
def _absent(plan: NDArray[np.int32], i: int) -> None:
    plan[i, MODE] = ABSENT
    let_go(plan, i)
    for m in range(CONTROLS):
        plan[i, OUT + m] = 0


@kernel
def drive(
    tick: int,
    seed: int,
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    controls: NDArray[np.int16],
    people: NDArray[np.float64],
    links: NDArray[np.int32],
    sizes: NDArray[np.float64],
    points: NDArray[np.float64],
    others: NDArray[np.int32],
    plan: NDArray[np.int32],
    state: NDArray[np.float64],
    bodies: NDArray[np.float64],
) -> int:
    """One turn of all traffic, every TURN_EVERY ticks: a quarter of the cars think, half turn the wheel,
    fewer where nothing happens; all controls are written. Returns how many have lost their lane and need
    `find_lanes`. Arrays as in Net, Fleet and Scene."""
    net = Net(links, sizes, points, others)
    fleet = Fleet(plan, state, bodies)
    scene = Scene(cars, tags, people, tick)
    path = np.empty((PATH_POINTS, PATH_COLUMNS))
    lost = 0
    for i in range(len(plan)):
        row = plan[i, ROW]
        if tags[row, ACTIVE] == 0:
            _absent(plan, i)
        elif plan[i, MODE] == ABSENT:
            plan[i, MODE] = LOST
            state[i, LAST_VX], state[i, LAST_VY] = cars[row, VX], cars[row, VY]
        else:
            turn = tick // TURN_EVERY + i
            if turn % STEER_TURNS == 0:
                note_knock(seed, fleet, scene, i)
            if turn % (THINK_TURNS << plan[i, CALM]) == 0:
                _think(seed, net, fleet, scene, i, path)
            if turn % (STEER_TURNS << plan[i, STEADY]) == 0:
                _steer(seed, net, fleet, scene, i)
        lost += plan[i, MODE] == LOST
        for m in range(CONTROLS):
            controls[row, m] = plan[i, OUT + m]
    return lost


@kernel
def find_lanes(
    seed: int,
    cars: NDArray[np.float64],
    links: NDArray[np.int32],
    sizes: NDArray[np.float64],
    points: NDArray[np.float64],
    others: NDArray[np.int32],
    near: NDArray[np.int32],
    point_link: NDArray[np.int32],
    plan: NDArray[np.int32],
    state: NDArray[np.float64],
) -> None:
    """Give every car that has lost its lane the nearest one, and a route from there."""
    net = Net(links, sizes, points, others)
    for i in range(len(plan)):
        if plan[i, MODE] != LOST:
            continue
        car = cars[plan[i, ROW]]
        link, s, _ = locate(links, sizes, points, near, point_link, car[X], car[Y], car[Z], car[ANGLE])
        if link < 0:
            continue
        set_on_link(seed, net, plan, state, i, link, s, car[X], car[Y])
        plan[i, MODE] = DRIVING
        state[i, LAST_VX], state[i, LAST_VY] = car[VX], car[VY]
