"""Reading a heist and the rules it is played by."""

import dataclasses
import hashlib
import json
import math
from typing import Any

from game.core.setup import DIFFICULTIES
from game.level.heist_fields import GROUPS, HEIST, MAYBE, MOST_UNITS, ONCE, ROWS, TABLES
from game.level.model import (
    Bystanders,
    CarSpec,
    Charge,
    CrewMember,
    Difficulty,
    Heist,
    Hideout,
    Objective,
    PlacedUnit,
    Rules,
    Setting,
    Station,
    Sting,
    SwitchCar,
    Witness,
)
from game.level.schema import (
    Field,
    ascending,
    flag,
    items_of,
    listed,
    many,
    number,
    read_fields,
    read_table,
    suggestion,
    text,
    whole,
)
from game.level.text import Document, Key


def place(values: tuple[float, ...]) -> tuple[float, float, float]:
    """[x, y, degrees] of a file as x, y, radians in (-π, π]."""
    angle = math.radians(values[2])
    return values[0], values[1], math.atan2(math.sin(angle), math.cos(angle))


def digest(values: Any) -> str:
    """A hash of what a file says; comments and the order of its entries don't count."""
    return hashlib.blake2b(json.dumps(values, sort_keys=True).encode(), digest_size=8).hexdigest()


# ---- the heist
Row = dict[str, Any]


@dataclasses.dataclass
class Draft:
    """What a heist's file says, as far as it is sound: a field or row with a problem is not there.
    Rows keep their place in the file as the key; a table that was left out is empty."""

    head: Row
    crew: dict[int, Row]
    hideouts: dict[int, Row]
    exits: dict[int, Row]
    switch_cars: dict[int, Row]
    placed: dict[int, Row]
    witnesses: dict[int, Row]
    objectives: dict[int, Row]
    stations: dict[int, Row]
    police: Row
    traffic: Row
    bystanders: Row
    sting: Row | None
    settings: dict[str, Row]
    debriefing: Row
    handler: Row


def read_draft(document: Document, cars: tuple[CarSpec, ...]) -> Draft:
    """The heist of a file, every problem noted; its places are not yet checked against the city."""
    values = document.values
    for name in values:
        if name not in HEIST and name not in TABLES:
            known = (*HEIST, *TABLES)
            document.problem((name,), f"unknown key{suggestion(name, known)}, {listed(known, 40)}")
    rows = {name: _rows(document, name, *told) for name, told in ROWS.items()}
    tables = {name: read_fields(document, (name,), values.get(name, {}), fields) for name, fields in ONCE.items()}
    maybe = {name: read_fields(document, (name,), values[name], MAYBE[name]) for name in MAYBE if name in values}
    draft = Draft(
        head=read_fields(document, (), {k: v for k, v in values.items() if k in HEIST}, HEIST),
        crew=rows["crew"],
        hideouts=rows["hideout"],
        exits=rows["exit"],
        switch_cars=rows["switch_car"],
        placed=rows["placed"],
        witnesses=rows["witness"],
        objectives=rows["objective"],
        stations=rows["station"],
        police=tables["police"],
        traffic=tables["traffic"],
        bystanders=maybe.get("bystanders", {}),
        sting=maybe.get("sting"),
        settings=_settings(document),
        debriefing=maybe.get("debriefing", {}),
        handler=maybe.get("handler", {}),
    )
    _check_models(document, draft, tuple(car.id for car in cars))
    return draft


PLAIN = (  # fields of a Heist that stand in the file as they are
    *("title", "city", "hour", "weather", "car", "door", "inside", "take", "time_limit", "briefing"),
    *("police_briefing", "sides", "disguise", "money"),
)


def make_heist(heist_id: str, draft: Draft) -> Heist:
    """The heist of a draft without problems."""
    head, police, traffic = draft.head, draft.police, draft.traffic
    return Heist(
        id=heist_id,
        kerb=place(head["kerb"]),
        start=place(head["start"]) if head["start"] is not None else None,
        crew=tuple(CrewMember(**row) for row in draft.crew.values()),
        hideouts=_circles(draft.hideouts),
        exits=_circles(draft.exits),
        switch_cars=tuple(SwitchCar(row["model"], place(row["at"])) for row in draft.switch_cars.values()),
        police_model=police["model"],
        patrols=tuple(place(at) for at in police["patrols"]),
        placed=tuple(
            PlacedUnit(place(row["at"]), row["model"] or police["model"], row["wakes"]) for row in draft.placed.values()
        ),
        stations=tuple(Station(row["name"], *place(row["at"])) for row in draft.stations.values()),
        max_units=police["max_units"],
        traffic=traffic["cars"],
        traffic_models=traffic["models"],
        witnesses=tuple(Witness(**{**row, "path": spots(row["path"])}) for row in draft.witnesses.values()),
        bystanders=_bystanders(draft.bystanders),
        objectives=tuple(Objective(**row) for row in draft.objectives.values()),
        sting=Sting(**draft.sting) if draft.sting is not None else None,
        settings=tuple((name, Setting(**row)) for name, row in draft.settings.items()),
        debriefings=tuple((outcome, said) for outcome, said in draft.debriefing.items() if said),
        handler=draft.handler.get("at"),
        **{key: head[key] for key in PLAIN},
    )


