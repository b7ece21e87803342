"""The map in the corner: streets, decks, what one knows of the others, where to go."""

import math

import numpy as np
import pygame

from game.level.city import City
from game.level.roads import COUNT, EDGE, FIRST, KIND, LANE, P_Z, WIDTH
from game.view.cells import PIXEL, Bake, Key, Store
from game.view.nearby import Nearby
from game.view.palette import CREAM, MUSTARD, ORANGE, PANEL, POLICE_BLUE, POLICE_RED, RUST, Colour, tone
from game.view.plan import Points

SPAN = 330.0  # m across
TILE = 150.0  # m, side of the squares that the map is drawn in
KEPT = 48  # squares
SLICE = 0.0007  # s of drawing squares ahead in each picture
LINKS_AT_ONCE = 12  # lanes drawn without a pause: half a millisecond
STREET: Colour = (126, 119, 110)
ALLEY: Colour = (74, 72, 74)
BLOCK: Colour = (33, 33, 42)
HOUSE: Colour = (46, 46, 58)
RIVER: Colour = (44, 66, 78)
RAISED: Colour = (206, 124, 60)
ALLEY_WIDTH = 2.9  # m: lanes narrower than this are alleys' on the map


class Minimap:
    """A square of `side` pixels with the map drawn once, and markers on top."""

    def __init__(self, city: City, side: int, span: float = SPAN) -> None:
        """span: m from one side to the other."""
        self.side, self.scale = side, side / span
        self.middle = (0.0, 0.0)
        self.city = city
        square = math.ceil(TILE * self.scale)
        self.store = Store(self._bake, _as_it_is, KEPT * square * square * PIXEL)
        roads, height = city.roads, city.height
        shapes = [roads.points[link[FIRST] : link[FIRST] + link[COUNT]] for link in roads.links]
        self.links = Nearby(shapes, height, _itself, 4.0)
        self.islands = Nearby(city.islands, height, _itself)
        self.buildings = Nearby([building.outline for building in city.buildings], height, _itself)
        self.rivers = Nearby([river.axis for river in city.rivers], height, _itself, 60.0)
        self.widths = [river.width for river in city.rivers]
        self.window = pygame.Surface((side, side)).convert()
        self.overlay = pygame.Surface((side, side), pygame.SRCALPHA)
        self.frame = _frame(side)

    def start(self, x: float, y: float) -> None:
        """Begin a picture around a plan point."""
        self.middle = (x, y)
        self.window.fill(tone(PANEL, 0.7))
        shown = self._squares(0.0)
        self.store.finish(shown)  # nothing to do unless the picture jumped
        for _, i, j in shown:
            px, py = self.at(i * TILE, j * TILE)
            self.window.blit(self.store.get(("map", i, j)), (round(px), round(py)))
        self.overlay.fill((0, 0, 0, 0))

    def draw_ahead(self) -> None:
        """Draw a little of what will come into the map."""
        self.store.want(self._squares(TILE / 2))
        self.store.work(SLICE)

    def _squares(self, margin: float) -> list[Key]:
        """The squares on the map, and those within `margin` m of it."""
        reach = self.side / 2 / self.scale + margin
        x, y = self.middle
        columns = range(int((x - reach) // TILE), int((x + reach) // TILE) + 1)
        rows = range(int((y - reach) // TILE), int((y + reach) // TILE) + 1)
        return [("map", i, j) for i in columns for j in rows]

    def _bake(self, key: Key) -> Bake:
        """Draw a square of the map."""
        _, i, j = key
        side = math.ceil(TILE * self.scale)
        sheet = pygame.Surface((side, side)).convert()
        sheet.fill(PANEL if self._on_map(i, j) else tone(PANEL, 0.7))
        x0, y0 = i * TILE, j * TILE
        box = (x0 - 6.0, y0 - 6.0, x0 + TILE + 6.0, y0 + TILE + 6.0)

        def to(points: Points) -> list[list[float]]:
            pixels: list[list[float]] = ((points - (x0, y0)) * self.scale).tolist()
            return pixels

        for island in self.islands.touching(*box):
            pygame.draw.polygon(sheet, BLOCK, to(island))
        for number in self.rivers.boxes.touching(*box):
            width = round(self.widths[number] * self.scale)
            pygame.draw.lines(sheet, RIVER, False, to(self.rivers[number]), width)
        yield
        for building in self.buildings.touching(*box):
            pygame.draw.polygon(sheet, HOUSE, to(building))
        yield
        for raised in (False, True):
            for k, number in enumerate(self.links.boxes.touching(*box)):
                self._draw_link(sheet, number, to(self.links[number]), raised)
                if k % LINKS_AT_ONCE == 0:
                    yield
        return sheet

    def _on_map(self, i: int, j: int) -> bool:
        return 0 <= i * TILE < self.city.width and 0 <= j * TILE < self.city.height

    def _draw_link(self, sheet: pygame.Surface, number: int, pixels: list[list[float]], raised: bool) -> None:
        roads = self.city.roads
        link, wide = roads.links[number], float(roads.link_sizes[number, WIDTH])
        points = roads.points[link[FIRST] : link[FIRST] + link[COUNT]]
        if len(points) < 2 or (float(points[:, P_Z].max()) > 1.5) != raised:
            return
        narrow = (link[KIND] == LANE and wide < ALLEY_WIDTH) or link[EDGE] < 0
        below = float(points[:, P_Z].min()) < -1.0
        colour = RAISED if raised else ALLEY if below or (narrow and link[KIND] == LANE) else STREET
        pygame.draw.lines(sheet, colour, False, pixels, max(2, round(wide * self.scale * 1.25)))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a plan point on the map."""
        return (
            self.side / 2 + (x - self.middle[0]) * self.scale,
            self.side / 2 + (y - self.middle[1]) * self.scale,
        )

    def clamped(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a plan point, drawn in to the map's edge when it lies outside."""
        px, py = self.at(x, y)
        half, edge = self.side / 2, self.side / 2 - 9
        far = max(abs(px - half), abs(py - half), 1e-9)
        share = min(1.0, edge / far)
        return half + (px - half) * share, half + (py - half) * share

    def unit(self, x: float, y: float, angle: float, tick: int) -> None:
        """A police car in sight, with the cone it looks into. angle: of the world, counter-clockwise."""
        px, py = self.at(x, y)
        reach = 34.0 * self.scale * 1.6
        fan = [(px + reach * math.cos(angle + a), py - reach * math.sin(angle + a)) for a in np.linspace(-0.7, 0.7, 7)]
        pygame.draw.polygon(self.overlay, (96, 140, 255, 74), [(px, py), *fan])
        colour = POLICE_RED if tick // 8 % 2 else tone(POLICE_BLUE, 1.4)
        pygame.draw.rect(self.overlay, (12, 12, 16), (px - 4, py - 4, 8, 8))
        pygame.draw.rect(self.overlay, colour, (px - 3, py - 3, 6, 6))

    def goal(self, x: float, y: float, tick: int) -> None:
        """Where to go, pulsing."""
        px, py = self.clamped(x, y)
        pulse = 6.0 + 1.6 * math.sin(tick * 0.12)
        pygame.draw.circle(self.overlay, (*MUSTARD, 90), (px, py), pulse + 3)
        pygame.draw.circle(self.overlay, MUSTARD, (px, py), pulse, 2)
        pygame.draw.circle(self.overlay, CREAM, (px, py), 2.5)

    def house(self, x: float, y: float) -> None:
        """A hideout."""
        px, py = self.at(x, y)
        roof = [(px - 6, py), (px, py - 6), (px + 6, py)]
        pygame.draw.polygon(self.overlay, MUSTARD, roof)
        pygame.draw.rect(self.overlay, MUSTARD, (px - 4, py, 8, 5))

    def switch(self, x: float, y: float) -> None:
        """A switch car."""
        px, py = self.at(x, y)
        pygame.draw.polygon(self.overlay, (120, 214, 180), [(px, py - 5), (px + 5, py), (px, py + 5), (px - 5, py)])

    def target(self, x: float, y: float, tick: int) -> None:
        """The getaway car, for the police who see it, or where it was last seen."""
        px, py = self.clamped(x, y)
        pygame.draw.circle(self.overlay, ORANGE, (px, py), 5)
        if tick // 15 % 2:
            pygame.draw.circle(self.overlay, CREAM, (px, py), 7, 1)

    def finish(self, surface: pygame.Surface, place: tuple[int, int], angle: float) -> None:
        """Put oneself in the middle and the picture on the screen."""
        half = self.side / 2
        arrow = [(9.0, 0.0), (7.0, 2.5), (3.0, math.pi), (7.0, -2.5)]
        points = [(half + r * math.cos(angle + a), half - r * math.sin(angle + a)) for r, a in arrow]
        pygame.draw.polygon(self.overlay, CREAM, points)
        self.window.blit(self.overlay, (0, 0))
        surface.blit(self.window, place)
        surface.blit(self.frame, (place[0] - 6, place[1] - 6), special_flags=pygame.BLEND_PREMULTIPLIED)


def _itself(number: int, points: Points) -> Points:
    return points


def _frame(side: int) -> pygame.Surface:
    """Four warm stripes around the map."""
    finer, size = 3, side + 12
    big = pygame.Surface((size * finer, size * finer), pygame.SRCALPHA)
    for k, colour in enumerate((RUST, ORANGE, MUSTARD, CREAM)):
        box = pygame.Rect(k * 4, k * 4, size * finer - 8 * k, size * finer - 8 * k)
        pygame.draw.rect(big, colour, box, 7, border_radius=24 - 3 * k)
    return pygame.transform.smoothscale(big.premul_alpha(), (size, size)).convert_alpha()


def _as_it_is(key: Key, square: pygame.Surface) -> None:
    """Nothing is added to a square of the map."""
