"""Where to go: routes over directed edges, and the choices among them."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.paths import Streets, edge_of
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.rng import uniform
from game.level.roads import (
    BACK,
    CONNECTOR,
    COUNT,
    FIRST,
    FIRST_LANE,
    KIND,
    LANE_COUNT,
    LENGTH,
    LIMIT,
    NEXT_EDGE,
    NEXT_EDGE_COUNT,
    P_HEADING,
    P_X,
    P_Y,
    P_Z,
    WIDTH,
    Roads,
    locate,
)

ROUTE_EDGES = 48  # most edges of a route
TURN_WIDTH = 6.5  # m of lanes: with parking strips and sidewalks there is room to turn round
ALLEY_LIMIT = 8.0  # m/s: streets with a lower limit are alleys and aisles, taken on random walks less often
ALLEY_WEIGHT = 0.15
NEVER = 14.0  # where he is e⁻¹⁴ as likely to be as at best nobody looks
TURN_ROUND = 6.0  # s that turning round in the street costs


def streets(roads: Roads) -> Streets:
    """The arrays of `roads` that the kernels of this room take."""
    edges = range(len(roads.edges))
    return Streets(
        roads.links,
        roads.link_sizes,
        roads.points,
        roads.next_links,
        roads.edges,
        roads.next_edges,
        roads.times,
        roads.near,
        roads.point_link,
        np.array([_passing(roads, edge) for edge in edges], dtype=np.float64),
        np.array([_wide(roads, edge) for edge in edges], dtype=np.uint8),
    )


def _passing(roads: Roads, edge: int) -> float:
    """m of oncoming lanes that lie directly beside this edge's left lane; 0 behind a median."""
    back = roads.edges[edge, BACK]
    if back < 0:
        return 0.0
    inner = roads.edges[edge, FIRST_LANE] + roads.edges[edge, LANE_COUNT] - 1
    other = roads.edges[back, FIRST_LANE] + roads.edges[back, LANE_COUNT] - 1
    here, there = _middle(roads, inner), _middle(roads, other)
    width = float(roads.link_sizes[inner, WIDTH])
    if math.dist(here[:2], there[:2]) > 1.5 * width or abs(here[2] - there[2]) > 0.5:
        return 0.0
    return width * min(int(roads.edges[back, LANE_COUNT]), 2)


def _wide(roads: Roads, edge: int) -> bool:
    """Whether the street is wide enough to turn round in, and has no parapet."""
    first, lanes = int(roads.edges[edge, FIRST_LANE]), int(roads.edges[edge, LANE_COUNT])
    across = lanes * float(roads.link_sizes[first, WIDTH]) + _passing(roads, edge)
    rows = slice(roads.links[first, FIRST], roads.links[first, FIRST] + roads.links[first, COUNT])
    on_ground = float(roads.points[rows, P_Z].max()) < 0.5
    return bool(roads.edges[edge, BACK] >= 0 and across > TURN_WIDTH and on_ground)


def _middle(roads: Roads, link: int) -> tuple[float, float, float]:
    row = roads.links[link, FIRST] + roads.links[link, COUNT] // 2
    x, y, z = roads.points[row, [P_X, P_Y, P_Z]]
    return float(x), float(y), float(z)


@kernel
def road_at(net: Streets, x: float, y: float, z: float, heading: float) -> tuple[int, float]:
    """(edge, s) of the road nearest to a place, or (-1, 0) if there is none within 40 m."""
    link, s, _ = locate(net.links, net.link_sizes, net.points, net.near, net.point_link, x, y, z, heading)
    if link < 0:
        return -1, 0.0
    return edge_of(net, link), 0.0 if net.links[link, KIND] == CONNECTOR else s


@kernel
def edge_length(net: Streets, edge: int) -> float:
    """m, of its lane at the kerb."""
    return float(net.link_sizes[net.edges[edge, FIRST_LANE], LENGTH])


@kernel
def turn_angle(net: Streets, edge: int, onto: int) -> float:
    """rad, left positive: how the heading changes from the end of one edge to the start of the next."""
    a, b = net.edges[edge, FIRST_LANE], net.edges[onto, FIRST_LANE]
    end = net.points[net.links[a, FIRST] + net.links[a, COUNT] - 1, P_HEADING]
    return wrap(net.points[net.links[b, FIRST], P_HEADING] - end)


