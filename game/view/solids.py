"""Buildings as they stand: which are in the picture, and in which order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.level.city import Building, City
from game.view.eye import Eye
from game.view.palette import Colour, Mood, multiplied
from game.view.plan import Points, edges, following, southward
from game.view.roofs import Roof, parallax, roof_colour
from game.view.streets import street_walls
from game.view.walls import LOW, Wall, Walls, coats

BLIND_STYLES = ("house", "warehouse", "wall")  # that show no windows


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


def solid_of(number: int, building: Building, city: City) -> Solid:
    outline = southward(building.outline, city.height)
    _, outward, length = edges(outline)
    middle = outline.mean(axis=0)
    lean = parallax(building.height)
    reach = float(np.hypot(*(outline - middle).T).max()) * (1.0 + lean)
    colour = roof_colour(building.style, number)
    glazed = building.style not in BLIND_STYLES and building.height > 4.5
    street = tuple(street_walls(city, outline, outward))
    return Solid(number, outline, outward, length, building.height, lean, colour, middle, reach, glazed, street)


def walls_of(solid: Solid, mood: Mood) -> list[Wall]:
    """A building's walls; none if it is too low to show them."""
    if solid.height <= LOW:
        return []
    ends = np.stack([solid.outline, following(solid.outline)], axis=1)
    return [
        Wall(
            solid.number,
            k,
            ends[k],
            solid.outward[k],
            solid.lean,
            solid.height,
            coats(solid.colour, solid.outward[k], solid.height, mood, street),
            solid.glazed,
        )
        for k, street in enumerate(solid.street)
    ]


class Skyline:
    """All that stands, found by place and drawn from the far to the near."""

    def __init__(self, city: City, mood: Mood) -> None:
        self.mood = mood
        self.solids = [solid_of(number, building, city) for number, building in enumerate(city.buildings)]
        self.walls = Walls([wall for solid in self.solids for wall in walls_of(solid, mood)], mood)
        self.middles = np.array([solid.middle for solid in self.solids]).reshape(-1, 2)
        self.reach = np.array([solid.reach for solid in self.solids])

    def near(self, eye: Eye, margin: float = 0.0) -> list[Solid]:
        """Buildings that the eye may see, the farthest first."""
        w, h = eye.width / 2 / eye.scale + margin, eye.height / 2 / eye.scale + margin
        gap = self.middles - (eye.x, eye.y)
        inside = (np.abs(gap[:, 0]) < w + self.reach) & (np.abs(gap[:, 1]) < h + self.reach)
        found = np.flatnonzero(inside)
        order = np.argsort(-(gap[found] ** 2).sum(axis=1), kind="stable")
        return [self.solids[k] for k in found[order].tolist()]

    def roof_tone(self, solid: Solid) -> Colour:
        """The colour of a roof that is not painted yet."""
        return multiplied(solid.colour, self.mood.roof)


def roof_place(roof: Roof, solid: Solid, eye: Eye) -> tuple[int, int]:
    """Pixel of a roof picture's corner."""
    factor = eye.scale * (1.0 + solid.lean)
    x = roof.corner[0] * factor - eye.x * factor + eye.width / 2
    y = roof.corner[1] * factor - eye.y * factor + eye.height / 2
    return round(x), round(y)
