"""Which places are near one large area, for thousands of places at once."""

import numpy as np
import shapely
from numpy.typing import NDArray


class Near:
    """An area made ready for many questions: its sides in a tree, as asking the whole outline for its
    distance from each place takes fifty times as long."""

    def __init__(self, area: shapely.Geometry) -> None:
        self.area = area
        shapely.prepare(area)
        points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(area)), return_index=True)
        ends = np.stack([points[:-1], points[1:]], axis=1)[ring[1:] == ring[:-1]]
        self.sides = shapely.STRtree(shapely.linestrings(ends))

    def within(self, places: NDArray[np.float64], distance: float) -> NDArray[np.bool_]:
        """For each place (k, 2 or more): is it in the area or at most `distance` m away?"""
        points = shapely.points(places[:, :2])
        found = np.asarray(shapely.intersects(self.area, points))
        outside = np.flatnonzero(~found)
        found[outside[self.sides.query(points[outside], predicate="dwithin", distance=distance)[0]]] = True
        return found
