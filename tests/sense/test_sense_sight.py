"""Lines of sight past walls and decks, and how far each kind of observer sees."""

import math

import numpy as np
import pytest
from small_city import CAR, CELL, CIVILIAN, SIDE, UNIT_0, UNIT_1, Wall, cast, city, job, level, put

from game.core.geometry import segments_cross
from game.core.rng import uniform
from game.core.snapshot import ACTIVE
from game.level.grid import HEADER
from game.level.model import Level
from game.sense import light
from game.sense.sight import EYE, deck_between, in_view, line_of_sight, look

HOUSE: Wall = (100.0, 50.0, 100.0, 150.0, 0.0, 10.0)


def clear(walls: list[Wall], x0: float, y0: float, x1: float, y1: float, z0: float = EYE, z1: float = EYE) -> bool:
    place = city(walls)
    return line_of_sight(place.sight_edges, place.sight_grid, x0, y0, z0, x1, y1, z1)


def test_a_wall_between_blocks_and_one_beside_does_not() -> None:
    assert not clear([HOUSE], 50, 100, 150, 100)
    assert clear([HOUSE], 50, 160, 150, 160)
    assert clear([], 50, 100, 150, 100)


def test_one_sees_over_a_low_wall_and_under_a_high_one() -> None:
    assert clear([(100, 50, 100, 150, 0.0, 1.0)], 50, 100, 150, 100)
    assert clear([(100, 50, 100, 150, 5.0, 7.0)], 50, 100, 150, 100)
    assert not clear([(100, 50, 100, 150, 5.0, 7.0)], 50, 100, 150, 100, z0=6.0 + EYE, z1=4.0 + EYE)


def test_the_height_counts_where_the_ray_crosses_and_not_at_its_ends() -> None:
    wall = (100.0, 50.0, 100.0, 150.0, 0.0, 4.0)
    assert not clear([wall], 50, 100, 110, 100, z0=10.0, z1=0.0)  # 1.7 m high at the wall
    assert clear([wall], 90, 100, 150, 100, z0=10.0, z1=0.0)  # 8.3 m


def test_a_wall_seen_edge_on_hides_nothing() -> None:
    assert clear([(100, 100, 140, 100, 0.0, 10.0)], 50, 100, 90, 100)
    assert clear([(100, 100, 140, 100, 0.0, 10.0)], 50, 100, 190, 100)


def _random_walls(count: int) -> list[Wall]:
    """Half of them along the axes on whole tens of metres, so that ends fall on the grid's lines."""
    walls = []
    for k in range(count):
        x0, y0, dx, dy = (uniform(k, 1, i, 0) for i in range(4))
        x0, y0, dx, dy = x0 * 380, y0 * 380, (dx - 0.5) * 80, (dy - 0.5) * 80
        if k % 2:
            x0, y0, dx, dy = round(x0, -1), round(y0, -1), round(dx, -1) * (k % 4 == 1), round(dy, -1) * (k % 4 == 3)
        x1, y1 = (min(max(end, 0.0), 380.0) for end in (x0 + dx, y0 + dy))
        walls.append((x0, y0, x1, y1, 0.0, 10.0))
    return walls


def _disagreements(grid: np.ndarray, walls: list[Wall], rays: int) -> tuple[int, int]:
    """How many rays the grid walk and a look at all walls judge differently, and how many are clear."""
    edges, differ, clear_ones = np.array(walls), 0, 0
    for k in range(rays):
        x0, y0, x1, y1 = (uniform(k, 2, i, 0) * 380 for i in range(4))
        if k % 3 == 0 and x0 > y0:  # along the grid's lines, or across its corners
            x0, y0 = round(x0 / CELL) * CELL, round(y0 / CELL) * CELL
            x1, y1 = (x0, y1) if k % 2 else (x0 - y0, 0.0)
        brute = not any(
            segments_cross(x0, y0, x1, y1, *wall[:4])
            and (wall[2] - wall[0]) * (y1 - y0) != (wall[3] - wall[1]) * (x1 - x0)
            for wall in walls
        )
        differ += brute != line_of_sight(edges, grid, x0, y0, EYE, x1, y1, EYE)
        clear_ones += brute
    return differ, clear_ones


def test_the_walk_over_the_grid_agrees_with_a_look_at_every_wall() -> None:
    walls = _random_walls(60)
    differ, clear_ones = _disagreements(city(walls).sight_grid, walls, 1500)
    assert differ == 0
    assert 150 < clear_ones < 1350  # both answers occur


def test_the_comparison_notices_a_cell_that_was_forgotten() -> None:
    walls = _random_walls(60)
    grid = city(walls).sight_grid.copy()
    cells = grid[0] * grid[1]
    middle = HEADER + cells // 2
    grid[middle : HEADER + cells + 1] = grid[middle]  # the upper half is empty
    assert _disagreements(grid, walls, 300)[0] > 0


def _deck() -> np.ndarray:
    """A deck 6 m up over 180 < x < 220."""
    deck = np.full((SIDE, SIDE), np.nan, np.float32)
    deck[:, 180:220] = 6.0
    return deck