def spots(path: Any) -> tuple[tuple[float, float], ...]:
    """The points of a path of a file, (k, 3), as x, y."""
    return tuple((float(x), float(y)) for x, y, _ in path)


def _circles(rows: dict[int, Row]) -> tuple[Hideout, ...]:
    return tuple(Hideout(row["name"], row["at"][0], row["at"][1], row["radius"]) for row in rows.values())


def _bystanders(row: Row) -> Bystanders:
    return Bystanders(row["count"], row["at"][0], row["at"][1], row["radius"]) if row else Bystanders()


def _settings(document: Document) -> dict[str, Row]:
    """What each difficulty changes, as far as it is sound; those that the file does not name are not there."""
    given = document.values.get("setting", {})
    if not isinstance(given, dict):
        document.problem(("setting",), "is no table, [setting.easy] and the like are allowed")
        return {}
    fields = GROUPS["setting"]
    for name in given:
        if name not in fields:
            text_ = f"is no difficulty{suggestion(name, tuple(fields))}, {listed(tuple(fields))} are allowed"
            document.problem(("setting", name), text_)
    named = [name for name in fields if name in given]
    read = {name: read_table(document, ("setting", name), given[name], fields[name]) for name in named}
    return {name: row for name, row in read.items() if row is not None}


def _rows(document: Document, table: str, fields: dict[str, Field], least: int, most: int) -> dict[int, Row]:
    """The sound entries of an array of tables, by their number."""
    before = len(document.problems)
    items = items_of(document, (table,), document.values.get(table, []), list)
    if len(document.problems) > before:
        return {}
    if not least <= len(items) <= most:
        document.problem((table,), f"has {len(items)} entries, {least} to {most} [[{table}]] are allowed")
        return {}
    rows = {k: read_table(document, (table, k), item, fields) for k, item in enumerate(items)}
    return {k: row for k, row in rows.items() if row is not None}


def _check_models(document: Document, draft: Draft, known: tuple[str, ...]) -> None:
    named: list[tuple[Key, str | None]] = [(("car",), draft.head.get("car"))]
    named += [(("police", "model"), draft.police.get("model"))]
    named += [(("switch_car", k, "model"), row["model"]) for k, row in draft.switch_cars.items()]
    named += [(("placed", k, "model"), row["model"]) for k, row in draft.placed.items()]
    named += [(("traffic", "models", k), model) for k, model in enumerate(draft.traffic.get("models", ()))]
    for key, model in named:
        if model is not None and model not in known:
            text_ = f'"{model}" is no car of cars.toml{suggestion(model, known)}, {listed(known, 30)} are allowed'
            document.problem(key, text_)


# ---- rules
CHARGE = {
    "kind": text(40),
    "text": text(80),
    "felony": number(0, 100),
    "warning": number(0, 100),
    "cooldown": number(0, 1e6),
    "phoned": flag(),
}
DIFFICULTY = {"sight": number(0.1, 4), "bust": number(0.1, 10), "search": number(0.1, 10), "units": whole(-8, 8)}
LISTS = {"heat_from": ascending(5, 0, 100), "units_by_heat": many(whole(0, MOST_UNITS), 5, 5)}
RULES = {
    f.name: LISTS.get(f.name, number(0, 10_000))
    for f in dataclasses.fields(Rules)
    if f.name not in ("charges", "difficulties")
}


def read_rules(document: Document) -> Rules | None:
    """The numbers of the rules, or None if anything is wrong with them."""
    _only(document, ("rules", "charge", "difficulty"))
    values = document.values
    numbers_ = read_table(document, ("rules",), values.get("rules", {}), RULES)
    charges = _rows(document, "charge", CHARGE, 1, 100)
    levels = values.get("difficulty", {})
    found = {}
    for name in levels if isinstance(levels, dict) else ():
        if name not in DIFFICULTIES:
            document.problem(("difficulty", name), f"is no difficulty, {listed(DIFFICULTIES)} are allowed")
    for name in DIFFICULTIES:
        entry = levels.get(name, {}) if isinstance(levels, dict) else levels
        found[name] = read_table(document, ("difficulty", name), entry, DIFFICULTY)
    if numbers_ is None or document.problems:
        return None
    difficulties = tuple((name, Difficulty(**entry)) for name, entry in found.items() if entry is not None)
    return Rules(charges=tuple(Charge(**row) for row in charges.values()), difficulties=difficulties, **numbers_)


def _only(document: Document, allowed: tuple[str, ...]) -> None:
    for name in document.values:
        if name not in allowed:
            document.problem((name,), f"unknown table{suggestion(name, allowed)}, {listed(allowed)} are allowed")
