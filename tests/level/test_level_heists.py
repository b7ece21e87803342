"""What every heist must offer: a place to wait, ways to go to ground, police that start far away."""

import math
import re
from pathlib import Path

import numpy as np
import shapely

from game.core.snapshot import ASPHALT, CONCRETE
from game.level import roads as r
from game.level.check import check
from game.level.file import level_file, level_ids
from game.level.land import Land
from game.level.model import Level
from game.level.roads import locate

README = level_file("tryout").parent / "README.md"


def edge_at(level: Level, x: float, y: float, heading: float) -> int:
    roads = level.city.roads
    tables = roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link
    link = locate(*tables, x, y, 0.0, heading)[0]
    while roads.links[link, r.KIND] == r.CONNECTOR:
        link = roads.next_links[roads.links[link, r.NEXT]]
    return int(roads.links[link, r.EDGE])


def test_the_getaway_car_waits_on_the_street_or_half_on_the_sidewalk_and_near_the_door(level: Level) -> None:
    x, y, _ = level.heist.kerb
    land = Land(level.city)
    assert level.city.surface[int(y), int(x)] in (ASPHALT, CONCRETE)
    assert 2.4 <= land.lane_distance(x, y) < 8.0
    assert land.wall_distance(x, y) > 1.3
    assert math.dist(level.heist.kerb[:2], level.heist.door) < 45.0


def test_there_are_two_of_a_crew_two_hideouts_and_a_switch_car(level: Level) -> None:
    heist = level.heist
    assert len(heist.crew) >= 2 and len(heist.hideouts) >= 2 and len(heist.switch_cars) >= 1
    assert 2 <= heist.max_units <= 8 and len(heist.patrols) <= heist.max_units


def test_hideouts_and_switch_cars_can_be_driven_to_and_lie_far_from_the_job(level: Level) -> None:
    start = edge_at(level, *level.heist.kerb)
    places = [(h.x, h.y, 0.0) for h in level.heist.hideouts]
    for x, y, heading in [*places, *(car.at for car in level.heist.switch_cars)]:
        assert np.isfinite(level.city.roads.times[start, edge_at(level, x, y, heading)])
    assert all(math.dist((x, y), level.heist.kerb[:2]) > 200 for x, y, _ in places)


def test_stations_and_patrols_reach_the_job_but_start_far_away(level: Level) -> None:
    goal = edge_at(level, *level.heist.kerb)
    units = [(s.x, s.y, s.heading) for s in level.heist.stations] + list(level.heist.patrols)
    assert len(level.heist.stations) >= 2
    for x, y, heading in units:
        seconds = level.city.roads.times[edge_at(level, x, y, heading), goal]
        assert 8.0 < seconds < 120.0  # at the limits; who answers a call is quicker
        assert math.dist((x, y), level.heist.kerb[:2]) >= 170


def test_no_hideout_can_be_seen_from_a_station(level: Level) -> None:
    walls = shapely.STRtree([shapely.Polygon(b.outline) for b in level.city.buildings])
    for hideout in level.heist.hideouts:
        for station in level.heist.stations:
            view = shapely.LineString([(hideout.x, hideout.y), (station.x, station.y)])
            assert view.length > 300 or (view.length > 110 and walls.query(view, predicate="intersects").size)


def test_the_levels_readme_shows_a_city_and_a_heist_that_work(tmp_path: Path) -> None:
    city, heist, more = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    trap = heist.replace("loyalty = 0.6", "loyalty = 0.6\nturns = true") + more
    for name, text in (("four_corners", city), ("job", heist), ("trap", trap)):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        assert [str(p) for p in check(path)] == []


def test_every_heist_of_the_game_is_listed() -> None:
    assert level_ids() == sorted(level_ids()) and "tryout" in level_ids()
