"""Rivers: a concrete bed below the streets, its banks, and the roads that lead down into it."""

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Channel, Collider
from game.level.derive_decks import PARAPET, PARAPET_FROM, PARAPET_SIGHT, ground_parts
from game.level.derive_streets import Street
from game.level.derive_walls import Openings, WallPiece, faces, intervals, wall_along, wall_cells
from game.level.paths import Line, at, mm, smooth
from game.level.plan import CityPlan

BARRIER = 1.0  # m, height of the wall on top of a bank
BARRIER_SIGHT = 0.8  # m of it that hide what is behind
BED_CLEAR = 0.2  # m: a road this near to the bed's height is part of the bed
BEYOND = 60.0  # m from a bed: streets farther away do not reach its banks
WALL_FOOT = -6.0  # m: walls in a river begin under its bed


def find_channels(plan: CityPlan) -> list[Channel]:
    return [Channel(river.name, mm(smooth(river.path)), river.width, river.depth) for river in plan.rivers]


def channel_outline(channel: Channel) -> shapely.Polygon:
    """The bed seen from above, from bank to bank."""
    return shapely.LineString(channel.axis).buffer(channel.width / 2, cap_style="flat", join_style="mitre")


def water_of(channels: list[Channel]) -> shapely.Geometry:
    """All beds together."""
    return shapely.union_all([channel_outline(channel) for channel in channels])


def low_roads(streets: list[Street]) -> list[tuple[Street, Line]]:
    """The parts of streets below the ground, (street, pts (k, 3)) each."""
    found = []
    for street in streets:
        if street.pts[:, 2].min() < 0.0:
            for start, end in intervals(street.pts, -street.pts[:, 2]):
                count = max(2, round((end - start) / 2.0) + 1)
                found.append((street, mm(at(street.pts, np.linspace(start, end, count)))))
    return found


def low_ground(streets: list[Street], margin: float = 0.0) -> shapely.Geometry:
    """What the roads below the ground cover, and `margin` m more on each side."""
    strips = [
        shapely.LineString(pts[:, :2]).buffer(s.half_width + margin, cap_style="flat") for s, pts in low_roads(streets)
    ]
    return shapely.union_all(strips)


def river_walls(
    channels: list[Channel], streets: list[Street], openings: Openings
) -> tuple[list[Collider], NDArray[np.float64]]:
    """Banks, barriers on top of them, and the sides of the ramps: colliders and rows of sight_edges."""
    solids: list[Collider] = []
    seen: list[NDArray[np.float64]] = [np.zeros((0, 6))]
    water, low = water_of(channels), [low_ground(streets, PARAPET)]
    high = low + _bridged([street for street in streets if shapely.dwithin(water, street.line, BEYOND)])
    for channel in channels:
        rim = _rim(channel, -channel.depth)
        for inner, covered, bottom, top in ((0.0, low, WALL_FOOT, 0.0), (-1.0, high, 0.0, BARRIER)):
            pieces = wall_along(rim, inner, 1, _inside(covered, wall_cells(rim, inner, 1)))
            solids += [piece.collider(bottom, top) for piece in pieces]
            seen.append(faces([(p, min(bottom, 0.0), min(top, BARRIER_SIGHT)) for p in pieces]))
    for street, pts in low_roads(streets):
        sides = _ramp_sides(street, pts, channels, openings)
        solids += [piece.collider(WALL_FOOT, _top(piece, water)) for piece in sides]
        seen.append(faces([(piece, WALL_FOOT, piece.high + PARAPET_SIGHT) for piece in sides]))
    return solids, np.vstack(seen)


def _rim(channel: Channel, z: float) -> Line:
    """The closed outline of a bed, counter-clockwise, so that the bed is on its left."""
    ring = shapely.get_coordinates(shapely.normalize(channel_outline(channel)).exterior.reverse())
    ring = ring if shapely.is_ccw(shapely.LinearRing(ring)) else ring[::-1]
    return np.column_stack([ring, np.full(len(ring), z)])


def _inside(covered: list[shapely.Geometry], cells: Line) -> NDArray[np.bool_]:
    """Which cells (k, 2 or more) lie in one of some areas."""
    found = np.zeros(len(cells), dtype=bool)
    found[shapely.STRtree(covered).query(shapely.points(cells[:, :2]), predicate="within")[0]] = True
    return found


def _bridged(streets: list[Street]) -> list[shapely.Geometry]:
    """Where streets on the ground run, sidewalks included: a barrier leaves them free."""
    return [
        shapely.LineString(part).buffer(street.half_width + street.cls.walk, cap_style="flat")
        for street in streets
        for part in ground_parts(street.pts)
    ]


def _ramp_sides(street: Street, pts: Line, channels: list[Channel], openings: Openings) -> list[WallPiece]:
    """On both sides of a road between the bed and the ground."""
    pieces = []
    for side in (1, -1):
        cells = wall_cells(pts, street.half_width, side)
        blocked = openings.on_another(cells, street, 0.5)
        for channel in channels:
            inside = _inside([channel_outline(channel)], cells)
            blocked |= inside & (cells[:, 2] < BED_CLEAR - channel.depth)
        blocked |= ~_inside([water_of(channels)], cells) & (cells[:, 2] > -PARAPET_FROM)
        pieces += wall_along(pts, street.half_width, side, blocked)
    return pieces


def _top(piece: WallPiece, water: shapely.Geometry) -> float:
    """In a trench the wall also keeps those on the ground out."""
    in_bed = water.contains(shapely.Point(piece.ring.mean(0)))
    return piece.high + PARAPET if in_bed else max(BARRIER, piece.high + PARAPET)
