"""Whether a heist's places fit its city: in the world, not in a wall, where a car can reach them, and where
nobody would see through the whole job at once."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from game.core.geometry import wrap
from game.level.city import City
from game.level.heist_file import Draft, place, spots
from game.level.model import Place
from game.level.roads import P_X, P_Y, P_Z, SAME_DECK, locate, point_at
from game.level.text import Document, Key

CLEAR_OF_WALLS = 1.3  # m from a car's middle to any wall
OUT_OF_LANES = 2.4  # m from the middle of a lane to a car parked beside it
NEAR_LANE = 14.0  # m: a parked car is not farther from a lane
ON_LANE = 3.0  # m
NO_UNIT_WITHIN = 170.0  # m in a straight line from the kerb
FARTHEST_DOOR = 60.0  # m from the kerb
DOOR_AT_WALL = 4.0  # m: a door is not farther from the building it belongs to
NOT_THE_KERB = 30.0  # m from the kerb to a start of its own: nearer, there is nothing to approach
ON_FOOT = 0.3  # m that somebody who walks keeps from walls
NO_HANDLER_WITHIN = 150.0  # m from kerb and door: she never comes to a job site
EYES = 1.2  # m above the ground, of who looks and of a car that is looked at


def check_places(document: Document, draft: Draft, city: City, sight: float) -> None:
    """Note what cannot be reached or stands where it must not. sight: how far police see, m."""
    kerb = place(draft.head["kerb"]) if "kerb" in draft.head else None
    stations = {("station", k, "at"): place(row["at"]) for k, row in draft.stations.items()}
    units = {("police", "patrols", k): place(at) for k, at in enumerate(draft.police.get("patrols", ()))}
    if kerb is not None:
        _check_parked(document, city, ("kerb",), kerb)
    if draft.head.get("start") is not None:
        _check_start(document, city, place(draft.head["start"]), kerb)
    for k, row in draft.switch_cars.items():
        _check_parked(document, city, ("switch_car", k, "at"), place(row["at"]))
    for key, at in (units | stations).items():
        _check_unit(document, city, key, at, kerb)
    for k, row in draft.placed.items():
        _check_parked(document, city, ("placed", k, "at"), place(row["at"]))
        _check_away(document, ("placed", k, "at"), place(row["at"]), kerb)
    for k, row in draft.hideouts.items():
        _check_stop(document, city, ("hideout", k, "at"), (*row["at"], row["radius"]))
        _check_hidden(document, city, ("hideout", k, "at"), row["at"], draft, sight)
    for k, row in draft.exits.items():
        _check_stop(document, city, ("exit", k, "at"), (*row["at"], row["radius"]))
    for k, row in draft.witnesses.items():
        _check_walk(document, city, ("witness", k, "path"), spots(row["path"]))
    if draft.bystanders.get("count") and {"at", "radius"} <= draft.bystanders.keys():
        _check_sidewalks(document, city, draft.bystanders["at"], draft.bystanders["radius"])
    if "door" in draft.head:
        _check_door(document, city, draft.head["door"], kerb)
    if "at" in draft.handler:
        _check_handler(document, city, draft)


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


def _check_parked(document: Document, city: City, key: Key, at: Place) -> None:
    """A parked car: in the open, out of the moving lanes, but where one can drive to from a lane."""
    x, y, _ = at
    if not _in_the_open(document, city, key, x, y):
        return
    away = lane_distance(city, x, y)
    if not OUT_OF_LANES <= away <= NEAR_LANE:
        text = f"is {away:.1f} m from the middle of a lane, {OUT_OF_LANES:g} to {NEAR_LANE:g} m are allowed"
        document.problem(key, text)
    elif not _open_way(city, x, y, NEAR_LANE):
        text = f"cannot be reached by a car, a lane within {NEAR_LANE:g} m and no wall between is needed"
        document.problem(key, text)


def _open_way(city: City, x: float, y: float, reach: float) -> bool:
    """Whether no wall stands between the place and some lane on the ground within reach."""
    points = city.roads.points
    away = np.hypot(points[:, P_X] - x, points[:, P_Y] - y)
    near = points[(away <= reach) & (points[:, P_Z] < SAME_DECK)]
    return any(not _wall_between(city, (x, y), (px, py), 0.5) for px, py in near[:, [P_X, P_Y]].tolist())


def _wall_between(city: City, a: tuple[float, float], b: tuple[float, float], height: float) -> bool:
    """Whether a wall crosses the straight line between two places at this height, m."""
    walls = city.sight_edges
    walls = walls[(walls[:, 4] < height) & (walls[:, 5] > height)]
    side_a, side_b = _side(walls, *a), _side(walls, *b)
    along = np.array([[*a, *b]])
    from_, to = _side(along, walls[:, 0], walls[:, 1]), _side(along, walls[:, 2], walls[:, 3])
    return bool(((side_a * side_b < 0) & (from_ * to < 0)).any())


def _side(
    lines: NDArray[np.float64], x: float | NDArray[np.float64], y: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """On which side of lines (x0, y0, x1, y1 …) a place is: positive to the left."""
    found: NDArray[np.float64] = (lines[:, 2] - lines[:, 0]) * (y - lines[:, 1]) - (lines[:, 3] - lines[:, 1]) * (
        x - lines[:, 0]
    )
    return found


def _check_stop(document: Document, city: City, key: Key, at: tuple[float, float, float]) -> None:
    x, y, radius = at
    if not _in_the_open(document, city, key, x, y):
        return
    away = lane_distance(city, x, y)
    if away > radius:
        document.problem(key, f"is {away:.0f} m from any lane, at most its radius ({radius:g} m) is allowed")
    elif not _open_way(city, x, y, radius):
        document.problem(key, f"cannot be reached by a car, a lane within {radius:g} m and no wall between is needed")


def _check_hidden(
    document: Document, city: City, key: Key, at: tuple[float, float], draft: Draft, sight: float
) -> None:
    """No police station may look at a hideout."""
    for row in draft.stations.values():
        seen_from = (row["at"][0], row["at"][1])
        away = math.dist(at, seen_from)
        if away <= sight and not _wall_between(city, at, seen_from, EYES):
            text = f'is in view of the police station "{row["name"]}" {away:.0f} m away, '
            document.problem(key, text + f"a building between or more than {sight:g} m are needed")


def _check_start(document: Document, city: City, start: Place, kerb: Place | None) -> None:
    _check_parked(document, city, ("start",), start)
    away = math.dist(start[:2], kerb[:2]) if kerb is not None else math.inf
    if away < NOT_THE_KERB:
        text = f"is {away:.0f} m from the kerb, {NOT_THE_KERB:g} m or more are allowed (or leave it out)"
        document.problem(("start",), text)


def _check_walk(document: Document, city: City, key: Key, path: tuple[tuple[float, float], ...]) -> None:
    """Somebody on foot goes straight from point to point: none of them in a wall, none between."""
    for k, (x, y) in enumerate(path, 1):
        if not (0 < x < city.width and 0 < y < city.height):
            text = f"has point {k} outside the city, x to {city.width:g} and y to {city.height:g} are allowed"
            document.problem(key, text)
            return
        away = wall_distance(city, x, y)
        if away < ON_FOOT:
            document.problem(key, f"has point {k} {away:.1f} m from a wall, {ON_FOOT:g} m or more are allowed")
            return
    for k, (a, b) in enumerate(pairwise(path), 1):
        if _wall_between(city, a, b, 0.5):
            document.problem(key, f"has a wall between points {k} and {k + 1}, open ground is needed")
            return


def _check_sidewalks(document: Document, city: City, at: tuple[float, float], radius: float) -> None:
    """People walk along the kerbs of blocks and in lots: some of either must lie in their circle."""
    rings = [*city.islands, *(lot.outline for lot in city.lots)]
    sides = np.vstack([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings])
    away = _sides_distance(sides, *at)
    if away > radius:
        text = f"is {away:.0f} m from any sidewalk or lot, at most the radius ({radius:g} m) is allowed"
        document.problem(("bystanders", "at"), text)


def _sides_distance(sides: NDArray[np.float64], x: float, y: float) -> float:
    """From a point to the nearest of straight sides (x0, y0, x1, y1), m."""
    along = sides[:, 2:] - sides[:, :2]
    from_ = np.array([x, y]) - sides[:, :2]
    length = np.maximum((along**2).sum(1), 1e-12)
    t = np.clip((along * from_).sum(1) / length, 0.0, 1.0)
    return float(np.hypot(*(from_ - t[:, None] * along).T).min())


def _check_door(document: Document, city: City, door: tuple[float, float], kerb: Place | None) -> None:
    x, y = door
    if not (0 < x < city.width and 0 < y < city.height):
        text = f"lies outside the city, x to {city.width:g} and y to {city.height:g} are allowed"
        document.problem(("door",), text)
        return
    away = math.dist(door, kerb[:2]) if kerb is not None else 0.0
    if away > FARTHEST_DOOR:
        document.problem(("door",), f"is {away:.0f} m from the kerb, at most {FARTHEST_DOOR:g} m are allowed")
    wall = wall_distance(city, x, y)
    if wall < 0.3:
        document.problem(("door",), "is inside a building, 0.3 m and more in front of it are allowed")
    elif wall > DOOR_AT_WALL:
        document.problem(("door",), f"is {wall:.0f} m from any building, at most {DOOR_AT_WALL:g} m are allowed")


def _check_handler(document: Document, city: City, draft: Draft) -> None:
    """She will not risk her life for him: never at a job site."""
    key: Key = ("handler", "at")
    x, y = draft.handler["at"]
    if not _in_the_open(document, city, key, x, y):
        return
    for name in ("kerb", "door"):
        if name in draft.head:
            away = math.dist((x, y), draft.head[name][:2])
            if away < NO_HANDLER_WITHIN:
                text = f"is {away:.0f} m from the {name}: she is never at a job site, "
                document.problem(key, text + f"{NO_HANDLER_WITHIN:g} m or more are allowed")
                return


def _check_unit(document: Document, city: City, key: Key, at: Place, kerb: Place | None) -> None:
    """A police car that starts here must be on a lane, facing along it, and far from the job."""
    x, y, _ = at
    if not _in_the_open(document, city, key, x, y):
        return
    _check_on_lane(document, city, key, at)
    _check_away(document, key, at, kerb)


def _check_away(document: Document, key: Key, at: Place, kerb: Place | None) -> None:
    away = math.dist(at[:2], kerb[:2]) if kerb is not None else math.inf
    if away < NO_UNIT_WITHIN:
        document.problem(key, f"is {away:.0f} m from the kerb, {NO_UNIT_WITHIN:g} m or more are allowed")


def _check_on_lane(document: Document, city: City, key: Key, at: Place) -> None:
    x, y, heading = at
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
