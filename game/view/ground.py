"""The ground of one cell, painted in slices: asphalt with its wear, kerbs, pavements, lots and markings."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.city import MARK_CROSSWALK, MARK_YELLOW, PARKED_HEADING, PARKED_LOOK, City, Marking
from game.level.roads import COUNT, FIRST, KIND, LANE, P_Z
from game.view import palette as ink
from game.view.aprons import FRONT_YARD, apron
from game.view.lots import LotArt, lot_art, paint_lot
from game.view.nearby import Lines, Nearby
from game.view.palette import Colour, tone
from game.view.plan import Points, along, dashes, edges, following, grown, line_length, sides, southward, strip
from game.view.sheet import Quads, Sheet
from game.view.texture import grain
from game.view.tracks import LEVEE, Stretches, channel_ops, track_ops

SEAM = 2.6  # m between the joints of a pavement
WALK_WIDTH = 3.4  # m of pavement that shows its joints
ON_DECK = 1.0  # m between a lane and the deck that it is painted on


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
    """All that lies flat, in plan coordinates, found by place and worked out when a cell first shows it."""

    def __init__(self, city: City, parked: Points) -> None:
        """parked: the rows of city.parked that are there."""
        self.city = city
        height = city.height
        heading, look = parked[:, PARKED_HEADING], parked[:, PARKED_LOOK]
        self.parked = np.column_stack([southward(parked, height), heading, look])
        self.islands = Nearby(city.islands, height, lambda _, outline: island_art(outline), 1.0)
        self.lots = Nearby([lot.outline for lot in city.lots], height, self._lot)
        self.walls = Nearby([building.outline for building in city.buildings], height, lambda _, line: line, 2.0)
        self.aprons = Nearby(
            [building.outline for building in city.buildings], height, partial(apron, city), FRONT_YARD + 2.0
        )
        self.lanes = LaneLines(city, deck=False)
        self.markings = MarkingLines([mark for mark in city.markings if not mark.deck], height)
        self.tracks = Stretches(city.tracks, height, lambda _, line: track_ops(city, line), 2.0)
        self.rivers = Stretches(
            [river.axis for river in city.rivers],
            height,
            lambda number, line: channel_ops(city.rivers[number], line),
            max([0.0, *(river.width / 2 + LEVEE for river in city.rivers)]),
        )

    def _lot(self, number: int, outline: Points) -> LotArt:
        (x0, y0), (x1, y1) = outline.min(axis=0).tolist(), outline.max(axis=0).tolist()
        lanes = [piece for _, piece in self.lanes.lines.touching(x0, y0, x1, y1)]
        return lot_art(number, self.city.lots[number].kind, outline, np.concatenate([np.zeros((0, 2)), *lanes]))


class LaneLines:
    """The middle lines of the lanes on the ground (or on decks), and how high their ends lie."""

    def __init__(self, city: City, deck: bool) -> None:
        roads = city.roads
        first, count = roads.links[:, FIRST], roads.links[:, COUNT]
        lanes = (roads.links[:, KIND] == LANE) & (count > 1)
        middle = roads.points[first[lanes] + count[lanes] // 2]
        lanes[lanes] = _on_deck(city, middle) == deck
        first, last = first[lanes], (first + count)[lanes]
        self.heights = roads.points[np.stack([first, last - 1], axis=1), P_Z]
        spans = zip(first.tolist(), last.tolist(), strict=True)
        self.lines = Lines([roads.points[a:b] for a, b in spans], city.height, 2.0)


def _on_deck(city: City, points: Points) -> NDArray[np.bool_]:
    """Which of the lanes' points lie on a deck, not under one."""
    rows, columns = city.deck_z.shape
    x = np.clip(points[:, 0].astype(int), 0, columns - 1)
    y = np.clip(points[:, 1].astype(int), 0, rows - 1)
    on: NDArray[np.bool_] = np.abs(city.deck_z[y, x] - points[:, P_Z]) < ON_DECK
    return on


