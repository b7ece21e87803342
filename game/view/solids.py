"""Buildings as they stand: walls that lean away from the eye, lit windows, roofs, and who hides whom."""

import math
import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.city import Building, City
from game.view.palette import SODIUM, Colour, Mood, multiplied, tone
from game.view.plan import Points, edges, following, southward
from game.view.roofs import SUN, Roof, parallax, roof_colour
from game.view.streets import street_walls

STOREY = 3.4  # m
WINDOW = 2.7  # m of wall for each window
SEEN = 9.0  # px of lean below which a wall shows no windows
LIT = 4  # colours of lit windows; the next one is dark glass
TURNS = 16  # directions in which window pictures are kept

# Columns of a window: where, its share of the parallax, the wall's normal, the parallax, picture, direction.
W_X, W_Y, W_UP, W_NX, W_NY, W_LEAN, W_KIND, W_TURN = range(8)

Batch = list[tuple[pygame.Surface, tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Solid:
    """A building made ready to draw, in plan metres."""

    number: int
    outline: Points
    outward: Points
    length: NDArray[np.float64]
    height: float
    lean: float  # its parallax
    colour: Colour
    middle: Points
    reach: float  # m from the middle to the farthest corner of its roof
    glazed: bool  # whether it has windows
    street: tuple[bool, ...]  # which walls look on a street, and catch its light


@dataclass(frozen=True, slots=True)
class Eye:
    """Where the picture looks at, plan metres, and how a metre becomes pixels."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    def project(self, points: Points, lean: float = 0.0) -> Points:
        """Pixels of plan points that stand as high as `lean` (parallax)."""
        half = np.array([self.width / 2, self.height / 2])
        pixels: Points = (points - (self.x, self.y)) * (self.scale * (1.0 + lean)) + half
        return pixels


def solids(city: City) -> list[Solid]:
    """Every building, with its windows rolled from its number."""
    return [_solid(number, building, city) for number, building in enumerate(city.buildings)]


def _solid(number: int, building: Building, city: City) -> Solid:
    outline = southward(building.outline, city.height)
    _, outward, length = edges(outline)
    middle = outline.mean(axis=0)
    lean = parallax(building.height)
    reach = float(np.hypot(*(outline - middle).T).max()) * (1.0 + lean)
    colour = roof_colour(building.style, number)
    glazed = building.style not in ("house", "warehouse", "wall") and building.height > 4.5
    street = tuple(street_walls(city, outline, outward))
    return Solid(number, outline, outward, length, building.height, lean, colour, middle, reach, glazed, street)


def windows(solid: Solid) -> NDArray[np.float64]:
    """Lit ones by floors (cleaners), by runs (offices) and singly; every other dark pane."""
    number, height, outline = solid.number, solid.height, solid.outline
    direction, outward, length = edges(outline)
    dice = np.random.default_rng(number)
    floors, lean = max(1, min(22, int(height / STOREY))), parallax(height)
    share = dice.choice((0.14, 0.22, 0.32, 0.44))
    warm = np.array((0, 1, 3, 3) if dice.random() < 0.55 else (0, 2, 2, 3))
    rows = [np.zeros((0, 8))]
    for k in range(len(outline)):
        count = int(length[k] / WINDOW)
        if length[k] < 5.0 or count == 0:
            continue
        floor, place = (grid.ravel() for grid in np.mgrid[0:floors, 0:count])
        lit = dice.random(floors * count) < share
        lit |= (dice.random(floors) < 0.12)[floor] | (dice.random(count // 4 + 1) < 0.1)[place // 4]
        kind = np.where(lit, warm[dice.integers(0, 4, floors * count)], LIT)
        keep = lit | ((floor + place) % 2 == 0)
        at = outline[k] + direction[k] * ((place[keep] + 0.5) * length[k] / count)[:, None]
        turn = round(math.atan2(direction[k][1], direction[k][0]) / math.pi * TURNS) % TURNS
        n = int(keep.sum())
        columns = (lean * (floor[keep] + 0.62) / floors, np.full(n, outward[k][0]), np.full(n, outward[k][1]))
        rows.append(np.column_stack([at, *columns, np.full(n, lean), kind[keep], np.full(n, turn)]))
    return np.concatenate(rows)


def window_pictures(scale: float, mood: Mood) -> list[list[pygame.Surface]]:
    """By colour and direction: small premultiplied panes."""
    out: list[list[pygame.Surface]] = []
    glass = multiplied((40, 48, 60), mood.wall)
    for colour in ((255, 200, 112), (255, 178, 88), (184, 206, 210), (255, 222, 164), glass):
        pane = pygame.Surface((max(4, int(2.2 * scale)), max(4, int(0.62 * scale))), pygame.SRCALPHA)
        pane.fill((*colour, 228))
        pane = pane.premul_alpha()
        out.append([pygame.transform.rotozoom(pane, -k * 180 / TURNS, 0.5).convert_alpha() for k in range(TURNS)])
    return out


Coat = tuple[float, Colour]  # up to which share of a wall's height, and in which colour
Quad = list[list[float]]  # foot, foot, top, top in pixels


class Skyline:
    """All that stands, found by place and drawn from the far to the near."""

    def __init__(self, city: City, mood: Mood) -> None:
        self.mood = mood
        self.solids = solids(city)
        self._panes: dict[int, NDArray[np.float64]] = {}
        self.middles = np.array([solid.middle for solid in self.solids]).reshape(-1, 2)
        self.reach = np.array([solid.reach for solid in self.solids])
        high = [solid for solid in self.solids if solid.height > 2.5]
        self.feet = np.array([foot for solid in high for foot in _wall_feet(solid)]).reshape(-1, 2, 2)
        self.outward = np.array([normal for solid in high for normal in solid.outward]).reshape(-1, 2)
        self.leans = np.array([solid.lean for solid in high for _ in solid.outline])
        self.owners = [solid.number for solid in high for _ in solid.outline]
        glow = (street_glow(mood, False), street_glow(mood, True))
        self.coats = [_coats(solid, k, mood, glow) for solid in high for k in range(len(solid.outline))]

    def near(self, eye: Eye, margin: float = 0.0) -> list[Solid]:
        """Buildings that the eye may see, the farthest first."""
        w, h = eye.width / 2 / eye.scale + margin, eye.height / 2 / eye.scale + margin
        gap = self.middles - (eye.x, eye.y)
        inside = (np.abs(gap[:, 0]) < w + self.reach) & (np.abs(gap[:, 1]) < h + self.reach)
        found = np.flatnonzero(inside)
        order = np.argsort(-(gap[found] ** 2).sum(axis=1), kind="stable")
        return [self.solids[k] for k in found[order].tolist()]

    def panes(self, solid: Solid) -> NDArray[np.float64]:
        """A building's windows, rolled when it first comes near."""
        if solid.number not in self._panes:
            self._panes[solid.number] = windows(solid) if solid.glazed else np.zeros((0, 8))
        return self._panes[solid.number]

    def roof_tone(self, solid: Solid) -> Colour:
        """The colour of a roof that is not painted yet."""
        return multiplied(solid.colour, self.mood.roof)

    def walls(self, eye: Eye) -> dict[int, list[tuple[list[Coat], Quad]]]:
        """By building: the walls that lean into the picture, ready to draw."""
        rel = self.feet - (eye.x, eye.y)
        facing = np.flatnonzero(np.sum(self.outward * rel[:, 0], axis=1) < -0.5)
        foot = rel[facing] * eye.scale + (eye.width / 2, eye.height / 2)
        lean = (1.0 + self.leans[facing])[:, None, None]
        top = rel[facing, ::-1] * (eye.scale * lean) + (eye.width / 2, eye.height / 2)
        quads = np.concatenate([foot, top], axis=1)
        low, high = quads.min(axis=1), quads.max(axis=1)
        seen = np.all(high > 0, axis=1) & (low[:, 0] < eye.width) & (low[:, 1] < eye.height)
        out: dict[int, list[tuple[list[Coat], Quad]]] = {}
        for k, quad in zip(facing[seen].tolist(), quads[seen].tolist(), strict=True):
            out.setdefault(self.owners[k], []).append((self.coats[k], quad))
        return out


def _wall_feet(solid: Solid) -> Points:
    """Both ends (n, 2, 2) of each wall."""
    return np.stack([solid.outline, following(solid.outline)], axis=1)


def _coats(solid: Solid, k: int, mood: Mood, glow: tuple[tuple[Coat, ...], tuple[Coat, ...]]) -> list[Coat]:
    """A wall in the sky's light, its lower part in the street's. glow: heights in m, away from and on a street."""
    colour = tone(solid.colour, 0.8 + 0.22 * float(solid.outward[k] @ SUN))
    coats = [(1.0, multiplied(colour, mood.wall))]
    if solid.height > 6.0:
        coats += [(min(0.8, high / solid.height), multiplied(colour, light)) for high, light in glow[solid.street[k]]]
    return coats


def draw_wall(surface: pygame.Surface, coats: list[Coat], quad: Quad) -> None:
    a, b, b_top, a_top = quad
    pygame.draw.polygon(surface, coats[0][1], quad)
    for share, colour in coats[1:]:
        right = (b[0] + (b_top[0] - b[0]) * share, b[1] + (b_top[1] - b[1]) * share)
        left = (a[0] + (a_top[0] - a[0]) * share, a[1] + (a_top[1] - a[1]) * share)
        pygame.draw.polygon(surface, colour, (a, b, right, left))


def street_glow(mood: Mood, street: bool) -> tuple[Coat, ...]:
    """Up to which heights (m) a wall has which light: lamps on the street's side, a little everywhere."""
    lamp = tone(SODIUM, 0.62 * mood.lamps) if street else tone(SODIUM, 0.2 * mood.lamps)
    return tuple((high, _sum(mood.wall, tone(lamp, share))) for high, share in ((6.0, 0.5), (2.5, 1.0)))


def _sum(a: Colour, b: Colour) -> Colour:
    return min(255, a[0] + b[0]), min(255, a[1] + b[1]), min(255, a[2] + b[2])


def windows_in_view(
    glass: list[NDArray[np.float64]], eye: Eye, pictures: list[list[pygame.Surface]], lit: bool
) -> list[Batch]:
    """For the panes of each building, the blits of those on walls that lean enough to be seen."""
    counts = [len(panes) for panes in glass]
    panes = np.concatenate([np.zeros((0, 8)), *glass])
    gap = panes[:, :2] - (eye.x, eye.y)
    lean = -(panes[:, W_NX] * gap[:, 0] + panes[:, W_NY] * gap[:, 1]) * panes[:, W_LEAN] * eye.scale
    half = (eye.width / 2 / eye.scale + 4.0, eye.height / 2 / eye.scale + 4.0)
    shown = (lean > SEEN) & (np.abs(gap[:, 0]) < half[0]) & (np.abs(gap[:, 1]) < half[1])
    panes, owner = panes[shown], np.repeat(np.arange(len(glass)), counts)[shown]
    at = gap[shown] * ((1.0 + panes[:, W_UP]) * eye.scale)[:, None] + (eye.width / 2 - 3, eye.height / 2 - 3)
    kinds, turns = panes[:, W_KIND].astype(int).tolist(), panes[:, W_TURN].astype(int).tolist()
    batch = [
        (pictures[kind if lit else LIT][turn], (x, y))
        for (x, y), kind, turn in zip(at.astype(int).tolist(), kinds, turns, strict=True)
    ]
    first = np.searchsorted(owner, np.arange(len(glass) + 1)).tolist()
    return [batch[a:b] for a, b in pairwise(first)]


def roof_place(roof: Roof, solid: Solid, eye: Eye) -> tuple[int, int]:
    """Pixel of a roof picture's corner."""
    factor = eye.scale * (1.0 + solid.lean)
    x = roof.corner[0] * factor - eye.x * factor + eye.width / 2
    y = roof.corner[1] * factor - eye.y * factor + eye.height / 2
    return round(x), round(y)


def palm(number: int, scale: float) -> pygame.Surface:
    """A palm's crown from above, some 5 m across, premultiplied."""
    dice, finer, radius = random.Random(number), 3, max(6, int(2.7 * scale))
    middle = radius * finer
    sheet = pygame.Surface((2 * middle, 2 * middle), pygame.SRCALPHA)
    for layer, (green, size) in enumerate((((22, 40, 36), 1.0), ((36, 66, 50), 0.86), ((58, 96, 66), 0.66))):
        for k in range(11 - layer):
            angle = k * 2 * math.pi / (11 - layer) + dice.random() * 0.5 + layer * 0.3
            _frond(sheet, green, angle, middle * 0.95 * size * (0.85 + 0.15 * dice.random()), middle)
    pygame.draw.circle(sheet, (80, 70, 52), (middle, middle), max(2, int(0.27 * scale * finer)))
    return pygame.transform.smoothscale(sheet.premul_alpha(), (2 * radius, 2 * radius)).convert_alpha()


def _frond(sheet: pygame.Surface, green: Colour, angle: float, length: float, middle: int) -> None:
    out: list[tuple[float, float]] = []
    back: list[tuple[float, float]] = []
    for k in range(7):
        share = k / 6
        bent = angle + 0.22 * share * share
        half = (1 - share) ** 0.6 * share**0.35 * length * 0.11
        x, y = middle + length * share * math.cos(bent), middle + length * share * math.sin(bent)
        across = (-math.sin(bent) * half, math.cos(bent) * half)
        out.append((x + across[0], y + across[1]))
        back.append((x - across[0], y - across[1]))
    pygame.draw.polygon(sheet, green, out + back[::-1])
    pygame.draw.line(sheet, tone(green, 1.45), (middle, middle), out[-2], 2)


def tree(number: int, radius_metres: float, scale: float) -> pygame.Surface:
    """A round crown from above, lit from the upper left, premultiplied."""
    dice, finer, radius = random.Random(number), 3, max(4, int(radius_metres * scale))
    middle = radius * finer
    sheet = pygame.Surface((2 * middle, 2 * middle), pygame.SRCALPHA)
    green: Colour = dice.choice(((92, 122, 68), (112, 130, 72), (82, 112, 76), (118, 124, 72)))
    for layer, (shade, blobs, spread) in enumerate(
        ((0.55, 12, 0.62), (0.8, 14, 0.55), (1.0, 14, 0.42), (1.2, 9, 0.28))
    ):
        for _ in range(blobs):
            angle, away = dice.random() * 6.28, dice.random() ** 0.5 * spread * 0.9
            x = middle + middle * away * math.cos(angle) - layer * finer
            y = middle + middle * away * math.sin(angle) - layer * finer * 1.3
            colour = tone(green, shade * dice.uniform(0.92, 1.08))
            pygame.draw.circle(sheet, colour, (x, y), middle * dice.uniform(0.16, 0.34))
    return pygame.transform.smoothscale(sheet.premul_alpha(), (2 * radius, 2 * radius)).convert_alpha()
