"""What a heist file may say: its tables, field by field. The reader, the JSON Schema and the lists of
allowed keys in problems all come from here."""

from game.level.schema import Field, choice, identifier, many, number, numbers, text, version, whole

WEATHER = ("clear", "rain", "fog")
MOST_UNITS = 8
MOST_TRAFFIC = 200
FARTHEST = 100_000


def _spot() -> Field:
    return numbers(2, -FARTHEST, FARTHEST)


def _place() -> Field:
    return numbers(3, -FARTHEST, FARTHEST)


HEIST = {
    "format": version(),
    "title": text(80),
    "city": identifier().about("id of the city: its file lies beside this one, or is one of the game's own"),
    "city_hash": text(32, "").about("pins one version of the city: `the-driver check` tells the hash"),
    "hour": number(0, 24).about("local time: the light follows from it"),
    "weather": choice(WEATHER, "clear"),
    "car": identifier().about("the getaway car: an id of assets/cars.toml"),
    "kerb": _place().about("[x, y, degrees] where the getaway car waits, beside the lanes"),
    "door": _spot().about("[x, y] where the crew comes out, in front of a building"),
    "inside": number(0, 600).about("s the crew plans to be inside"),
    "take": number(0, 1e8).about("dollars"),
    "time_limit": number(30, 3600).about("s"),
    "briefing": text(2000),
}
CREW = {"name": text(40), "nerve": number(0, 1), "punctuality": number(0, 1), "loyalty": number(0, 1)}
HIDEOUT = {
    "name": text(60),
    "at": _spot().about("[x, y]"),
    "radius": number(3, 60, 8.0).about("m: a lane must pass within it; a car that stands within it is there"),
}
SWITCH_CAR = {"model": identifier(), "at": _place().about("[x, y, degrees] beside a lane or an aisle")}
STATION = {"name": text(60), "at": _place().about("[x, y, degrees] on a lane, where further units drive in")}
POLICE = {
    "model": identifier().about("an id of assets/cars.toml"),
    "max_units": whole(1, MOST_UNITS),
    "patrols": many(_place(), 0, MOST_UNITS, ()).about("[x, y, degrees] of units already cruising, on lanes"),
}
TRAFFIC = {
    "cars": whole(0, MOST_TRAFFIC, 30),
    "models": many(identifier(), 1, 40).about("ids of assets/cars.toml"),
}
HANDLER = {"at": _spot().about("[x, y] where she waits, 150 m and more from kerb and door")}
ONCE = {"police": POLICE, "traffic": TRAFFIC, "handler": HANDLER}
ROWS = {  # arrays of tables: their fields, the least and the most entries
    "crew": (CREW, 1, 6),
    "hideout": (HIDEOUT, 1, 20),
    "switch_car": (SWITCH_CAR, 0, 6),
    "station": (STATION, 1, 12),
}
TABLES = (*ROWS, *ONCE)
