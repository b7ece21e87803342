"""The light that stands still: on the ground of a cell, and on the decks over it."""

from collections.abc import Callable, Generator

import numpy as np
import pygame

from game.level.city import City
from game.view import palette as ink
from game.view.decks import Decks
from game.view.ground import CELL
from game.view.palette import Mood, tone
from game.view.plan import Boxes, Points, contains, edges, grown, southward
from game.view.texture import radial

COARSE = 4  # the light map has one pixel for this many of the picture's, each way
ARM = 2.2  # m from a lamp's foot to its head
POOL = 19.0  # m, radius of a street lamp's pool of light
FLOOD = 22.0  # m, radius of a parking lot's pole light
SHOP = 8.0  # m, radius of the light from a shop front
ToPixels = Callable[[Points], list[list[float]]]
SHOP_STYLES = ("shops", "midrise", "hotel", "theatre", "casino")


class Lights:
    """Where light stands still, in plan coordinates."""

    def __init__(self, city: City, mood: Mood, fronts: list[int], hues: dict[int, int]) -> None:
        self.mood = mood
        lamps = city.lamps.reshape(-1, 3)
        self.feet = southward(lamps, city.height)
        arm = np.stack([np.cos(lamps[:, 2]), -np.sin(lamps[:, 2])], axis=1)
        self.heads = self.feet + arm * ARM
        self.floods = flood_lights(city)
        self.fronts, self.hues = shop_fronts(city, fronts, hues)
        self.walls = [southward(building.outline, city.height) for building in city.buildings]
        self.heights = [building.height for building in city.buildings]
        self.wall_boxes = Boxes(self.walls, 45.0 if mood.sun != (0.0, 0.0) else 4.0)


def flood_lights(city: City) -> Points:
    """A pole in the middle of each larger parking lot and plaza, plan metres (n, 2)."""
    poles: list[Points] = [np.zeros((0, 2))]
    for lot in city.lots:
        outline = southward(lot.outline, city.height)
        middle = outline.mean(axis=0)[None]
        if lot.kind in ("parking", "plaza") and contains(outline, middle, 6.0)[0]:
            poles.append(middle)
    return np.concatenate(poles)


def shop_fronts(city: City, fronts: list[int], hues: dict[int, int]) -> tuple[Points, list[int]]:
    """Points a step outside the street front of shops and the like, and the colour of each one's light:
    -1 warm, else a row of palette.NEON. hues: of the buildings with neon signs."""
    points: list[Points] = []
    colours: list[int] = []
    for number, building in enumerate(city.buildings):
        if building.style not in SHOP_STYLES and not building.name:
            continue
        outline = southward(building.outline, city.height)
        direction, outward, length = edges(outline)
        k = fronts[number]
        for s in np.arange(3.5, length[k], 7.0).tolist():
            points.append(outline[k] + direction[k] * s + outward[k] * 1.6)
            colours.append(hues.get(number, -1))
    return np.array(points).reshape(-1, 2), colours


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

    for k in lights.wall_boxes.touching(*box):
        _shade(sheet, mood, to, lights.walls[k], lights.heights[k])
    yield
    away = np.array(mood.sun) * 7.0 if mood.sun != (0.0, 0.0) else np.array([1.0, 1.4])
    for k in decks.shade_boxes.touching(*box):
        pygame.draw.polygon(sheet, mood.shade, to(decks.shades[k] + away))
        pygame.draw.polygon(sheet, mood.shade, to(decks.shades[k]))
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


def _lamplight(lights: Lights, pools: Pools, size: int, origin: Points, per_metre: float) -> pygame.Surface:
    """Street lamps combine by the brighter (adding would clip red first and turn sodium green); shop light adds."""
    sheet = pygame.Surface((size, size)).convert()
    reach = size / per_metre

    def placed(points: Points, picture: pygame.Surface, k: int) -> tuple[pygame.Surface, tuple[float, float]]:
        x, y = ((points[k] - origin) * per_metre).tolist()
        return picture, (x - picture.get_width() / 2, y - picture.get_height() / 2)

    def near(points: Points, metres: float) -> list[int]:
        inside = np.all((points > origin - metres) & (points < origin + reach + metres), axis=1)
        found: list[int] = np.flatnonzero(inside).tolist()
        return found

    sheet.fblits([placed(lights.heads, pools.street, k) for k in near(lights.heads, POOL)], pygame.BLEND_RGB_MAX)
    sheet.fblits([placed(lights.floods, pools.flood, k) for k in near(lights.floods, FLOOD)], pygame.BLEND_RGB_MAX)
    shops = near(lights.fronts, SHOP * 1.3)
    sheet.fblits(
        [placed(lights.fronts, pools.shop if lights.hues[k] < 0 else pools.neon[lights.hues[k]], k) for k in shops],
        pygame.BLEND_RGB_ADD,
    )
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
    for k in decks.boxes.touching(origin[0], origin[1], origin[0] + CELL, origin[1] + CELL):
        pygame.draw.polygon(mask, (255, 255, 255, 255), ((decks.surfaces[k] - origin) * per_metre * finer).tolist())
    yield
    glow = pygame.Surface((size, size)).convert()
    glow.fill(tone(lights.mood.ambient, 1.12))
    lamps = _lamplight(lights, pools, size, origin, per_metre)
    lamps.fill((90, 90, 90), special_flags=pygame.BLEND_RGB_MULT)  # street lamps stand below the deck's edge
    half = pools.deck.get_width() / 2
    places = ((decks.lamps[:, 1] - origin) * per_metre).tolist()
    lamps.fblits([(pools.deck, (x - half, y - half)) for x, y in places], pygame.BLEND_RGB_MAX)
    glow.blit(lamps, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    out = pygame.transform.smoothscale(mask, (size, size))
    out.blit(glow, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    return out.premul_alpha()
