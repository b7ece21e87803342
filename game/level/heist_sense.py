"""Whether the parts of a heist go together: what can be told without its city."""

import math

from game.level.heist_fields import MOST_BYSTANDERS, MOST_TRAFFIC, MOST_UNITS
from game.level.heist_file import Draft
from game.level.schema import listed
from game.level.text import Document, Key, show_key

APART = 6.0  # m between two cars that are parked when the job starts


def check_sense(document: Document, draft: Draft) -> None:
    """Note what contradicts something else in the file."""
    _check_sides(document, draft)
    _check_sting(document, draft)
    _check_wakes(document, draft)
    _check_objectives(document, draft)
    _check_settings(document, draft)
    _check_apart(document, draft)


def _check_sides(document: Document, draft: Draft) -> None:
    sides = draft.head.get("sides", ())
    if len(set(sides)) < len(sides):
        document.problem(("sides",), f"names {sides[0]} twice, each side once is allowed")
    if "police" not in sides:
        return
    if not draft.head.get("police_briefing", "x"):
        document.problem(("sides",), 'has "police", which needs the key "police_briefing"')
    if not draft.police.get("patrols", ("x",)):
        document.problem(("sides",), 'has "police": who plays it drives the first patrol, police.patrols needs one')
    for name, row in draft.settings.items():
        if row["patrols"] == 0:
            text = 'is 0, but sides has "police": who plays it drives the first patrol, 1 or more are allowed'
            document.problem(("setting", name, "patrols"), text)


def _check_sting(document: Document, draft: Draft) -> None:
    """A sting lives from those who turn."""
    turns = [k for k, row in draft.crew.items() if row["turns"]]
    if draft.sting is None:
        for k in turns:
            document.problem(("crew", k, "turns"), "is true, which needs a [sting] in the file")
    elif draft.crew and not turns:
        document.problem(("sting",), "needs somebody of the crew with turns = true")


def _check_wakes(document: Document, draft: Draft) -> None:
    for k, row in draft.placed.items():
        if row["wakes"] == "turn" and draft.sting is None:
            document.problem(("placed", k, "wakes"), 'is "turn", which needs a [sting] in the file')
        if row["wakes"] == "switch" and not draft.switch_cars:
            document.problem(("placed", k, "wakes"), 'is "switch", which needs a [[switch_car]] in the file')
    units = len(draft.placed) + len(draft.police.get("patrols", ()))
    if units > MOST_UNITS:
        text = f"and police.patrols are {units} units together, {MOST_UNITS} are allowed"
        document.problem(("placed",), text)


def _check_objectives(document: Document, draft: Draft) -> None:
    kinds = [row["kind"] for row in draft.objectives.values()]
    for k, row in draft.objectives.items():
        kind, value, key = row["kind"], row["value"], ("objective", k)
        if kinds.count(kind) > 1:
            document.problem((*key, "kind"), f'"{kind}" is there {kinds.count(kind)} times, each kind once is allowed')
        if kind == "turned round" and draft.sting is None:
            document.problem((*key, "kind"), 'is "turned round", which needs a [sting] in the file')
        if kind == "clean car" and not draft.switch_cars:
            document.problem((*key, "kind"), 'is "clean car", which needs a [[switch_car]] in the file')
        _check_value(document, key, kind, value, draft.head.get("time_limit", math.inf))


def _check_value(document: Document, key: Key, kind: str, value: float, time_limit: float) -> None:
    if kind == "fast" and not 0 < value < time_limit:
        text = f"is {value:g} s, more than 0 and less than the time_limit ({time_limit:g} s) is allowed"
    elif kind == "damage" and not 0 < value <= 1:
        text = f"is {value:g}, more than 0 and up to 1 (a wreck) is allowed"
    elif kind not in ("fast", "damage") and value:
        text = f'is {value:g}, but "{kind}" has none, only {listed(("fast", "damage"))} have'
    else:
        return
    document.problem((*key, "value"), text)


def _check_settings(document: Document, draft: Draft) -> None:
    """A difficulty takes from what is listed, and its factors keep to the most there may be."""
    listed_ = {"patrols": len(draft.police.get("patrols", ())), "placed": len(draft.placed)}
    counts = {"traffic": draft.traffic.get("cars", 0), "people": draft.bystanders.get("count", 0)}
    most = {"traffic": MOST_TRAFFIC, "people": MOST_BYSTANDERS}
    for name, row in draft.settings.items():
        for what, there in listed_.items():
            if row[what] > there:
                text = f"is {row[what]}, but only {there} are listed, up to that or -1 (all) is allowed"
                document.problem(("setting", name, what), text)
        for what, count in counts.items():
            if row[what] * count > most[what]:
                text = f"makes {row[what] * count:g} of {count}, at most {most[what]} are allowed"
                document.problem(("setting", name, what), text)


def _check_apart(document: Document, draft: Draft) -> None:
    """No two cars are parked in one place."""
    head = [name for name in ("kerb", "start") if draft.head.get(name) is not None]
    places: list[tuple[Key, tuple[float, ...]]] = [((name,), draft.head[name]) for name in head]
    places += [(("switch_car", k, "at"), row["at"]) for k, row in draft.switch_cars.items()]
    places += [(("placed", k, "at"), row["at"]) for k, row in draft.placed.items()]
    for k, (key, at) in enumerate(places):
        for other, there in places[:k]:
            away = math.dist(at[:2], there[:2])
            if away < APART and (key, other) != (("start",), ("kerb",)):
                document.problem(key, f"is {away:.1f} m from {show_key(other)}, {APART:g} m or more are allowed")
