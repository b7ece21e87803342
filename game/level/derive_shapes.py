"""What the derivation does with many polygons at once."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Polygon
from game.level.paths import counter_clockwise, mm

Shapes = NDArray[np.object_]

POLYGON = 3  # shapely's type id


def clean(geometry: shapely.Geometry) -> shapely.Geometry:
    """Coordinates on the millimetre grid, rings in a canonical order."""
    return shapely.normalize(shapely.set_precision(geometry, 0.001))


def polygons_of(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]


def ring_of(polygon: shapely.Polygon) -> Polygon:
    """The outline as City wants it: counter-clockwise, first point not repeated."""
    return counter_clockwise(mm(shapely.get_coordinates(polygon.exterior)[:-1]))


def polygons_from(outlines: Sequence[Polygon]) -> Shapes:
    """A polygon for each outline, (n,)."""
    counts = [len(outline) for outline in outlines]
    points = np.vstack([np.zeros((0, 2)), *outlines])
    rings = shapely.linearrings(points, indices=np.repeat(np.arange(len(counts)), counts))
    shapes: Shapes = shapely.polygons(rings)
    return shapes


def lines_from(lines: Sequence[Polygon]) -> Shapes:
    """A line for each list of points (k, 2), (n,)."""
    counts = [len(line) for line in lines]
    points = np.vstack([np.zeros((0, 2)), *lines])
    shapes: Shapes = shapely.linestrings(points, indices=np.repeat(np.arange(len(counts)), counts))
    return shapes


def without_holes(polygon: shapely.Polygon) -> list[shapely.Polygon]:
    """Cut a polygon with holes into polygons without, by upright cuts through the holes."""
    if not polygon.interiors:
        return [polygon]
    hole = max(polygon.interiors, key=lambda ring: (round(shapely.Polygon(ring).area, 3), ring.bounds))
    x = round(shapely.Polygon(hole).centroid.x, 3)
    x0, y0, x1, y1 = polygon.bounds
    halves = (shapely.box(x0 - 1, y0 - 1, x, y1 + 1), shapely.box(x, y0 - 1, x1 + 1, y1 + 1))
    parts = [part for half in halves for part in polygons_of(clean(polygon.intersection(half)))]
    return [piece for part in parts for piece in without_holes(part)]


def within(shapes: Shapes, areas: Shapes) -> Shapes:
    """The biggest polygon of each shape's part within its area, on the millimetre grid; None where there is none."""
    shapely.prepare(areas)
    whole = shapely.covers(areas, shapes)
    found = shapes.copy()
    found[~whole] = biggest(shapely.intersection(shapes[~whole], areas[~whole]))
    return found


def biggest(geometries: Shapes) -> Shapes:
    """The biggest polygon of each geometry, or None."""
    parts, owner = shapely.get_parts(clean(geometries), return_index=True)
    polygon = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    parts, owner = parts[polygon], owner[polygon]
    order = np.lexsort((-np.round(shapely.area(parts), 2), owner))
    first = order[np.concatenate([[True], owner[order][1:] != owner[order][:-1]])] if len(order) else order
    found = np.full(len(geometries), None, dtype=object)
    found[owner[first]] = parts[first]
    return found


def opened(shapes: Shapes, width: float) -> Shapes:
    """The biggest part of each shape that is nowhere narrower than `width`, square corners kept."""
    thin = shapely.buffer(shapes, -width / 2, join_style="mitre", mitre_limit=2.5)
    full = shapely.buffer(thin, width / 2, join_style="mitre", mitre_limit=2.5)
    return biggest(shapely.simplify(shapely.intersection(full, shapes), 0.15))
