"""The ground of one cell, painted in slices: asphalt with its wear, kerbs, pavements, lots and markings."""

import random
from collections.abc import Iterator

import numpy as np
import pygame

from game.level.city import MARK_CROSSWALK, MARK_YELLOW, City, Marking
from game.level.roads import COUNT, FIRST, KIND, LANE, P_Z
from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.plan import (
    Boxes,
    Points,
    along,
    contains,
    cut,
    dashes,
    edges,
    grown,
    line_length,
    sides,
    southward,
    strip,
)
from game.view.texture import grain

CELL = 40.0  # m, side of a cell: a whole number of light pixels at every scale
SEAM = 2.6  # m between the joints of a pavement
WALK_WIDTH = 3.4  # m of pavement that shows its joints
ON_DECK = 1.0  # m: a lane higher than this is painted on the deck instead

LOT_COLOURS: dict[str, Colour] = {
    "parking": ink.LOT,
    "yard": ink.DIRT,
    "grass": ink.GRASS,
    "plaza": ink.PLAZA,
    "alley": ink.CONCRETE,
}


class Ground:
    """All that lies flat, in plan coordinates, with boxes to find what a cell shows."""

    def __init__(self, city: City) -> None:
        self.city = city
        height = city.height
        self.islands = [southward(island, height) for island in city.islands]
        self.island_boxes = Boxes(self.islands, 1.0)
        self.lots = [southward(lot.outline, height) for lot in city.lots]
        self.lot_boxes = Boxes(self.lots)
        self.walls = [southward(building.outline, height) for building in city.buildings]
        self.wall_boxes = Boxes(self.walls, 2.0)
        self.lanes = lane_pieces(city)
        self.lane_boxes = Boxes(self.lanes, 2.0)
        flat = [mark for mark in city.markings if not mark.deck]
        self.markings = marking_pieces(flat, height)
        self.marking_boxes = Boxes([line for _, line in self.markings], 4.0)


def lane_pieces(city: City, deck: bool = False) -> list[Points]:
    """The middle lines of the lanes on the ground (or on decks), cut into short pieces."""
    out: list[Points] = []
    for link in city.roads.links:
        if link[KIND] == LANE and link[COUNT] > 1:
            points = city.roads.points[link[FIRST] : link[FIRST] + link[COUNT]]
            if (float(points[:, P_Z].mean()) > ON_DECK) == deck:
                out += [piece for piece in cut(southward(points, city.height), 18) if len(piece) > 1]
    return out


def marking_pieces(markings: list[Marking], height: float) -> list[tuple[Marking, Points]]:
    """Solid lines cut into short pieces; dashed ones whole, so that their rhythm goes on."""
    out: list[tuple[Marking, Points]] = []
    for mark in markings:
        line = southward(mark.points, height)
        out += [(mark, piece) for piece in ([line] if mark.gap > 0.0 else cut(line, 18)) if len(piece) > 1]
    return out


class Sheet:
    """The picture of a cell at twice its size, drawn on in metres."""

    def __init__(self, surface: pygame.Surface, column: int, row: int, scale: float) -> None:
        self.surface = surface
        self.scale = scale
        self.origin = np.array([column * CELL, row * CELL])
        self.bounds = (column * CELL - 1, row * CELL - 1, (column + 1) * CELL + 1, (row + 1) * CELL + 1)

    def fill(self, colour: Colour, polygon: Points) -> None:
        if len(polygon) > 2:
            pygame.draw.polygon(self.surface, colour, ((polygon - self.origin) * self.scale).tolist())

    def line(self, colour: Colour, a: Points, b: Points, width: float) -> None:
        ends = ((np.stack([a, b]) - self.origin) * self.scale).tolist()
        pygame.draw.line(self.surface, colour, ends[0], ends[1], max(1, round(width * self.scale)))

    def dot(self, colour: Colour, at: Points, radius: float) -> None:
        middle = ((at - self.origin) * self.scale).tolist()
        pygame.draw.circle(self.surface, colour, middle, max(1.0, radius * self.scale))

    def shows(self, point: Points) -> bool:
        x0, y0, x1, y1 = self.bounds
        return bool(x0 < point[0] < x1 and y0 < point[1] < y1)