class MarkingLines:
    """Markings: solid ones in short pieces; dashed ones whole, so that their rhythm goes on."""

    def __init__(self, markings: list[Marking], height: float) -> None:
        self.markings = markings
        solid = [mark for mark in markings if mark.gap <= 0.0]
        self.solid, self.dashed = solid, [mark for mark in markings if mark.gap > 0.0]
        self.lines = Lines([mark.points for mark in solid], height, 4.0)
        self.quads = Nearby([mark.points for mark in self.dashed], height, self._dashes, 4.0)

    def _dashes(self, number: int, line: Points) -> Quads:
        mark = self.dashed[number]
        return Quads(paint_of(mark), dashes(line, mark.width, mark.dash, mark.gap))

    def draw(self, sheet: Sheet) -> None:
        for number, line in self.lines.touching(*sheet.bounds):
            draw_marking(sheet, self.solid[number], line)
        for quads in self.quads.touching(*sheet.bounds):
            quads.draw(sheet)


def paint_of(mark: Marking) -> Colour:
    return ink.YELLOW if mark.kind == MARK_YELLOW else tone(ink.WHITE, 0.94)


def paint(ground: Ground, sheet: Sheet, dice: random.Random) -> Iterator[None]:
    """Paint a cell bottom up, pausing between pieces of work of about a millisecond."""
    sheet.surface.fill(ink.ASPHALT)
    for ops in ground.rivers.touching(*sheet.bounds):
        for op in ops:
            op.draw(sheet)
    for number, lane in ground.lanes.lines.touching(*sheet.bounds):
        _lane(sheet, ground.lanes.heights[number], lane)
    yield
    _accidents(ground, sheet, dice)
    yield
    for island in ground.islands.touching(*sheet.bounds):
        _island(sheet, island)
        yield
    for lot in ground.lots.touching(*sheet.bounds):
        paint_lot(sheet, lot)
        yield
    for ops in (*ground.tracks.touching(*sheet.bounds), *ground.aprons.touching(*sheet.bounds)):
        for op in ops:
            op.draw(sheet)
        yield
    sheet.cars(ground.parked)
    yield
    for wall in ground.walls.touching(*sheet.bounds):
        sheet.fill(tone(ink.WALK, 0.72), grown(wall, 0.8))
    yield
    ground.markings.draw(sheet)
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


def _lane(sheet: Sheet, heights: Points, lane: Points) -> None:
    """A lane's wear; in a river its tracks on the concrete, or the ramp that it is."""
    if heights.min() > -0.5:
        _wear(sheet, lane, ink.ASPHALT)
        return
    if abs(heights[0] - heights[1]) > 1.0:
        sheet.fill(tone(ink.CHANNEL, 0.6), strip(lane, 0.0, 5.4))
        sheet.fill(tone(ink.CHANNEL, 1.02), strip(lane, 0.0, 4.6))
    normals = sides(lane)
    for middle in (-0.85, 0.85):
        sheet.fill(tone(ink.CHANNEL, 0.84), strip(lane, middle, 0.7, normals))


def _wear(sheet: Sheet, lane: Points, base: Colour) -> None:
    """Two darker wheel tracks and a lighter, oil-free crown between them."""
    normals = sides(lane)
    for middle in (-0.85, 0.85):
        sheet.fill(tone(base, 0.93), strip(lane, middle, 0.75, normals))
    sheet.fill(tone(base, 1.04), strip(lane, 0.0, 0.5, normals))


def _accidents(ground: Ground, sheet: Sheet, dice: random.Random) -> None:
    """Patches, cracks, oil and manhole covers, on the lanes that run through the cell."""
    near = ground.lanes.lines.touching(*sheet.bounds)
    lanes = [lane for number, lane in near if ground.lanes.heights[number].min() > -0.5]
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


def draw_marking(sheet: Sheet, mark: Marking, line: Points) -> None:
    """A solid line, or the bars of a crosswalk (dash and gap across its width)."""
    if mark.kind == MARK_CROSSWALK:
        sheet.quads(paint_of(mark), dashes(line, mark.width, 0.6, 0.6))
    else:
        sheet.fill(paint_of(mark), strip(line, 0.0, mark.width))


def _edge_of_the_map(city: City, sheet: Sheet) -> None:
    x0, y0, x1, y1 = sheet.bounds
    w, h = city.width, city.height
    for left, top, right, bottom in ((x0, y0, 0.0, y1), (w, y0, x1, y1), (x0, y0, x1, 0.0), (x0, h, x1, y1)):
        if left < right and top < bottom:
            box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
            sheet.fill(ink.BEYOND, box)
