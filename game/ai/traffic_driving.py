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
    T_WIDTH,
    ahead,
    on_link,
    pedals,
    pure_pursuit,
    steer_input,
)
from game.ai.traffic_following import (
    BRAKING,
    HARDEST,
    PATH_COLUMNS,
    PATH_POINTS,
    Sight,
    free_road,
    interaction,
    look,
    reach_of,
    strip_free,
    trace,
    will_not_move,
)
from game.ai.traffic_junctions import mind_junction
from game.ai.traffic_routes import change_lane, follow_route, roll, set_on_link
from game.ai.traffic_state import (
    ABSENT,
    ANCHOR_X,
    ANCHOR_Y,
    BLOCKED,
    CALM,
    CHANGE,
    CLAIM,
    DRIVING,
    FACTOR,
    GOAL,
    GRANT,
    HELD,
    LAST_VX,
    LAST_VY,
    LATERAL,
    LEFT_ROOM,
    LINKS,
    LOST,
    MODE,
    OFFSET,
    OUT,
    OWNER,
    PASS_LEFT,
    PASSED,
    PULLED,
    REVERSING,
    RIGHT_ROOM,
    ROUTE,
    ROW,
    SHAKEN,
    STEADY,
    STILL,
    STUCK,
    TIMER,
    WISH,
    WRECK,
    Fleet,
    Net,
    S,
    Scene,
)
from game.core.command import ACTIONS, BRAKE, CONTROLS, HANDBRAKE, REVERSE, STEER, THROTTLE
from game.core.constants import DT
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.snapshot import ACTIVE, ANGLE, DAMAGE, OMEGA, VX, VY, X, Y, Z
from game.level.roads import KIND, LANE, LENGTH, RIGHT, locate

THINK_EVERY = 8  # ticks
STEER_EVERY = 4  # ticks
THINK = THINK_EVERY * DT  # s
STRAIGHT = 0.02  # rad of the front wheels: under this a car goes straight
STRUCK = 1.0  # m/s of jump between two turns of the wheel: twice what tyres can do in 0.07 s
SHAKEN_LEAST, SHAKEN_MORE = 2.0, 2.0  # s of braking after a knock, and up to so much more
EMERGENCY = -6.0  # m/s²
ASTRAY = 4.0  # m off its line: it has to look for the lane afresh
AFTER_KNOCK = 1.5  # m, or rad below: likewise at the end of the shock
TURNED = 1.0  # rad
OFF_LANE = 1.2  # m off its line: drive slowly
RETURN_SPEED, PASS_SPEED, CREEP = 4.0, 5.0, 2.5  # m/s
# How far before its middle a car aims: short, as street corners are tight.
AIM_TIME, AIM_LEAST, AIM_MOST = 0.6, 2.4, 12.0  # s, m, m
SETTLING = 0.5  # 1/s: and gently towards the end
LEAD = 0.2  # s: the wheel is turned for where the car will be when it has followed
SIDEWAYS = 0.8  # m/s across the lane when changing or coming back
CHANGE_SPEED = 3.0  # m/s: slower cars stay in their lane
LINE_GAP = 1.0  # m: where a driver stops before a line
TAIL_CLEAR = 0.5  # m past a junction's edge
ANCHOR_RADIUS = 4.0  # m: within it a car counts as standing
PASS_AFTER = 8.0  # s behind an obstacle
PASS_GAP = 9.0  # m before it
PASS_CLEAR = 0.6  # m between the bodies
PASS_BEYOND = 8.0  # m past it before coming back
DEADLOCK = 20.0  # s: a civilian who stands across the way this long is an obstacle too
SIREN_PATIENCE = 15.0  # s of giving way at one go
KERB_OFFSET, LANE_OFFSET = -0.9, -0.4  # m, how far right to pull over in the lane at the kerb, in others
STUCK_AFTER, BACK_FOR = 2.0, 2.2  # s
BACK_WISH, BACK_ROOM = 1.2, 2.0  # m/s², m


@kernel
def _along(scene: Scene, row: int) -> float:
    """m/s forwards."""
    angle = scene.cars[row, ANGLE]
    return float(math.cos(angle) * scene.cars[row, VX] + math.sin(angle) * scene.cars[row, VY])


@kernel
def _note_standing(state: NDArray[np.float64], i: int, x: float, y: float) -> None:
    dx, dy = x - state[i, ANCHOR_X], y - state[i, ANCHOR_Y]
    if dx * dx + dy * dy > ANCHOR_RADIUS * ANCHOR_RADIUS:
        state[i, ANCHOR_X], state[i, ANCHOR_Y] = x, y
        state[i, STILL] = 0.0
    else:
        state[i, STILL] += THINK


@kernel
def _let_go(plan: NDArray[np.int32], i: int) -> None:
    """Give back every right at a junction."""
    plan[i, HELD] = plan[i, GRANT] = plan[i, CLAIM] = -1


@kernel
def _heading_error(net: Net, fleet: Fleet, scene: Scene, i: int) -> float:
    plan = fleet.plan
    _, _, _, heading, _ = on_link(net.links, net.sizes, net.points, plan[i, ROUTE], fleet.state[i, S])
    return abs(wrap(scene.cars[plan[i, ROW], ANGLE] - heading))


