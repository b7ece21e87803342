"""Elevated roads: their surface, their shadow on the ground, and who is above and below."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pygame

from game.core.constants import STEP_HEIGHT
from game.level.city import City, Marking
from game.view import palette as ink
from game.view.eye import Spots
from game.view.ground import LaneLines, MarkingLines
from game.view.palette import Colour, tone
from game.view.plan import Boxes, Points, along, line_length, sides, southward, strip
from game.view.sheet import CELL, Sheet

PARAPET_FROM = 0.15  # m: lower than this a ramp has open sides
PARAPET = 1.0  # m thick, outside the deck's half width
ELEVATED = 1.0  # m: a lower deck is a street's bridge, and looks like the street
SHADE_FROM = 1.2  # m: lower than this a ramp throws no shadow
LAMP_STEP = 10  # samples of 3 m between lamps, on alternate sides


class Decks:
    """The decks in plan coordinates, in pieces of some 30 m."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.surfaces: list[Points] = []
        self.paints: list[tuple[Colour, float]] = []  # of each surface: its colour, and how wide its walks are
        self._parapets: list[Points] = [np.zeros((0, 4, 2))]
        self._shades: list[Points] = [np.zeros((0, 4, 2))]
        self._clear: list[Points] = [np.zeros(0)]
        lamps: list[Points] = [np.zeros((0, 2, 2))]
        self._lamps = lamps
        for deck in sorted(city.decks, key=lambda found: float(found.axis[:, 2].max())):
            before = len(self.surfaces)
            self._take(southward(deck.axis, city.height), deck.axis[:, 2], deck.half_width)
            colour = ink.DECK if float(deck.axis[:, 2].max()) > ELEVATED else ink.ASPHALT
            self.paints += [(colour, deck.walk)] * (len(self.surfaces) - before)
        self.parapets = np.concatenate(self._parapets)  # (n, 4, 2)
        self.shades = np.concatenate(self._shades)  # (n, 4, 2), and how high each is above the ground
        self.clearance = np.concatenate(self._clear)
        self.lamps = np.concatenate(lamps)  # feet and heads, (n, 2, 2)
        self.lamp_spots = Spots(self.lamps[:, 1])
        self.boxes = Boxes(self.surfaces, 1.0)
        self.cells = self._cells()
        self.parapet_boxes = Boxes(self.parapets, 1.0)
        self.lanes = LaneLines(city, deck=True)
        self.markings = MarkingLines([mark for mark in city.markings if mark.deck] + bridge_markings(city), city.height)
        self.shade_boxes = Boxes(self.shades, 8.0)

    def _take(self, axis: Points, z: Points, half: float) -> None:
        line, height = _resampled(axis, z, 3.0)
        normal = sides(line)
        height = height - self._ground_under(line)
        for k in range(0, len(line) - 1, 10):
            part = slice(k, k + 11)
            self.surfaces.append(strip(line[part], 0.0, 2 * half, normal[part]))
        if z.max() > ELEVATED:  # a street's bridge has the street's lamps
            self._place_lamps(line, normal, height, half)
        low = np.minimum(height[:-1], height[1:])
        for side in (-1.0, 1.0):
            self._parapets.append(_bands(line, normal, side * (half + PARAPET / 2), PARAPET)[low > PARAPET_FROM])
        high = low > SHADE_FROM
        self._shades.append(_bands(line, normal, 0.0, 2 * half)[high])
        self._clear.append(height[:-1][high])

    def _ground_under(self, line: Points) -> Points:
        """Height of the ground under plan points: below 0 in a river."""
        ground = self.city.ground_z
        x = np.clip(line[:, 0].astype(int), 0, ground.shape[1] - 1)
        y = np.clip((self.city.height - line[:, 1]).astype(int), 0, ground.shape[0] - 1)
        under: Points = ground[y, x].astype(float)
        return under

    def _place_lamps(self, line: Points, normal: Points, height: Points, half: float) -> None:
        """A lamp every 30 m of a deck, on alternate sides, its arm over the road."""
        high = [k for k in range(LAMP_STEP // 2, len(line), LAMP_STEP) if height[k] > SHADE_FROM]
        for n, k in enumerate(high):
            side = normal[k] * (1.0 if n % 2 else -1.0)
            ends = np.stack([line[k] + side * (half + 0.4), line[k] + side * (half - 1.8)])
            self._lamps.append(ends[None])

    @staticmethod
    def relation(deck: float, z: float) -> tuple[bool, bool]:
        """Of something at height z where the deck is this high: is it on the deck, does the deck hide it?"""
        if deck != deck:
            return False, False
        upper = z >= deck - STEP_HEIGHT
        return upper, not upper

    def covers(self, x: float, y: float, z: float) -> bool:
        """Whether a deck lies above this point (world metres) and hides it."""
        return self.relation(self.surface_at(x, y), z)[1]

    def surface_at(self, x: float, y: float) -> float:
        """Height of the deck here, nan where there is none."""
        rows, columns = self.city.deck_z.shape
        if 0 <= x < columns and 0 <= y < rows:
            return float(self.city.deck_z[int(y), int(x)])
        return float("nan")

    def _cells(self) -> set[tuple[int, int]]:
        """The cells that show any deck."""
        return {
            (i, j)
            for low, high in zip(self.boxes.low, self.boxes.high, strict=True)
            for i in range(int(low[0] // CELL), int(high[0] // CELL) + 1)
            for j in range(int(low[1] // CELL), int(high[1] // CELL) + 1)
        }


def _bands(line: Points, normal: Points, middle: float, width: float) -> Points:
    """A band along a line, `middle` m to its right, as one quad (n, 4, 2) for each of its segments."""
    left, right = line + normal * (middle - width / 2), line + normal * (middle + width / 2)
    return np.stack([left[:-1], left[1:], right[1:], right[:-1]], axis=1)


def _resampled(line: Points, z: Points, step: float) -> tuple[Points, Points]:
    run = np.hypot(*np.diff(line, axis=0).T)
    s = np.concatenate([[0.0], np.cumsum(run)])
    even = np.linspace(0.0, s[-1], max(2, int(s[-1] / step) + 1))
    return np.stack([np.interp(even, s, line[:, 0]), np.interp(even, s, line[:, 1])], axis=1), np.interp(even, s, z)


def bridge_markings(city: City) -> list[Marking]:
    """What is painted on streets where they cross on a bridge that is no higher than they are."""
    bridges = [deck for deck in city.decks if float(deck.axis[:, 2].max()) <= ELEVATED]
    flat = [mark for mark in city.markings if not mark.deck]
    boxes = Boxes([mark.points for mark in flat])
    near: dict[int, None] = {}
    for deck in bridges:
        (x0, y0), (x1, y1) = deck.outline.min(axis=0).tolist(), deck.outline.max(axis=0).tolist()
        near |= dict.fromkeys(boxes.touching(x0, y0, x1, y1))
    out: list[Marking] = []
    for number in near:
        mark = flat[number]
        out += [replace(mark, points=part, deck=True) for part in _over_bridges(city, mark.points)]
    return out


def _over_bridges(city: City, line: Points) -> list[Points]:
    """The parts of a line that lie on a deck."""
    fine, _ = along(line, np.linspace(0.0, line_length(line), max(2, int(line_length(line)) + 1)))
    x = np.clip(fine[:, 0].astype(int), 0, city.deck_z.shape[1] - 1)
    y = np.clip(fine[:, 1].astype(int), 0, city.deck_z.shape[0] - 1)
    on = np.abs(city.deck_z[y, x]) <= ELEVATED
    edges = [0, *(np.flatnonzero(on[1:] != on[:-1]) + 1).tolist(), len(fine)]
    return [fine[a:b] for a, b in pairwise(edges) if on[a] and b - a > 1]


def paint(decks: Decks, sheet: Sheet) -> Iterator[None]:
    """Paint a cell's decks on a transparent sheet: edges first, so that ramps and decks run into each other."""
    sheet.surface.fill((*ink.DECK, 0))
    parts = decks.boxes.touching(*sheet.bounds)
    for k in decks.parapet_boxes.touching(*sheet.bounds):
        sheet.fill(ink.PARAPET, decks.parapets[k])
        sheet.fill(tone(ink.PARAPET, 0.8), _narrowed(decks.parapets[k], 0.3))
    for k in parts:
        colour, walk = decks.paints[k]
        sheet.fill(ink.WALK if walk else tone(colour, 0.8), decks.surfaces[k])
        if walk:
            sheet.fill(ink.GUTTER, _narrowed(decks.surfaces[k], walk - 0.4))
        sheet.fill(colour, _narrowed(decks.surfaces[k], walk or 0.3))
    yield
    for _, lane in decks.lanes.lines.touching(*sheet.bounds):
        normals = sides(lane)
        for middle in (-0.85, 0.85):
            sheet.fill(tone(ink.DECK, 0.94), strip(lane, middle, 0.75, normals))
        sheet.fill(tone(ink.DECK, 1.03), strip(lane, 0.0, 0.5, normals))
    for k in parts:
        band = decks.surfaces[k]
        sheet.line(tone(decks.paints[k][0], 0.8), band[0], band[-1], 0.14)
    yield
    decks.markings.draw(sheet)
    yield


def _narrowed(band: Points, metres: float) -> Points:
    """A band with its two long sides moved inwards."""
    half = len(band) // 2
    left, right = band[:half], band[half:][::-1]
    across = right - left
    across = across / np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-9)[:, None] * metres
    return np.concatenate([left + across, (right - across)[::-1]])


def finish(big: pygame.Surface, size: int) -> pygame.Surface:
    """Shrink the sheet and premultiply it."""
    return pygame.transform.smoothscale(big, (size, size)).premul_alpha().convert_alpha()
