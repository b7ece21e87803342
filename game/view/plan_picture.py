"""The plan of a level as one picture: the land and its streets, names of streets and landmarks, places of a job."""

import math

import numpy as np
import pygame

from game.level.city import City
from game.level.model import Heist
from game.level.roads import CLASS, COUNT, FIRST, FIRST_LANE, LANE_COUNT, P_Z, RANK, ROAD
from game.view import palette as ink
from game.view.facades import roof_colour
from game.view.lots import lot_colour
from game.view.palette import Colour, tone
from game.view.plan import Points, line_length, southward, strip
from game.view.text import BODY, HEADLINE, font

FINER = 2  # drawn at this many times its size
MARGIN = 0.02  # of the picture, around the map
SHADE = (0.35, 0.4)  # m of shadow for a metre of height
NAMED_RANK = 5  # streets of at least this rank carry their names
REPEAT = 900.0  # m of street for each time that its name is written
STREET: Colour = (84, 84, 92)
WATER: Colour = (84, 128, 136)
PAPER: Colour = (52, 48, 46)


class _Map:
    """The sheet, and metres to its pixels."""

    def __init__(self, city: City, size: tuple[int, int]) -> None:
        self.city = city
        self.surface = pygame.Surface((size[0] * FINER, size[1] * FINER)).convert()
        w, h = self.surface.get_size()
        self.scale = min(w / city.width, h / city.height) * (1.0 - 2.0 * MARGIN)
        self.left, self.top = (w - city.width * self.scale) / 2, (h - city.height * self.scale) / 2

    def at(self, points: Points) -> Points:
        pixels: Points = southward(points, self.city.height) * self.scale + (self.left, self.top)
        return pixels

    def area(self, colour: Colour, outline: Points) -> None:
        pygame.draw.polygon(self.surface, colour, self.at(outline).tolist())

    def line(self, colour: Colour, points: Points, metres: float) -> None:
        """A band of this width, with round ends."""
        pixels = self.at(points)
        width = metres * self.scale
        if width < 2.5:
            pygame.draw.lines(self.surface, colour, False, pixels.tolist(), max(1, round(width)))
            return
        pygame.draw.polygon(self.surface, colour, strip(pixels, 0.0, width).tolist())
        for end in (pixels[0], pixels[-1]):
            pygame.draw.circle(self.surface, colour, end.tolist(), width / 2)


def draw_plan(city: City, heist: Heist | None, size: tuple[int, int]) -> pygame.Surface:
    """The whole map, north up, `size` pixels. heist: mark the places of this job. Needs a display mode."""
    chart = _Map(city, size)
    _land(chart)
    _buildings(chart)
    _decks(chart)
    out = pygame.transform.smoothscale(chart.surface, size)
    writer = Writer(out, chart)
    if heist is not None:
        _places(writer, heist)
    _landmarks(writer)
    _streets(writer)
    _legend(writer, heist)
    return out


def _land(chart: _Map) -> None:
    """Carriageways, blocks with their pavements, lots, and the trees on them."""
    city = chart.city
    chart.surface.fill(PAPER)
    corners = np.array([[0.0, 0.0], [city.width, 0.0], [city.width, city.height], [0.0, city.height]])
    chart.area(STREET, corners)
    for island in city.islands:
        chart.area(ink.WALK, island)
    for lot in city.lots:
        chart.area(lot_colour(lot.kind), lot.outline)
    for river in city.rivers:
        for colour, share in ((tone(ink.CHANNEL, 1.12), 1.0), (tone(ink.CHANNEL, 0.9), 0.78), (WATER, 0.14)):
            chart.line(colour, river.axis, river.width * share)
    for track in city.tracks:
        chart.line(ink.SLEEPER, track, 1.6)
    for table, colour in ((city.trees, (74, 96, 56)), (city.palms, (70, 104, 66))):
        for (x, y), radius in zip(chart.at(table).tolist(), table[:, 2].tolist(), strict=True):
            pygame.draw.circle(chart.surface, colour, (x, y), max(1.5, radius * chart.scale))


def _buildings(chart: _Map) -> None:
    shade = np.array([SHADE[0], -SHADE[1]])
    for building in chart.city.buildings:
        chart.area((76, 70, 72), building.outline + shade * min(building.height, 40.0))
    for number, building in enumerate(chart.city.buildings):
        colour = roof_colour(building.style, number)
        chart.area(tone(colour, 0.62), building.outline)
        middle = building.outline.mean(axis=0)
        gap = np.hypot(*(building.outline - middle).T).max()
        chart.area(colour, middle + (building.outline - middle) * max(0.6, 1.0 - 0.9 / gap))


def _decks(chart: _Map) -> None:
    for deck in sorted(chart.city.decks, key=lambda found: float(found.axis[:, 2].max())):
        chart.line(tone(ink.PARAPET, 0.8), deck.axis, 2 * deck.half_width + 2.0)
        chart.line(tone(ink.DECK, 0.92), deck.axis, 2 * deck.half_width)


