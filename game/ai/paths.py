"""The path a car means to drive: samples every 2 m, from a route of directed edges.

A path is laid along lanes and connectors, changes lanes where the next turn wants it, rounds off the
corners, and knows for every sample how fast the tyres allow it to be passed. `extend` keeps what is
already laid and still wanted, so that a path does not twitch each time a mind thinks.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import on_link
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.level.roads import (
    CONNECTOR,
    EDGE,
    FIRST_LANE,
    KIND,
    LANE_COUNT,
    LENGTH,
    LIMIT,
    NEXT,
    NEXT_COUNT,
    WIDTH,
)

SPACING = 2.0  # m between samples
SAMPLES = 80  # most samples of a path: 160 m
ENOUGH = 54  # samples ahead: with so many a path need not be laid further yet
BEHIND = 8  # samples kept behind the car, so that rounding off does not change under it
CHANGE = 36.0  # m: how long a lane change takes
ROUND = 4  # samples to either side that rounding off averages

# Columns of a path, float64.
Q_X, Q_Y, Q_HEADING = range(3)  # m, m, rad, after rounding off
Q_CURVATURE = 3  # 1/m, left positive
Q_CAP = 4  # m/s: the most here, with all that follows
Q_LIMIT = 5  # m/s: the speed limit
Q_LEFT, Q_RIGHT = 6, 7  # m: how far the car's centre may keep left or right of the path, in its direction
Q_ONCOMING = 8  # m: how much further left the oncoming lanes are free to use
Q_RAW_X, Q_RAW_Y = 9, 10  # m, before rounding off
Q_EDGE = 11  # the edge it lies on (connectors: the one they lead to), or -1 off the roads
Q_LINK, Q_S = 12, 13  # the nearest link and the place on it
Q_ENTRY, Q_FROM = 14, 15  # the lane it came in on, and where on it a lane change begins
PATH_COLUMNS = 16


class Streets(NamedTuple):
    """The arrays of a city's Roads that kernels here want, as one argument.

    passing (e,) float64: m beyond the left lane of an edge that belong to oncoming lanes beside it;
    wide (e,) uint8: 1 where a car can turn round between the kerbs, or nearly."""

    links: NDArray[np.int32]
    link_sizes: NDArray[np.float64]
    points: NDArray[np.float64]
    next_links: NDArray[np.int32]
    edges: NDArray[np.int32]
    next_edges: NDArray[np.int32]
    times: NDArray[np.float32]
    near: NDArray[np.int32]
    point_link: NDArray[np.int32]
    passing: NDArray[np.float64]
    wide: NDArray[np.uint8]


@kernel
def lane_to(net: Streets, edge: int, near: int, onto: int) -> tuple[int, int]:
    """(lane, connector) of `edge` that leads to edge `onto` with the fewest lane changes from lane
    `near`; (near, -1) if there is none."""
    best, lane, connector = 1 << 30, near, -1
    first = net.edges[edge, FIRST_LANE]
    for candidate in range(first, first + net.edges[edge, LANE_COUNT]):
        if abs(candidate - near) >= best:
            continue
        for row in range(net.links[candidate, NEXT], net.links[candidate, NEXT] + net.links[candidate, NEXT_COUNT]):
            through = net.next_links[row]
            if net.links[net.next_links[net.links[through, NEXT]], EDGE] == onto:
                best, lane, connector = abs(candidate - near), candidate, through
                break
    return lane, connector


@kernel
def edge_of(net: Streets, link: int) -> int:
    """The directed edge of a lane, or the one that a connector leads to."""
    if net.links[link, KIND] == CONNECTOR:
        return int(net.links[net.next_links[net.links[link, NEXT]], EDGE])
    return int(net.links[link, EDGE])


@kernel
def _room(
    net: Streets,
    link: int,
    sample: NDArray[np.float64],
) -> None:
    """Fill in how far the lanes beside this one reach."""
    sample[Q_LIMIT] = net.link_sizes[link, LIMIT]
    if net.links[link, KIND] == CONNECTOR:
        sample[Q_LEFT], sample[Q_RIGHT], sample[Q_ONCOMING] = 1.5, 0.5, 1.5
        return
    edge, width = net.links[link, EDGE], net.link_sizes[link, WIDTH]
    from_kerb = link - net.edges[edge, FIRST_LANE]
    sample[Q_LEFT] = 0.5 + width * (net.edges[edge, LANE_COUNT] - 1 - from_kerb)
    sample[Q_RIGHT] = 0.5 + width * from_kerb
    sample[Q_ONCOMING] = net.passing[edge]


@kernel
def _put(
    net: Streets,
    entry: int,
    exit_: int,
    start: float,
    s: float,
    edge: int,
    sample: NDArray[np.float64],
) -> None:
    """Fill one sample at s of lane `entry`, on its way over to lane `exit_` since `start`."""
    x, y, _, _, _ = on_link(net.links, net.link_sizes, net.points, entry, s)
    link = entry
    if exit_ != entry:
        length = net.link_sizes[entry, LENGTH]
        share = min(max((s - start) / max(min(length - start, CHANGE), 1.0), 0.0), 1.0)
        share = share * share * (3.0 - 2.0 * share)
        x1, y1, _, _, _ = on_link(
            net.links, net.link_sizes, net.points, exit_, s * net.link_sizes[exit_, LENGTH] / length
        )
        x, y = x + share * (x1 - x), y + share * (y1 - y)
        if share > 0.5:
            link = exit_
    sample[Q_RAW_X], sample[Q_RAW_Y] = x, y
    sample[Q_EDGE], sample[Q_LINK], sample[Q_S] = edge, link, s
    sample[Q_ENTRY], sample[Q_FROM] = entry, start
    _room(net, link, sample)


@kernel
def lay(
    net: Streets,
    route: NDArray[np.int32],
    count: int,
    place: NDArray[np.float64],
    stop: float,
    path: NDArray[np.float64],
    n: int,
) -> tuple[int, bool]:
    """Append samples to path[:n] along route[:count] until the path is full or the route ends.

    place: (link, s, start of the lane change); its edge is route[0]. stop: m along the last edge where
    to end. Returns how many samples there are, and whether the route's end was reached."""
    link, s, start = int(place[0]), place[1], place[2]
    if net.links[link, KIND] == CONNECTOR:
        while s <= net.link_sizes[link, LENGTH] and n < path.shape[0]:
            _put(net, link, link, 0.0, s, route[0], path[n])
            n, s = n + 1, s + SPACING
        s -= net.link_sizes[link, LENGTH]
        link, start = net.next_links[net.links[link, NEXT]], 0.0
    for r in range(count):
        lane, connector = link, -1
        end = min(net.link_sizes[link, LENGTH], stop)
        if r + 1 < count:
            lane, connector = lane_to(net, route[r], link, route[r + 1])
            end = net.link_sizes[link, LENGTH]
        while s <= end and n < path.shape[0]:
            _put(net, link, lane, start, s, route[r], path[n])
            n, s = n + 1, s + SPACING
        if n == path.shape[0]:
            return n, False
        if connector < 0:
            return n, True
        s -= end
        while s <= net.link_sizes[connector, LENGTH] and n < path.shape[0]:
            _put(net, connector, connector, 0.0, s, route[r + 1], path[n])
            n, s = n + 1, s + SPACING
        s -= net.link_sizes[connector, LENGTH]
        link, start = net.next_links[net.links[connector, NEXT]], 0.0
    return n, True


