"""Buildings as they stand: which are in the picture, and in which order."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from game.level.city import Building, City
from game.view.eye import Eye
from game.view.facades import roof_colour, wall_colour
from game.view.palette import Colour, Mood, multiplied
from game.view.parts import Part, parts_of
from game.view.plan import Boxes, Points, edges, following, southward
from game.view.roofs import Roof, parallax
from game.view.streets import front, street_walls
from game.view.walls import LOW, Seen, Wall, WallSet, coats

BLIND = ("wall", "warehouse", "garage", "gas", "boxcar", "stadium", "dome", "steeple", "nave")  # that show no windows


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a building ready to draw; lean: the parallax of its roof."""

    part: Part
    lean: float
    walls: list[Wall]


@dataclass(slots=True)
class Solid:
    """A building made ready to draw, in plan metres. colour: of its roof while that is not painted."""

    number: int
    outline: Points
    direction: Points
    outward: Points
    length: NDArray[np.float64]
    height: float
    colour: Colour
    street: tuple[bool, ...]  # which walls look on a street, and catch its light
    front: int  # the wall that looks on the street
    blocks: tuple[Block, ...] = field(default=())


class Skyline:
    """All that stands, found by place, made ready when first near, and drawn from the far to the near."""

    def __init__(self, city: City, mood: Mood) -> None:
        self.city, self.mood = city, mood
        self.standing = list(city.buildings)
        self.standing += [Building(roof.outline, roof.height, "garage", roof.name) for roof in city.roofs]
        boxes = Boxes([building.outline for building in self.standing]).flipped(city.height)
        self.middles = (boxes.low + boxes.high) / 2
        self.reach = np.hypot(*(boxes.high - boxes.low).T) / 2 + 2.0
        self.made: dict[int, Solid] = {}
        self.kept: tuple[tuple[int, ...], WallSet] = ((), WallSet([]))

    def solid(self, number: int) -> Solid:
        """A building by its number, made ready when first asked for."""
        if number not in self.made:
            self.made[number] = self._make(number)
        return self.made[number]

    def near(self, eye: Eye, margin: float = 0.0) -> list[Solid]:
        """Buildings that the eye may see, the farthest first."""
        w, h = eye.width / 2 / eye.scale + margin, eye.height / 2 / eye.scale + margin
        dx, dy = self.middles[:, 0] - eye.x, self.middles[:, 1] - eye.y
        inside = (np.abs(dx) < w + self.reach) & (np.abs(dy) < h + self.reach)  # roofs lean outwards, never in
        found = np.flatnonzero(inside)
        order = np.argsort(-(dx[found] ** 2 + dy[found] ** 2), kind="stable")
        return [self.solid(k) for k in found[order].tolist()]

    def walls(self, eye: Eye, near: list[Solid]) -> dict[tuple[int, int], list[Seen]]:
        """By building and part: the walls that lean into the picture."""
        numbers = tuple(sorted(solid.number for solid in near))
        if numbers != self.kept[0]:
            walls = [wall for k in numbers for block in self.made[k].blocks for wall in block.walls]
            self.kept = (numbers, WallSet(walls))
        return self.kept[1].seen(eye)

    def roof_tone(self, solid: Solid) -> Colour:
        """The colour of a roof that is not painted yet."""
        return multiplied(solid.colour, self.mood.roof)

    def _make(self, number: int) -> Solid:
        building = self.standing[number]
        outline = southward(building.outline, self.city.height)
        direction, outward, length = edges(outline)
        street = tuple(street_walls(self.city, outline, outward))
        solid = Solid(
            number, outline, direction, outward, length, building.height, roof_colour(building.style, number),
            street, front(street, length),
        )  # fmt: skip
        parts = parts_of(building.style, outline, building.height, number)
        solid.blocks = tuple(self._block(solid, k, part, building.style) for k, part in enumerate(parts))
        return solid

    def _block(self, solid: Solid, tier: int, part: Part, style: str) -> Block:
        if part.height - part.base <= LOW:
            return Block(part, parallax(part.height), [])
        _, outward, _ = edges(part.outline)
        ends = np.stack([part.outline, following(part.outline)], axis=1)
        colour = wall_colour(style, solid.number)
        street = solid.street if len(solid.street) == len(ends) else (False,) * len(ends)
        glazed = part.face not in BLIND and part.height > 4.5
        walls = [
            Wall(
                (solid.number, tier),
                k,
                ends[k],
                outward[k],
                parallax(part.base),
                parallax(part.height),
                part.height - part.base,
                coats(colour, outward[k], part.height, self.mood, street[k] and part.base == 0.0),
                style if glazed else "",
            )
            for k in range(len(ends))
        ]
        return Block(part, parallax(part.height), walls)


def roof_place(roof: Roof, lean: float, eye: Eye) -> tuple[int, int]:
    """Pixel of a roof picture's corner."""
    factor = eye.scale * (1.0 + lean)
    x = roof.corner[0] * factor - eye.x * factor + eye.width / 2
    y = roof.corner[1] * factor - eye.y * factor + eye.height / 2
    return round(x), round(y)
