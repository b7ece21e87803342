"""Buildings of more than one storey block: towers with set-backs, steeples, clock towers, domes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from game.view.plan import Points, edges, grown

STEPPED_FROM = 34.0  # m: towers lower than this rise straight up
BROAD = 22.0  # m: narrower buildings too


@dataclass(frozen=True, slots=True)
class Part:
    """outline: plan metres; base, height: m; face: the painter of its roof."""

    outline: Points
    base: float
    height: float
    face: str


def parts_of(style: str, outline: Points, height: float, number: int) -> tuple[Part, ...]:
    """A building's parts from the ground up."""
    build = BUILT.get(style)
    return build(outline, height, number) if build else (Part(outline, 0.0, height, style),)


def breadth(outline: Points) -> float:
    """The smaller extent of an outline along its longest wall and across, m."""
    direction, _, length = edges(outline)
    u = direction[int(np.argmax(length))]
    return float(min(np.ptp(outline @ u), np.ptp(outline @ np.array([-u[1], u[0]]))))


def _tower(outline: Points, height: float, number: int) -> tuple[Part, ...]:
    """Two towers of three step back, once or twice."""
    wide = breadth(outline)
    if number % 3 == 0 or height < STEPPED_FROM or wide < BROAD or len(outline) > 8:
        return (Part(outline, 0.0, height, "tower"),)
    low, step = height * (0.34 if number % 2 else 0.55), wide * 0.12
    parts = [Part(outline, 0.0, low, "ledge")]
    if number % 4 == 1 and height > 70.0:
        parts.append(Part(grown(outline, -step), low, height * 0.78, "ledge"))
        low, step = height * 0.78, wide * 0.22
    return (*parts, Part(grown(outline, -step), low, height, "tower"))


def _corner(outline: Points, size: float, inset: float) -> Points:
    """A square at the corner where the outline's longest wall begins."""
    direction, outward, length = edges(outline)
    k = int(np.argmax(length))
    u, v = direction[k], -outward[k]
    at = outline[k] + u * inset + v * inset
    return np.array([at, at + u * size, at + u * size + v * size, at + v * size])


def _middle(outline: Points, size: float) -> Points:
    """A square in the middle."""
    direction, _, length = edges(outline)
    u = direction[int(np.argmax(length))] * size / 2
    v = np.array([-u[1], u[0]])
    at = (outline.min(axis=0) + outline.max(axis=0)) / 2
    return np.array([at - u - v, at + u - v, at + u + v, at - u + v])


def _church(outline: Points, height: float, number: int) -> tuple[Part, ...]:
    nave = Part(outline, 0.0, height * 0.6, "nave")
    return (nave, Part(_corner(outline, min(6.5, breadth(outline) / 2.4), 0.6), 0.0, height, "steeple"))


def _station(outline: Points, height: float, number: int) -> tuple[Part, ...]:
    """A tiled hall with its clock tower (as Union Station of 1939 has)."""
    size = min(9.0, breadth(outline) / 3)
    return (
        Part(outline, 0.0, height * 0.6, "station"),
        Part(_corner(outline, size, 1.0), 0.0, height * 1.3, "steeple"),
    )


def _observatory(outline: Points, height: float, number: int) -> tuple[Part, ...]:
    return (
        Part(outline, 0.0, height * 0.55, "ledge"),
        Part(_round(outline, breadth(outline) * 0.36), height * 0.55, height, "dome"),
    )


def _round(outline: Points, radius: float) -> Points:
    angle = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False)
    middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
    circle: Points = middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return circle


def _hall(outline: Points, height: float, number: int) -> tuple[Part, ...]:
    """A broad hall under a slender tower (as the City Hall of 1928)."""
    wide = breadth(outline)
    if wide < 18.0:
        return (Part(outline, 0.0, height, "hall"),)
    return (
        Part(outline, 0.0, height * 0.45, "ledge"),
        Part(_middle(outline, wide * 0.42), height * 0.45, height * 1.5, "hall"),
    )


BUILT: dict[str, Callable[[Points, float, int], tuple[Part, ...]]] = {
    "tower": _tower,
    "church": _church,
    "station": _station,
    "observatory": _observatory,
    "hall": _hall,
}