def test_a_deck_hides_what_is_under_it_from_what_is_on_it() -> None:
    deck = _deck()
    assert deck_between(deck, 200, 50, 6 + EYE, 200, 80, EYE)
    assert deck_between(deck, 200, 50, EYE, 200, 80, 6 + EYE)
    assert not deck_between(deck, 200, 50, 6 + EYE, 200, 80, 6 + EYE)
    assert not deck_between(deck, 150, 50, EYE, 250, 50, EYE)


def test_one_sees_from_the_street_up_to_the_edge_of_a_deck() -> None:
    place = city([], _deck())
    assert in_view(place.sight_edges, place.sight_grid, place.deck_z, 100, 50, EYE, 181, 50, 6 + EYE)
    assert not in_view(place.sight_edges, place.sight_grid, place.deck_z, 200, 50, EYE, 219, 50, 6 + EYE)


def seen(
    distance: float,
    degrees: float = 0.0,
    alerted: bool = False,
    observer: int = UNIT_0,
    world: Level | None = None,
    difficulty: str = "normal",
) -> bool:
    """Whether the observer at (100, 150), who looks east, sees the getaway car so far off."""
    world = world or level()
    cars, tags = cast()
    tags[UNIT_1, ACTIVE] = 1
    put(cars, observer, 100, 150)
    target = CAR if observer != CAR else CIVILIAN
    angle = math.radians(degrees)
    put(cars, target, 100 + distance * math.cos(angle), 150 + distance * math.sin(angle))
    place = world.city
    lamps = light.lit_ground(place.lamps, place.width, place.height)
    out = np.zeros(len(cars), np.uint8)
    ranges = light.ranges(world, difficulty)
    look(cars, tags, observer, alerted, ranges, lamps, place.sight_edges, place.sight_grid, place.deck_z, out)
    return bool(out[target])


@pytest.mark.parametrize(
    ("distance", "degrees", "alerted", "expected"),
    [
        (19, 180, False, True),
        (21, 180, False, False),
        (54, 0, False, True),
        (56, 0, False, False),
        (54, 44, False, True),
        (54, -46, False, False),
        (109, 0, True, True),
        (111, 0, True, False),
        (109, -59, True, True),
        (109, 61, True, False),
        (21, 180, True, False),
    ],
)
def test_police_see_as_far_as_the_story_says(distance: float, degrees: float, alerted: bool, expected: bool) -> None:
    assert seen(distance, degrees, alerted) is expected


@pytest.mark.parametrize(
    ("hour", "weather", "lamps", "reach"),
    [
        (23.0, "clear", [], 110 * 0.7),
        (5.0, "clear", [], 110 * 0.7),
        (23.0, "clear", [(190.0, 150.0)], 110 * 0.85),
        (12.0, "rain", [], 110 * 0.8),
        (12.0, "fog", [], 110 * 0.64),
        (23.0, "rain", [], 110 * 0.56),
        (12.0, "clear", [(190.0, 150.0)], 110),
    ],
)
def test_dark_and_weather_shorten_sight(
    hour: float, weather: str, lamps: list[tuple[float, float]], reach: float
) -> None:
    world = level(city(lamps=lamps), job(hour, weather))
    assert seen(reach - 1, alerted=True, world=world)
    assert not seen(reach + 1, alerted=True, world=world)


def test_a_fallen_lamp_takes_its_light_along_and_leaves_that_of_others() -> None:
    lamps = np.array([[190.0, 150.0, 0.0], [200.0, 155.0, 0.0], [1.0, 399.0, 0.0]])
    lit = light.lit_ground(lamps, SIDE, SIDE)
    before = lit.copy()
    for x, y, _ in lamps[[0, 2]]:
        light.put_out(lit, x, y)
    assert (lit == light.lit_ground(lamps[1:2], SIDE, SIDE)).all()
    assert (lit > 0).sum() < (before > 0).sum()


@pytest.mark.parametrize(("difficulty", "factor"), [("easy", 0.85), ("normal", 1.0), ("hard", 1.15)])
def test_difficulty_bends_police_sight(difficulty: str, factor: float) -> None:
    reach = 55 * factor
    assert seen(reach - 1, difficulty=difficulty)
    assert not seen(reach + 1, difficulty=difficulty)


def test_the_driver_sees_all_round_on_every_difficulty_and_at_night() -> None:
    world = level(heist=job(23.0))
    assert seen(169, 180, observer=CAR, world=world, difficulty="hard")
    assert not seen(171, 0, observer=CAR, world=world, difficulty="hard")


def test_walls_hide_a_car_in_range() -> None:
    wall = (120.0, 100.0, 120.0, 200.0, 0.0, 10.0)
    assert seen(40)
    assert not seen(40, world=level(city([wall])))


def test_a_car_in_the_depot_neither_sees_nor_is_seen() -> None:
    place = city()
    cars, tags = cast()
    put(cars, UNIT_1, 200, 197)  # the depot, by mistake, right beside the getaway car
    put(cars, UNIT_0, 195, 197)
    lamps = light.lit_ground(place.lamps, place.width, place.height)
    ranges, out = light.ranges(level(), "normal"), np.ones(len(cars), np.uint8)
    arguments = (ranges, lamps, place.sight_edges, place.sight_grid, place.deck_z, out)
    look(cars, tags, UNIT_1, True, *arguments)
    assert not out.any()
    look(cars, tags, CAR, True, *arguments)
    assert out[UNIT_0] and not out[UNIT_1]
