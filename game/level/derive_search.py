"""Searches over a graph whose ways are arrays: those of node k are first[k] … first[k + 1] - 1."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel

LEAST_BUCKET = 0.05  # s: with shorter ones most would stay empty

Ints = NDArray[np.int64]


def shortest_times(first: Ints, target: Ints, cost: NDArray[np.float64]) -> NDArray[np.float32]:
    """Least seconds from each node to each other, inf where there is no way. cost: of each way, over 0."""
    nodes = len(first) - 1
    times = np.full((nodes, nodes), math.inf, np.float32)
    np.fill_diagonal(times, 0.0)
    if len(cost):
        width = max(float(cost.min()), LEAST_BUCKET)
        head = np.full(1 << (int(cost.max() / width) + 2).bit_length(), -1, np.int64)
        _fill_times(first, target, cost, width, head, times)
    return times


@kernel
def _fill_times(
    first: np.ndarray, target: np.ndarray, cost: np.ndarray, width: float, head: np.ndarray, times: np.ndarray
) -> None:
    """From every node Dial's search (1969): the nodes in sight wait in a ring of buckets of time, a power of two
    of them, each a list (head, before, behind). A bucket as wide as the shortest way is done in any order; in a
    wider one a node may come twice."""
    nodes, mask, share = first.shape[0] - 1, head.shape[0] - 1, 1.0 / width
    before, behind, best = np.empty(nodes, np.int64), np.empty(nodes, np.int64), np.empty(nodes)
    place = np.full(nodes, -1, np.int64)  # the bucket that a node waits in
    for source in range(nodes):
        best[:] = math.inf
        best[source], head[0], place[source], before[source], behind[source] = 0.0, source, 0, -1, -1
        waiting, bucket = 1, 0
        while waiting > 0:
            node = head[bucket]
            if node < 0:
                bucket = (bucket + 1) & mask
                continue
            _take(head, place, before, behind, node)
            waiting -= 1
            for way in range(first[node], first[node + 1]):
                other, reached = target[way], best[node] + cost[way]
                if reached < best[other]:
                    best[other] = reached
                    if place[other] >= 0:
                        _take(head, place, before, behind, other)
                        waiting -= 1
                    _put(head, place, before, behind, other, int(reached * share) & mask)
                    waiting += 1
        for node in range(nodes):
            times[source, node] = best[node]


@kernel
def _take(head: np.ndarray, place: np.ndarray, before: np.ndarray, behind: np.ndarray, node: int) -> None:
    """Take a node out of its bucket."""
    if before[node] >= 0:
        behind[before[node]] = behind[node]
    else:
        head[place[node]] = behind[node]
    if behind[node] >= 0:
        before[behind[node]] = before[node]
    place[node] = -1


@kernel
def _put(head: np.ndarray, place: np.ndarray, before: np.ndarray, behind: np.ndarray, node: int, bucket: int) -> None:
    """Put a node that is in none into a bucket, as its first."""
    before[node], behind[node], place[node] = -1, head[bucket], bucket
    if head[bucket] >= 0:
        before[head[bucket]] = node
    head[bucket] = node


def strong_components(first: Ints, target: Ints) -> NDArray[np.int32]:
    """For each node the number of its strongly connected component, counted in the order of the nodes."""
    part = np.full(len(first) - 1, -1, np.int64)
    _fill_components(first, target, part)
    _, start, number = np.unique(part, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(start, kind="stable"), kind="stable")[number].astype(np.int32)


@kernel
def _fill_components(first: np.ndarray, target: np.ndarray, part: np.ndarray) -> None:
    """Tarjan's search (1972) with a stack of its own instead of calls."""
    nodes = part.shape[0]
    order, low, way = np.full(nodes, -1, np.int64), np.empty(nodes, np.int64), first[:-1].copy()
    path, open_ = np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    depth, opened, count = 0, 0, 0
    for root in range(nodes):
        if order[root] >= 0:
            continue
        order[root], low[root], path[0], open_[opened] = count, count, root, root
        depth, opened, count = 1, opened + 1, count + 1
        while depth > 0:
            node = path[depth - 1]
            if way[node] < first[node + 1]:
                other = target[way[node]]
                way[node] += 1
                if order[other] < 0:
                    order[other], low[other], path[depth], open_[opened] = count, count, other, other
                    depth, opened, count = depth + 1, opened + 1, count + 1
                elif part[other] < 0:
                    low[node] = min(low[node], order[other])
                continue
            depth -= 1
            if depth > 0:
                low[path[depth - 1]] = min(low[path[depth - 1]], low[node])
            if low[node] == order[node]:
                while part[node] < 0:
                    opened -= 1
                    part[open_[opened]] = node


@kernel
def _meet(xy: np.ndarray, a: int, b: int, c: int, d: int, apart: float) -> bool:
    """Whether a point of rows a … b - 1 is nearer than `apart` to one of rows c … d - 1."""
    for i in range(a, b):
        for j in range(c, d):
            dx, dy = xy[i, 0] - xy[j, 0], xy[i, 1] - xy[j, 1]
            if math.sqrt(dx * dx + dy * dy) < apart:
                return True
    return False


@kernel
def meeting(xy: np.ndarray, first: np.ndarray, source: np.ndarray, apart: float) -> np.ndarray:
    """(n, n): which of n lines of points (rows first[k] … first[k + 1] - 1 of xy) come nearer than `apart` to
    each other; two of one source never do."""
    count = source.shape[0]
    found = np.zeros((count, count), np.bool_)
    for i in range(count):
        for j in range(i):
            if source[i] != source[j] and _meet(xy, first[i], first[i + 1], first[j], first[j + 1], apart):
                found[i, j] = found[j, i] = True
    return found
