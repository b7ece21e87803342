"""The road graph as navmesh: lanes, the connectors between them, and the routes over directed streets.

A *link* is one lane of one stretch of street between two junctions, or a connector that carries one
lane through a junction. Cars drive on links; routes are planned over *edges*, the directed stretches.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.core.geometry import wrap
from game.core.kernel import kernel
from game.level.grid import HEADER

Ints = NDArray[np.int32]
Points = NDArray[np.float64]
Times = NDArray[np.float32]

# Columns of links, int32.
FIRST, COUNT = 0, 1  # its rows in `points`
EDGE = 2  # its directed edge, or -1 for a connector
KIND = 3  # LANE or CONNECTOR
LEFT, RIGHT = 4, 5  # the neighbouring lane in the same direction, or -1
NEXT, NEXT_COUNT = 6, 7  # its rows in `next_links`: where one can go on from its end
CONFLICT, CONFLICT_COUNT = 8, 9  # its rows in `conflicts` (connectors only)
JUNCTION = 10  # the junction that a lane ends in, or that a connector crosses
RANK = 11  # right of way of the street it comes from: the higher goes first
TURN = 12  # connectors: TURN_STRAIGHT …
GROUP = 13  # lanes: at lights the phase group 0 or 1; at a stop 1 where the sign stands. Connectors: their lane's
LINK_COLUMNS = 14

LANE, CONNECTOR = 0, 1
TURN_STRAIGHT, TURN_LEFT, TURN_RIGHT, TURN_BACK = range(4)

# Who has to wait at a junction.
CONTROL_NONE, CONTROL_STOP, CONTROL_SIGNAL = range(3)

# Traffic lights: each group is green, then amber, then both are red; the groups take turns.
GREEN, AMBER, RED = range(3)
GREEN_TICKS, AMBER_TICKS, CLEAR_TICKS = 22 * 60, 210, 90  # 22 s, 3.5 s and 1.5 s
HALF_CYCLE = GREEN_TICKS + AMBER_TICKS + CLEAR_TICKS

# Columns of link_sizes, float64.
LENGTH = 0  # m
LIMIT = 1  # m/s
WIDTH = 2  # m
STEP = 3  # m between its points (the points of one link are evenly spaced, near 2 m)
SIZE_COLUMNS = 4

# Columns of points, float64.
P_X, P_Y, P_Z, P_HEADING, P_CURVATURE = range(5)  # m, m, m, rad, 1/m (left positive)
POINT_COLUMNS = 5

# Columns of edges, int32.
FROM, TO = 0, 1  # junctions
FIRST_LANE, LANE_COUNT = 2, 3  # its lanes are consecutive links, the one at the kerb first
BACK = 4  # the edge of the other direction, or -1
ROAD = 5  # row of road_names
NEXT_EDGE, NEXT_EDGE_COUNT = 6, 7  # its rows in `next_edges`
CLASS = 8  # row of class_names
EDGE_COLUMNS = 9


@dataclass(frozen=True)
class Roads:
    """l links, p points, e edges, j junctions.

    links (l, LINK_COLUMNS) int32; link_sizes (l, SIZE_COLUMNS) float64; points (p, POINT_COLUMNS);
    next_links, conflicts (int32): see the columns; conflicts list the connectors that cross or join it.
    edges (e, EDGE_COLUMNS) int32; edge_length (e,) m; next_edges int32;
    times (e, e) float32: least seconds from the start of edge a to the start of edge b, at the limits.
    junctions (j, 3): x, y, z.
    control (j,) uint8: CONTROL_… of each junction.
    near int32: rows of `points` in each cell of a grid, packed as game.level.grid says;
    point_link (p,) int32: the link that a point belongs to.
    """

    links: NDArray[np.int32]
    link_sizes: NDArray[np.float64]
    points: NDArray[np.float64]
    next_links: NDArray[np.int32]
    conflicts: NDArray[np.int32]
    edges: NDArray[np.int32]
    edge_length: NDArray[np.float64]
    next_edges: NDArray[np.int32]
    times: NDArray[np.float32]
    junctions: NDArray[np.float64]
    control: NDArray[np.uint8]
    near: NDArray[np.int32]
    point_link: NDArray[np.int32]
    road_names: tuple[str, ...]
    class_names: tuple[str, ...]


def street_name(roads: Roads, x: float, y: float, z: float, heading: float) -> str:
    """The name of the street at a place, of the one that leads this way where two cross; empty if none is near."""
    link, _, _ = locate(roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, x, y, z, heading)
    if link < 0:
        return ""
    if roads.links[link, KIND] == CONNECTOR:
        link = int(roads.next_links[roads.links[link, NEXT]])
    return roads.road_names[int(roads.edges[roads.links[link, EDGE], ROAD])]


# ---- kernels
SAME_DECK = 2.5  # m: a link whose height differs by more is another road above or below
REACH = 40.0  # m: nothing is looked for farther away
FACING = math.radians(75.0)
WRONG_WAY = 15.0  # m: a link that points elsewhere is taken when no other is nearer than this beyond it


@kernel
def _score(points: Points, row: int, x: float, y: float, z: float, heading: float) -> float:
    """How far a point is, and WRONG_WAY more if its link points elsewhere; inf if out of the question."""
    dx, dy = points[row, P_X] - x, points[row, P_Y] - y
    away = math.sqrt(dx * dx + dy * dy)
    if away > REACH or abs(points[row, P_Z] - z) >= SAME_DECK:
        return math.inf
    return away if abs(wrap(points[row, P_HEADING] - heading)) < FACING else away + WRONG_WAY


@kernel
def _nearest_point(near: Ints, points: Points, x: float, y: float, z: float, heading: float) -> int:
    """The row of the best point: rings of cells outwards until no cell can hold a better one."""
    columns, rows, cell = near[0], near[1], near[2]
    column, row = math.floor(x / cell), math.floor(y / cell)
    items = HEADER + columns * rows + 1
    best, best_score = -1, math.inf
    for ring in range(int(REACH / cell) + 2):
        if best_score < (ring - 1) * cell:
            break
        for r in range(max(row - ring, 0), min(row + ring, rows - 1) + 1):
            step = 1 if abs(r - row) == ring else max(2 * ring, 1)
            for c in range(column - ring, column + ring + 1, step):
                if c < 0 or c >= columns:
                    continue
                place = HEADER + r * columns + c
                for k in range(near[place], near[place + 1]):
                    score = _score(points, near[items + k], x, y, z, heading)
                    if score < best_score:
                        best, best_score = near[items + k], score
    return best


@kernel
def locate(
    links: Ints,
    link_sizes: Points,
    points: Points,
    near: Ints,
    point_link: Ints,
    x: float,
    y: float,
    z: float,
    heading: float,
) -> tuple[int, float, float]:
    """(link, s, lateral): the nearest link at this height, the distance along it and how far to its left.

    Links that point more than 75° elsewhere count as WRONG_WAY metres farther away than they are.
    (-1, 0, 0) if there is none within 40 m."""
    best = _nearest_point(near, points, x, y, z, heading)
    if best < 0:
        return -1, 0.0, 0.0
    link = point_link[best]
    first, last = links[link, FIRST], links[link, FIRST] + links[link, COUNT] - 1
    found, s, lateral = math.inf, 0.0, 0.0
    for k in range(max(best - 1, first), min(best + 1, last)):
        ux, uy = points[k + 1, P_X] - points[k, P_X], points[k + 1, P_Y] - points[k, P_Y]
        size = max(math.sqrt(ux * ux + uy * uy), 1e-9)
        dx, dy = x - points[k, P_X], y - points[k, P_Y]
        along = min(max((dx * ux + dy * uy) / size, 0.0), size)
        ex, ey = dx - ux / size * along, dy - uy / size * along
        if ex * ex + ey * ey < found:
            found = ex * ex + ey * ey
            s = (k - first + along / size) * link_sizes[link, STEP]
            lateral = (ux * dy - uy * dx) / size
    return link, s, lateral


@kernel
def point_at(links: Ints, link_sizes: Points, points: Points, link: int, s: float) -> tuple[float, float, float, float]:
    """(x, y, z, heading) at distance s along a link; s is held to the link."""
    first, count = links[link, FIRST], links[link, COUNT]
    place = min(max(s / link_sizes[link, STEP], 0.0), count - 1.0)
    k = min(int(place), count - 2)
    t = place - k
    a, b = first + k, first + k + 1
    turn = wrap(points[b, P_HEADING] - points[a, P_HEADING])
    return (
        points[a, P_X] + t * (points[b, P_X] - points[a, P_X]),
        points[a, P_Y] + t * (points[b, P_Y] - points[a, P_Y]),
        points[a, P_Z] + t * (points[b, P_Z] - points[a, P_Z]),
        wrap(points[a, P_HEADING] + t * turn),
    )


@kernel
def signal_phase(junction: int, group: int, tick: int) -> int:
    """GREEN, AMBER or RED for a phase group of a junction with lights, at this tick. Junctions are out of
    step with each other."""
    place = (tick + 977 * junction + (0 if group == 0 else HALF_CYCLE)) % (2 * HALF_CYCLE)
    if place < GREEN_TICKS:
        return GREEN
    return AMBER if place < GREEN_TICKS + AMBER_TICKS else RED


@kernel
def plan(edges: Ints, next_edges: Ints, times: Times, start: int, goal: int, out: Ints) -> int:
    """Write the fastest route's edges, start and goal included, into `out`; return how many.

    0 if there is no way; at most len(out) edges are written. Times to the goal fall from edge to edge."""
    if len(out) == 0 or not times[start, goal] < math.inf:
        return 0
    out[0] = start
    count, here = 1, start
    while here != goal and count < len(out):
        first = edges[here, NEXT_EDGE]
        best, best_time = -1, np.float32(math.inf)
        for k in range(first, first + edges[here, NEXT_EDGE_COUNT]):
            onward = next_edges[k]
            total = times[here, onward] + times[onward, goal]
            if times[onward, goal] < times[here, goal] and total < best_time:
                best, best_time = onward, total
        if best < 0:
            return 0
        out[count] = best
        count, here = count + 1, best
    return count