@kernel
def lead_to(path: NDArray[np.float64], n: int, x: float, y: float) -> int:
    """Append a straight run from the last sample to (x, y), off the roads. Returns the new count."""
    if n == 0 or n == path.shape[0]:
        return n
    dx, dy = x - path[n - 1, Q_RAW_X], y - path[n - 1, Q_RAW_Y]
    distance = math.sqrt(dx * dx + dy * dy)
    steps = math.ceil(distance / SPACING)
    first = n - 1
    x0, y0 = path[first, Q_RAW_X], path[first, Q_RAW_Y]
    for i in range(1, steps + 1):
        if n == path.shape[0]:
            return n
        path[n] = path[first]
        path[n, Q_RAW_X], path[n, Q_RAW_Y] = x0 + dx * i / steps, y0 + dy * i / steps
        path[n, Q_EDGE] = -1.0
        path[n, Q_LEFT], path[n, Q_RIGHT], path[n, Q_ONCOMING] = 0.5, 0.5, 0.0
        n += 1
    return n


@kernel
def kept(
    path: NDArray[np.float64], first: int, n: int, route: NDArray[np.int32], count: int, stop: float
) -> tuple[int, int, bool]:
    """(m, r, cut): how many samples of path[:n] still lie on the route when looked at from sample
    `first`, which edge of the route the last of them is on, and whether a turn has to be taken back
    (its lane change with it). route[0] is the edge of sample `first`."""
    r, i = 0, first + 1
    while i < n and path[i, Q_EDGE] >= 0.0:
        edge = path[i, Q_EDGE]
        if edge != route[r]:
            if r + 1 == count or edge != route[r + 1]:
                break
            r += 1
        if r + 1 == count and edge == path[i - 1, Q_EDGE] and path[i, Q_S] > stop and path[i, Q_S] > path[i - 1, Q_S]:
            return i, r, False
        i += 1
    if i == n or path[i, Q_EDGE] < 0.0:
        return i, r, False
    edge = path[i - 1, Q_EDGE]
    while i - 1 > first and path[i - 1, Q_EDGE] == edge:
        i -= 1
    if i - 1 > first:
        i -= 1
    while r > 0 and path[i - 1, Q_EDGE] != route[r]:
        r -= 1
    return i, r, True