@kernel
def _recover(net: Net, fleet: Fleet, scene: Scene, i: int) -> None:
    """The modes in which a driver does not follow his lane."""
    plan, state = fleet.plan, fleet.state
    mode = plan[i, MODE]
    _let_go(plan, i)
    plan[i, CALM] = plan[i, STEADY] = 0
    state[i, TIMER] -= THINK
    state[i, WISH] = BACK_WISH if mode == REVERSING else EMERGENCY
    if mode in (WRECK, LOST) or state[i, TIMER] > 0.0:
        return
    state[i, STUCK] = 0.0
    off = abs(state[i, LATERAL] - state[i, OFFSET]) > AFTER_KNOCK or _heading_error(net, fleet, scene, i) > TURNED
    plan[i, MODE] = LOST if mode == SHAKEN and off else DRIVING


@kernel
def _passable(fleet: Fleet, scene: Scene, i: int, sight: Sight) -> bool:
    """Whether what stands before car i is worth driving around, rather than a queue."""
    if sight.lead < 0 or sight.gap > PASS_GAP:
        return False
    if will_not_move(fleet, scene, sight.lead):
        return True
    k = int(fleet.bodies[sight.lead, OWNER])
    across = math.cos(scene.cars[sight.lead, ANGLE] - scene.cars[fleet.plan[i, ROW], ANGLE]) < 0.5
    return bool(across and k >= 0 and min(fleet.state[k, STILL], fleet.state[i, STILL]) > DEADLOCK)


@kernel
def _try_pass(
    net: Net, fleet: Fleet, scene: Scene, i: int, sight: Sight, path: NDArray[np.float64], count: int
) -> None:
    """Choose the side, left first, on which car i can drive around what stands before it."""
    plan, state = fleet.plan, fleet.state
    link, row = plan[i, ROUTE], plan[i, ROW]
    clear = sight.half_wide + 0.5 * fleet.bodies[row, T_WIDTH] + PASS_CLEAR
    until = sight.along + sight.half_long + PASS_BEYOND
    for side in (1.0, -1.0):
        goal = sight.lateral + side * clear
        if goal > net.sizes[link, LEFT_ROOM] or -goal > net.sizes[link, RIGHT_ROOM]:
            continue
        if strip_free(net, fleet, scene, i, path, count, goal, until):
            plan[i, PASSED] = sight.lead
            state[i, GOAL] = state[i, OFFSET] = goal
            state[i, PASS_LEFT] = until
            state[i, BLOCKED] = 0.0
            return


@kernel
def _mind_obstacle(
    net: Net, fleet: Fleet, scene: Scene, i: int, sight: Sight, path: NDArray[np.float64], count: int
) -> None:
    """Wait behind what stands in the lane, and after a while drive around it."""
    state = fleet.state
    if not _passable(fleet, scene, i, sight):
        return
    state[i, BLOCKED] += 2.0 * THINK  # twice, as it always fades
    if state[i, BLOCKED] > PASS_AFTER:
        _try_pass(net, fleet, scene, i, sight, path, count)


@kernel
def _come_back(plan: NDArray[np.int32], state: NDArray[np.float64], i: int, speed: float) -> None:
    """Once past the obstacle, the car belongs in its lane again."""
    state[i, PASS_LEFT] -= max(speed, 0.0) * THINK
    if state[i, PASS_LEFT] <= 0.0:
        plan[i, PASSED] = -1


@kernel
def _gives_way(net: Net, fleet: Fleet, scene: Scene, i: int, speed: float) -> bool:
    """Whether car i, hearing a siren, pulls over: on a lane, where it can stop before the junction."""
    plan, state = fleet.plan, fleet.state
    state[i, PULLED] += 2.0 * THINK  # twice, as it always fades
    link = plan[i, ROUTE]
    half = 0.5 * fleet.bodies[plan[i, ROW], T_LENGTH]
    left = net.sizes[link, LENGTH] - state[i, S] - half
    on_lane = net.links[link, KIND] == LANE and plan[i, HELD] < 0 and plan[i, PASSED] < 0
    stops = on_lane and state[i, PULLED] < SIREN_PATIENCE and left > speed * speed / (2.0 * BRAKING)
    if stops:
        plan[i, GRANT] = -1
    return bool(stops)


@kernel
def _drift(state: NDArray[np.float64], i: int, speed: float, goal: float) -> None:
    """Move OFFSET towards where the car wants to be in its lane."""
    state[i, GOAL] = goal
    if speed > 0.5:
        left = goal - state[i, OFFSET]
        step = min(SIDEWAYS, 0.1 + SETTLING * abs(left)) * THINK
        state[i, OFFSET] += min(max(left, -step), step)


