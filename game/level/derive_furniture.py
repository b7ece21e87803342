"""What stands beside the streets: lamps and palms."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.level.city import Building
from game.level.derive_lanes import Lanes, half_width
from game.level.derive_near import Near
from game.level.derive_net import Net
from game.level.derive_shapes import polygons_from
from game.level.paths import Line, arc_of, mm, normals_of, place_at

LAMP_STEP = 28.0  # m of kerb between lamps
LAMP_IN = 0.7  # m from the kerb to a lamp
PALM_IN = 1.5  # m from the kerb to a palm
PALM_CROWN = 1.7  # m, radius
FROM_ROAD = 0.35  # m: nothing stands nearer to where cars drive
FROM_WALL = 0.3  # m
FROM_END = 1.0  # m of a stretch


def furnish(net: Net, lanes: Lanes) -> tuple[Line, Line]:
    """Lamps (x, y, arm direction), one every LAMP_STEP of kerb, and palms (x, y, radius), wherever they stand."""
    lamps, palms = [np.zeros((0, 3))], [np.zeros((0, 3))]
    for k, stretch in enumerate(net.stretches):
        cls, axis = stretch.street.cls, lanes.axes[k]
        if cls.walk <= 0:
            continue
        for side in (1, -1):
            lamps.append(along_kerb(axis, side, half_width(stretch) + LAMP_IN, LAMP_STEP, 0.25 if side > 0 else 0.75))
            if cls.palms:
                palms.append(along_kerb(axis, side, half_width(stretch) + PALM_IN, cls.palms, 0.5))
    green = np.vstack(palms)
    green[:, 2] = PALM_CROWN
    return np.vstack(lamps), green


def along_kerb(axis: Line, side: int, out: float, step: float, phase: float) -> Line:
    """Points `out` m beside the axis (side 1: left), about every `step` m, with the direction back to it, (k, 3).
    phase: the first one's place as a share of a step."""
    return _along_kerb(np.ascontiguousarray(axis), side, out, step, phase)


@kernel
def _along_kerb(axis: np.ndarray, side: int, out: float, step: float, phase: float) -> np.ndarray:
    along, beside = arc_of(axis), normals_of(axis)
    total = along[-1]
    count = max(1, round(total / step))
    found = np.empty((count, 3))
    n = 0
    for i in range(count):
        s = (i + phase) * (total / count)
        if not FROM_END < s < total - FROM_END:
            continue
        found[n, :2], left = place_at(axis, along, s)[:2], place_at(beside, along, s)
        found[n, :2] += side * out * left
        found[n, 2] = math.atan2(-side * left[1], -side * left[0])
        n += 1
    return found[:n]


class Clear:
    """Where something may stand: neither in a road nor under a deck nor in a wall."""

    def __init__(self, driven: shapely.Geometry, corridor: shapely.Geometry, buildings: list[Building]) -> None:
        self.road, self.corridor = Near(driven), corridor
        self.walls = shapely.STRtree(polygons_from([building.outline for building in buildings]))
        shapely.prepare(corridor)

    def of(self, rows: Line, from_road: float = FROM_ROAD) -> NDArray[np.float64]:
        """The rows (x, y, …) that stand clear, sorted."""
        places = mm(rows)
        points = shapely.points(places[:, :2])
        clear = ~self.road.within(places, from_road) & ~shapely.contains(self.corridor, points)
        clear[self.walls.query(points, predicate="dwithin", distance=FROM_WALL)[0]] = False
        places = places[clear]
        return np.asarray(places[np.lexsort((places[:, 2], places[:, 1], places[:, 0]))])