@kernel
def straight_on(net: Streets, edge: int) -> int:
    """The next edge that bends least, or -1 in a dead end."""
    best, least = -1, 10.0
    for row in range(net.edges[edge, NEXT_EDGE], net.edges[edge, NEXT_EDGE] + net.edges[edge, NEXT_EDGE_COUNT]):
        onto = net.next_edges[row]
        angle = abs(turn_angle(net, edge, onto))
        if angle < least:
            best, least = onto, angle
    return best


@kernel
def _turn_weight(net: Streets, edge: int, onto: int) -> float:
    """How much a random walk likes this turn."""
    if onto == net.edges[edge, BACK]:
        return 1e-6  # only out of a dead end
    return 1.0 if net.link_sizes[net.edges[onto, FIRST_LANE], LIMIT] > ALLEY_LIMIT else ALLEY_WEIGHT


@kernel
def random_turn(net: Streets, edge: int, seed: int, stream: int, entity: int, tick: int) -> int:
    """A next edge by keyed dice, never back where one came from unless there is no other; or -1."""
    first, count = net.edges[edge, NEXT_EDGE], net.edges[edge, NEXT_EDGE_COUNT]
    total = 0.0
    for row in range(first, first + count):
        total += _turn_weight(net, edge, net.next_edges[row])
    mark, chosen = uniform(seed, stream, entity, tick) * total, -1
    for row in range(first, first + count):
        chosen = int(net.next_edges[row])
        mark -= _turn_weight(net, edge, chosen)
        if mark < 0.0:
            break
    return chosen


@kernel
def head_for(net: Streets, route: NDArray[np.int32], count: int, goal: int, reach: float) -> int:
    """Let the route go on the fastest way to edge `goal`, which can be reached, for `reach` m or until it is
    there: a whole way through a large city would be looked up for nothing. New count."""
    here, length = route[count - 1], 0.0
    while here != goal and count < route.shape[0] and length < reach:
        best, best_time = -1, np.float32(math.inf)
        for row in range(net.edges[here, NEXT_EDGE], net.edges[here, NEXT_EDGE] + net.edges[here, NEXT_EDGE_COUNT]):
            onto = net.next_edges[row]
            total = net.times[here, onto] + net.times[onto, goal]
            if net.times[onto, goal] < net.times[here, goal] and total < best_time:
                best, best_time = onto, total
        if best < 0:
            return count
        route[count] = best
        count, here, length = count + 1, best, length + edge_length(net, best)
    return count


@kernel
def carry_on(net: Streets, route: NDArray[np.int32], count: int, more: int) -> int:
    """Let the route go straight on for up to `more` edges, so that it does not end. New count."""
    for _ in range(more):
        if count == route.shape[0]:
            return count
        onto = straight_on(net, route[count - 1])
        if onto < 0:
            return count
        route[count] = onto
        count += 1
    return count


@kernel
def wander(
    net: Streets,
    route: NDArray[np.int32],
    count: int,
    length: int,
    seed: int,
    stream: int,
    entity: int,
    tick: int,
) -> int:
    """Let the route go on by random turns until it has `length` edges. New count."""
    while count < min(length, route.shape[0]):
        onto = random_turn(net, route[count - 1], seed, stream, entity * 64 + count, tick)
        if onto < 0:
            return count
        route[count] = onto
        count += 1
    return count


@kernel
def time_to(net: Streets, edge: int, s: float, goal: int, goal_s: float) -> float:
    """s to drive at the limits from s on one edge to goal_s on another, without turning round."""
    limit = net.link_sizes[net.edges[edge, FIRST_LANE], LIMIT]
    to_goal = goal_s / net.link_sizes[net.edges[goal, FIRST_LANE], LIMIT]
    if edge == goal and goal_s >= s:
        return float((goal_s - s) / limit)
    best = 1e9
    left = (edge_length(net, edge) - s) / limit
    for row in range(net.edges[edge, NEXT_EDGE], net.edges[edge, NEXT_EDGE] + net.edges[edge, NEXT_EDGE_COUNT]):
        best = min(best, left + net.times[net.next_edges[row], goal] + to_goal)
    return best


