"""Mistakes planted one at a time in sound level files, each with the file, key and line that must be named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mangled import JOB, RICH, TOWN

from game.level import city_fields, heist_fields
from game.level.expand import GRID
from game.level.schema import REQUIRED, Field
from game.level.text import Entry, Key, scan, show_key

FILES = {"job": JOB, "town": TOWN, "rich": RICH}


@dataclass(frozen=True)
class Mistake:
    """name: the file it is in; text: the whole file with it; key and line: what a problem must name."""

    kind: str
    name: str
    text: str
    key: str
    line: int


def mistakes() -> list[Mistake]:
    """The whole catalogue."""
    return [mistake for name in FILES for mistake in (*_of_fields(name), *_of_paths(name))] + list(_by_hand())


def _field(name: str, key: Key) -> Field | None:
    """The field that a key of a file is."""
    if name == "job":
        if len(key) == 1:
            return heist_fields.HEIST.get(str(key[0]))
        table = heist_fields.ONCE.get(str(key[0])) or heist_fields.ROWS.get(str(key[0]), ({}, 0, 0))[0]
        return table.get(str(key[-1])) if len(key) == (3 if isinstance(key[1], int) else 2) else None
    if key[0] == "city" and len(key) == 2:
        return city_fields.CITY.get(str(key[1]))
    if key[0] == "road" and len(key) == 3:
        return city_fields.ROAD["path"]
    table = GRID if key[0] == "grid" else city_fields.NAMED.get(str(key[0]), {})
    return table.get(str(key[2])) if len(key) == 3 else None


def _of_fields(name: str) -> Iterator[Mistake]:
    """In every value of a file: wrong types, values out of range, names misspelt, keys left out."""
    text = FILES[name]
    for entry in scan(text):
        field = _field(name, entry.key)
        if field is None or "=" not in text[entry.start : entry.end]:
            continue
        for value in _bad_values(field):
            yield _valued(name, entry, value)
        if entry.key[0] != "road":
            yield _renamed(name, entry)
            if field.default is REQUIRED:
                yield _left_out(name, entry)


def _bad_values(field: Field) -> list[str]:
    kind = field.schema.get("type", "other")
    if kind in ("number", "integer"):
        low, high = field.schema["minimum"], field.schema["maximum"]
        return ['"many"', "nan", str(low - 1), str(high + 1), "[1]"]
    if kind == "array":
        return ["7", '"1, 2"', "{}"]
    return ["7", "[true]", "1979-05-27"] if kind == "string" else ['"blue and green"', "3.5"]


def _edited(text: str, entry: Entry, new: str) -> str:
    return text[: entry.start] + new + text[entry.end :]


def _valued(name: str, entry: Entry, value: str) -> Mistake:
    text = FILES[name]
    word = text[entry.start : entry.end].split("=", 1)[0]
    key = _shown(entry.key)
    return Mistake(f"{key} = {value}", name, _edited(text, entry, f"{word}= {value}"), key, entry.line)


def _shown(key: Key) -> str:
    return show_key(key)


def _renamed(name: str, entry: Entry) -> Mistake:
    text = FILES[name]
    word = str(entry.key[-1])
    typo = word[:-1] + "x" if len(word) > 3 else word + "x"
    part = text[entry.start : entry.end].replace(word, typo, 1)
    return Mistake(f"{typo} for {word}", name, _edited(text, entry, part), _shown((*entry.key[:-1], typo)), entry.line)


def _left_out(name: str, entry: Entry) -> Mistake:
    """The table is named, where there is one; its line, or the first of the file for the file itself."""
    text = FILES[name]
    rest = text[entry.end :]
    rest = rest[re.match(r"\s*,?\s*", rest).end() :] if "{" in text[: entry.start].split("\n")[-1] else rest  # type: ignore[union-attr]
    before = text[: entry.start].rstrip(", ") if rest.startswith("}") else text[: entry.start]
    parent = entry.key[:-1]
    lines = {e.key: e.line for e in scan(text)}
    return Mistake(f"no {entry.key[-1]}", name, before + rest, _shown(parent), lines.get(parent, 1))


# ---- paths
def _of_paths(name: str) -> Iterator[Mistake]:
    """In every path of a file: points that are none, outlines and streets that make no sense."""
    text = FILES[name]
    for entry in scan(text):
        found = re.search(r'"([-\d., ]+,[-\d., ]+ [-\d., ]+)"', text[entry.start : entry.end])
        if found is None or (entry.key[-1] == "path") == (entry.key[0] == "road"):
            continue
        points = found[1].split()
        key = entry.key if entry.key[-1] == "path" else (*entry.key, "path")
        for kind, changed in _bad_paths(points):
            part = text[entry.start : entry.end].replace(found[1], " ".join(changed), 1)
            yield Mistake(f"{kind} in {_shown(key)}", name, _edited(text, entry, part), _shown(key), entry.line)


def _bad_paths(points: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "one point", points[:1]
    yield "a word", [*points[:-1], "there"]
    yield "half a point", [*points[:-1], points[-1].split(",")[0]]
    yield "a point too far", [*points[:-1], "150,99999"]
    yield "outside the city", [*points[:-1], "299.5,450"]
    yield "the same point twice", [points[0], *points]
    yield "not a number", [*points[:-1], "nan,40"]


# ---- what only makes no sense together
BANK = 'path="161,196 185,196 185,222 161,222"'
TOGETHER = [  # file, what stands there, what is put in its place, the key that must be named
    ("town", '"Middle St"  = "150,40 150,260"', '"Middle St"  = "150,40 150,200"', 'road.street."Middle St"'),
    ("town", '"40,150 150,150"', '"60,150 120,150"', 'road.alley."Cross Alley"'),
    ("town", '"40,150 150,150"', '"40,150 150,75 150,150 60,60"', 'road.alley."Cross Alley"'),
    ("town", '"40,150 150,150"', '"150,60 150,140"', 'road.alley."Cross Alley"'),
    ("town", '"213,40 213,150"', '"213,40 213,95,5 213,150"', 'road.aisle."Market Lot"'),
    ("town", '"213,40 213,150"', '{path="213,40 213,130", oneway=true, dead_end=true}', 'road.aisle."Market Lot"'),
    ("town", '"150,150 260,150"', '{path="150,150 240,150", dead_end=true}', 'road.oneway."Bank St"'),
    ("town", "[road.alley]", "[road.ally]", "road.ally"),
    ("town", 'style = "low"', 'style = "high"', "city.style"),
    ("town", 'style="homes"', 'style="hoems"', "district.West.style"),
    ("town", 'style="bank"', 'style="bnak"', 'building."First Bank".style'),
    ("town", BANK, 'path="161,196 161,222 185,196 185,222"', 'building."First Bank".path'),
    ("town", BANK, 'path="161,196 185,196 185,196.4 161,196.4"', 'building."First Bank".path'),
    ("town", BANK, 'path="140,196 165,196 165,222 140,222"', 'building."First Bank".path'),
    ("town", BANK, 'path="205,70 220,70 220,90 205,90"', 'building."First Bank".path'),
    ("town", "size  = [300, 300]", "size  = [300.5, 300]", "city.size"),
    ("town", "size  = [300, 300]", "size  = [4000, 4000]", "city.size"),
    ("town", "lot=[14, 30], depth=30", "lot=[30, 14], depth=30", "style.low.lot"),
    ("rich", "145,185,5.5 160,185,5.5", "100,185,5.5 160,185,5.5", 'road.flyover."High Rd"'),
    ("rich", "145,185,5.5 160,185,5.5", "145,185,3.5 160,185,3.5", 'road.flyover."High Rd"'),
    ("rich", '"Middle St", "High Rd",', '"Middel St", "High Rd",', "grid.SE.sides[0]"),
    ("rich", '"100 Elm St"', '"Elm St 100"', "grid.SE.up[0]"),
    ("rich", '"100 Elm St"', '"900 Elm St"', "grid.SE.up[0]"),
    ("rich", 'class="street", origin', 'class="sreet", origin', "grid.SE.class"),
    ("job", 'city       = "town"', 'city       = "twon"', "city"),
    ("job", 'city       = "town"', 'city       = "../town"', "city"),
    ("job", 'car        = "trans_am"', 'car        = "trans_ma"', "car"),
    ("job", 'model     = "fury_police"', 'model     = "furry"', "police.model"),
    ("job", '"ltd", "pinto"', '"ltd", "pintoo"', "traffic.models[1]"),
    ("job", 'model = "ltd"', 'model = "lte"', "switch_car[0].model"),
    ("job", "[[crew]]                       #", "[[krew]] #", "krew"),
    ("job", "[handler]", "[handlre]", "handlre"),
    ("job", "at = [75, 47.5]", "at = [150, 120]", "handler.at"),
    ("job", "at = [75, 47.5]", "at = [400, 120]", "handler.at"),
    ("job", "format     = 1", "format     = 2", "format"),
]
PLACES = [  # key, its line's start in the job, values that no place may have
    ("kerb", "kerb       = ", ["[154.6, 1204, 90]", "[151.7, 204, 90]", "[170, 204, 90]", "[-5, 20, 0]"]),
    ("door", "door       = ", ["[165, 208]", "[151, 208]", "[159.5, 120]", "[400, 208]"]),
    ("hideout[0].at", "at     = ", ["[170, 204]", "[95, 185]", "[600, 20]", "[299.5, 150]", "[66, 44]"]),
    ("switch_car[0].at", "at    = ", ["[213, 80, 90]", "[170, 204, 90]", "[160, 80, 90]", "[400, 80, 90]"]),
    ("station[0].at", "at   = [60", ["[60, 38.3, 180]", "[60, 60, 0]", "[151.7, 100, 90]", "[60, 383, 0]"]),
    ("police.patrols[0]", "patrols   = ", ["[[100, 60, 0]]", "[[100, 38.3, 180]]", "[[151.7, 160, 90]]"]),
]


def _by_hand() -> Iterator[Mistake]:
    for name, old, new, key in TOGETHER:
        text = FILES[name]
        assert text.count(old) == 1, old
        line = text[: text.index(old)].count("\n") + 1
        yield Mistake(f"{new} for {old}", name, text.replace(old, new), key, line)
    for key, start, values in PLACES:
        assert JOB.count(f"\n{start}") == 1, start
        place = JOB.index(f"\n{start}") + 1
        end = JOB.index("]" if "patrols" not in key else "]]", place) + (2 if "patrols" in key else 1)
        for value in values:
            text = JOB[:place] + start.split("= ")[0] + f"= {value}" + JOB[end:]
            yield Mistake(f"{key} = {value}", "job", text, key, JOB[:place].count("\n") + 1)
