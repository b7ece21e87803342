"""The light that stands still: on the ground of a cell, and on the decks over it."""

from collections.abc import Callable, Generator

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.city import City
from game.view import palette as ink
from game.view.decks import Decks
from game.view.eye import Batch
from game.view.nearby import Nearby
from game.view.palette import Mood, mix, tone
from game.view.plan import Points, contains, grown, southward
from game.view.sheet import CELL
from game.view.solids import Skyline
from game.view.texture import radial

COARSE = 4  # the light map has one pixel for this many of the picture's, each way
ARM = 2.2  # m from a lamp's foot to its head
POOL = 19.0  # m, radius of a street lamp's pool of light
FLOOD = 22.0  # m, radius of a parking lot's pole light
SHOP = 8.0  # m, radius of the light from a shop front
ToPixels = Callable[[Points], list[list[float]]]
SHOP_STYLES = ("shops", "midrise", "strip", "motel", "hotel", "theatre", "casino", "supermarket", "diner", "gas")


Fronts = list[tuple[float, float, int]]  # x, y and the colour of a light: -1 warm, else a row of palette.NEON


class Lights:
    """Where light stands still, in plan coordinates. sign_hue(number): of a building's neon, None without."""

    def __init__(self, city: City, mood: Mood, skyline: Skyline, sign_hue: Callable[[int], int | None]) -> None:
        self.city, self.mood, self.skyline, self.sign_hue = city, mood, skyline, sign_hue
        lamps = city.lamps.reshape(-1, 3)
        self.feet = southward(lamps, city.height)
        arm = np.stack([np.cos(lamps[:, 2]), -np.sin(lamps[:, 2])], axis=1)
        self.heads = self.feet + arm * ARM
        self.burning = np.ones(len(lamps), bool)  # those that stand
        open_lots = [lot.outline for lot in city.lots if lot.kind in ("parking", "plaza")]
        self.lots = Nearby(open_lots, city.height, _flood, FLOOD)
        outlines = [building.outline for building in city.buildings]
        self.walls = Nearby(outlines, city.height, self._wall, 45.0 if mood.sun != (0.0, 0.0) else 4.0)
        self.fronts = Nearby(outlines, city.height, self._front, SHOP * 1.3 + 2.0)
        plants = [table.reshape(-1, 3) for table in (city.trees, city.palms)]
        self.plants = np.concatenate([np.column_stack([southward(t, city.height), t[:, 2]]) for t in plants])

    def floods(self, *box: float) -> Points:
        """The poles (n, 2) of the larger parking lots and plazas whose light reaches a rectangle."""
        return np.concatenate([np.zeros((0, 2)), *self.lots.touching(*box)])

    def _wall(self, number: int, outline: Points) -> tuple[Points, float]:
        return outline, self.city.buildings[number].height

    def _front(self, number: int, outline: Points) -> Fronts:
        """Points a step outside the street front of shops and the like."""
        building, solid = self.city.buildings[number], self.skyline.solid(number)
        if building.style not in SHOP_STYLES and not building.name:
            return []
        k, hue = solid.front, self.sign_hue(number)
        steps = np.arange(3.5, solid.length[k], 7.0)[:, None]
        at = outline[k] + solid.direction[k] * steps + solid.outward[k] * 1.6
        return [(x, y, -1 if hue is None else hue) for x, y in at.tolist()]


def _flood(number: int, outline: Points) -> Points:
    middle = outline.mean(axis=0)[None]
    return middle if contains(outline, middle, 6.0)[0] else np.zeros((0, 2))


class Pools:
    """The lamps' pools of light at one scale, on the light map's pixels. lamps: how strong those of decks are."""

    def __init__(self, scale: float, lamps: float) -> None:
        per_metre = scale / COARSE
        self.street = radial(int(POOL * per_metre), ink.SODIUM, 1.25, 0.86)
        self.flood = radial(int(FLOOD * per_metre), ink.MERCURY, 1.3, 0.56)
        self.shop = radial(int(SHOP * per_metre), (255, 186, 112), 1.4, 0.72)
        self.neon = [radial(int(SHOP * 1.3 * per_metre), hue, 1.4, 0.62) for hue in ink.NEON]
        self.deck = radial(int(20 * per_metre), (255, 166, 96), 1.2, 0.8 * lamps)


def ground_light(
    lights: Lights, decks: Decks, pools: Pools, column: int, row: int, scale: float
) -> Generator[None, None, pygame.Surface]:
    """The light on a cell's ground."""
    mood, per_metre, margin = lights.mood, scale / COARSE, 10
    size = int(CELL * per_metre)
    sheet = pygame.Surface((size + 2 * margin,) * 2).convert()
    sheet.fill(mood.ambient)
    origin = np.array([column * CELL, row * CELL]) - margin / per_metre
    box = (*origin.tolist(), *(origin + sheet.get_width() / per_metre).tolist())

    def to(points: Points) -> list[list[float]]:
        pixels: list[list[float]] = ((points - origin) * per_metre).tolist()
        return pixels

    for wall, height in lights.walls.touching(*box):
        _shade(sheet, mood, to, wall, height)
    _shade_of_plants(sheet, mood, lights.plants, origin, per_metre)
    yield
    for k in decks.shade_boxes.touching(*box):
        shade, clearance = decks.shades[k], float(decks.clearance[k])
        away = np.array(mood.sun) * clearance if mood.sun != (0.0, 0.0) else np.array([1.0, 1.4])
        pygame.draw.polygon(sheet, mood.shade, to(shade + away))
        pygame.draw.polygon(sheet, mood.shade, to(shade))
    sheet = pygame.transform.box_blur(sheet, 3 if mood.sun == (0.0, 0.0) else 1)
    yield
    if mood.lamps > 0.0:
        sheet.blit(
            _lamplight(lights, pools, sheet.get_width(), origin, per_metre), (0, 0), special_flags=pygame.BLEND_RGB_ADD
        )
    return sheet.subsurface((margin, margin, size, size)).copy()


