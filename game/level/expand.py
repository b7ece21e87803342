"""Grids and interchanges of a city file, turned into plain roads. The derivation never sees them.

A grid names the streets around it: its own streets run across the face between them and end on them.
No street runs along a side nearer than KEEP, meets one flatter than FLATTEST, or ends nearer than APART
to a corner or to another of the grid's ends: such an end goes back to the grid's last crossing before it.
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from game.level.expand_lines import drawn_line
from game.level.expand_ramps import INTERCHANGE, ramps
from game.level.paths import Line, mm
from game.level.plan import RoadClass, RoadLine
from game.level.schema import items_of, listed, many, number, path, read_table, suggestion, text
from game.level.text import Document, Key

KEEP = 40.0  # m between a street of a grid and a side that runs along it
FLATTEST = math.radians(27)  # between a street and the side it ends on
APART = 40.0  # m between two ends on the sides, and between an end and a corner
SHORTEST = 55.0  # m of street
REACH = 14.0  # m that sides are lengthened by to find where they meet
ROWS = many(text(60), 0, 60, ())

GRID = {
    "sides": many(text(60), 1, 16),
    "class": text(40),
    "origin": path(1),
    "angle": number(-90, 90, 0.0),
    "up": ROWS,
    "across": ROWS,
}
ROW = re.compile(
    r"(?P<at>-?\d{1,5}(\.\d)?) (?P<name>[^<>@]*?[^<>@ ])( (?P<way>[<>]))?"
    r"( (?P<start>-?\d{1,5})\.\.(?P<end>-?\d{1,5}))?( @(?P<cls>\w+))?"
)
ROW_FORM = '"80 Flower St", "80 Flower St >", "80 Flower St 0..300" or "80 Flower St @avenue"'


def expand(document: Document, classes: dict[str, RoadClass], roads: list[RoadLine]) -> list[RoadLine]:
    """The roads of every grid and interchange of a document; problems name the entry's own line."""
    lines: dict[str, list[Line]] = {}
    for road in sorted(roads, key=lambda road: (road.name, road.path.tolist())):
        lines.setdefault(road.name, []).append(drawn_line(road))
    made: list[RoadLine] = []
    for name, entry in items_of(document, ("grid",), document.values.get("grid", {}), dict):
        values = read_table(document, ("grid", name), entry, GRID)
        if values is not None:
            made += _grid(document, ("grid", name), values, classes, lines)
    for name, entry in items_of(document, ("interchange",), document.values.get("interchange", {}), dict):
        values = read_table(document, ("interchange", name), entry, INTERCHANGE)
        if values is not None:
            made += ramps(document, name, values, classes, roads)
    return made


@dataclass(frozen=True, slots=True)
class _Row:
    """One street of a grid: its distance from the origin, and how far along it runs."""

    key: Key
    name: str
    cls: str
    at: float
    way: str  # ">" one-way along, "<" one-way against, "" as its class
    start: float
    end: float
    up: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row's street between two distances along it."""

    row: _Row
    start: float
    end: float


@dataclass(frozen=True)
class _Grid:
    """Axes of a grid, the face it fills and the corners of the face."""

    origin: Line
    east: Line
    north: Line
    face: shapely.Polygon
    edge: shapely.Geometry
    corners: shapely.Geometry

    def point(self, row: _Row, along: float) -> Line:
        u, v = (row.at, along) if row.up else (along, row.at)
        where: Line = self.origin + u * self.east + v * self.north
        return where

    def line(self, row: _Row, start: float, end: float) -> shapely.LineString:
        return shapely.LineString([self.point(row, start), self.point(row, end)])

    def along(self, row: _Row, point: Line) -> float:
        return float(((point - self.origin) * (self.north if row.up else self.east)).sum())


def _grid(
    document: Document, key: Key, values: dict[str, Any], classes: dict[str, RoadClass], lines: dict[str, list[Line]]
) -> list[RoadLine]:
    if values["class"] not in classes:
        names = tuple(classes)
        text_ = f'is "{values["class"]}"{suggestion(values["class"], names)}, one of {listed(names)} is allowed'
        document.problem((*key, "class"), text_)
        return []
    rows = [
        row
        for axis in ("up", "across")
        for k, item in enumerate(values[axis])
        if (row := _row(document, (*key, axis, k), item, values["class"], classes)) is not None
    ]
    grid = _frame(document, key, values, lines)
    if grid is None:
        return []
    pieces = [piece for row in rows for piece in _pieces(grid, row)]
    pieces = _apart(grid, [kept for piece in pieces for kept in _trimmed(grid, piece, pieces)])
    for row in rows:
        if not any(piece.row is row for piece in pieces):
            document.problem(row.key, f"no part of it fits between the sides, {SHORTEST:g} m and more are needed")
    return [_road(grid, piece, classes[piece.row.cls]) for piece in pieces]


def _row(document: Document, key: Key, item: str, cls: str, classes: dict[str, RoadClass]) -> _Row | None:
    found = ROW.fullmatch(item)
    if found is None:
        document.problem(key, f'is "{item}", {ROW_FORM} is allowed')
        return None
    cls = found["cls"] or cls
    if cls not in classes:
        names = tuple(classes)
        document.problem(key, f'has the class "{cls}"{suggestion(cls, names)}, one of {listed(names)} is allowed')
        return None
    start, end = float(found["start"] or -1e5), float(found["end"] or 1e5)
    return _Row(key, found["name"], cls, float(found["at"]), found["way"] or "", start, end, key[-2] == "up")