class Writer:
    """Words on the finished map that keep off each other."""

    def __init__(self, out: pygame.Surface, chart: _Map) -> None:
        self.out, self.chart = out, chart
        self.taken: list[pygame.Rect] = []
        self.size = max(9, round(min(out.get_size()) / 105))

    def at(self, x: float, y: float) -> tuple[float, float]:
        px, py = (self.chart.at(np.array([[x, y]]))[0] / FINER).tolist()
        return px, py

    def put(self, text: str, face: str, size: int, colour: Colour, at: tuple[float, float], angle: float = 0.0) -> bool:
        """Write centred on a pixel, turned by degrees, unless something is written there already."""
        picture = _outlined(text, face, size, colour)
        if angle:
            picture = pygame.transform.rotozoom(picture, angle, 1.0)
        box = picture.get_rect(center=(round(at[0]), round(at[1]))).clamp(self.out.get_rect())
        core = box.inflate(-size // 3, -size // 3)
        if any(core.colliderect(other) for other in self.taken):
            return False
        self.taken.append(core)
        self.out.blit(picture, box, special_flags=pygame.BLEND_PREMULTIPLIED)
        return True


def _outlined(text: str, face: str, size: int, colour: Colour) -> pygame.Surface:
    letters = font(face, size).render(text, True, colour)
    edge = font(face, size).render(text, True, ink.INK)
    out = pygame.Surface((letters.get_width() + 4, letters.get_height() + 4), pygame.SRCALPHA)
    for dx, dy in ((1, 1), (3, 1), (1, 3), (3, 3), (2, 0), (2, 4), (0, 2), (4, 2)):
        out.blit(edge, (dx, dy))
    out.blit(letters, (2, 2))
    return out.premul_alpha().convert_alpha()


def _landmarks(writer: Writer) -> None:
    for building in writer.chart.city.buildings:
        if building.name:
            x, y = building.outline.mean(axis=0).tolist()
            px, py = writer.at(x, y)
            radius = writer.size * 0.3
            pygame.draw.circle(writer.out, ink.INK, (px, py), radius + 2)
            pygame.draw.circle(writer.out, ink.MUSTARD, (px, py), radius)
            writer.put(building.name, BODY, writer.size, ink.CREAM, (px, py - writer.size))


def _streets(writer: Writer) -> None:
    """Names along the streets, the highest rank first, once for every REPEAT metres."""
    for rank, name, pieces in main_streets(writer.chart.city):
        pieces.sort(key=line_length, reverse=True)
        wanted = max(1, round(sum(map(line_length, pieces)) / REPEAT))
        written: list[Points] = []
        for piece in pieces:
            middle = piece[len(piece) // 2]
            far = all(math.hypot(*(middle - other)) > REPEAT / 2 for other in written)
            size = writer.size + (rank >= NAMED_RANK + 2)
            if far and writer.put(name, BODY, size, ink.WHITE, *_along(writer, piece)):
                written.append(middle)
            if len(written) >= wanted:
                break


def _along(writer: Writer, piece: Points) -> tuple[tuple[float, float], float]:
    """Where in the middle of a street a name goes, and its angle in degrees: never upside down."""
    k = len(piece) // 2
    a, b = piece[max(0, k - 6)], piece[min(len(piece) - 1, k + 6)]
    angle = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
    middle = piece[k].tolist()
    return writer.at(middle[0], middle[1]), (angle + 90.0) % 180.0 - 90.0


def main_streets(city: City) -> list[tuple[int, str, list[Points]]]:
    """(rank, name, its stretches) of streets worth naming, by rank and name."""
    roads = city.roads
    found: dict[str, tuple[int, list[Points]]] = {}
    for edge in roads.edges:
        link = roads.links[edge[FIRST_LANE] + edge[LANE_COUNT] - 1]
        points = roads.points[link[FIRST] : link[FIRST] + link[COUNT]]
        name = roads.road_names[int(edge[ROAD])]
        if int(link[RANK]) >= NAMED_RANK and name and len(points) > 2 and "ramp" not in roads.class_names[edge[CLASS]]:
            _, pieces = found.setdefault(name, (int(link[RANK]) + int(points[:, P_Z].max() > 1.0), []))
            pieces.append(points[:, :2])
    return sorted(((rank, name, pieces) for name, (rank, pieces) in found.items()), key=lambda s: (-s[0], s[1]))


def _places(writer: Writer, heist: Heist) -> None:
    """The kerb, the door, hideouts, switch cars, patrols and stations of a job."""
    marks: list[tuple[str, Colour, float, float]] = [("JOB", ink.RUST, *heist.kerb[:2])]
    marks += [(hideout.name, ink.MUSTARD, hideout.x, hideout.y) for hideout in heist.hideouts]
    marks += [("switch car", (120, 214, 180), *car.at[:2]) for car in heist.switch_cars]
    marks += [("unit", ink.POLICE_BLUE, *patrol[:2]) for patrol in heist.patrols]
    marks += [(f"{station.name} station", ink.POLICE_BLUE, station.x, station.y) for station in heist.stations]
    for text, colour, x, y in marks:
        px, py = writer.at(x, y)
        radius = writer.size * 0.55
        pygame.draw.circle(writer.out, ink.INK, (px, py), radius + 3)
        pygame.draw.circle(writer.out, tone(colour, 1.15), (px, py), radius)
        pygame.draw.circle(writer.out, ink.CREAM, (px, py), radius, 2)
        writer.put(text, BODY, writer.size, tone(colour, 1.5), (px, py + writer.size * 1.3))


def _legend(writer: Writer, heist: Heist | None) -> None:
    """The city's name, and a bar of 500 m."""
    title = f"{writer.chart.city.name}" + (f": {heist.title}" if heist else "")
    height = writer.out.get_height()
    picture = _outlined(title, HEADLINE, writer.size * 3, ink.CREAM)
    writer.out.blit(picture, (writer.size * 2, writer.size * 2), special_flags=pygame.BLEND_PREMULTIPLIED)
    long = 500.0 * writer.chart.scale / FINER
    bar = pygame.Rect(writer.size * 3, height - writer.size * 4, round(long), max(3, writer.size // 2))
    pygame.draw.rect(writer.out, ink.INK, bar.inflate(4, 4))
    pygame.draw.rect(writer.out, ink.CREAM, bar)
    writer.put("500 m", BODY, writer.size, ink.CREAM, (bar.centerx, bar.y - writer.size))
