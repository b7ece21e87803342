"""A derived city as a surveyor sees it: how far it is to walls and lanes, and what stands between two places."""

import math

import numpy as np
from numpy.typing import NDArray

from game.level.city import City
from game.level.roads import P_X, P_Y, P_Z, SAME_DECK

ON_THE_GROUND = 1.5  # m: what begins higher is no wall to who stands below


class Land:
    """Distances in a city, all in m and on the ground."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._rings = [collider.outline for collider in city.colliders if collider.bottom < ON_THE_GROUND]
        self._boxes = _boxes(self._rings)
        points = city.roads.points
        self._lanes = points[points[:, P_Z] < SAME_DECK][:, [P_X, P_Y]]

    def holds(self, x: float, y: float) -> bool:
        """Whether the place lies in the city at all."""
        return 0 < x < self.city.width and 0 < y < self.city.height

    def lane_distance(self, x: float, y: float) -> float:
        """To the nearest middle of a lane or connector, from point to point."""
        return float(np.hypot(self._lanes[:, 0] - x, self._lanes[:, 1] - y).min())

    def wall_distance(self, x: float, y: float) -> float:
        """To the nearest collider; 0 inside one, inf without any."""
        outside = np.maximum(self._boxes[:, :2] - (x, y), (x, y) - self._boxes[:, 2:])
        least = np.hypot(*np.maximum(outside, 0.0).T)  # from the box around each
        best = math.inf
        for k in np.argsort(least, kind="stable").tolist():
            if least[k] >= best:
                break
            best = min(best, ring_distance(self._rings[k].tolist(), x, y))
        return best

    def wall_between(self, a: tuple[float, float], b: tuple[float, float], height: float) -> bool:
        """Whether a wall crosses the straight line between two places at this height, m."""
        walls = self.city.sight_edges
        walls = walls[(walls[:, 4] < height) & (walls[:, 5] > height)]
        side_a, side_b = _side(walls, *a), _side(walls, *b)
        along = np.array([[*a, *b]])
        from_, to = _side(along, walls[:, 0], walls[:, 1]), _side(along, walls[:, 2], walls[:, 3])
        return bool(((side_a * side_b < 0) & (from_ * to < 0)).any())

    def open_way(self, x: float, y: float, reach: float) -> bool:
        """Whether no wall stands between the place and some lane within reach."""
        away = np.hypot(self._lanes[:, 0] - x, self._lanes[:, 1] - y)
        return any(not self.wall_between((x, y), (px, py), 0.5) for px, py in self._lanes[away <= reach].tolist())

    def sidewalk_distance(self, x: float, y: float) -> float:
        """To the nearest edge of a block or a lot: people walk there."""
        rings = [*self.city.islands, *(lot.outline for lot in self.city.lots)]
        sides = np.vstack([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings])
        along, from_ = sides[:, 2:] - sides[:, :2], np.array([x, y]) - sides[:, :2]
        t = np.clip((along * from_).sum(1) / np.maximum((along**2).sum(1), 1e-12), 0.0, 1.0)
        return float(np.hypot(*(from_ - t[:, None] * along).T).min())


def ring_distance(ring: list[list[float]], x: float, y: float) -> float:
    """From a point to a convex counter-clockwise ring, 0 inside it."""
    best, inside = math.inf, True
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        ux, uy, dx, dy = bx - ax, by - ay, x - ax, y - ay
        inside = inside and ux * dy - uy * dx >= 0
        t = min(max((dx * ux + dy * uy) / max(ux * ux + uy * uy, 1e-12), 0.0), 1.0)
        best = min(best, math.hypot(dx - t * ux, dy - t * uy))
    return 0.0 if inside else best


def _boxes(rings: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Least x, y and most x, y of each ring."""
    if not rings:
        return np.zeros((0, 4))
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    points = np.concatenate(rings)
    return np.hstack([np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)])


def _side(
    lines: NDArray[np.float64], x: float | NDArray[np.float64], y: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """On which side of lines (x0, y0, x1, y1 …) a place is: positive to the left."""
    found: NDArray[np.float64] = (lines[:, 2] - lines[:, 0]) * (y - lines[:, 1]) - (lines[:, 3] - lines[:, 1]) * (
        x - lines[:, 0]
    )
    return found
