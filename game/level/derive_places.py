"""Railways and garages, as the plan draws them."""

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Collider, Lot, Polygon, Roof
from game.level.derive_shapes import polygons_of, ring_of, without_holes
from game.level.derive_walls import faces, wall_along, wall_cells
from game.level.paths import Line, counter_clockwise, mm, offset, smooth
from game.level.plan import CityPlan, Garage, Rail

TRACK_STEP = 4.5  # m between the middles of neighbouring tracks
BALLAST = 2.5  # m of dirt beside the outer tracks
DOORWAY = 0.7  # m: a wall's cell this near to a door is open


def tracks_of(plan: CityPlan) -> list[Line]:
    """The middle of every railway track."""
    lines = []
    for rail in plan.rails:
        axis = smooth(rail.path)
        lines += [mm(offset(axis, (k - (rail.tracks - 1) / 2) * TRACK_STEP)) for k in range(rail.tracks)]
    return lines


def rail_bed(rail: Rail) -> shapely.Polygon:
    """What the tracks of a railway and the dirt beside them cover."""
    reach = rail.tracks * TRACK_STEP / 2 + BALLAST
    return shapely.LineString(mm(smooth(rail.path))).buffer(reach, cap_style="flat", join_style="mitre")


def rail_lots(plan: CityPlan, driven: shapely.Geometry) -> list[Lot]:
    """The dirt of railways, where no street crosses it."""
    lots = []
    for rail in plan.rails:
        free = shapely.set_precision(rail_bed(rail).difference(driven), 0.001)
        pieces = [piece for part in polygons_of(free) for piece in without_holes(part)]
        lots += [Lot("rail", ring_of(piece)) for piece in pieces if piece.area > 4.0]
    return lots


# ---- garages
def garage_outline(garage: Garage) -> Polygon:
    return counter_clockwise(mm(garage.path))


def roofs_of(plan: CityPlan) -> list[Roof]:
    return [Roof(garage.name, garage_outline(garage), garage.height) for garage in plan.garages]


def garage_floors(plan: CityPlan) -> list[Lot]:
    return [Lot("parking", garage_outline(garage)) for garage in plan.garages]


def garage_walls(plan: CityPlan) -> tuple[list[Collider], NDArray[np.float64]]:
    """Colliders and rows of sight_edges; open at the doors."""
    solids: list[Collider] = []
    seen = [np.zeros((0, 6))]
    for garage in plan.garages:
        doors = shapely.union_all([shapely.LineString(door) for door in garage.doors])
        ring = garage_outline(garage)
        for a, b in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            side = np.array([[*a, 0.0], [*b, 0.0]])
            cells = wall_cells(side, 0.0, 1)
            blocked = shapely.distance(doors, shapely.points(cells[:, :2])) < DOORWAY
            pieces = wall_along(side, 0.0, 1, blocked)
            solids += [piece.collider(0.0, garage.height) for piece in pieces]
            seen.append(faces([(piece, 0.0, garage.height) for piece in pieces]))
    return solids, np.vstack(seen)
