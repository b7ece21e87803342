"""The ground of one cell, painted in slices: asphalt with its wear, kerbs, pavements, lots and markings."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.city import MARK_CROSSWALK, MARK_YELLOW, City, Marking
from game.level.roads import COUNT, FIRST, KIND, LANE, P_Z
from game.view import palette as ink
from game.view.lots import LotArt, lot_art
from game.view.palette import Colour, tone
from game.view.plan import (
    Boxes,
    Points,
    along,
    clipped,
    cut,
    dashes,
    edges,
    following,
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
BLEED = 2.0  # m around a sheet that is still drawn
ON_DECK = 1.0  # m: a lane higher than this is painted on the deck instead


@dataclass(frozen=True, slots=True)
class Island:
    """A block's outlines from its gutter inwards, and the joints of its pavement (n, 2, 2)."""

    gutter: Points
    kerb: Points
    walk: Points
    inner: Points
    seams: Points


def island_art(outline: Points) -> Island:
    direction, outward, length = edges(outline)
    starts = [np.zeros((0, 2))]
    normals = [np.zeros((0, 2))]
    for k in np.flatnonzero(length > 1.0).tolist():
        s = np.arange(SEAM / 2, length[k], SEAM)
        starts.append(outline[k] + direction[k] * s[:, None] - outward[k] * 0.34)
        normals.append(np.repeat(outward[k][None], len(s), axis=0))
    a = np.concatenate(starts)
    seams = np.stack([a, a - np.concatenate(normals) * (WALK_WIDTH - 0.34)], axis=1)
    return Island(grown(outline, 0.42), outline, grown(outline, -0.32), grown(outline, -WALK_WIDTH), seams)


class Ground:
    """All that lies flat, in plan coordinates, with boxes to find what a cell shows."""

    def __init__(self, city: City) -> None:
        self.city = city
        height = city.height
        outlines = [southward(island, height) for island in city.islands]
        self.islands = [island_art(outline) for outline in outlines]
        self.island_boxes = Boxes(outlines, 1.0)
        self.lots = [southward(lot.outline, height) for lot in city.lots]
        self.lot_boxes = Boxes(self.lots)
        self.walls = [southward(building.outline, height) for building in city.buildings]
        self.wall_boxes = Boxes(self.walls, 2.0)
        self.lanes = lane_pieces(city)
        self.lane_boxes = Boxes(self.lanes, 2.0)
        self._lot_art: dict[int, LotArt] = {}
        flat = [mark for mark in city.markings if not mark.deck]
        self.markings = marking_pieces(flat, height)
        self.marking_boxes = Boxes([line for _, line in self.markings], 4.0)

    def lot(self, number: int) -> LotArt:
        """A lot's art, worked out when it is first seen."""
        if number not in self._lot_art:
            self._lot_art[number] = lot_art(self.city.lots[number].kind, self.lots[number])
        return self._lot_art[number]


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
        low, high = self.origin - BLEED, self.origin + (CELL + BLEED)
        polygon = clipped(polygon, low, high)
        if len(polygon) > 2:
            pygame.draw.polygon(self.surface, colour, ((polygon - self.origin) * self.scale).tolist())

    def line(self, colour: Colour, a: Points, b: Points, width: float) -> None:
        ends = ((np.stack([a, b]) - self.origin) * self.scale).tolist()
        pygame.draw.line(self.surface, colour, ends[0], ends[1], max(1, round(width * self.scale)))

    def dot(self, colour: Colour, at: Points, radius: float) -> None:
        middle = ((at - self.origin) * self.scale).tolist()
        pygame.draw.circle(self.surface, colour, middle, max(1.0, radius * self.scale))

    def lines(self, colour: Colour, ends: Points, width: float) -> None:
        """Lines between the ends (n, 2, 2), of which those whose boxes miss the sheet are left out."""
        x0, y0, x1, y1 = self.bounds
        low, high = ends.min(axis=1), ends.max(axis=1)
        shown = ends[(high[:, 0] > x0) & (high[:, 1] > y0) & (low[:, 0] < x1) & (low[:, 1] < y1)]
        thick = max(1, round(width * self.scale))
        for a, b in ((shown - self.origin) * self.scale).tolist():
            pygame.draw.line(self.surface, colour, a, b, thick)

    def quads(self, colour: Colour, corners: Points) -> None:
        """Filled quads (n, 4, 2) whose corners lie on the sheet, at least one of them."""
        on = self.among(corners.reshape(-1, 2)).reshape(-1, 4).any(axis=1)
        for quad in ((corners[on] - self.origin) * self.scale).tolist():
            pygame.draw.polygon(self.surface, colour, quad)

    def among(self, points: Points) -> NDArray[np.bool_]:
        """Which of the points (n, 2) lie on the sheet, or within 2 m of it."""
        x0, y0, x1, y1 = self.bounds
        x, y = points[:, 0], points[:, 1]
        on: NDArray[np.bool_] = (x > x0 - 2) & (x < x1 + 2) & (y > y0 - 2) & (y < y1 + 2)
        return on

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
        _lot(sheet, ground.lot(k))
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


def _island(sheet: Sheet, island: Island) -> None:
    """A block's kerb, gutter and pavement with its joints."""
    sheet.fill(ink.GUTTER, island.gutter)
    sheet.fill(ink.KERB, island.kerb)
    sheet.fill(ink.WALK, island.walk)
    sheet.lines(ink.WALK_SEAM, island.seams, 0.06)
    sheet.lines(ink.WALK_SEAM, np.stack([island.inner, following(island.inner)], axis=1), 0.07)


def _lot(sheet: Sheet, lot: LotArt) -> None:
    if lot.edged:
        sheet.fill(tone(ink.KERB, 0.84), lot.outline)
    sheet.fill(lot.base, lot.inner)
    sheet.quads(lot.quad_colour, lot.quads)
    sheet.lines(lot.line_colour, lot.lines, lot.line_width)
    for x, y, radius, shade in lot.dots[sheet.among(lot.dots[:, :2])].tolist():
        sheet.dot(tone(lot.base, shade), np.array([x, y]), radius)


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
    sheet.quads(colour, quads)


def _edge_of_the_map(city: City, sheet: Sheet) -> None:
    x0, y0, x1, y1 = sheet.bounds
    w, h = city.width, city.height
    for left, top, right, bottom in ((x0, y0, 0.0, y1), (w, y0, x1, y1), (x0, y0, x1, 0.0), (x0, h, x1, y1)):
        if left < right and top < bottom:
            box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
            sheet.fill(ink.BEYOND, box)
