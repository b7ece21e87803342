"""The road graph as navmesh: lanes, the connectors between them, and the routes over directed streets.

A *link* is one lane of one stretch of street between two junctions, or a connector that carries one
lane through a junction. Cars drive on links; routes are planned over *edges*, the directed stretches.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
LINK_COLUMNS = 13

LANE, CONNECTOR = 0, 1
TURN_STRAIGHT, TURN_LEFT, TURN_RIGHT, TURN_BACK = range(4)

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
    near: NDArray[np.int32]
    point_link: NDArray[np.int32]
    road_names: tuple[str, ...]
    class_names: tuple[str, ...]
