"""Roads above the ground: elevated ones with their ramps, and bridges; parapets, piers and what is solid below."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Collider, Deck
from game.level.derive_streets import Street
from game.level.derive_walls import (
    Openings,
    WallPiece,
    faces,
    intervals,
    wall_along,
    wall_cells,
)
from game.level.paths import Line, arc, at, counter_clockwise, cut, mm, offset

STEP = 2.0  # m between the points of a deck's axis
PARAPET = 1.0  # m, height above the deck, and thickness
PARAPET_SIGHT = 0.8  # m above the deck that a parapet hides
PARAPET_FROM = 0.15  # m of height where a ramp's parapets begin
OPENING = 0.5  # m: a parapet gives way to another road whose kerb is nearer than this to its middle
SLAB = 0.8  # m from the deck's surface down to its underside
SOLID_BELOW = 3.6  # m: where the deck is lower, nothing can pass under it
ABUTMENT_TOP = 2.9  # m: under the metres that a car on the ramp above occupies
PIER = 1.6  # m, side of a pier
PIER_STEP = 18.0  # m between piers
DEEPEST = -6.0  # m: piers in a river begin here
GROUND_BELOW = 0.3  # m: a road less high or deep still counts as on the ground
ABUTS = 1.5  # m that a bridge reaches beyond the banks
LEVEL = 0.02  # m: what is less high or deep is level with the banks


def find_decks(streets: list[Street]) -> list[Deck]:
    """The stretches of street that are above the ground, ramps included."""
    decks = []
    for street in streets:
        for start, end in intervals(street.pts, street.pts[:, 2]):
            count = max(2, round((end - start) / STEP) + 1)
            axis = mm(at(street.pts, _stations(street.pts, start, end, count)))
            decks.append(_deck(street, axis, street.half_width, 0.0))
    return sorted(decks, key=lambda deck: (deck.name, deck.axis.tolist()))


def find_bridges(streets: list[Street], water: shapely.Geometry) -> list[Deck]:
    """Where streets on the ground cross a river's bed."""
    decks = []
    shapely.prepare(water)
    for street in streets:
        half = street.half_width + street.cls.walk
        if water.is_empty or not shapely.dwithin(water, street.line, half):
            continue
        for start, end in _over(street, half, water):
            axis = mm(at(street.pts, np.linspace(start, end, max(2, round((end - start) / STEP) + 1))))
            decks.append(_deck(street, axis, half, street.cls.walk))
    return sorted(decks, key=lambda deck: (deck.name, deck.axis.tolist()))


def _deck(street: Street, axis: Line, half: float, walk: float) -> Deck:
    return Deck(street.plan.name, axis, half, deck_outline(axis, half + PARAPET), walk)


def _over(street: Street, half: float, water: shapely.Geometry) -> list[tuple[float, float]]:
    """Intervals along the street, on the ground, that reach over water anywhere across its width."""
    total = float(arc(street.pts)[-1])
    found: list[tuple[float, float]] = []
    for a, b in intervals(street.pts, LEVEL - np.abs(street.pts[:, 2])):
        part = shapely.LineString(at(street.pts, np.linspace(a, b, max(2, round((b - a) / STEP) + 1)))[:, :2])
        strip = part.buffer(half + PARAPET, cap_style="flat").intersection(water)
        for piece in (part for part in shapely.get_parts(strip) if not part.is_empty):
            s = shapely.line_locate_point(part, shapely.points(shapely.get_coordinates(piece)))
            low, high = max(a + float(s.min()) - ABUTS, 0.0), min(a + float(s.max()) + ABUTS, b, total)
            if high - low > STEP:
                found.append((low, high))
    return _merged(sorted(found))


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for low, high in spans:
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], high)
        else:
            joined.append((low, high))
    return joined


def _stations(pts: Line, start: float, end: float, count: int) -> NDArray[np.float64]:
    """Even distances, and those where the grade changes."""
    even = np.linspace(start, end, count)
    along = arc(pts)
    grade = np.diff(pts[:, 2]) / np.maximum(np.diff(along), 1e-9)
    bends = along[1:-1][np.abs(np.diff(grade)) > 0.005]
    bends = bends[(bends > start + STEP) & (bends < end - STEP)]
    clear = np.abs(even[:, None] - bends[None]).min(1, initial=np.inf) > 0.6 * STEP
    return np.sort(np.concatenate([even[clear], bends]))


def ground_parts(pts: Line) -> list[Line]:
    """The parts of a stretch that are on the ground, (k, 2) each."""
    if not (np.abs(pts[:, 2]) > GROUND_BELOW).any():
        return [pts[:, :2]]
    spans = intervals(pts, GROUND_BELOW - np.abs(pts[:, 2]))
    return [cut(pts, a, b)[:, :2] for a, b in spans if b - a > 0.1]


