"""Whether a heist's places fit its city: in the world, not in a wall, where a car can reach them, and where
nobody would see through the whole job at once."""

import math
from itertools import pairwise

from game.core.geometry import wrap
from game.level.city import City
from game.level.heist_file import Draft, place, spots
from game.level.land import Land
from game.level.model import Place
from game.level.roads import locate, point_at
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
    land = Land(city)
    kerb = place(draft.head["kerb"]) if "kerb" in draft.head else None
    stations = {("station", k, "at"): place(row["at"]) for k, row in draft.stations.items()}
    units = {("police", "patrols", k): place(at) for k, at in enumerate(draft.police.get("patrols", ()))}
    if kerb is not None:
        _check_parked(document, land, ("kerb",), kerb)
    if draft.head.get("start") is not None:
        _check_start(document, land, place(draft.head["start"]), kerb)
    for k, row in draft.switch_cars.items():
        _check_parked(document, land, ("switch_car", k, "at"), place(row["at"]))
    for key, at in (units | stations).items():
        _check_unit(document, land, key, at, kerb)
    for k, row in draft.placed.items():
        _check_parked(document, land, ("placed", k, "at"), place(row["at"]))
        _check_away(document, ("placed", k, "at"), place(row["at"]), kerb)
    for k, row in draft.hideouts.items():
        _check_stop(document, land, ("hideout", k, "at"), (*row["at"], row["radius"]))
        _check_hidden(document, land, ("hideout", k, "at"), row["at"], draft, sight)
    for k, row in draft.exits.items():
        _check_stop(document, land, ("exit", k, "at"), (*row["at"], row["radius"]))
    for k, row in draft.witnesses.items():
        _check_walk(document, land, ("witness", k, "path"), spots(row["path"]))
    if draft.bystanders.get("count") and {"at", "radius"} <= draft.bystanders.keys():
        _check_sidewalks(document, land, draft.bystanders["at"], draft.bystanders["radius"])
    if "door" in draft.head:
        _check_door(document, land, draft.head["door"], kerb)
    if "at" in draft.handler:
        _check_handler(document, land, draft)


def _limits(land: Land) -> str:
    return f"x to {land.city.width:g} and y to {land.city.height:g}"


def _in_the_open(document: Document, land: Land, key: Key, x: float, y: float) -> bool:
    if not land.holds(x, y):
        document.problem(
            key, f"lies outside the city, x to {land.city.width:g} and y to {land.city.height:g} are allowed"
        )
        return False
    away = land.wall_distance(x, y)
    if away < CLEAR_OF_WALLS:
        document.problem(key, f"is {away:.1f} m from a wall, {CLEAR_OF_WALLS:g} m or more are allowed")
        return False
    return True


def _check_parked(document: Document, land: Land, key: Key, at: Place) -> None:
    """A parked car: in the open, out of the moving lanes, but where one can drive to from a lane."""
    x, y, _ = at
    if not _in_the_open(document, land, key, x, y):
        return
    away = land.lane_distance(x, y)
    if not OUT_OF_LANES <= away <= NEAR_LANE:
        text = f"is {away:.1f} m from the middle of a lane, {OUT_OF_LANES:g} to {NEAR_LANE:g} m are allowed"
        document.problem(key, text)
    elif not land.open_way(x, y, NEAR_LANE):
        text = f"cannot be reached by a car, a lane within {NEAR_LANE:g} m and no wall between is needed"
        document.problem(key, text)


def _check_stop(document: Document, land: Land, key: Key, at: tuple[float, float, float]) -> None:
    x, y, radius = at
    if not _in_the_open(document, land, key, x, y):
        return
    away = land.lane_distance(x, y)
    if away > radius:
        document.problem(key, f"is {away:.0f} m from any lane, at most its radius ({radius:g} m) is allowed")
    elif not land.open_way(x, y, radius):
        document.problem(key, f"cannot be reached by a car, a lane within {radius:g} m and no wall between is needed")


