"""The road graph's arrays from lanes and connectors: neighbours, conflicts, edges, all-pairs times."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from game.level import grid, roads
from game.level.derive_control import junction_control
from game.level.derive_lanes import Lanes
from game.level.derive_net import Net
from game.level.derive_search import meeting, shortest_times, strong_components
from game.level.derive_turns import turn_limit
from game.level.paths import length, mm
from game.level.plan import CityPlan
from game.level.roads import Roads

NEAR_CELL = 16  # m
APART = 2.2  # m between the middles of two cars that just pass each other


def make_roads(plan: CityPlan, net: Net, lanes: Lanes) -> Roads:
    """All arrays of the road graph. Lanes come first, edge by edge, then the connectors."""
    names = sorted({stretch.street.plan.name for stretch in net.stretches})
    classes = sorted(plan.classes)
    groups = list(lanes.groups.items())
    pieces = [lane.points for lane in lanes.lanes] + [c.points for c in lanes.connectors]
    counts = np.array([len(piece) for piece in pieces])
    links = np.zeros((len(pieces), roads.LINK_COLUMNS), np.int32)
    links[:, roads.COUNT] = counts
    links[:, roads.FIRST] = np.cumsum(counts) - counts
    control, waits = junction_control(net, lanes)
    _fill_lanes(net, lanes, links, groups)
    for (k, forward), ids in groups:
        links[ids, roads.GROUP] = waits[k, 1 if forward else 0]
    next_links = _fill_connectors(lanes, links)
    conflicts = _fill_conflicts(lanes, links)
    sizes = _sizes(net, lanes, pieces)
    edge_of = links[: len(lanes.lanes), roads.EDGE].tolist()
    edges, next_edges = _edges(net, lanes, groups, names, classes)
    points = np.vstack(pieces)
    return Roads(
        links=links,
        link_sizes=sizes,
        points=points,
        next_links=next_links,
        conflicts=conflicts,
        edges=edges,
        edge_length=mm(sizes[edges[:, roads.FIRST_LANE], roads.LENGTH]),
        next_edges=next_edges,
        times=edge_times(lanes, sizes, edge_of, len(edges)),
        junctions=mm(net.nodes),
        control=control,
        near=_near(plan, points),
        point_link=np.repeat(np.arange(len(pieces)), counts).astype(np.int32),
        road_names=tuple(names),
        class_names=tuple(classes),
    )


def _fill_lanes(
    net: Net, lanes: Lanes, links: NDArray[np.int32], groups: list[tuple[tuple[int, bool], list[int]]]
) -> None:
    links[:, [roads.LEFT, roads.RIGHT, roads.EDGE]] = -1
    for edge, ((k, forward), ids) in enumerate(groups):
        stretch = net.stretches[k]
        links[ids, roads.EDGE] = edge
        links[ids, roads.KIND] = roads.LANE
        links[ids, roads.JUNCTION] = stretch.b if forward else stretch.a
        links[ids, roads.RANK] = stretch.street.cls.rank
        for right, left in pairwise(ids):
            links[right, roads.LEFT], links[left, roads.RIGHT] = left, right


def _fill_connectors(lanes: Lanes, links: NDArray[np.int32]) -> NDArray[np.int32]:
    """Connectors' own columns and next_links."""
    onward: list[list[int]] = [[] for _ in range(len(links))]
    for k, connector in enumerate(lanes.connectors):
        link = len(lanes.lanes) + k
        links[link, roads.KIND] = roads.CONNECTOR
        links[link, roads.JUNCTION] = connector.node
        links[link, roads.RANK] = links[connector.source, roads.RANK]
        links[link, roads.TURN] = connector.turn
        links[link, roads.GROUP] = links[connector.source, roads.GROUP]
        onward[connector.source].append(link)
        onward[link].append(connector.target)
    return _pack(links, onward, roads.NEXT, roads.NEXT_COUNT)


def _pack(rows: NDArray[np.int32], lists: list[list[int]], first: int, count: int) -> NDArray[np.int32]:
    """Write each list's place into two columns of `rows`; all lists one after the other."""
    sizes = np.array([len(items) for items in lists], dtype=np.int32)
    rows[:, count] = sizes
    rows[:, first] = np.cumsum(sizes) - sizes
    return np.array([item for items in lists for item in items], dtype=np.int32)


def _fill_conflicts(lanes: Lanes, links: NDArray[np.int32]) -> NDArray[np.int32]:
    """Connectors of one junction, from different lanes, whose middles come nearer than APART."""
    found: list[list[int]] = [[] for _ in range(len(links))]
    by_node: dict[int, list[int]] = {}
    for k, connector in enumerate(lanes.connectors):
        by_node.setdefault(connector.node, []).append(k)
    for node in sorted(by_node):
        members = by_node[node]
        for a, b in _conflicts_at(lanes, members):
            found[len(lanes.lanes) + a].append(len(lanes.lanes) + b)
    return _pack(links, [sorted(items) for items in found], roads.CONFLICT, roads.CONFLICT_COUNT)