def paint(ground: Ground, sheet: Sheet, dice: random.Random) -> Iterator[None]:
    """Paint a cell bottom up, pausing between pieces of work of about a millisecond."""
    sheet.surface.fill(ink.ASPHALT)
    for k in ground.lane_boxes.touching(*sheet.bounds):
        _wear(sheet, ground.lanes[k], ink.ASPHALT)
    yield
    _accidents(ground, sheet, dice)
    yield
    for k in ground.island_boxes.touching(*sheet.bounds):
        _island(sheet, ground.islands[k])
        yield
    for k in ground.lot_boxes.touching(*sheet.bounds):
        _lot(sheet, ground.city.lots[k].kind, ground.lots[k])
        yield
    for k in ground.wall_boxes.touching(*sheet.bounds):
        sheet.fill(tone(ink.WALK, 0.72), grown(ground.walls[k], 0.8))
    yield
    for k in ground.marking_boxes.touching(*sheet.bounds):
        draw_marking(sheet, *ground.markings[k])
    yield
    _edge_of_the_map(ground.city, sheet)


def finish(big: pygame.Surface, out: pygame.Surface, column: int, row: int) -> Iterator[None]:
    """Shrink the sheet to its size and give it the grain of asphalt and concrete."""
    pygame.transform.smoothscale(big, out.get_size(), out)
    yield
    size = out.get_width()
    for seed, low, octaves in GRAINS:
        picture = grain(seed, low, octaves)
        area = (column * size % 512, row * size % 512, size, size)
        out.blit(picture, (0, 0), area, special_flags=pygame.BLEND_RGB_MULT)
        yield


def grain_picture() -> pygame.Surface:
    """The coarser of the two grains."""
    return grain(*GRAINS[0])


GRAINS = ((1, 210, ((1.0, 0.8), (2.0, 0.6), (8.0, 0.7), (32.0, 0.8))), (2, 228, ((1.0, 1.0), (2.0, 0.5))))


def _wear(sheet: Sheet, lane: Points, base: Colour) -> None:
    """Two darker wheel tracks and a lighter, oil-free crown between them."""
    normals = sides(lane)
    for middle in (-0.85, 0.85):
        sheet.fill(tone(base, 0.93), strip(lane, middle, 0.75, normals))
    sheet.fill(tone(base, 1.04), strip(lane, 0.0, 0.5, normals))


def _accidents(ground: Ground, sheet: Sheet, dice: random.Random) -> None:
    """Patches, cracks, oil and manhole covers, on the lanes that run through the cell."""
    lanes = [ground.lanes[k] for k in ground.lane_boxes.touching(*sheet.bounds)]
    if not lanes:
        return
    for what in (_patch, _patch, _patch, _crack, _crack, _crack, _crack, _oil, _oil, _manhole):
        lane = dice.choice(lanes)
        at, direction = along(lane, np.array([dice.random() * line_length(lane)]))
        if sheet.shows(at[0]):
            what(sheet, at[0], direction[0], dice)


def _patch(sheet: Sheet, at: Points, direction: Points, dice: random.Random) -> None:
    right = np.array([-direction[1], direction[0]]) * dice.uniform(0.5, 1.3)
    run = direction * dice.uniform(1.0, 4.5)
    sheet.fill(
        tone(ink.ASPHALT, dice.choice((0.86, 0.91, 1.07))),
        np.stack([at - right, at + run - right, at + run + right, at + right]),
    )


def _crack(sheet: Sheet, at: Points, direction: Points, dice: random.Random) -> None:
    heading = dice.uniform(0.0, 6.28)
    for _ in range(6):
        heading += dice.uniform(-0.7, 0.7)
        there = at + dice.uniform(0.5, 1.3) * np.array([np.cos(heading), np.sin(heading)])
        sheet.line(tone(ink.ASPHALT, 0.74), at, there, 0.05)
        at = there


def _oil(sheet: Sheet, at: Points, direction: Points, dice: random.Random) -> None:
    for _ in range(7):
        sheet.dot(
            tone(ink.ASPHALT, dice.uniform(0.8, 0.92)), at + direction * dice.uniform(-1.6, 1.6), dice.uniform(0.1, 0.4)
        )


def _manhole(sheet: Sheet, at: Points, direction: Points, dice: random.Random) -> None:
    for radius, shade in ((0.48, 0.62), (0.4, 0.84), (0.3, 0.7), (0.22, 0.8)):
        sheet.dot(tone(ink.ASPHALT, shade), at, radius)


def _island(sheet: Sheet, island: Points) -> None:
    """A block's kerb, gutter and pavement with its joints."""
    sheet.fill(ink.GUTTER, grown(island, 0.42))
    sheet.fill(ink.KERB, island)
    sheet.fill(ink.WALK, grown(island, -0.32))
    direction, outward, length = edges(island)
    for k in np.flatnonzero(length > 1.0).tolist():
        for s in np.arange(SEAM / 2, length[k], SEAM).tolist():
            foot = island[k] + direction[k] * s - outward[k] * 0.34
            if sheet.shows(foot):
                sheet.line(ink.WALK_SEAM, foot, foot - outward[k] * (WALK_WIDTH - 0.34), 0.06)
    inner = grown(island, -WALK_WIDTH)
    for a, b in zip(inner, np.roll(inner, -1, axis=0), strict=True):
        sheet.line(ink.WALK_SEAM, a, b, 0.07)


