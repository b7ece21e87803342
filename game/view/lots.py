"""What lies on a lot: stalls, tiles, weeds. Worked out once for each lot, however many cells show it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.plan import Points, contains, edges, grown

MOST_DOTS = 900
STALL_WIDE, STALL_DEEP, AISLE = 2.6, 5.0, 11.0  # m
TILE = 1.5  # m

COLOURS: dict[str, Colour] = {
    "parking": ink.LOT,
    "yard": ink.DIRT,
    "grass": ink.GRASS,
    "plaza": ink.PLAZA,
    "alley": ink.CONCRETE,
}
PER_DOT = {"grass": 9.0, "yard": 5.0, "alley": 8.0}  # m² for each dot


@dataclass(frozen=True, slots=True)
class LotArt:
    """dots: x, y, radius, shade of `base`; lines: two ends (n, 2, 2) of width m; quads (n, 4, 2)."""

    outline: Points
    inner: Points
    base: Colour
    edged: bool
    dots: NDArray[np.float64]
    lines: Points
    line_width: float
    line_colour: Colour
    quads: Points
    quad_colour: Colour


def lot_colour(kind: str) -> Colour:
    """The colour that most of a lot has."""
    return COLOURS.get(kind, ink.CONCRETE)


def lot_art(kind: str, outline: Points) -> LotArt:
    """A lot's surface by its kind; its details are rolled from its own corner."""
    base = lot_colour(kind)
    inner = grown(outline, -0.25)
    dots, lines, quads = np.zeros((0, 4)), np.zeros((0, 2, 2)), np.zeros((0, 4, 2))
    if kind == "parking":
        lines, quads = _stalls(outline)
    elif kind == "plaza":
        quads = _tiles(outline)
    else:
        dots = _speckles(outline, PER_DOT.get(kind, 7.0))
    line_colour = tone(ink.WHITE, 0.8)
    quad_colour = tone(base, 0.9)
    edged = kind in ("parking", "plaza", "grass")
    return LotArt(outline, inner, base, edged, dots, lines, 0.11, line_colour, quads, quad_colour)


def _speckles(outline: Points, square_metres: float) -> NDArray[np.float64]:
    dice = np.random.default_rng(round(float(outline[0].sum()) * 100))
    low, high = outline.min(axis=0), outline.max(axis=0)
    count = min(MOST_DOTS, int(np.prod(high - low) / square_metres))
    points = dice.uniform(low, high, (count, 2))
    radius, shade = dice.uniform(0.3, 1.7, count), dice.uniform(0.86, 1.13, count)
    rows = np.column_stack([points, radius, shade])
    return rows[contains(outline, points, 1.2)] if count else rows


def _frame(outline: Points) -> tuple[Points, Points, Points, float, float]:
    """A corner, two directions and two lengths of the box around an outline, along its longest edge."""
    direction, _, length = edges(outline)
    u = direction[int(np.argmax(length))]
    v = np.array([-u[1], u[0]])
    a, b = outline @ u, outline @ v
    return u * a.min() + v * b.min(), u, v, float(np.ptp(a)), float(np.ptp(b))


def _lattice(outline: Points, first: tuple[float, float], step: tuple[float, float]) -> tuple[Points, Points, Points]:
    """Points of a lattice over the outline's box, and its two directions."""
    corner, u, v, long, deep = _frame(outline)
    s, r = np.meshgrid(np.arange(first[0], long, step[0]), np.arange(first[1], deep, step[1]))
    return corner + s.reshape(-1, 1) * u + r.reshape(-1, 1) * v, u, v


def _stalls(outline: Points) -> tuple[Points, Points]:
    """The lines between parking stalls in rows along the longest side, and oil in the aisles."""
    a, _, v = _lattice(outline, (1.6, 1.2), (STALL_WIDE, AISLE))
    b = a + v * STALL_DEEP
    inside = contains(outline, a, 0.6) & contains(outline, b, 0.6)
    oil, u, v = _lattice(outline, (4.0, 8.6), (13.0, AISLE))
    oil = oil[contains(outline, oil, 2.5)]
    quads = np.stack([oil, oil + u * 4.0, oil + u * 4.0 + v * 0.9, oil + v * 0.9], axis=1)
    return np.stack([a[inside], b[inside]], axis=1), quads


def _tiles(outline: Points) -> Points:
    """Every other slab of a plaza, a little darker."""
    a, u, v = _lattice(outline, (TILE, TILE), (2 * TILE, TILE))
    odd = np.round(((a - a[0]) @ v) / TILE).astype(int) % 2 if len(a) else np.zeros(0, int)
    a = a + u * (odd * TILE)[:, None]
    a = a[contains(outline, a, 1.7 * TILE)]
    return np.stack([a, a + u * TILE, a + u * TILE + v * TILE, a + v * TILE], axis=1)
