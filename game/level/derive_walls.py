"""Walls along roads that are not on the ground: where they stand, and where they open for another road."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Collider, Polygon
from game.level.derive_streets import Street
from game.level.paths import Line, arc, at, counter_clockwise, mm, offset

THICK = 1.004  # m, as no collider may be thinner than 1.0 m when its corners are rounded to the millimetre
CELL = 1.0  # m: walls open and close in steps of this
PIECE = 4.0  # m, the longest piece of a wall
SHORTEST = 1.2  # m: shorter ones are left out
TURNING = 2.2  # m from the middle of a turn to the middle of the nearest wall
SAME_LEVEL = 2.5  # m: a road at most this much higher or lower can be driven onto


@dataclass(frozen=True, slots=True)
class WallPiece:
    """ring (4, 2); face (2, 2): its side away from the road; the road's lowest and highest point beside it."""

    ring: Polygon
    face: Line
    low: float
    high: float

    def collider(self, bottom: float, top: float) -> Collider:
        return Collider(self.ring, round(bottom, 3), round(top, 3))


class Openings:
    """Which places lie on one of the streets, at its height, or in the way of a turn. turns: points (k, 5) of
    all connectors."""

    def __init__(self, streets: list[Street], turns: NDArray[np.float64]) -> None:
        self.streets = streets
        self.sides = np.vstack([np.hstack([street.pts[:-1], street.pts[1:]]) for street in streets])
        self.owner = np.repeat(np.arange(len(streets)), [len(street.pts) - 1 for street in streets])
        self.tree = shapely.STRtree(shapely.linestrings(self.sides.reshape(-1, 2, 3)[:, :, :2]))
        self.half = np.array([street.half_width for street in streets])[self.owner]
        self.turns = turns
        self.turn_tree = shapely.STRtree(shapely.points(turns[:, :2]))

    def on_another(self, points: Line, street: Street | None, margin: float) -> NDArray[np.bool_]:
        """For each point (k, 3): is it nearer than `margin` to the carriageway of another street than its own,
        or in the way of a turn?"""
        places = shapely.points(points[:, :2])
        which, side = self.tree.query(places, predicate="dwithin", distance=float(self.half.max()) + margin)
        own = next((k for k, other in enumerate(self.streets) if other is street), -1)
        which, side = which[self.owner[side] != own], side[self.owner[side] != own]
        away, height = _from_sides(self.sides[side], points[which])
        near = (away < self.half[side] + margin) & (np.abs(height - points[which, 2]) < SAME_LEVEL)
        found = np.zeros(len(points), dtype=bool)
        found[which[near]] = True
        which, row = self.turn_tree.query(places, predicate="dwithin", distance=TURNING)
        found[which[np.abs(self.turns[row, 2] - points[which, 2]) < SAME_LEVEL]] = True
        return found


def _from_sides(sides: NDArray[np.float64], points: Line) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each point is from its side (x, y, z, x, y, z), and the side's height at the nearest place."""
    start, step = sides[:, :2], sides[:, 3:5] - sides[:, :2]
    along = ((points[:, :2] - start) * step).sum(1) / np.maximum((step**2).sum(1), 1e-12)
    t = np.clip(along, 0.0, 1.0)
    gap = points[:, :2] - start - t[:, None] * step
    return np.sqrt((gap**2).sum(1)), sides[:, 2] + t * (sides[:, 5] - sides[:, 2])


def wall_along(axis: Line, inner: float, side: int, blocked: NDArray[np.bool_]) -> list[WallPiece]:
    """A wall from `inner` to `inner` + THICK m beside the axis (side 1: left) where its cells are not blocked."""
    pieces = []
    for start, end in clear_runs(axis, blocked):
        count = max(1, math.ceil((end - start) / PIECE))
        run = at(axis, np.linspace(start, end, count + 1))
        near, far = mm(offset(run, side * inner)), mm(offset(run, side * (inner + THICK)))
        for k in range(count):
            low, high = sorted((float(run[k, 2]), float(run[k + 1, 2])))
            ring = counter_clockwise(np.vstack([near[k : k + 2], far[k : k + 2][::-1]]))
            pieces.append(WallPiece(ring, far[k : k + 2], low, high))
    return pieces


def cells_of(axis: Line) -> NDArray[np.float64]:
    """Distances to the middles of the wall's cells along an axis."""
    total = float(arc(axis)[-1])
    count = max(1, round(total / CELL))
    return np.asarray((np.arange(count) + 0.5) * (total / count))


def wall_cells(axis: Line, inner: float, side: int) -> Line:
    """The middle of the wall at each of its cells, with the road's height there (k, 3)."""
    s = cells_of(axis)
    middle = offset(axis, side * (inner + THICK / 2))
    along = arc(axis)
    columns = [np.interp(s, along, middle[:, 0]), np.interp(s, along, middle[:, 1]), at(axis, s)[:, 2]]
    return np.stack(columns, 1)


def clear_runs(axis: Line, blocked: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Intervals of distance along the axis whose cells are not blocked, long enough for a wall."""
    total = float(arc(axis)[-1])
    step = total / len(blocked)
    change = np.flatnonzero(np.diff(np.concatenate([[True], blocked, [True]]).astype(np.int8)))
    pairs = change.reshape(-1, 2) * step
    return [(a, b) for a, b in pairs.tolist() if b - a >= min(SHORTEST, total)]


def intervals(pts: Line, values: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Intervals of distance along a polyline where a value given at its vertices is over 0."""
    along = arc(pts)
    marks: list[float] = [0.0] if values[0] > 0 else []
    for k in np.flatnonzero((values[1:] > 0) != (values[:-1] > 0)).tolist():
        t = values[k] / (values[k] - values[k + 1])
        marks.append(float(along[k] + t * (along[k + 1] - along[k])))
    marks += [float(along[-1])] if values[-1] > 0 else []
    return list(zip(marks[::2], marks[1::2], strict=True))


def faces(pieces: list[tuple[WallPiece, float, float]]) -> NDArray[np.float64]:
    """Rows of sight_edges for pieces with the heights between which each hides what is behind it."""
    rows = [[*piece.face[0].tolist(), *piece.face[1].tolist(), bottom, top] for piece, bottom, top in pieces]
    return mm(np.array(rows, dtype=np.float64).reshape(-1, 6))