def _lot(sheet: Sheet, kind: str, outline: Points) -> None:
    """A lot's surface by its kind. The details are rolled from the lot's own corner, cell after cell the same."""
    base = LOT_COLOURS.get(kind, ink.CONCRETE)
    dice = random.Random(round(float(outline[0].sum()) * 100))
    if kind in ("parking", "plaza", "grass"):
        sheet.fill(tone(ink.KERB, 0.84), outline)
    sheet.fill(base, grown(outline, -0.25))
    if kind == "parking":
        _stalls(sheet, outline)
    elif kind == "plaza":
        _tiles(sheet, outline)
    else:
        _speckle(sheet, outline, base, dice, 9.0 if kind == "grass" else 5.0)


def _speckle(sheet: Sheet, outline: Points, base: Colour, dice: random.Random, metres: float) -> None:
    (x0, y0), (x1, y1) = outline.min(axis=0), outline.max(axis=0)
    for _ in range(min(900, int((x1 - x0) * (y1 - y0) / metres))):
        at, radius, shade = (
            np.array([dice.uniform(x0, x1), dice.uniform(y0, y1)]),
            dice.uniform(0.3, 1.7),
            dice.uniform(0.86, 1.13),
        )
        if sheet.shows(at) and contains(outline, at, radius):
            sheet.dot(tone(base, shade), at, radius)


def _frame(outline: Points) -> tuple[Points, Points, Points, float, float]:
    """A corner, two directions and two lengths of the box around an outline, along its longest edge."""
    direction, _, length = edges(outline)
    u = direction[int(np.argmax(length))]
    v = np.array([-u[1], u[0]])
    a, b = outline @ u, outline @ v
    return u * a.min() + v * b.min(), u, v, float(np.ptp(a)), float(np.ptp(b))


def _stalls(sheet: Sheet, outline: Points) -> None:
    """Parking stalls of 2.6 by 5 m in rows along the longest side."""
    corner, u, v, long, deep = _frame(outline)
    for row in np.arange(1.2, deep - 5.0, 11.0).tolist():
        for s in np.arange(1.6, long - 1.0, 2.6).tolist():
            a = corner + u * s + v * row
            if sheet.shows(a) and contains(outline, a, 0.6) and contains(outline, a + v * 5.0, 0.6):
                sheet.line(tone(ink.WHITE, 0.8), a, a + v * 5.0, 0.11)
    for row in np.arange(8.6, deep - 1.0, 11.0).tolist():
        for s in np.arange(4.0, long - 4.0, 13.0).tolist():
            a = corner + u * s + v * row
            if sheet.shows(a) and contains(outline, a, 2.5):
                sheet.line(tone(ink.LOT, 0.88), a, a + u * 5.0, 1.1)


def _tiles(sheet: Sheet, outline: Points) -> None:
    corner, u, v, long, deep = _frame(outline)
    for k, s in enumerate(np.arange(1.5, long, 1.5).tolist()):
        for r in np.arange(1.5 * (k % 2), deep, 3.0).tolist():
            a = corner + u * s + v * r
            if sheet.shows(a) and contains(outline, a, 1.6):
                sheet.fill(tone(ink.PLAZA, 0.93), np.stack([a, a + u * 1.5, a + u * 1.5 + v * 1.5, a + v * 1.5]))


def draw_marking(sheet: Sheet, mark: Marking, line: Points) -> None:
    """A painted line: solid, dashed, or the bars of a crosswalk (dash and gap across its width)."""
    colour = ink.YELLOW if mark.kind == MARK_YELLOW else tone(ink.WHITE, 0.94)
    if mark.kind == MARK_CROSSWALK and mark.gap == 0.0:
        quads = dashes(line, mark.width, 0.6, 0.6)
    elif mark.gap > 0.0:
        quads = dashes(line, mark.width, mark.dash, mark.gap)
    else:
        sheet.fill(colour, strip(line, 0.0, mark.width))
        return
    for quad in quads:
        if sheet.shows(quad.mean(axis=0)) or sheet.shows(quad[0]) or sheet.shows(quad[2]):
            sheet.fill(colour, quad)


def _edge_of_the_map(city: City, sheet: Sheet) -> None:
    x0, y0, x1, y1 = sheet.bounds
    w, h = city.width, city.height
    for left, top, right, bottom in ((x0, y0, 0.0, y1), (w, y0, x1, y1), (x0, y0, x1, 0.0), (x0, h, x1, y1)):
        if left < right and top < bottom:
            box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
            sheet.fill(ink.BEYOND, box)