def _frame(document: Document, key: Key, values: dict[str, Any], lines: dict[str, list[Line]]) -> _Grid | None:
    sides = []
    for k, name in enumerate(values["sides"]):
        if name not in lines:
            text_ = f'no street is called "{name}"{suggestion(name, tuple(lines))}, the name of a [road] is allowed'
            document.problem((*key, "sides", k), text_)
        sides += [shapely.LineString(_lengthened(line)) for line in lines.get(name, [])]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(sides)])) if sides else []
    if not len(faces):
        document.problem((*key, "sides"), "enclose no ground, streets that meet around the grid are needed")
        return None
    face = max(faces, key=lambda part: (round(part.area, 2), part.bounds))
    angle, origin = math.radians(values["angle"]), values["origin"][0, :2]
    east, north = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    tree = [shapely.intersection(a, b) for k, a in enumerate(sides) for b in sides[k + 1 :]]
    corners = shapely.intersection(shapely.union_all(tree), face.buffer(1.0))
    return _Grid(origin, east, north, face, face.exterior, corners)


def _lengthened(line: Line) -> Line:
    """A side with some metres more at both ends, so that it surely meets its neighbours."""
    ends = []
    for tip, before in ((line[0], line[1]), (line[-1], line[-2])):
        step = tip - before
        ends.append(tip + step / math.hypot(*step.tolist()) * REACH)
    return np.vstack([ends[:1], line, ends[1:]])


def _pieces(grid: _Grid, row: _Row) -> list[_Piece]:
    """The parts of a row inside the face and away from the sides along it."""
    x0, y0, x1, y1 = grid.face.bounds
    middle = grid.along(row, np.array([(x0 + x1) / 2, (y0 + y1) / 2]))
    reach = math.hypot(x1 - x0, y1 - y0)
    start, end = max(row.start, middle - reach), min(row.end, middle + reach)
    if end - start < SHORTEST:
        return []
    inside = grid.line(row, start, end).intersection(grid.face)
    spans = [sorted(grid.along(row, p) for p in shapely.get_coordinates(part)) for part in shapely.get_parts(inside)]
    return [_Piece(row, span[0], span[-1]) for span in spans if len(span) > 1 and span[-1] - span[0] >= SHORTEST]


def _trimmed(grid: _Grid, piece: _Piece, pieces: list[_Piece]) -> list[_Piece]:
    """The piece without what runs along a side: it stops at the grid's own crossings instead."""
    line = grid.line(piece.row, piece.start, piece.end)
    close = line.intersection(grid.edge.buffer(KEEP))
    most = KEEP / math.sin(FLATTEST)  # of a street that meets its side at FLATTEST
    low, high = piece.start, piece.end
    for part in shapely.get_parts(close):
        if part.is_empty:
            continue
        a, b = (grid.along(piece.row, p) for p in shapely.get_coordinates(part)[[0, -1]])
        if b - a <= most or b - a >= 0.9 * (piece.end - piece.start):
            if b - a >= 0.9 * (piece.end - piece.start) > 2 * most:
                return []
            continue
        if a - piece.start < piece.end - b:
            low = max(low, b)
        else:
            high = min(high, a)
    return _stopped(grid, piece, low, high, pieces)


def _stopped(grid: _Grid, piece: _Piece, low: float, high: float, pieces: list[_Piece]) -> list[_Piece]:
    """The piece between its first and last crossing in [low, high], or as it is where nothing is cut off."""
    crossings = _crossings(grid, piece, pieces)
    if low > piece.start:
        low = min((s for s in crossings if s >= low), default=math.inf)
    if high < piece.end:
        high = max((s for s in crossings if s <= high), default=-math.inf)
    return [replace(piece, start=low, end=high)] if high - low >= SHORTEST else []


def _crossings(grid: _Grid, piece: _Piece, pieces: list[_Piece]) -> list[float]:
    """Where along it the grid's streets of the other direction cross a piece."""
    return sorted(
        other.row.at
        for other in pieces
        if other.row.up != piece.row.up
        and other.start - 1.0 <= piece.row.at <= other.end + 1.0
        and piece.start < other.row.at < piece.end
    )


def _apart(grid: _Grid, pieces: list[_Piece]) -> list[_Piece]:
    """Without ends too near to a corner of the face or to another end: the shorter street gives way."""
    kept: list[_Piece] = []
    taken = list(shapely.points(shapely.get_coordinates(grid.corners)))
    for piece in sorted(pieces, key=lambda p: (p.start - p.end, p.row.up, p.row.at, p.start)):
        low, high = piece.start, piece.end
        for s in (piece.start, piece.end):
            tip = shapely.Point(grid.point(piece.row, s))
            if tip.distance(grid.edge) < 1.0 and any(tip.distance(other) < APART for other in taken):
                low, high = (s + 1.0, high) if s == piece.start else (low, s - 1.0)
        for part in _stopped(grid, piece, low, high, pieces):
            kept.append(part)
            taken += [shapely.Point(grid.point(part.row, s)) for s in (part.start, part.end)]
    return sorted(kept, key=lambda p: (p.row.up, p.row.at, p.row.name, p.start))


def _road(grid: _Grid, piece: _Piece, cls: RoadClass) -> RoadLine:
    ends = [grid.point(piece.row, s) for s in (piece.start, piece.end)]
    ends = ends[::-1] if piece.row.way == "<" else ends
    oneway = cls.oneway or bool(piece.row.way)
    return RoadLine(piece.row.name, cls.name, mm(np.vstack(ends)), np.zeros(2), oneway, False, False, piece.row.key)
