"""What a heist file may say: its tables, field by field. The reader, the JSON Schema and the lists of
allowed keys in problems all come from here."""

from game.core.setup import DIFFICULTIES, SIDES
from game.core.snapshot import OUTCOMES
from game.level.schema import Field, choice, flag, identifier, many, number, numbers, path, text, version, whole

WEATHER = ("clear", "rain", "fog")
MOST_UNITS = 8
MOST_TRAFFIC = 200
MOST_BYSTANDERS = 300
DISGUISES = ("none", "cap", "mask")
MONEY = ("notes", "marked", "chips")
OBJECTIVES = ("unseen", "no harm", "all aboard", "clean car", "fast", "damage", "turned round")
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
    "start": numbers(3, -FARTHEST, FARTHEST, None).about("[x, y, degrees] where it is at first, if not at the kerb"),
    "door": _spot().about("[x, y] where the crew comes out, in front of a building"),
    "inside": number(0, 600).about("s the crew plans to be inside"),
    "take": number(0, 1e8).about("dollars"),
    "time_limit": number(30, 3600).about("s"),
    "briefing": text(2000),
    "police_briefing": text(2000, "").about("what the Detective is told, where the police side can be played"),
    "sides": many(choice(SIDES), 1, len(SIDES), ("driver",)).about("which a person may play; the first is offered"),
    "disguise": choice(DISGUISES, "none").about("what the Driver wears over his face"),
    "money": choice(MONEY, "notes").about("how far the take can be traced"),
}
CREW = {
    "name": text(40),
    "nerve": number(0, 1),
    "punctuality": number(0, 1),
    "loyalty": number(0, 1),
    "turns": flag(False).about("the police own him: he changes sides after the hand-off (needs a [sting])"),
}
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
WITNESS = {
    "name": text(60),
    "path": path(1).about("on foot, from where he comes out to where he stays"),
    "starts": choice(("start", "alarm"), "start").about("what brings him out"),
    "delay": number(0, 600, 0.0).about("s after that"),
}
BYSTANDERS = {
    "count": whole(0, MOST_BYSTANDERS),
    "at": _spot().about("[x, y] the middle of where they walk"),
    "radius": number(20, 400, 150.0).about("m"),
}
PLACED = {
    "at": _place().about("[x, y, degrees] beside a lane: hidden, dark and silent, from before the job starts"),
    "model": identifier(None).about("an id of assets/cars.toml; that of [police] if left out"),
    "wakes": choice(("alarm", "switch", "turn", "sight"), "alarm").about("what sets it free"),
}
OBJECTIVE = {
    "kind": choice(OBJECTIVES),
    "text": text(120).about("how the screen puts it"),
    "reward": number(0, 1e6, 0.0).about("dollars"),
    "value": number(0, 3600, 0.0).about("s of fast, 0 to 1 of damage"),
}
STING = {
    "authorised": flag(False).about("permitted: badges count once, not twice"),
    "turn_after": number(0, 45, 20.0).about("s from the change of cars, or a stop at a hideout, to the turn"),
}
SETTING = {
    "patrols": whole(-1, MOST_UNITS, -1).about("how many of those listed are there; -1: all"),
    "placed": whole(-1, MOST_UNITS, -1).about("how many of those listed are there; -1: all"),
    "traffic": number(0, 4, 1.0).about("factor on the civilian cars"),
    "people": number(0, 4, 1.0).about("factor on the bystanders"),
    "late": number(0, 10, 1.0).about("factor on the crew's delays"),
    "take": number(0, 10, 1.0).about("factor on the take"),
    "inside": number(0.1, 10, 1.0).about("factor on the time inside"),
}
DEBRIEFING = {outcome: text(1000, "") for outcome in OUTCOMES if outcome != "error"}
HANDLER = {"at": _spot().about("[x, y] where she waits, 150 m and more from kerb and door")}
ONCE = {"police": POLICE, "traffic": TRAFFIC}
MAYBE = {"bystanders": BYSTANDERS, "sting": STING, "debriefing": DEBRIEFING, "handler": HANDLER}  # or left out
GROUPS = {"setting": dict.fromkeys(DIFFICULTIES, SETTING)}  # tables of tables, or left out
ROWS = {  # arrays of tables: their fields, the least and the most entries
    "crew": (CREW, 1, 6),
    "hideout": (HIDEOUT, 1, 20),
    "exit": (HIDEOUT, 0, 6),
    "switch_car": (SWITCH_CAR, 0, 6),
    "placed": (PLACED, 0, MOST_UNITS),
    "witness": (WITNESS, 0, 8),
    "objective": (OBJECTIVE, 0, 8),
    "station": (STATION, 1, 12),
}
TABLES = (*ROWS, *ONCE, *MAYBE, *GROUPS)