def _check_hidden(
    document: Document, land: Land, key: Key, at: tuple[float, float], draft: Draft, sight: float
) -> None:
    """No police station may look at a hideout."""
    for row in draft.stations.values():
        seen_from = (row["at"][0], row["at"][1])
        away = math.dist(at, seen_from)
        if away <= sight and not land.wall_between(at, seen_from, EYES):
            text = f'is in view of the police station "{row["name"]}" {away:.0f} m away, '
            document.problem(key, text + f"a building between or more than {sight:g} m are needed")


def _check_start(document: Document, land: Land, start: Place, kerb: Place | None) -> None:
    _check_parked(document, land, ("start",), start)
    away = math.dist(start[:2], kerb[:2]) if kerb is not None else math.inf
    if away < NOT_THE_KERB:
        text = f"is {away:.0f} m from the kerb, {NOT_THE_KERB:g} m or more are allowed (or leave it out)"
        document.problem(("start",), text)


def _check_walk(document: Document, land: Land, key: Key, path: tuple[tuple[float, float], ...]) -> None:
    """Somebody on foot goes straight from point to point: none of them in a wall, none between."""
    for k, (x, y) in enumerate(path, 1):
        if not land.holds(x, y):
            document.problem(key, f"has point {k} outside the city, {_limits(land)} are allowed")
            return
        away = land.wall_distance(x, y)
        if away < ON_FOOT:
            document.problem(key, f"has point {k} {away:.1f} m from a wall, {ON_FOOT:g} m or more are allowed")
            return
    for k, (a, b) in enumerate(pairwise(path), 1):
        if land.wall_between(a, b, 0.5):
            document.problem(key, f"has a wall between points {k} and {k + 1}, open ground is needed")
            return


def _check_sidewalks(document: Document, land: Land, at: tuple[float, float], radius: float) -> None:
    """People walk along the kerbs of blocks and in lots: some of either must lie in their circle."""
    away = land.sidewalk_distance(*at)
    if away > radius:
        text = f"is {away:.0f} m from any sidewalk or lot, at most the radius ({radius:g} m) is allowed"
        document.problem(("bystanders", "at"), text)


def _check_door(document: Document, land: Land, door: tuple[float, float], kerb: Place | None) -> None:
    x, y = door
    if not land.holds(x, y):
        document.problem(("door",), f"lies outside the city, {_limits(land)} are allowed")
        return
    away = math.dist(door, kerb[:2]) if kerb is not None else 0.0
    if away > FARTHEST_DOOR:
        document.problem(("door",), f"is {away:.0f} m from the kerb, at most {FARTHEST_DOOR:g} m are allowed")
    wall = land.wall_distance(x, y)
    if wall < 0.3:
        document.problem(("door",), "is inside a building, 0.3 m and more in front of it are allowed")
    elif wall > DOOR_AT_WALL:
        document.problem(("door",), f"is {wall:.0f} m from any building, at most {DOOR_AT_WALL:g} m are allowed")


def _check_handler(document: Document, land: Land, draft: Draft) -> None:
    """She will not risk her life for him: never at a job site."""
    key: Key = ("handler", "at")
    x, y = draft.handler["at"]
    if not _in_the_open(document, land, key, x, y):
        return
    for name in ("kerb", "door"):
        if name in draft.head:
            away = math.dist((x, y), draft.head[name][:2])
            if away < NO_HANDLER_WITHIN:
                text = f"is {away:.0f} m from the {name}: she is never at a job site, "
                document.problem(key, text + f"{NO_HANDLER_WITHIN:g} m or more are allowed")
                return


def _check_unit(document: Document, land: Land, key: Key, at: Place, kerb: Place | None) -> None:
    """A police car that starts here must be on a lane, facing along it, and far from the job."""
    x, y, _ = at
    if not _in_the_open(document, land, key, x, y):
        return
    _check_on_lane(document, land, key, at)
    _check_away(document, key, at, kerb)


def _check_away(document: Document, key: Key, at: Place, kerb: Place | None) -> None:
    away = math.dist(at[:2], kerb[:2]) if kerb is not None else math.inf
    if away < NO_UNIT_WITHIN:
        document.problem(key, f"is {away:.0f} m from the kerb, {NO_UNIT_WITHIN:g} m or more are allowed")


def _check_on_lane(document: Document, land: Land, key: Key, at: Place) -> None:
    x, y, heading = at
    roads = land.city.roads
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
