"""Streets as they are built: bends rounded, heights along them, dual carriageways as two one-way streets."""

import math
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.paths import Line, arc, at, mm, offset, round_bends, smooth
from game.level.plan import CityPlan, RoadClass, RoadLine

TAPER = 80.0  # m over which two carriageways come together before the street that they end on
BETWEEN = 0.5  # m between the kerbs of two carriageways side by side
TAPER_STEP = 4.0  # m
LOOP_POINTS = 13  # of the half circle in which a dual carriageway turns at a dead end
LOOP_FORCE = 3.0  # m/s², sideways in that half circle


@dataclass(frozen=True, slots=True)
class Street:
    """One street of the plan as built. pts (k, 3): x, y, z; limit in m/s."""

    plan: RoadLine
    cls: RoadClass
    pts: Line
    line: shapely.LineString
    limit: float

    @property
    def half_width(self) -> float:
        """From the middle to the kerb."""
        return self.cls.half_width(self.plan.oneway)

    def height_at(self, s: float) -> float:
        return float(at(self.pts, s)[2])

    def redrawn(self, pts: Line) -> "Street":
        return replace(self, pts=mm(pts), line=shapely.LineString(mm(pts)[:, :2]))


def draw_streets(plan: CityPlan) -> list[Street]:
    """Every street with its curve and the heights along it; of dual ones both carriageways and their loops."""
    streets: list[Street] = []
    for road in plan.roads:
        cls, pts = plan.classes[road.cls], with_heights(road)
        if cls.dual > 0.0 and not road.oneway:
            streets += _two_carriageways(road, cls, pts)
        else:
            streets.append(_street(road, cls, pts))
    return streets


def _street(road: RoadLine, cls: RoadClass, pts: Line) -> Street:
    return Street(road, cls, pts, shapely.LineString(pts[:, :2]), cls.limit)


def with_heights(road: RoadLine) -> Line:
    """The road's points (k, 3): its curve, and heights linear between the points as drawn."""
    flat = mm(smooth(road.path) if road.curve else round_bends(road.path))
    if (road.height == road.height[0]).all():
        return np.column_stack([flat, np.full(len(flat), road.height[0])])
    line, along = shapely.LineString(flat), arc(flat)
    drawn = np.maximum.accumulate(shapely.line_locate_point(line, shapely.points(road.path)))
    drawn[0], drawn[-1] = 0.0, along[-1]
    s = np.sort(np.concatenate([along, drawn[1:-1]]))
    s = s[np.concatenate([[True], np.diff(s) > 0.01])]
    return mm(np.column_stack([at(flat, s), np.interp(s, drawn, road.height)]))


# ---- dual carriageways
def _two_carriageways(road: RoadLine, cls: RoadClass, pts: Line) -> list[Street]:
    """Right of the drawn axis the one that runs as drawn, left of it the other."""
    oneway = replace(road, oneway=True)
    beside = 2 * cls.half_width(True) + BETWEEN
    axis, apart = _separation(pts, cls.dual, cls.dual if road.dead_end else beside)
    right = np.column_stack([_beside(axis, -apart / 2), axis[:, 2]])
    left = np.column_stack([_beside(axis, apart / 2), axis[:, 2]])
    streets = [_street(oneway, cls, mm(right)), _street(oneway, cls, mm(left[::-1]))]
    if road.dead_end:
        streets += [_loop(oneway, cls, right[-1], left[-1]), _loop(oneway, cls, left[0], right[0])]
    return streets


def _separation(pts: Line, dual: float, at_ends: float) -> tuple[Line, NDArray[np.float64]]:
    """The axis with more points near its ends, and how far apart the carriageways are at each."""
    along = arc(pts)
    total = float(along[-1])
    taper = min(TAPER, total / 2)
    if at_ends >= dual:
        return pts, np.full(len(pts), dual)
    near = np.arange(0.0, taper + TAPER_STEP / 2, TAPER_STEP)
    s = np.unique(np.round(np.concatenate([along, near, total - near]), 3))
    share = np.clip(np.minimum(s, total - s) / taper, 0.0, 1.0)
    return at(pts, s), at_ends + (dual - at_ends) * share * share * (3.0 - 2.0 * share)


def _beside(axis: Line, left: NDArray[np.float64]) -> Line:
    """Like paths.offset, by a distance of its own at each vertex."""
    return axis[:, :2] + left[:, None] * (offset(axis, 1.0) - axis[:, :2])


def _loop(road: RoadLine, cls: RoadClass, start: Line, end: Line) -> Street:
    """A half circle to the left from one carriageway's end to the other's start."""
    middle, radius = (start + end) / 2, math.dist(start[:2], end[:2]) / 2
    first = math.atan2(start[1] - middle[1], start[0] - middle[0])
    turns = [first + math.pi * k / (LOOP_POINTS - 1) for k in range(LOOP_POINTS)]
    ring = [[middle[0] + radius * math.cos(a), middle[1] + radius * math.sin(a), middle[2]] for a in turns]
    ring[0], ring[-1] = start.tolist(), end.tolist()
    slow = round(math.sqrt(LOOP_FORCE * max(radius - cls.lane, 4.0)), 3)
    return replace(_street(road, cls, mm(np.array(ring))), limit=min(cls.limit, slow))
