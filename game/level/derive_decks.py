"""Elevated roads: their ramps and parapets, what is solid under them, and the raster of heights."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Collider, Deck
from game.level.derive_streets import Street
from game.level.paths import Line, arc, at, counter_clockwise, mm, offset
from game.level.plan import CityPlan

STEP = 2.0  # m between the points of a deck's axis
PARAPET = 1.0  # m thick, as no collider may be thinner, and as high above the deck
PARAPET_SIGHT = 0.8  # m above the deck that a parapet hides
PARAPET_FROM = 0.15  # m of height where a ramp's parapets begin
SLAB = 0.8  # m from the deck's surface down to its underside
SOLID_BELOW = 3.6  # m: where the deck is lower, nothing can pass under it
ABUTMENT_TOP = 2.9  # m: under the metres that a car on the ramp above occupies
PIER = 1.6  # m, side of a pier
PIER_STEP = 18.0  # m between piers
GROUND_BELOW = 0.3  # m: where a ramp is lower it still counts as carriageway on the ground


def find_decks(streets: list[Street]) -> list[Deck]:
    """The stretches of street that are above the ground, ramps included."""
    decks = []
    for street in streets:
        for start, end in _raised(street.pts, 0.0):
            count = max(2, round((end - start) / STEP) + 1)
            axis = mm(at(street.pts, _stations(street.pts, start, end, count)))
            half = street.half_width
            decks.append(Deck(street.plan.name, axis, half, deck_outline(axis, half + PARAPET)))
    return sorted(decks, key=lambda deck: (deck.name, deck.axis.tolist()))


def _stations(pts: Line, start: float, end: float, count: int) -> NDArray[np.float64]:
    """Even distances, and those where the grade changes."""
    even = np.linspace(start, end, count)
    along = arc(pts)
    grade = np.diff(pts[:, 2]) / np.maximum(np.diff(along), 1e-9)
    bends = along[1:-1][np.abs(np.diff(grade)) > 0.005]
    bends = bends[(bends > start + STEP) & (bends < end - STEP)]
    clear = np.abs(even[:, None] - bends[None]).min(1, initial=np.inf) > 0.6 * STEP
    return np.sort(np.concatenate([even[clear], bends]))


def _raised(pts: Line, above: float) -> list[tuple[float, float]]:
    """Intervals of distance along the street where its height is over `above`."""
    along, z = arc(pts), pts[:, 2] - above
    marks: list[float] = [0.0] if z[0] > 0 else []
    for k in range(len(z) - 1):
        if (z[k] > 0) != (z[k + 1] > 0):
            t = z[k] / (z[k] - z[k + 1])
            marks.append(float(along[k] + t * (along[k + 1] - along[k])))
    marks += [float(along[-1])] if z[-1] > 0 else []
    return list(zip(marks[::2], marks[1::2], strict=True))


def ground_parts(pts: Line) -> list[Line]:
    """The parts of a stretch that are on the ground, (k, 2) each."""
    if not (pts[:, 2] > GROUND_BELOW).any():
        return [pts[:, :2]]
    along, marks = arc(pts), [0.0]
    for start, end in _raised(pts, GROUND_BELOW):
        marks += [start, end]
    marks.append(float(along[-1]))
    pairs = zip(marks[::2], marks[1::2], strict=True)
    return [at(pts, np.linspace(a, b, 12))[:, :2] for a, b in pairs if b - a > 0.1]


def deck_outline(axis: Line, half: float) -> NDArray[np.float64]:
    left, right = offset(axis, half), offset(axis, -half)
    return counter_clockwise(mm(np.vstack([left, right[::-1]])))


def deck_solids(deck: Deck, carriageway: shapely.Geometry) -> list[Collider]:
    """Parapets in pieces along the ramp, a wall under each end, piers that stand on no carriageway."""
    solids = []
    for side in (1, -1):
        inner, outer = offset(deck.axis, side * deck.half_width), offset(deck.axis, side * (deck.half_width + PARAPET))
        for k in range(len(deck.axis) - 1):
            low, high = sorted((float(deck.axis[k, 2]), float(deck.axis[k + 1, 2])))
            if high > PARAPET_FROM:
                ring = counter_clockwise(mm(np.vstack([inner[k : k + 2], outer[k : k + 2][::-1]])))
                solids.append(Collider(ring, _bottom(low), round(high + PARAPET, 3)))
    return solids + [Collider(ring, 0.0, ABUTMENT_TOP) for ring in _abutments(deck)] + _piers(deck, carriageway)


def _bottom(z: float) -> float:
    return 0.0 if z < SOLID_BELOW else round(z - SLAB, 3)


def _abutments(deck: Deck) -> list[Line]:
    """Where the deck gets high enough to pass under, a wall across closes the solid ramp."""
    walls = []
    for start, end in _raised(deck.axis, SOLID_BELOW):
        for s, t in ((start, start + 1.2), (end - 1.2, end)):
            axis = at(deck.axis, np.array([s, t]))
            walls.append(deck_outline(axis, deck.half_width + PARAPET))
    return walls


def _piers(deck: Deck, carriageway: shapely.Geometry) -> list[Collider]:
    piers = []
    for start, end in _raised(deck.axis, SOLID_BELOW):
        for s in np.arange(start + PIER_STEP, end - PIER_STEP / 2, PIER_STEP):
            axis = at(deck.axis, np.array([s - PIER / 2, s + PIER / 2]))
            ring = deck_outline(axis, PIER / 2)
            if carriageway.distance(shapely.Polygon(ring)) > 0.5:
                # whole metres, as colliders meet by the metre: else it would block the ramp above it
                piers.append(Collider(ring, 0.0, float(math.floor(float(axis[:, 2].min()) - SLAB))))
    return piers


def deck_sight(deck: Deck) -> NDArray[np.float64]:
    """The faces of parapets and abutments, as rows of sight_edges."""
    rows = []
    for side in (1, -1):
        face = offset(deck.axis, side * (deck.half_width + PARAPET))
        for k in range(len(face) - 1):
            low, high = sorted((float(deck.axis[k, 2]), float(deck.axis[k + 1, 2])))
            if high > PARAPET_FROM:
                rows.append([*face[k], *face[k + 1], _bottom(low), high + PARAPET_SIGHT])
    for wall in _abutments(deck):
        rows += [[*a, *b, 0.0, ABUTMENT_TOP] for a, b in zip(wall, np.roll(wall, -1, axis=0), strict=True)]
    return mm(np.array(rows).reshape(-1, 6))


def deck_heights(plan: CityPlan, decks: list[Deck]) -> NDArray[np.float32]:
    """The raster of heights: at each cell's middle the height of the axis beside it."""
    raster = np.full((int(plan.height), int(plan.width)), np.nan, np.float32)
    for deck in decks:
        x0, y0 = np.maximum(np.floor(deck.outline.min(0)).astype(int), 0)
        x1, y1 = np.ceil(deck.outline.max(0)).astype(int) + 1
        ys, xs = np.mgrid[y0 : min(y1, raster.shape[0]), x0 : min(x1, raster.shape[1])]
        middle = np.column_stack([xs.ravel() + 0.5, ys.ravel() + 0.5])
        reach = deck.half_width + PARAPET + 0.7  # a cell counts when any of it is on the deck
        line, points = shapely.LineString(deck.axis[:, :2]), shapely.points(middle)
        s, end = shapely.line_locate_point(line, points), arc(deck.axis)[-1]
        inside = (shapely.distance(line, points) < reach) & (s > 0.0) & (s < end)
        heights = np.interp(s[inside], arc(deck.axis), deck.axis[:, 2])
        raster[ys.ravel()[inside], xs.ravel()[inside]] = np.round(heights, 3)
    return raster
