"""From a goal to a path: what each car of a seat renews at 10 Hz, in one kernel call."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.drive import BRAKE_SHARE, D_AT, D_COUNT, D_EDGE, D_LEFT, D_OFF, D_S, D_SPEED, D_TURNING, D_WHOLE
from game.ai.paths import (
    Q_EDGE,
    Q_HEADING,
    Q_LINK,
    Q_S,
    SAMPLES,
    SPACING,
    Streets,
    edge_of,
    extend,
    finish,
    lay,
    lead_to,
    still_good,
)
from game.ai.routes import carry_on, edge_length, head_for, wander, worth_turning
from game.ai.steering import T_FRICTION, on_link
from game.core.constants import GRAVITY
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.snapshot import ANGLE, VX, VY, X, Y, Z
from game.level.roads import BACK, CONNECTOR, FIRST_LANE, KIND, LANE_COUNT, NEXT_EDGE, NEXT_EDGE_COUNT, locate

# Columns of goals, float64, one row a car of the seat: what its mind wants.
G_KIND = 0  # GO or WANDER
G_EDGE, G_S = 1, 2  # GO: the place on the roads
G_STOP = 3  # 1: the path ends there, or at the point beside it; 0: it goes on beyond
G_X, G_Y = 4, 5  # m, the point at which to stop, reached in a straight line from (edge, s); or nan
G_TURN = 6  # 1: may turn round in the street
G_GRIP = 7  # share of the tyres' grip to use in bends
GOAL_COLUMNS = 8

GO, WANDER = 0, 1

PROFILE_BRAKING = 0.88  # share of what the brakes are given that a path counts on
LOST = 9.0  # m off the path: look for the nearest road anew
COMMIT_TIME = 0.4  # s: what lies nearer than this is driven as planned,
COMMIT_SPEED, COMMIT_BRAKING = 9.0, 4.5  # m/s, m/s²: and what cannot be braked to this speed for
WAY_AHEAD = 1.5 * SAMPLES * SPACING  # m of a route to a goal: more than a path can hold
ONWARD = 4  # edges that a route goes on for beyond its goal
AHEAD = 6  # edges of a random walk that are known beforehand
TURNING_CIRCLE = 10.0  # m across
JUNCTION_ROOM = 14.0  # m before its end where nobody turns round in a street any more
TURNING = 7.0  # s during which a car that turns round does not think of anything else
TURN_BELOW = 9.0  # m/s: faster than this, brake first
NO_STOP = 1e9  # m along an edge
LEAD = 9.0  # m before the point beside the road where a car leaves its lane


@kernel
def _prefix(path: NDArray[np.float64], n: int, at: float, speed: float, route: NDArray[np.int32]) -> int:
    """Write the edges that the car can no longer choose to leave out into `route`. Returns how many."""
    braking = max(speed * speed - COMMIT_SPEED * COMMIT_SPEED, 0.0) / (2.0 * COMMIT_BRAKING)
    last = min(int(at + 2.0 + (COMMIT_TIME * max(speed, 0.0) + braking) / SPACING), n - 1)
    route[0], count = int(path[int(at), Q_EDGE]), 1
    for i in range(int(at) + 1, last + 1):
        edge = int(path[i, Q_EDGE])
        if edge >= 0 and edge != route[count - 1] and count < 8:
            route[count] = edge
            count += 1
    return count


@kernel
def _to_goal(net: Streets, route: NDArray[np.int32], count: int, s: float, goal: NDArray[np.float64]) -> int:
    """Complete the route from its last edge to the goal, round the block if that lies behind. New count."""
    edge, target = route[count - 1], int(goal[G_EDGE])
    if edge == target and not (count == 1 and goal[G_S] < s - 4.0):
        return count
    if edge == target:
        best, onto = np.inf, -1
        for row in range(net.edges[edge, NEXT_EDGE], net.edges[edge, NEXT_EDGE] + net.edges[edge, NEXT_EDGE_COUNT]):
            if net.times[net.next_edges[row], target] < best:
                best, onto = net.times[net.next_edges[row], target], net.next_edges[row]
        if onto < 0:
            return count
        route[count] = onto
        count += 1
        edge = onto
    return head_for(net, route, count, target, WAY_AHEAD)


@kernel
def _random_route(
    net: Streets,
    old: NDArray[np.int32],
    route: NDArray[np.int32],
    count: int,
    seed: int,
    stream: int,
    unit: int,
    tick: int,
) -> int:
    """Go on with the turns already rolled where they fit, and roll for more. New count."""
    for k in range(AHEAD + 2):
        if old[k] == route[count - 1] and old[k] >= 0:
            for j in range(k + 1, AHEAD + 2):
                if old[j] < 0 or count == route.shape[0]:
                    break
                route[count] = old[j]
                count += 1
            break
    return wander(net, route, count, AHEAD, seed, stream, unit, tick)


@kernel
def _turn_round(net: Streets, car: NDArray[np.float64], edge: int, s: float, place: NDArray[np.float64]) -> None:
    """Fill `place` with the lane on the other side of the street that a turning circle away is, and s on it."""
    back = net.edges[edge, BACK]
    s = min(max(edge_length(net, back) - s, 0.0), edge_length(net, back))
    best = 1e9
    for lane in range(net.edges[back, FIRST_LANE], net.edges[back, FIRST_LANE] + net.edges[back, LANE_COUNT]):
        x, y, _, _, _ = on_link(net.links, net.link_sizes, net.points, lane, s)
        miss = abs(math.sqrt((x - car[X]) ** 2 + (y - car[Y]) ** 2) - TURNING_CIRCLE)
        if miss < best:
            best = miss
            place[0] = lane
    place[1] = place[2] = s


@kernel
def _done_turning(car: NDArray[np.float64], path: NDArray[np.float64], plan_: NDArray[np.float64]) -> bool:
    """Whether the car points along its new path, and is near it."""
    error = wrap(path[int(plan_[D_AT]), Q_HEADING] - car[ANGLE])
    return bool(abs(error) < 0.5 and abs(plan_[D_OFF]) < 4.0)


@kernel
def _begin(net: Streets, car: NDArray[np.float64], place: NDArray[np.float64]) -> bool:
    """Fill `place` with the link and s of the nearest road that points the car's way; False if none."""
    link, at, _ = locate(
        net.links, net.link_sizes, net.points, net.near, net.point_link, car[X], car[Y], car[Z], car[ANGLE]
    )
    place[0], place[1], place[2] = link, at, at
    return link >= 0