@kernel
def _careful(net: Net, fleet: Fleet, scene: Scene, i: int, wanted: float) -> float:
    """m/s for a car that is passing an obstacle or coming back to its lane."""
    plan, state = fleet.plan, fleet.state
    if plan[i, PASSED] >= 0:
        settled = abs(state[i, LATERAL] - state[i, GOAL]) < OFF_LANE
        return float(min(wanted, PASS_SPEED if settled else CREEP))
    return float(min(wanted, CREEP if _heading_error(net, fleet, scene, i) > TURNED else RETURN_SPEED))


@kernel
def _note_stuck(plan: NDArray[np.int32], state: NDArray[np.float64], i: int, speed: float, behind: float) -> None:
    """Back off when the car pushes against something."""
    if state[i, WISH] < 0.3 or abs(speed) > 0.3:
        state[i, STUCK] = 0.0
        return
    state[i, STUCK] += THINK
    if state[i, STUCK] > STUCK_AFTER and behind > BACK_ROOM:
        plan[i, MODE] = REVERSING
        state[i, TIMER] = BACK_FOR


@kernel
def _in_lane(net: Net, fleet: Fleet, scene: Scene, i: int) -> bool:
    """Whether car i follows its lane; if not, what it does instead."""
    plan, state, cars = fleet.plan, fleet.state, scene.cars
    row = plan[i, ROW]
    _note_standing(state, i, cars[row, X], cars[row, Y])
    if cars[row, DAMAGE] >= 1.0:
        plan[i, MODE] = WRECK
    elif plan[i, MODE] == DRIVING and abs(state[i, LATERAL] - state[i, OFFSET]) > ASTRAY:
        plan[i, MODE] = LOST
    if plan[i, MODE] != DRIVING:
        _recover(net, fleet, scene, i)
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
        _come_back(plan, state, i, speed)
    elif sight.lead >= 0 and abs(speed) < 0.5:
        _mind_obstacle(net, fleet, scene, i, sight, path, count)
    gives_way = sight.siren and _gives_way(net, fleet, scene, i, speed)
    line = mind_junction(net, fleet, scene, i, speed, sight, THINK)
    if plan[i, PASSED] < 0:
        kerb = KERB_OFFSET if net.links[plan[i, ROUTE], RIGHT] < 0 else LANE_OFFSET
        _drift(state, i, speed, kerb if gives_way else 0.0)
    wanted = cap * state[i, FACTOR]
    if plan[i, PASSED] >= 0 or abs(state[i, LATERAL] - state[i, OFFSET]) > OFF_LANE:
        wanted = _careful(net, fleet, scene, i, wanted)
    braking = min(sight.braking, interaction(speed, line, 0.0, LINE_GAP) if line < 1e3 else 0.0)
    wish = free_road(speed, wanted) + braking
    state[i, WISH] = max(min(wish, -BRAKING) if gives_way else wish, -HARDEST)
    _note_stuck(plan, state, i, speed, sight.behind)
    junction = line < 1e3 or plan[i, CLAIM] >= 0
    calm = sight.lead < 0 and not sight.siren and not junction and plan[i, PASSED] < 0 and speed > CHANGE_SPEED
    plan[i, CALM] = 1 if calm else 0


@kernel
def _note_knock(seed: int, fleet: Fleet, scene: Scene, i: int) -> None:
    """A jump in velocity that no tyre can give: the driver was struck, and is shaken."""
    plan, state, cars = fleet.plan, fleet.state, scene.cars
    row = plan[i, ROW]
    dx, dy = cars[row, VX] - state[i, LAST_VX], cars[row, VY] - state[i, LAST_VY]
    state[i, LAST_VX], state[i, LAST_VY] = cars[row, VX], cars[row, VY]
    if dx * dx + dy * dy > STRUCK * STRUCK and plan[i, MODE] != WRECK:
        plan[i, MODE] = SHAKEN
        plan[i, CALM] = plan[i, STEADY] = 0
        plan[i, PASSED] = -1
        state[i, TIMER] = SHAKEN_LEAST + SHAKEN_MORE * roll(seed, plan, i)
        state[i, WISH] = EMERGENCY


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
    _let_go(plan, i)
    for m in range(CONTROLS):
        plan[i, OUT + m] = 0


@kernel
def drive(
    tick: int,
    seed: int,
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    controls: NDArray[np.int16],
    links: NDArray[np.int32],
    sizes: NDArray[np.float64],
    points: NDArray[np.float64],
    others: NDArray[np.int32],
    plan: NDArray[np.int32],
    state: NDArray[np.float64],
    bodies: NDArray[np.float64],
) -> int:
    """One tick of all traffic: an eighth of the cars think, a quarter turn the wheel, fewer where nothing
    happens; all controls are written. Returns how many have lost their lane and need `find_lanes`.
    Arrays as in Net, Fleet and Scene."""
    net = Net(links, sizes, points, others)
    fleet = Fleet(plan, state, bodies)
    scene = Scene(cars, tags)
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
            turn = tick + i
            if turn % STEER_EVERY == 0:
                _note_knock(seed, fleet, scene, i)
            if turn % (THINK_EVERY << plan[i, CALM]) == 0:
                _think(seed, net, fleet, scene, i, path)
            if turn % (STEER_EVERY << plan[i, STEADY]) == 0:
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
