"""Where civilian cars go: turns by keyed dice, a route kept a few links ahead, changes of lane."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import T_LENGTH, T_WIDTH, on_link, step_along
from game.ai.traffic_state import (
    CHANGE,
    GOAL,
    GRANT,
    HELD,
    LATERAL,
    LINKS,
    OFFSET,
    PASSED,
    ROLLS,
    ROUTE,
    ROUTE_LINKS,
    ROW,
    WEIGHT,
    Fleet,
    Net,
    S,
    Scene,
    drop_links,
    route_length,
)
from game.core.kernel import kernel
from game.core.rng import TRAFFIC, uniform
from game.core.snapshot import ACTIVE, VX, VY, X, Y, Z
from game.level.roads import CONNECTOR, KIND, LANE, LEFT, LENGTH, NEXT, NEXT_COUNT, RIGHT

PLAN_AHEAD = 120.0  # m of route that a driver has in mind
CHANGE_CHANCE = 0.3  # of wishing for another lane on a new stretch of street
CHANGE_LEAST = 45.0  # m: shorter stretches are not worth it
CHANGE_ROOM = 7.0  # m between bumpers at least, before and behind
CHANGE_TIME = 0.5  # s of own speed on top
CLOSING_TIME = 3.0  # s of closing speed on top


@kernel
def roll(seed: int, plan: NDArray[np.int32], i: int) -> float:
    """Car i's next number in [0, 1): keyed by its row in the world and its count of decisions."""
    plan[i, ROLLS] += 1
    return uniform(seed, TRAFFIC, plan[i, ROW], plan[i, ROLLS])


@kernel
def way_on(net: Net, link: int, dice: float) -> int:
    """The link to go on with from the end of `link`, or -1. dice: uniform in [0, 1)."""
    first, count = net.links[link, NEXT], net.links[link, NEXT_COUNT]
    total = 0.0
    for m in range(first, first + count):
        total += net.sizes[net.others[m], WEIGHT]
    mark = dice * total
    chosen = -1
    for m in range(first, first + count):
        chosen = int(net.others[m])
        mark -= net.sizes[chosen, WEIGHT]
        if mark < 0.0:
            break
    return chosen


@kernel
def extend_route(seed: int, net: Net, plan: NDArray[np.int32], i: int) -> None:
    """Roll for further links until the route is long enough."""
    length = route_length(net.sizes, plan, i)
    while plan[i, LINKS] < ROUTE_LINKS and (length < PLAN_AHEAD or plan[i, LINKS] < 4):
        last = plan[i, ROUTE + plan[i, LINKS] - 1]
        link = way_on(net, last, roll(seed, plan, i))
        if link < 0:
            return
        plan[i, ROUTE + plan[i, LINKS]] = link
        plan[i, LINKS] += 1
        length += net.sizes[link, LENGTH]


@kernel
def enter_link(seed: int, net: Net, plan: NDArray[np.int32], i: int) -> None:
    """Book-keeping when car i has come to the first link of its route."""
    link = plan[i, ROUTE]
    plan[i, CHANGE] = 0
    if net.links[link, KIND] == CONNECTOR:
        plan[i, HELD] = link
        if plan[i, GRANT] == link:
            plan[i, GRANT] = -1
    elif net.sizes[link, LENGTH] > CHANGE_LEAST:
        plan[i, CHANGE] = _wished_change(net, link, roll(seed, plan, i))


@kernel
def _wished_change(net: Net, link: int, dice: float) -> int:
    if dice < 0.5 * CHANGE_CHANCE and net.links[link, LEFT] >= 0:
        return 1
    if 0.5 * CHANGE_CHANCE <= dice < CHANGE_CHANCE and net.links[link, RIGHT] >= 0:
        return -1
    return 0


