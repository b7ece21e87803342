"""Whether a heist's places fit its city: in the world, not in a wall, on or beside a lane."""

import math

import numpy as np

from game.core.geometry import wrap
from game.level.city import City
from game.level.model import Heist
from game.level.roads import P_X, P_Y, P_Z, SAME_DECK, locate, point_at
from game.level.text import Document, Key

CLEAR_OF_WALLS = 1.3  # m from a car's middle to any wall
OUT_OF_LANES = 2.4  # m from the middle of a lane to a car parked beside it
NEAR_LANE = 14.0  # m: a parked car is not farther from a lane
ON_LANE = 3.0  # m
NO_UNIT_WITHIN = 170.0  # m in a straight line from the kerb


def check_places(document: Document, heist: Heist, city: City) -> None:
    """Note what cannot be reached or stands where it must not."""
    _check_parked(document, city, ("kerb",), *heist.kerb)
    _check_door(document, heist, city)
    for k, hideout in enumerate(heist.hideouts):
        key = ("hideout", k, "at")
        if _in_the_open(document, city, key, hideout.x, hideout.y):
            away = lane_distance(city, hideout.x, hideout.y)
            if away > hideout.radius:
                document.problem(
                    key, f"is {away:.0f} m from any lane, at most its radius ({hideout.radius:g} m) is allowed"
                )
    for k, car in enumerate(heist.switch_cars):
        _check_parked(document, city, ("switch_car", k, "at"), *car.at)
    for k, patrol in enumerate(heist.patrols):
        _check_unit(document, heist, city, ("police", "patrols", k), patrol)
    for k, station in enumerate(heist.stations):
        _check_unit(document, heist, city, ("station", k, "at"), (station.x, station.y, station.heading))


def lane_distance(city: City, x: float, y: float) -> float:
    """From a place on the ground to the nearest middle of a lane or connector, from point to point."""
    points = city.roads.points
    low = points[points[:, P_Z] < SAME_DECK]
    return float(np.hypot(low[:, P_X] - x, low[:, P_Y] - y).min())


def wall_distance(city: City, x: float, y: float) -> float:
    """From a place on the ground to the nearest collider; 0 inside one."""
    return min((ring_distance(c.outline.tolist(), x, y) for c in city.colliders if c.bottom < 1.5), default=math.inf)


def ring_distance(ring: list[list[float]], x: float, y: float) -> float:
    """From a point to a convex counter-clockwise ring, 0 inside it."""
    best, inside = math.inf, True
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        ux, uy, dx, dy = bx - ax, by - ay, x - ax, y - ay
        inside = inside and ux * dy - uy * dx >= 0
        t = min(max((dx * ux + dy * uy) / max(ux * ux + uy * uy, 1e-12), 0.0), 1.0)
        best = min(best, math.hypot(dx - t * ux, dy - t * uy))
    return 0.0 if inside else best


def _in_the_open(document: Document, city: City, key: Key, x: float, y: float) -> bool:
    if not (0 < x < city.width and 0 < y < city.height):
        document.problem(key, f"lies outside the city, x to {city.width:g} and y to {city.height:g} are allowed")
        return False
    away = wall_distance(city, x, y)
    if away < CLEAR_OF_WALLS:
        document.problem(key, f"is {away:.1f} m from a wall, {CLEAR_OF_WALLS:g} m or more are allowed")
        return False
    return True


def _check_parked(document: Document, city: City, key: Key, x: float, y: float, heading: float) -> None:
    """A parked car: in the open, out of the moving lanes, but near one."""
    if not _in_the_open(document, city, key, x, y):
        return
    away = lane_distance(city, x, y)
    if not OUT_OF_LANES <= away <= NEAR_LANE:
        text = f"is {away:.1f} m from the middle of a lane, {OUT_OF_LANES:g} to {NEAR_LANE:g} m are allowed"
        document.problem(key, text)


def _check_door(document: Document, heist: Heist, city: City) -> None:
    x, y = heist.door
    away = math.hypot(x - heist.kerb[0], y - heist.kerb[1])
    if not (0 < x < city.width and 0 < y < city.height) or away > 60.0:
        document.problem(("door",), f"is {away:.0f} m from the kerb, at most 60 m inside the city are allowed")
    elif wall_distance(city, x, y) < 0.3:
        document.problem(("door",), "is inside a building, 0.3 m and more in front of it are allowed")


def _check_unit(document: Document, heist: Heist, city: City, key: Key, at: tuple[float, float, float]) -> None:
    """A police car that starts here must be on a lane, facing along it, and far from the job."""
    x, y, heading = at
    if not _in_the_open(document, city, key, x, y):
        return
    roads = city.roads
    link, s, lateral = locate(
        roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, x, y, 0.0, heading
    )
    if link < 0 or abs(lateral) > ON_LANE:
        document.problem(key, f"is on no lane, a place within {ON_LANE:g} m of a lane's middle is allowed")
        return
    direction = point_at(roads.links, roads.link_sizes, roads.points, link, s)[3]
    if abs(wrap(direction - heading)) > math.radians(45):
        document.problem(
            key, f"faces {math.degrees(heading):.0f}°, the lane there leads to {math.degrees(direction):.0f}°"
        )
    away = math.hypot(x - heist.kerb[0], y - heist.kerb[1])
    if away < NO_UNIT_WITHIN:
        document.problem(key, f"is {away:.0f} m from the kerb, {NO_UNIT_WITHIN:g} m or more are allowed")
