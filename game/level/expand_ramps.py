"""Interchanges: the ramps between an elevated freeway and a street under it.

A ramp leaves the carriageway's line at LEAVE, runs beside it at `gap` metres from the freeway's axis,
falls at GRADE and meets the street level. Traffic keeps to the right.
"""

import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.expand_lines import drawn_line
from game.level.paths import Line, arc, at, mm, normals
from game.level.plan import RoadClass, RoadLine
from game.level.schema import choice, listed, many, number, suggestion, text
from game.level.text import Document, Key

GRADE = 0.075  # m a metre: 8 % is the most for city ramps
LEVEL = 20.0  # m of ramp before the street, without a slope
RUN = 120.0  # m over which a ramp moves from the carriageway's line out to `gap`
OUT = ((0.0, 0.0), (0.3, 0.46), (0.6, 0.83), (1.0, 1.0))  # share of RUN, share of the way out: 18 degrees at first
COMPASS = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")

INTERCHANGE = {
    "freeway": text(60),
    "street": text(60),
    "reach": number(100, 400),
    "gap": number(20, 80),
    "ramps": many(choice(COMPASS), 1, 4, ()),
    "class": text(40, "ramp"),
}


def ramps(
    document: Document, name: str, values: dict[str, Any], classes: dict[str, RoadClass], roads: list[RoadLine]
) -> list[RoadLine]:
    """The ramps of one interchange."""
    key = ("interchange", name)
    freeway = _road(document, (*key, "freeway"), values["freeway"], roads)
    street = _road(document, (*key, "street"), values["street"], roads)
    if values["class"] not in classes:
        text_ = f"has no class of this name{suggestion(values['class'], tuple(classes))}, "
        document.problem((*key, "class"), text_ + f"one of {listed(tuple(classes))} is allowed")
    if freeway is None or street is None or values["class"] not in classes:
        return []
    axis, below = drawn_line(freeway), shapely.LineString(drawn_line(street))
    cross = shapely.get_coordinates(shapely.LineString(axis).intersection(below))
    if len(cross) != 1:
        document.problem(key, f'"{freeway.name}" and "{street.name}" meet {len(cross)} times, once is allowed')
        return []
    middle = float(shapely.LineString(axis).project(shapely.Point(cross[0])))
    quarters = _quarters(axis, middle)
    wanted = values["ramps"] or tuple(quarters)
    made = []
    for quarter in wanted:
        if quarter not in quarters:
            text_ = f'has no ramp in the "{quarter}", {listed(tuple(quarters))} are allowed here'
            document.problem((*key, "ramps"), text_)
            continue
        ramp = _ramp(document, key, (freeway, classes[freeway.cls].dual), below, middle, quarters[quarter], values)
        if ramp is not None:
            title = f"{name} {quarter} ramp"
            flat, height = mm(ramp[:, :2]), mm(ramp[:, 2])
            made.append(RoadLine(title, values["class"], flat, height, True, True, False, key))
    return made


def _road(document: Document, key: Key, name: str, roads: list[RoadLine]) -> RoadLine | None:
    found = [road for road in roads if road.name == name]
    if len(found) != 1:
        names = tuple(sorted({road.name for road in roads}))
        text_ = f'names "{name}"{suggestion(name, names)}, which {len(found)} streets are called, one is allowed'
        document.problem(key, text_)
        return None
    return found[0]


def _quarters(axis: Line, middle: float) -> dict[str, tuple[int, int]]:
    """The four ramps by the point of the compass they lie in: (1 before or -1 behind the street as the
    freeway runs, 1 left or -1 right of it)."""
    a, b = at(axis, max(middle - 10.0, 0.0)), at(axis, middle + 10.0)
    heading = math.atan2(b[1] - a[1], b[0] - a[0])
    found = {}
    for ahead in (1, -1):
        for side in (1, -1):
            angle = heading + math.atan2(side, ahead)
            found[COMPASS[round(angle / (math.pi / 4)) % 8]] = ahead, side
    return found


def _ramp(
    document: Document,
    key: Key,
    freeway: tuple[RoadLine, float],
    street: shapely.LineString,
    middle: float,
    quarter: tuple[int, int],
    values: dict[str, Any],
) -> Line | None:
    """Points (k, 3) of one ramp as it is driven."""
    road, dual = freeway
    axis, (ahead, side) = drawn_line(road), quarter
    far = middle + ahead * values["reach"]
    foot = _foot(axis, street, middle, side * values["gap"])
    if foot is None or not 0.0 < far < arc(axis)[-1]:
        document.problem(key, f'a ramp beside "{road.name}" does not reach the street, mind reach and gap')
        return None
    top, length = _height(road, axis, far), abs(far - foot)
    if top / GRADE + LEVEL > length:
        text_ = f"is {values['reach']:g}, {top / GRADE + LEVEL + 10:.0f} or more are needed to come down {top:g} m"
        document.problem((*key, "reach"), text_)
        return None
    along, out, z = _profile(length, top, dual / 2, values["gap"])
    points = _beside(axis, far + np.sign(foot - far) * along, side * out)
    points[-1] = shapely.get_coordinates(street.interpolate(street.project(shapely.Point(points[-1]))))[0]
    line = np.column_stack([points, z])
    return line if ahead * side > 0 else line[::-1]


def _foot(axis: Line, street: shapely.LineString, middle: float, out: float) -> float | None:
    """How far along the freeway's axis the street is at `out` metres to its left."""
    beside = axis + out * normals(axis)
    hits = shapely.get_coordinates(shapely.LineString(beside).intersection(street))
    if not len(hits):
        return None
    found = [float(shapely.LineString(axis).project(shapely.Point(hit))) for hit in hits]
    return min(found, key=lambda s: (abs(s - middle), s))


def _height(road: RoadLine, axis: Line, s: float) -> float:
    drawn = shapely.line_locate_point(shapely.LineString(axis), shapely.points(road.path))
    return float(np.interp(s, drawn, road.height))


def _profile(
    length: float, top: float, near: float, gap: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """From the freeway to the street: distances along its axis, beside it, and the ramp's heights."""
    run = min(RUN, 0.7 * length)
    fall = length - LEVEL - top / GRADE
    places = [share * run for share, _ in OUT]
    along = np.array(sorted({*places, *(s for s in (fall, length - LEVEL) if all(abs(s - p) > 6.0 for p in places))}))
    along = np.concatenate([along[along < length - 3.0], [length]])
    out = near + (gap - near) * np.interp(along, places, [share for _, share in OUT])
    return along, out, np.interp(along, [fall, length - LEVEL], [top, 0.0])


def _beside(axis: Line, along: NDArray[np.float64], out: NDArray[np.float64]) -> Line:
    step = at(axis, along + 1.0) - at(axis, along - 1.0)
    left = np.stack([-step[:, 1], step[:, 0]], 1) / np.sqrt((step**2).sum(1))[:, None]
    points: Line = at(axis, along) + out[:, None] * left
    return points