@kernel
def follow_route(
    seed: int, net: Net, plan: NDArray[np.int32], state: NDArray[np.float64], i: int, x: float, y: float
) -> None:
    """Move car i's place on its route to where (x, y) is, dropping links that lie behind. One projection
    is enough, as the last place is less than a metre behind."""
    px, py, _, heading, _ = on_link(net.links, net.sizes, net.points, plan[i, ROUTE], state[i, S])
    c, n = math.cos(heading), math.sin(heading)
    state[i, LATERAL] = c * (y - py) - n * (x - px)
    k, state[i, S], _ = step_along(
        net.sizes, plan[i, ROUTE:], plan[i, LINKS], 0, state[i, S], c * (x - px) + n * (y - py)
    )
    for _ in range(k):
        drop_links(plan, i, 1)
        enter_link(seed, net, plan, i)
    if k > 0:
        extend_route(seed, net, plan, i)


@kernel
def set_on_link(
    seed: int,
    net: Net,
    plan: NDArray[np.int32],
    state: NDArray[np.float64],
    i: int,
    link: int,
    s: float,
    x: float,
    y: float,
) -> None:
    """Begin a fresh route at s on `link` for a car at (x, y); it will steer back to the middle."""
    plan[i, ROUTE] = link
    plan[i, LINKS] = 1
    plan[i, HELD] = link if net.links[link, KIND] == CONNECTOR else -1
    plan[i, GRANT] = -1
    plan[i, PASSED] = -1
    plan[i, CHANGE] = 0
    extend_route(seed, net, plan, i)
    state[i, S] = s
    follow_route(seed, net, plan, state, i, x, y)
    state[i, OFFSET] = state[i, LATERAL]
    state[i, GOAL] = 0.0


@kernel
def change_lane(seed: int, net: Net, fleet: Fleet, scene: Scene, i: int, speed: float) -> None:
    """Move car i's route to the lane it wishes for, if there is room; OFFSET then carries it over."""
    plan, state = fleet.plan, fleet.state
    link = plan[i, ROUTE]
    beside = net.links[link, LEFT] if plan[i, CHANGE] > 0 else net.links[link, RIGHT]
    left = net.sizes[link, LENGTH] - state[i, S]
    if beside < 0 or net.links[beside, KIND] != LANE or plan[i, GRANT] >= 0 or left < CHANGE_LEAST * 0.5 + 2.0 * speed:
        plan[i, CHANGE] = 0
        return
    s = state[i, S] * net.sizes[beside, LENGTH] / net.sizes[link, LENGTH]
    if _lane_free(net, fleet, scene, i, beside, s, speed):
        row = plan[i, ROW]
        set_on_link(seed, net, plan, state, i, beside, s, scene.cars[row, X], scene.cars[row, Y])


@kernel
def _lane_free(net: Net, fleet: Fleet, scene: Scene, i: int, link: int, s: float, speed: float) -> bool:
    """Whether a car may move over to s on `link` without making anybody brake hard."""
    cars, tags = scene.cars, scene.tags
    me = fleet.plan[i, ROW]
    x, y, z, heading, _ = on_link(net.links, net.sizes, net.points, link, s)
    c, n = math.cos(heading), math.sin(heading)
    for j in range(len(cars)):
        dx, dy = cars[j, X] - x, cars[j, Y] - y
        if j == me or tags[j, ACTIVE] == 0 or dx * dx + dy * dy > 6400.0 or abs(cars[j, Z] - z) > 2.5:
            continue
        along, across = c * dx + n * dy, c * dy - n * dx
        half = 0.5 * (fleet.bodies[me, T_LENGTH] + fleet.bodies[j, T_LENGTH])
        if abs(across) > 0.5 * fleet.bodies[j, T_WIDTH] + 1.3:
            continue
        closing = speed - (c * cars[j, VX] + n * cars[j, VY])
        if along < 0.0:
            closing = -closing
        need = half + CHANGE_ROOM + CHANGE_TIME * speed + CLOSING_TIME * max(closing, 0.0)
        if abs(along) < need:
            return False
    return True
