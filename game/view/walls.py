"""Walls that lean away from the eye, in the sky's light and the street's, with their windows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.eye import Batch, Eye
from game.view.palette import SODIUM, SUN, Colour, Mood, multiplied, tone
from game.view.plan import Points

STOREY = 3.4  # m
MOST_FLOORS = 16  # rows of windows: more would run into each other
WINDOW = 2.7  # m of wall for each window
SEEN = 9.0  # px of lean below which a wall shows no windows
LIT = 4  # colours of lit windows; the next one is dark glass
TURNS = 16  # directions in which window pictures are kept
LOW = 2.5  # m: what is lower has no walls to speak of

Coat = tuple[float, Colour]  # up to which share of a wall's height, and in which colour
Quad = list[list[float]]  # foot, foot, top, top in pixels


@dataclass(frozen=True, slots=True)
class Panes:
    """Windows of a wall: plan places (n, 2), shares of the parallax (n,), numbers of their pictures (n,)."""

    at: Points
    up: NDArray[np.float64]
    picture: NDArray[np.int64]


@dataclass(slots=True)
class Wall:
    """building: its number and part; ends: plan metres; base, lean: the parallax of its foot and top;
    height: m from foot to top; style: how its windows look, "" for none."""

    building: tuple[int, int]
    number: int
    ends: Points
    outward: Points
    base: float
    lean: float
    height: float
    coats: Sequence[Coat]
    style: str
    panes: Panes | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A wall in the picture; lean: px between its foot and its top, at the middle."""

    wall: Wall
    quad: Quad
    lean: float


class WallSet:
    """The walls of the buildings nearby."""

    def __init__(self, walls: list[Wall]) -> None:
        self.walls = walls
        self.ends = np.array([wall.ends for wall in walls]).reshape(-1, 2, 2)
        self.outward = np.array([wall.outward for wall in walls]).reshape(-1, 2)
        self.bases = np.array([wall.base for wall in walls])
        self.leans = np.array([wall.lean for wall in walls])

    def seen(self, eye: Eye) -> dict[tuple[int, int], list[Seen]]:
        """By building and part: the walls that lean into the picture."""
        rel = self.ends - (eye.x, eye.y)
        away = -np.sum(self.outward * rel[:, 0], axis=1)
        facing = np.flatnonzero(away > 0.5)
        half = (eye.width / 2, eye.height / 2)
        foot = rel[facing] * (eye.scale * (1.0 + self.bases[facing]))[:, None, None] + half
        top = rel[facing, ::-1] * (eye.scale * (1.0 + self.leans[facing]))[:, None, None] + half
        quads = np.concatenate([foot, top], axis=1)
        low, high = quads.min(axis=1), quads.max(axis=1)
        shown = np.all(high > 0, axis=1) & (low[:, 0] < eye.width) & (low[:, 1] < eye.height)
        lean = away[facing] * (self.leans - self.bases)[facing] * eye.scale
        out: dict[tuple[int, int], list[Seen]] = {}
        for k, quad, pixels in zip(facing[shown].tolist(), quads[shown].tolist(), lean[shown].tolist(), strict=True):
            out.setdefault(self.walls[k].building, []).append(Seen(self.walls[k], quad, pixels))
        return out


def draw_wall(
    surface: pygame.Surface, seen: Seen, eye: Eye, pictures: NDArray[np.object_], lit: bool, windows: bool
) -> None:
    """A wall, and its windows, if they are wanted and it leans enough to show them."""
    _draw_coats(surface, seen.wall.coats, seen.quad)
    if windows and seen.lean > SEEN and seen.wall.style:
        surface.fblits(_pane_blits(seen.wall, eye, pictures, lit), pygame.BLEND_PREMULTIPLIED)


def _pane_blits(wall: Wall, eye: Eye, pictures: NDArray[np.object_], lit: bool) -> Batch:
    if wall.panes is None:
        wall.panes = glaze(wall, lit)
    panes = wall.panes
    scale = ((1.0 + panes.up) * eye.scale)[:, None]
    at = (panes.at - (eye.x, eye.y)) * scale + (eye.width / 2 - 3, eye.height / 2 - 3)
    return list(zip(pictures[panes.picture].tolist(), at.astype(np.int32).tolist(), strict=True))