def _shade(sheet: pygame.Surface, mood: Mood, to: ToPixels, wall: Points, height: float) -> None:
    """The darkness at a wall's foot, or by day the shadow that the building throws."""
    pygame.draw.polygon(sheet, tone(mood.ambient, 0.74), to(grown(wall, 1.4)))
    if mood.sun == (0.0, 0.0):
        return
    thrown = wall + np.array(mood.sun) * min(height, 26.0) * 0.8
    pygame.draw.polygon(sheet, mood.shade, to(thrown))
    for k in range(len(wall)):
        pygame.draw.polygon(sheet, mood.shade, to(np.stack([wall[k], wall[k - 1], thrown[k - 1], thrown[k]])))


def _shade_of_plants(sheet: pygame.Surface, mood: Mood, plants: Points, origin: Points, per_metre: float) -> None:
    """A darker round under each crown, thrown away from the sun by day."""
    away = np.array(mood.sun) * 1.8 if mood.sun != (0.0, 0.0) else np.array([0.3, 0.4])
    at = (plants[:, :2] + away - origin) * per_metre
    reach = plants[:, 2] * per_metre
    size = sheet.get_width()
    inside = (at[:, 0] > -reach) & (at[:, 1] > -reach) & (at[:, 0] < size + reach) & (at[:, 1] < size + reach)
    shade = mix(mood.ambient, mood.shade, 0.8)
    for (x, y), radius in zip(at[inside].tolist(), reach[inside].tolist(), strict=True):
        pygame.draw.circle(sheet, shade, (x, y), radius * 0.9)


def _lamplight(lights: Lights, pools: Pools, size: int, origin: Points, per_metre: float) -> pygame.Surface:
    """Street lamps combine by the brighter (adding would clip red first and turn sodium green); shop light adds."""
    sheet = pygame.Surface((size, size)).convert()
    reach = size / per_metre

    def placed(points: Points, picture: pygame.Surface) -> Batch:
        half = picture.get_width() / 2
        return [(picture, (x - half, y - half)) for x, y in ((points - origin) * per_metre).tolist()]

    def near(points: Points, metres: float) -> NDArray[np.bool_]:
        (x0, y0), (x, y) = (origin - metres).tolist(), (points[:, 0], points[:, 1])
        far = reach + 2 * metres
        inside: NDArray[np.bool_] = (x > x0) & (y > y0) & (x < x0 + far) & (y < y0 + far)
        return inside

    heads = lights.heads[near(lights.heads, POOL) & lights.burning]
    box = (*origin.tolist(), *(origin + reach).tolist())
    sheet.fblits(placed(heads, pools.street), pygame.BLEND_RGB_MAX)
    sheet.fblits(placed(lights.floods(*box), pools.flood), pygame.BLEND_RGB_MAX)
    for front in lights.fronts.touching(*box):
        for x, y, hue in front:
            sheet.fblits(placed(np.array([[x, y]]), pools.shop if hue < 0 else pools.neon[hue]), pygame.BLEND_RGB_ADD)
    if lights.mood.lamps < 1.0:
        sheet.fill((int(255 * lights.mood.lamps),) * 3, special_flags=pygame.BLEND_RGB_MULT)
    return sheet


def deck_light(
    lights: Lights, decks: Decks, pools: Pools, column: int, row: int, scale: float
) -> Generator[None, None, pygame.Surface]:
    """The light on a cell's decks, premultiplied: laid over the ground's light and its headlights."""
    per_metre = scale / COARSE
    size, finer = int(CELL * per_metre), 4
    origin = np.array([column * CELL, row * CELL])
    mask = pygame.Surface((size * finer,) * 2, pygame.SRCALPHA)
    mask.fill((255, 255, 255, 0))
    parts = decks.boxes.touching(origin[0], origin[1], origin[0] + CELL, origin[1] + CELL)
    for k in parts:
        pygame.draw.polygon(mask, (255, 255, 255, 255), ((decks.surfaces[k] - origin) * per_metre * finer).tolist())
    yield
    glow = pygame.Surface((size, size)).convert()
    glow.fill(tone(lights.mood.ambient, 1.12))
    lamps = _lamplight(lights, pools, size, origin, per_metre)
    if any(decks.paints[k][0] == ink.DECK for k in parts):
        lamps.fill((90, 90, 90), special_flags=pygame.BLEND_RGB_MULT)  # street lamps stand below the deck's edge
    half = pools.deck.get_width() / 2
    places = ((decks.lamps[:, 1] - origin) * per_metre).tolist()
    lamps.fblits([(pools.deck, (x - half, y - half)) for x, y in places], pygame.BLEND_RGB_MAX)
    glow.blit(lamps, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    out = pygame.transform.smoothscale(mask, (size, size))
    out.blit(glow, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    return out.premul_alpha()