def low_parts(pts: Line) -> list[Line]:
    """The parts of a stretch that are below the ground, (k, 2) each."""
    if pts[:, 2].min() >= 0.0:
        return []
    return [cut(pts, a, b)[:, :2] for a, b in intervals(pts, -pts[:, 2]) if b - a > 0.1]


def deck_outline(axis: Line, half: float) -> NDArray[np.float64]:
    left, right = offset(axis, half), offset(axis, -half)
    return counter_clockwise(mm(np.vstack([left, right[::-1]])))


# ---- what is solid
def parapets(decks: list[Deck], owners: list[Street], openings: Openings) -> list[WallPiece]:
    """On both sides of every deck, open where another road joins it. owners: the street of each deck."""
    pieces = []
    for deck, street in zip(decks, owners, strict=True):
        for side in (1, -1):
            cells = wall_cells(deck.axis, deck.half_width, side)
            blocked = openings.on_another(cells, street, OPENING)
            if deck.walk == 0.0:
                blocked |= cells[:, 2] < PARAPET_FROM
            pieces += wall_along(deck.axis, deck.half_width, side, blocked)
    return pieces


def owners_of(decks: list[Deck], streets: list[Street]) -> list[Street]:
    """The street that each deck was cut from: of those of its name, the nearest to its middle."""
    found = []
    for deck in decks:
        middle = shapely.Point(deck.axis[len(deck.axis) // 2, :2])
        named = [street for street in streets if street.plan.name == deck.name]
        found.append(min(named, key=lambda street: float(street.line.distance(middle))))
    return found


def parapet_solids(pieces: list[WallPiece]) -> list[Collider]:
    return [piece.collider(_bottom(piece.low), piece.high + PARAPET) for piece in pieces]


def parapet_sight(pieces: list[WallPiece]) -> NDArray[np.float64]:
    """Rows of sight_edges."""
    return faces([(piece, _bottom(piece.low), piece.high + PARAPET_SIGHT) for piece in pieces])


def _bottom(z: float) -> float:
    """Of a parapet: a low ramp is solid, a bridge at 0 is not."""
    return 0.0 if 0.0 < z < SOLID_BELOW else round(z - SLAB, 3)


def abutments(decks: list[Deck]) -> list[Line]:
    """Where a deck gets high enough to pass under, a wall across closes the solid ramp."""
    walls = []
    for deck in decks:
        low_start, low_end = deck.axis[0, 2] < SOLID_BELOW, deck.axis[-1, 2] < SOLID_BELOW
        for start, end in intervals(deck.axis, deck.axis[:, 2] - SOLID_BELOW):
            spans = [(start, start + 1.2)] if start > 0.0 or low_start else []
            spans += [(end - 1.2, end)] if end < arc(deck.axis)[-1] or low_end else []
            walls += [deck_outline(at(deck.axis, np.array(span)), deck.half_width + PARAPET) for span in spans]
    return walls


def abutment_sight(walls: list[Line]) -> NDArray[np.float64]:
    rows = [[*a, *b, 0.0, ABUTMENT_TOP] for w in walls for a, b in zip(w, np.roll(w, -1, axis=0), strict=True)]
    return mm(np.array(rows, dtype=np.float64).reshape(-1, 6))


def piers(decks: list[Deck], driven: shapely.Geometry, water: shapely.Geometry) -> list[Collider]:
    """Under the high parts, where nothing is driven. Their tops are whole metres, as colliders meet by the
    metre: else they would block the ramp above."""
    rings, tops = [], []
    for deck in decks:
        for start, end in intervals(deck.axis, deck.axis[:, 2] - SOLID_BELOW):
            for s in np.arange(start + PIER_STEP, end - PIER_STEP / 2, PIER_STEP):
                axis = at(deck.axis, np.array([s - PIER / 2, s + PIER / 2]))
                rings.append(deck_outline(axis, PIER / 2))
                tops.append(float(math.floor(float(axis[:, 2].min()) - SLAB)))
    shapes = shapely.polygons(np.array(rings)) if rings else np.array([], dtype=object)
    shapely.prepare(driven)
    free, wet = ~shapely.dwithin(driven, shapes, 0.5), shapely.intersects(water, shapes)
    feet = np.where(wet, DEEPEST, 0.0).tolist()
    return [Collider(ring, foot, top) for ring, foot, top, ok in zip(rings, feet, tops, free, strict=True) if ok]
