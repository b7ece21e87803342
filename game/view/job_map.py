"""The map on the briefing: the part of the city where a job happens, in the colours of the map in the corner."""

from collections.abc import Iterator

import pygame

from game.level.model import Heist, Level
from game.view.minimap import Minimap
from game.view.palette import CREAM, INK, MUSTARD, POLICE_BLUE, RUST, Colour, tone
from game.view.text import BODY, put, words

MARGIN = 1.16  # of the span of the job's places
LEAST_SPAN = 700.0  # m
SWITCH: Colour = (120, 214, 180)
EXIT: Colour = (226, 150, 220)
Mark = tuple[str, Colour, float, float]


def places(heist: Heist, police: bool) -> list[Mark]:
    """What a side is told of the places of a job: name, colour, x, y (m). The police get no plan of his."""
    stations = [(f"{station.name} station", tone(POLICE_BLUE, 1.6), station.x, station.y) for station in heist.stations]
    if police:
        cars = [*heist.patrols, *(unit.at for unit in heist.placed)]
        return stations + [("", tone(POLICE_BLUE, 1.6), *at[:2]) for at in cars]
    marks: list[Mark] = [("The job", RUST, *heist.kerb[:2])]
    marks += [("Switch car", SWITCH, *car.at[:2]) for car in heist.switch_cars]
    marks += [(hideout.name, MUSTARD, hideout.x, hideout.y) for hideout in heist.hideouts]
    marks += [(way.name, EXIT, way.x, way.y) for way in heist.exits]
    return marks


def draw_job_map(level: Level, side: int, police: bool) -> pygame.Surface:
    """A square of `side` pixels, north up. Takes about a second for a large city."""
    marks, height = places(level.heist, police), level.city.height
    x, y, span = _window(level, marks)
    chart = Minimap(level.city, side, span)
    chart.start(x, height - y)
    out = chart.window
    taken: list[pygame.Rect] = []
    spots = [(*chart.at(mark[2], height - mark[3]), mark) for mark in marks]
    for px, py, (_, colour, _, _) in spots:
        pygame.draw.circle(out, INK, (px, py), 8)
        pygame.draw.circle(out, tone(colour, 1.15), (px, py), 6)
        pygame.draw.circle(out, CREAM, (px, py), 6, 2)
        taken.append(pygame.Rect(px - 8, py - 8, 16, 16))
    for px, py, (name, colour, _, _) in spots:
        if name:
            _label(out, name, tone(colour, 1.35), (px, py), taken)
    return out


def _window(level: Level, marks: list[Mark]) -> tuple[float, float, float]:
    """Middle and width, m, of the square that shows all of them."""
    xs, ys = [mark[2] for mark in marks], [mark[3] for mark in marks]
    span = max(max(xs) - min(xs), max(ys) - min(ys), LEAST_SPAN) * MARGIN
    city = level.city
    span = min(span, max(city.width, city.height))
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return _held(x, span, city.width), _held(y, span, city.height), span


def _held(middle: float, span: float, size: float) -> float:
    """The middle, moved so that a window of this span stays on the map if it can."""
    return size / 2 if span >= size else min(max(middle, span / 2), size - span / 2)


def _label(out: pygame.Surface, name: str, colour: Colour, at: tuple[float, float], taken: list[pygame.Rect]) -> None:
    """The name beside its mark, where it covers no other."""
    picture = words(name, BODY, 14, colour)
    box = next(
        (box for box in _tries(picture, at) if out.get_rect().contains(box) and box.collidelist(taken) < 0), None
    )
    if box is not None:
        taken.append(box)
        put(out, picture, box.x, box.y)


def _tries(picture: pygame.Surface, at: tuple[float, float]) -> Iterator[pygame.Rect]:
    w, h = picture.get_size()
    for dx, dy in ((0, 0), (0, -14), (0, 14), (0, -26), (0, 26)):
        for left in (at[0] + 11, at[0] - 11 - w, at[0] - w / 2):
            away = dy if left != at[0] - w / 2 else (dy or 18)
            yield pygame.Rect(round(left + dx), round(at[1] - h / 2 + away), w, h)