@kernel
def _place_on_edge(net: Streets, link: float, s: float) -> float:
    """m along its edge; 0 on a connector, which leads to the edge's start."""
    return s if net.links[int(link), KIND] != CONNECTOR else 0.0


@kernel
def _complete(
    net: Streets,
    seed: int,
    stream: int,
    unit: int,
    tick: int,
    goal: NDArray[np.float64],
    old: NDArray[np.int32],
    route: NDArray[np.int32],
    count: int,
    s: float,
) -> tuple[int, float]:
    """Complete a route from its first edges to what the goal says. (count, where to stop on its last edge)."""
    if goal[G_KIND] == WANDER:
        return _random_route(net, old, route, count, seed, stream, unit, tick), NO_STOP
    count = _to_goal(net, route, count, s, goal)
    if goal[G_STOP] > 0.0 and route[count - 1] == int(goal[G_EDGE]):
        lead = 0.0 if math.isnan(goal[G_X]) else LEAD
        return count, max(goal[G_S] - lead, 0.0)
    return carry_on(net, route, count, ONWARD), NO_STOP


@kernel
def renew(
    net: Streets,
    seed: int,
    stream: int,
    unit: int,
    tick: int,
    car: NDArray[np.float64],
    goal: NDArray[np.float64],
    route: NDArray[np.int32],
    path: NDArray[np.float64],
    drive_plan: NDArray[np.float64],
    trait: NDArray[np.float64],
) -> bool:
    """Bring a car's path up to date with its goal: to be called every few ticks.

    seed, stream, unit, tick key the dice of a random walk. route (ROUTE_EDGES,) int32 is kept between
    calls, -1 past its end. False if there is no road near: the path is then empty."""
    n, at = int(drive_plan[D_COUNT]), drive_plan[D_AT]
    speed = math.cos(car[ANGLE]) * car[VX] + math.sin(car[ANGLE]) * car[VY]
    if n > 1 and _done_turning(car, path, drive_plan):
        drive_plan[D_TURNING] = 0.0
    turning = drive_plan[D_TURNING] > 0.0
    fresh = n < 2 or (abs(drive_plan[D_OFF]) > LOST and not turning)
    if not fresh and path[int(at), Q_EDGE] < 0.0:  # on the last stretch, off the roads
        drive_plan[D_LEFT] = (n - 1 - at) * SPACING
        if goal[G_STOP] > 0.0:
            return True
        fresh = True
    place = np.empty(3)
    new = np.full(route.shape[0], -1, np.int32)
    if fresh:
        if not _begin(net, car, place):
            drive_plan[D_COUNT] = 0.0
            return False
        new[0], count = edge_of(net, int(place[0])), 1
        s = _place_on_edge(net, place[0], place[1])
    else:
        count = _prefix(path, n, at, speed, new)
        s = _place_on_edge(net, path[int(at), Q_LINK], path[int(at), Q_S])
    inside = 0.0 < s < edge_length(net, new[0]) - JUNCTION_ROOM
    may_turn = goal[G_TURN] > 0.0 and goal[G_KIND] == GO and not turning and inside
    turns = may_turn and worth_turning(net, new[0], s, int(goal[G_EDGE]), goal[G_S])
    if turns and speed > TURN_BELOW:
        drive_plan[D_SPEED] = min(drive_plan[D_SPEED], TURN_BELOW - 1.5)
    elif turns:
        _turn_round(net, car, new[0], s, place)
        new[0], count, fresh, s = net.edges[new[0], BACK], 1, True, place[1]
        drive_plan[D_TURNING] = TURNING
    count, stop = _complete(net, seed, stream, unit, tick, goal, route, new, count, s)
    route[:] = new
    drive_plan[D_EDGE], drive_plan[D_S] = new[0], s
    if not fresh and still_good(path, n, at, route, count, stop):
        return True
    if fresh:
        n, whole = lay(net, route, count, place, stop, path, 0)
        at = 0.0
    else:
        n, at, whole = extend(net, route, count, stop, path, n, at)
    ends = whole and stop < NO_STOP
    if ends and not math.isnan(goal[G_X]):
        n = lead_to(path, n, goal[G_X], goal[G_Y])
    grip = trait[T_FRICTION] * GRAVITY
    finish(path, n, goal[G_GRIP] * grip, PROFILE_BRAKING * BRAKE_SHARE * grip, 0.0 if ends else 1e3)
    drive_plan[D_COUNT], drive_plan[D_AT] = n, at
    drive_plan[D_WHOLE], drive_plan[D_LEFT] = 1.0 if ends else 0.0, (n - 1 - at) * SPACING
    return True