@kernel
def time_round(net: Streets, edge: int, s: float, goal: int, goal_s: float) -> float:
    """s likewise, but turning round in this street first; inf where that cannot be done."""
    if not net.wide[edge]:
        return math.inf
    back = net.edges[edge, BACK]
    return time_to(net, back, max(edge_length(net, back) - s, 0.0), goal, goal_s)


@kernel
def worth_turning(net: Streets, edge: int, s: float, goal: int, goal_s: float) -> bool:
    """Whether turning round in this street gets to the goal sooner than driving on."""
    return time_round(net, edge, s, goal, goal_s) + TURN_ROUND < time_to(net, edge, s, goal, goal_s)


@kernel
def search_edge(net: Streets, origin: int, age: float, here: int, seed: int, stream: int, unit: int, tick: int) -> int:
    """An edge that somebody who was on `origin` `age` seconds ago may be on now: by keyed dice, those at
    the distance he would make in that time more likely, those near edge `here` too."""
    best, chosen = math.inf, origin
    for edge in range(net.edges.shape[0]):
        away = net.times[origin, edge]
        reach = net.times[here, edge]
        if not away < 1e6 or not reach < 1e6:
            continue
        miss = (away - 1.5 * age) / (4.0 + 0.4 * age)
        unlikely = 0.5 * miss * miss + 0.06 * reach
        if unlikely > NEVER:
            continue  # most of a large city: no dice for it
        # the least of -ln(u) / w is a draw by weight w (Efraimidis and Spirakis 2006)
        draw = -math.log(1.0 - uniform(seed, stream, unit * 65536 + edge, tick)) * math.exp(unlikely)
        if draw < best:
            best, chosen = draw, edge
    return chosen


@kernel
def onward(net: Streets, edge: int, s: float, distance: float) -> tuple[int, float]:
    """(edge, s) after going straight on for `distance` m from a place."""
    s += distance
    for _ in range(12):
        length = edge_length(net, edge)
        if s <= length:
            break
        onto = straight_on(net, edge)
        if onto < 0:
            return edge, length
        edge, s = onto, s - length
    return edge, s


@kernel
def far_edge(
    net: Streets, here: int, threats: NDArray[np.int32], least: float, most: float, seed: int, stream: int, tick: int
) -> int:
    """An edge `least` to `most` seconds from edge `here` that those on the edges `threats` reach late;
    keyed dice choose among about as good ones. `here` if there is none."""
    best, chosen = -1e9, here
    for edge in range(net.edges.shape[0]):
        mine = net.times[here, edge]
        if not least < mine < most:
            continue
        theirs = 60.0
        for threat in threats:
            theirs = min(theirs, net.times[threat, edge])
        score = theirs - 0.5 * mine + 8.0 * uniform(seed, stream, edge, tick)
        if score > best:
            best, chosen = score, edge
    return chosen


@kernel
def nearer_side(net: Streets, here: int, at: float, edge: int, s: float) -> tuple[int, float]:
    """(edge, s) of a place, or of the same place on the other side of its street if that is reached sooner."""
    back = net.edges[edge, BACK]
    if back < 0:
        return edge, s
    across = max(edge_length(net, back) - s, 0.0)
    this = min(time_to(net, here, at, edge, s), time_round(net, here, at, edge, s) + TURN_ROUND)
    other = min(time_to(net, here, at, back, across), time_round(net, here, at, back, across) + TURN_ROUND)
    if other < this:
        return int(back), across
    return edge, s


@kernel
def intercept(
    net: Streets,
    here: int,
    at: float,
    haste: float,
    edge: int,
    s: float,
    speed: float,
    least: float,
    most: float,
) -> tuple[int, float]:
    """The place (edge, s) on the way straight on of a car that drives at `speed` from (edge, s) where
    somebody at (here, at) can be first: looked for `least` to `most` m on, every 40 m. If he is first
    nowhere, the place `least` m on. haste: how many times the limits the hunter drives."""
    distance = least
    while distance <= most:
        there, place = onward(net, edge, s, distance)
        needed = time_to(net, here, at, there, place) / haste
        needed = min(needed, time_round(net, here, at, there, place) / haste + TURN_ROUND)
        if needed < distance / max(speed, 1.0):
            return there, place
        distance += 40.0
    return onward(net, edge, s, least)