@kernel
def shift(path: NDArray[np.float64], n: int, by: int) -> int:
    """Drop the first `by` samples. Returns the new count."""
    for i in range(n - by):
        path[i] = path[i + by]
    return n - by


@kernel
def still_good(path: NDArray[np.float64], n: int, at: float, route: NDArray[np.int32], count: int, stop: float) -> bool:
    """Whether path[:n] needs nothing: all of it lies on the route, and it reaches far enough."""
    if n - 1 - at < ENOUGH:
        return False
    m, _, _ = kept(path, int(at), n, route, count, stop)
    return m == n


@kernel
def extend(
    net: Streets,
    route: NDArray[np.int32],
    count: int,
    stop: float,
    path: NDArray[np.float64],
    n: int,
    at: float,
) -> tuple[int, float, bool]:
    """Bring path[:n] up to date with a route whose first edge is that of place `at`: drop what lies
    behind, keep what still fits, lay the rest. Returns (count of samples, at, whether the route's end
    was reached). n = 0 never comes here: begin such a path with lay()."""
    n, r, cut = kept(path, int(at), n, route, count, stop)
    by = max(int(at) - BEHIND, 0)
    n, at = shift(path, n, by), at - by
    last = path[n - 1]
    place = np.empty(3)
    place[0], place[1], place[2] = last[Q_LINK], last[Q_S] + SPACING, last[Q_FROM]
    if cut:
        place[2] = last[Q_S]
    elif net.links[int(last[Q_LINK]), KIND] != CONNECTOR:
        place[0] = last[Q_ENTRY]
    n, whole = lay(net, route[r:], count - r, place, stop, path, n)
    return n, at, whole


@kernel
def finish(path: NDArray[np.float64], n: int, grip: float, braking: float, end_speed: float) -> None:
    """Round off path[:n], then fill heading, curvature and the speed each sample allows.

    grip: m/s² sideways; braking: m/s²; end_speed: m/s at the last sample."""
    for i in range(n):
        half = min(ROUND, i, n - 1 - i)
        sx, sy = 0.0, 0.0
        for j in range(i - half, i + half + 1):
            sx += path[j, Q_RAW_X]
            sy += path[j, Q_RAW_Y]
        path[i, Q_X], path[i, Q_Y] = sx / (2 * half + 1), sy / (2 * half + 1)
    for i in range(n):
        a, b = max(i - 1, 0), min(i + 1, n - 1)
        path[i, Q_HEADING] = math.atan2(path[b, Q_Y] - path[a, Q_Y], path[b, Q_X] - path[a, Q_X])
    cap = end_speed
    for i in range(n - 1, -1, -1):
        a, b = max(i - 1, 0), min(i + 1, n - 1)
        dx, dy = path[b, Q_X] - path[a, Q_X], path[b, Q_Y] - path[a, Q_Y]
        length = max(math.sqrt(dx * dx + dy * dy), 0.5)
        path[i, Q_CURVATURE] = wrap(path[b, Q_HEADING] - path[a, Q_HEADING]) / length
        curvature = max(abs(path[i, Q_CURVATURE]), 1e-4)
        used = min(cap * cap * curvature / grip, 1.0)  # what the bend leaves to the brakes
        cap = min(math.sqrt(grip / curvature), math.sqrt(cap * cap + braking * length * math.sqrt(1.0 - used * used)))
        path[i, Q_CAP] = cap