def _draw_coats(surface: pygame.Surface, coats: Sequence[Coat], quad: Quad) -> None:
    a, b, b_top, a_top = quad
    pygame.draw.polygon(surface, coats[0][1], quad)
    for share, colour in coats[1:]:
        right = (b[0] + (b_top[0] - b[0]) * share, b[1] + (b_top[1] - b[1]) * share)
        left = (a[0] + (a_top[0] - a[0]) * share, a[1] + (a_top[1] - a[1]) * share)
        pygame.draw.polygon(surface, colour, (a, b, right, left))


def coats(colour: Colour, outward: Points, height: float, mood: Mood, street: bool) -> list[Coat]:
    """A wall in the sky's light; its lower part in the lamps' of the street, or a little of it."""
    paint = tone(colour, 0.8 + 0.22 * float(outward @ SUN))
    out: list[Coat] = [(1.0, multiplied(paint, mood.wall))]
    lamp = tone(SODIUM, (0.62 if street else 0.2) * mood.lamps)
    for metres, share in ((6.0, 0.5), (2.5, 1.0)) if height > 6.0 else ():
        light = _sum(mood.wall, tone(lamp, share))
        out.append((min(0.8, metres / height), multiplied(paint, light)))
    return out


def _sum(a: Colour, b: Colour) -> Colour:
    return min(255, a[0] + b[0]), min(255, a[1] + b[1]), min(255, a[2] + b[2])


def glaze(wall: Wall, lit: bool) -> Panes:
    """A wall's windows: lit by floors (cleaners), by runs (offices) and singly; every other dark pane."""
    run = wall.ends[1] - wall.ends[0]
    length = float(np.hypot(*run))
    floors, count = max(1, min(MOST_FLOORS, int(wall.height / STOREY))), int(length / WINDOW)
    if length < 5.0:
        count = 0
    habits = np.random.default_rng(wall.building[0])  # the same on every side
    share, warm = habits.choice((0.14, 0.22, 0.32, 0.44)), (0, 1, 3, 3) if habits.random() < 0.55 else (0, 2, 2, 3)
    dice = np.random.default_rng((wall.building[0], wall.number))
    floor, place = (grid.ravel() for grid in np.mgrid[0:floors, 0:count])
    on = dice.random(floors * count) < share
    on |= (dice.random(floors) < 0.12)[floor] | (dice.random(count // 4 + 1) < 0.1)[place // 4]
    kind = np.where(on & lit, np.array(warm)[dice.integers(0, 4, floors * count)], LIT)
    keep = on | (not lit) | ((floor + place) % 2 == 0)
    at = wall.ends[0] + run * ((place[keep] + 0.5) / max(count, 1))[:, None]
    turn = round(math.atan2(run[1], run[0]) / math.pi * TURNS) % TURNS
    up = wall.base + (wall.lean - wall.base) * (floor[keep] + 0.62) / floors
    return Panes(at, up, kind[keep] * TURNS + turn)


def window_pictures(scale: float, mood: Mood) -> NDArray[np.object_]:
    """Small premultiplied panes; picture number colour × TURNS + direction."""
    out: list[pygame.Surface] = []
    glass = multiplied((40, 48, 60) if mood.lit else (74, 84, 96), mood.wall)
    for colour in ((255, 200, 112), (255, 178, 88), (184, 206, 210), (255, 222, 164), glass):
        wide, high = (3.4, 0.9) if colour == glass and not mood.lit else (2.2, 0.62)
        pane = pygame.Surface((max(4, int(wide * scale)), max(4, int(high * scale))), pygame.SRCALPHA)
        pane.fill((*colour, 228))
        pane = pane.premul_alpha()
        out += [pygame.transform.rotozoom(pane, -k * 180 / TURNS, 0.5).convert_alpha() for k in range(TURNS)]
    table = np.empty(len(out), object)
    table[:] = out
    return table
