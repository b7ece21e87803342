"""When driving goes wrong: knocks, wrecks, obstacles in the lane, sirens, being stuck."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import (
    T_LENGTH,
    T_WIDTH,
    on_link,
)
from game.ai.traffic_following import (
    BRAKING,
    Sight,
    strip_free,
    will_not_move,
)
from game.ai.traffic_routes import roll
from game.ai.traffic_state import (
    ANCHOR_X,
    ANCHOR_Y,
    BLOCKED,
    CALM,
    CLAIM,
    DRIVING,
    GOAL,
    GRANT,
    HELD,
    LAST_VX,
    LAST_VY,
    LATERAL,
    LEFT_ROOM,
    LOST,
    MODE,
    OFFSET,
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
    THINK,
    TIMER,
    WISH,
    WRECK,
    Fleet,
    Net,
    S,
    Scene,
)
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.snapshot import ANGLE, VX, VY
from game.core.snapshot import SHAKEN as SHAKEN_FOR
from game.level.roads import KIND, LANE, LENGTH

STRUCK = 1.0  # m/s of jump between two turns of the wheel: twice what tyres can do in 0.07 s
SHAKEN_LEAST, SHAKEN_MORE = 2.0, 2.0  # s of braking after a knock, and up to so much more
SHOCK = 4.0  # s more for each second that a harder blow shakes the driver
EMERGENCY = -6.0  # m/s²
AFTER_KNOCK = 1.5  # m, or rad below: likewise at the end of the shock
TURNED = 1.0  # rad
OFF_LANE = 1.2  # m off its line: drive slowly
RETURN_SPEED, PASS_SPEED, CREEP = 4.0, 5.0, 2.5  # m/s
ANCHOR_RADIUS = 4.0  # m: within it a car counts as standing
PASS_AFTER = 8.0  # s behind an obstacle
PASS_GAP = 9.0  # m before it
PASS_CLEAR = 0.6  # m between the bodies
PASS_BEYOND = 8.0  # m past it before coming back
DEADLOCK = 20.0  # s: a civilian who stands across the way this long is an obstacle too
SIREN_PATIENCE = 15.0  # s of giving way at one go
STUCK_AFTER, BACK_FOR = 2.0, 2.2  # s
BACK_WISH, BACK_ROOM = 1.2, 2.0  # m/s², m


@kernel
def note_standing(state: NDArray[np.float64], i: int, x: float, y: float) -> None:
    """Count the seconds that car i has stayed in one place; a little to and fro does not count as moving."""
    dx, dy = x - state[i, ANCHOR_X], y - state[i, ANCHOR_Y]
    if dx * dx + dy * dy > ANCHOR_RADIUS * ANCHOR_RADIUS:
        state[i, ANCHOR_X], state[i, ANCHOR_Y] = x, y
        state[i, STILL] = 0.0
    else:
        state[i, STILL] += THINK


@kernel
def let_go(plan: NDArray[np.int32], i: int) -> None:
    """Give back every right at a junction."""
    plan[i, HELD] = plan[i, GRANT] = plan[i, CLAIM] = -1


@kernel
def _heading_error(net: Net, fleet: Fleet, scene: Scene, i: int) -> float:
    plan = fleet.plan
    _, _, _, heading, _ = on_link(net.links, net.sizes, net.points, plan[i, ROUTE], fleet.state[i, S])
    return abs(wrap(scene.cars[plan[i, ROW], ANGLE] - heading))


@kernel
def recover(net: Net, fleet: Fleet, scene: Scene, i: int) -> None:
    """The modes in which a driver does not follow his lane."""
    plan, state = fleet.plan, fleet.state
    mode = plan[i, MODE]
    let_go(plan, i)
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
def mind_obstacle(
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
def come_back(plan: NDArray[np.int32], state: NDArray[np.float64], i: int, speed: float) -> None:
    """Once past the obstacle, the car belongs in its lane again."""
    state[i, PASS_LEFT] -= max(speed, 0.0) * THINK
    if state[i, PASS_LEFT] <= 0.0:
        plan[i, PASSED] = -1


@kernel
def pulls_over(net: Net, fleet: Fleet, scene: Scene, i: int, speed: float) -> bool:
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
def careful(net: Net, fleet: Fleet, scene: Scene, i: int, wanted: float) -> float:
    """m/s for a car that is passing an obstacle or coming back to its lane."""
    plan, state = fleet.plan, fleet.state
    if plan[i, PASSED] >= 0:
        settled = abs(state[i, LATERAL] - state[i, GOAL]) < OFF_LANE
        return float(min(wanted, PASS_SPEED if settled else CREEP))
    return float(min(wanted, CREEP if _heading_error(net, fleet, scene, i) > TURNED else RETURN_SPEED))


@kernel
def note_stuck(plan: NDArray[np.int32], state: NDArray[np.float64], i: int, speed: float, behind: float) -> None:
    """Back off when the car pushes against something."""
    if state[i, WISH] < 0.3 or abs(speed) > 0.3:
        state[i, STUCK] = 0.0
        return
    state[i, STUCK] += THINK
    if state[i, STUCK] > STUCK_AFTER and behind > BACK_ROOM:
        plan[i, MODE] = REVERSING
        state[i, TIMER] = BACK_FOR


@kernel
def note_knock(seed: int, fleet: Fleet, scene: Scene, i: int) -> None:
    """A jump in velocity that no tyre can give: the driver was struck, and is shaken."""
    plan, state, cars = fleet.plan, fleet.state, scene.cars
    row = plan[i, ROW]
    dx, dy = cars[row, VX] - state[i, LAST_VX], cars[row, VY] - state[i, LAST_VY]
    state[i, LAST_VX], state[i, LAST_VY] = cars[row, VX], cars[row, VY]
    if dx * dx + dy * dy > STRUCK * STRUCK and plan[i, MODE] != WRECK:
        plan[i, MODE] = SHAKEN
        plan[i, CALM] = plan[i, STEADY] = 0
        plan[i, PASSED] = -1
        state[i, TIMER] = SHAKEN_LEAST + SHAKEN_MORE * roll(seed, plan, i) + SHOCK * cars[row, SHAKEN_FOR]
        state[i, WISH] = EMERGENCY