def _conflicts_at(lanes: Lanes, members: list[int]) -> list[tuple[int, int]]:
    """Pairs (both ways round) of these connectors that cannot be driven at the same time."""
    places = [lanes.connectors[k].points[:, :2] for k in members]
    first = np.cumsum([0] + [len(p) for p in places])
    source = np.array([lanes.connectors[k].source for k in members])
    a, b = np.nonzero(meeting(np.vstack(places), first, source, APART))
    return [(members[i], members[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)]


def _sizes(net: Net, lanes: Lanes, pieces: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    sizes = np.zeros((len(pieces), roads.SIZE_COLUMNS))
    for k, piece in enumerate(pieces):
        total = round(length(piece), 4)
        sizes[k, roads.LENGTH], sizes[k, roads.STEP] = total, total / (len(piece) - 1)
    for k, lane in enumerate(lanes.lanes):
        street = net.stretches[lane.stretch].street
        sizes[k, roads.LIMIT], sizes[k, roads.WIDTH] = round(street.limit, 3), street.cls.lane
    limits, widths = sizes[:, roads.LIMIT].tolist(), sizes[:, roads.WIDTH].tolist()
    for k, connector in enumerate(lanes.connectors, len(lanes.lanes)):
        one, other = connector.source, connector.target
        sizes[k, roads.LIMIT] = turn_limit(connector.points, min(limits[one], limits[other]))
        sizes[k, roads.WIDTH] = min(widths[one], widths[other])
    return sizes


def _edges(
    net: Net,
    lanes: Lanes,
    groups: list[tuple[tuple[int, bool], list[int]]],
    names: list[str],
    classes: list[str],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    number = {key: edge for edge, (key, _) in enumerate(groups)}
    edges = np.zeros((len(groups), roads.EDGE_COLUMNS), np.int32)
    for edge, ((k, forward), ids) in enumerate(groups):
        stretch = net.stretches[k]
        edges[edge, [roads.FROM, roads.TO]] = (stretch.a, stretch.b) if forward else (stretch.b, stretch.a)
        edges[edge, [roads.FIRST_LANE, roads.LANE_COUNT]] = ids[0], len(ids)
        edges[edge, roads.BACK] = number.get((k, not forward), -1)
        edges[edge, roads.ROAD] = names.index(stretch.street.plan.name)
        edges[edge, roads.CLASS] = classes.index(stretch.street.cls.name)
    edge_of = [number[lane.stretch, lane.forward] for lane in lanes.lanes]
    onward: list[set[int]] = [set() for _ in groups]
    for connector in lanes.connectors:
        onward[edge_of[connector.source]].add(edge_of[connector.target])
    return edges, _pack(edges, [sorted(items) for items in onward], roads.NEXT_EDGE, roads.NEXT_EDGE_COUNT)


def edge_times(lanes: Lanes, sizes: NDArray[np.float64], edge_of: list[int], edges: int) -> NDArray[np.float32]:
    """Least seconds from the start of each edge to the start of each other (inf where there is no way)."""
    seconds = sizes[:, roads.LENGTH] / sizes[:, roads.LIMIT]
    best: dict[tuple[int, int], float] = {}
    for k, connector in enumerate(lanes.connectors, len(lanes.lanes)):
        pair = edge_of[connector.source], edge_of[connector.target]
        best[pair] = min(best.get(pair, math.inf), float(seconds[connector.source] + seconds[k]))
    ways = np.array(sorted((*pair, cost) for pair, cost in best.items())).reshape(-1, 3)
    first = np.searchsorted(ways[:, 0], np.arange(edges + 1))
    return shortest_times(first, ways[:, 1].astype(np.int64), np.ascontiguousarray(ways[:, 2]))


def _near(plan: CityPlan, points: NDArray[np.float64]) -> NDArray[np.int32]:
    columns, rows = math.ceil(plan.width / NEAR_CELL), math.ceil(plan.height / NEAR_CELL)
    column = np.clip((points[:, 0] / NEAR_CELL).astype(int), 0, columns - 1)
    row = np.clip((points[:, 1] / NEAR_CELL).astype(int), 0, rows - 1)
    return grid.pack_items(row * columns + column, np.arange(len(points)), columns, rows, NEAR_CELL)


def strong_parts(roads_: Roads) -> NDArray[np.int32]:
    """For each link the number of its strongly connected part: one can drive between any two of a part."""
    links = roads_.links
    source = np.repeat(np.arange(len(links)), links[:, roads.NEXT_COUNT])
    pairs = [np.column_stack([source, roads_.next_links])]
    for side in (roads.LEFT, roads.RIGHT):
        beside = np.flatnonzero(links[:, side] >= 0)
        pairs.append(np.column_stack([beside, links[beside, side]]))
    ways = np.vstack(pairs)
    ways = ways[np.lexsort((ways[:, 1], ways[:, 0]))]
    first = np.searchsorted(ways[:, 0], np.arange(len(links) + 1))
    return strong_components(first, ways[:, 1].astype(np.int64))
