"""What a table of a level file may hold: fields with types, ranges and defaults, and one function that
checks a table against them and collects every problem."""

import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.level.plan import HIGHEST, LOWEST
from game.level.text import Document, Key, clip

REQUIRED: Any = object()
FORMAT = 1  # of level and city files
MOST_ITEMS = 4000  # entries of one table or array
MOST_POINTS = 400  # points of one path
FARTHEST = 100_000.0  # m: no coordinate is larger

PLAIN_TEXT = r"^[^\x00-\x09\x0b-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x09\x0b-\x1f\x7f]*$"  # something to read
COORDINATE = r"-?\d{1,6}(\.\d{1,6})?"
ID = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")


Schema = dict[str, Any]


class Bad(Exception):
    """A value that a field refuses: the text says what is wrong and what is allowed; at: which item of it."""

    def __init__(self, text: str, at: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        self.at = at


@dataclass(frozen=True, slots=True)
class Field:
    """read: turns the raw value into the wanted one or raises Bad. schema: the same as JSON Schema, as far as
    that can say it. default: REQUIRED, or what stands for the value where there is none."""

    read: Callable[[Any], Any]
    schema: Schema
    default: Any = REQUIRED

    def about(self, text: str) -> "Field":
        """The field with a description, for editors that show one."""
        return replace(self, schema={**self.schema, "description": text})


def number(low: float, high: float, default: Any = REQUIRED) -> Field:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Bad(f"is {_shown(value)}, a number from {low:g} to {high:g} is allowed")
        if not low <= value <= high:  # nan fails this too
            raise Bad(f"is {_shown(value)}, {low:g} to {high:g} is allowed")
        return float(value)

    return Field(read, {"type": "number", "minimum": low, "maximum": high}, default)


def whole(low: int, high: int, default: Any = REQUIRED) -> Field:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Bad(f"is {_shown(value)}, a whole number from {low} to {high} is allowed")
        if not low <= value <= high:
            raise Bad(f"is {_shown(value)}, {low} to {high} is allowed")
        return value

    return Field(read, {"type": "integer", "minimum": low, "maximum": high}, default)


def text(most: int, default: Any = REQUIRED) -> Field:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Bad(f"is {_shown(value)}, a text of at most {most} characters is allowed")
        if not value.strip() or len(value) > most:
            raise Bad(f"has {len(value)} characters, 1 to {most} are allowed")
        if any(not c.isprintable() and c != "\n" for c in value):
            raise Bad("has a control character, plain text is allowed")
        return value.strip()

    return Field(read, {"type": "string", "maxLength": most, "pattern": PLAIN_TEXT}, default)


def flag(default: Any = REQUIRED) -> Field:
    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Bad(f"is {_shown(value)}, true or false is allowed")
        return value

    return Field(read, {"type": "boolean"}, default)


def ascending(count: int, low: float, high: float) -> Field:
    """A list of exactly `count` numbers, each larger than the one before."""
    plain = numbers(count, low, high)

    def read(value: Any) -> tuple[float, ...]:
        found: tuple[float, ...] = plain.read(value)
        for k in range(1, count):
            if found[k] <= found[k - 1]:
                raise Bad(f"is {found[k]:g} after {found[k - 1]:g}, each must be larger than the one before", (k,))
        return found

    return Field(read, plain.schema)


def choice(allowed: tuple[str, ...], default: Any = REQUIRED) -> Field:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise Bad(f"is {_shown(value)}{suggestion(value, allowed)}, one of {listed(allowed)} is allowed")
        return value

    return Field(read, {"enum": list(allowed)}, default)


def identifier(default: Any = REQUIRED) -> Field:
    """The name of a file or of a table's row: it never becomes a path to anywhere else."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not ID.fullmatch(value):
            raise Bad(f"is {_shown(value)}, an id of small letters, digits and _ is allowed (no path)")
        return value

    return Field(read, {"type": "string", "pattern": f"^{ID.pattern}$"}, default)


def version() -> Field:
    """The format a file is written in; one that says nothing is of the first."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or value != FORMAT:
            raise Bad(f"is {_shown(value)}, this game reads format {FORMAT}")
        return FORMAT

    return Field(read, {"const": FORMAT}, FORMAT)


def numbers(count: int, low: float, high: float, default: Any = REQUIRED) -> Field:
    """A list of exactly `count` numbers, as a tuple."""
    one = number(low, high)

    def read(value: Any) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise Bad(f"is {_shown(value)}, a list of {count} numbers is allowed")
        return tuple(one.read(item) for item in value)

    return Field(read, _array(one, count, count), default)


def rising(low: float, high: float, default: Any = REQUIRED) -> Field:
    """A range [from, to]."""
    pair = numbers(2, low, high)

    def read(value: Any) -> tuple[float, ...]:
        found: tuple[float, ...] = pair.read(value)
        if found[0] > found[1]:
            raise Bad(f"is {_shown(value)}, the first number must not be larger than the second")
        return found

    return Field(read, pair.schema, default)


def many(one: Field, least: int, most: int, default: Any = REQUIRED) -> Field:
    """A list whose items are all alike, as a tuple."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise Bad(f"is {_shown(value)}, a list of {least} to {most} is allowed")
        return tuple(_item(one, k, item) for k, item in enumerate(value))

    return Field(read, _array(one, least, most), default)


def _array(one: Field, least: int, most: int) -> Schema:
    return {"type": "array", "items": one.schema, "minItems": least, "maxItems": most}


def _item(one: Field, k: int, item: Any) -> Any:
    try:
        return one.read(item)
    except Bad as bad:
        raise Bad(str(bad), (k, *bad.at)) from None


def path(least: int, heights: bool = False, most: int = MOST_POINTS) -> Field:
    """ "x,y x,y …" as an array (k, 3); the third number of a point, its height, is nan unless allowed and given."""

    def read(value: Any) -> NDArray[np.float64]:
        if not isinstance(value, str):
            raise Bad(f'is {_shown(value)}, a text such as "10,20 30,40" is allowed')
        words = value.split()
        if not least <= len(words) <= most:
            raise Bad(f"has {len(words)} points, {least} to {most} are allowed")
        points = np.array([_point(word, heights) for word in words])
        if (np.abs(np.diff(points[:, :2], axis=0)).max(1) < 0.1).any():
            raise Bad("has the same point twice in a row, points 0.1 m apart and more are allowed")
        return points

    return Field(read, {"type": "string", "pattern": _path_pattern(least, most, heights)})


def _path_pattern(least: int, most: int, heights: bool) -> str:
    point = f"{COORDINATE},{COORDINATE}" + (f"(,{COORDINATE})?" if heights else "")
    return rf"^\s*{point}(\s+{point}){{{least - 1},{most - 1}}}\s*$"


def _point(word: str, heights: bool) -> list[float]:
    most = 3 if heights else 2
    parts = word.split(",")
    if not 2 <= len(parts) <= most or not all(re.fullmatch(COORDINATE, part, re.ASCII) for part in parts):
        form = "x,y or x,y,z" if heights else "x,y"
        raise Bad(f'has the point "{clip(word)}", {form} in metres is allowed')
    values = [float(part) for part in parts]
    if any(abs(v) > FARTHEST for v in values) or (len(values) == 3 and not LOWEST <= values[2] <= HIGHEST):
        allowed = f"coordinates up to {FARTHEST:g} m and heights of {LOWEST:g} to {HIGHEST:g} are allowed"
        raise Bad(f'has the point "{clip(word)}", {allowed}')
    return [*values, math.nan] if len(values) == 2 else values


# ---- checking a table
def read_table(document: Document, key: Key, value: Any, fields: Mapping[str, Field]) -> dict[str, Any] | None:
    """The table's fields with defaults filled in, or None if anything is wrong with it."""
    before = len(document.problems)
    result = read_fields(document, key, value, fields)
    return result if len(document.problems) == before else None


def read_fields(document: Document, key: Key, value: Any, fields: Mapping[str, Field]) -> dict[str, Any]:
    """The table's sound fields, with defaults for those left out; every problem is noted."""
    if not isinstance(value, dict):
        document.problem(key, f"is {_shown(value)}, a table is allowed")
        return {}
    result: dict[str, Any] = {}
    for name in value:
        if name not in fields:
            document.problem((*key, name), f"unknown key{suggestion(name, tuple(fields))}, {listed(tuple(fields))}")
    for name, wanted in fields.items():
        if name in value:
            try:
                result[name] = wanted.read(value[name])
            except Bad as bad:
                document.problem((*key, name, *bad.at), str(bad))
        elif wanted.default is REQUIRED:
            document.problem(key, f'needs the key "{name}"')
        else:
            result[name] = wanted.default
    return result


def items_of(document: Document, key: Key, value: Any, kind: type[dict[str, Any]] | type[list[Any]]) -> list[Any]:
    """The (name, item) pairs of a table of tables, or the items of an array, if it is one of fair size."""
    if not isinstance(value, kind):
        what = "a table" if kind is dict else "an array"
        document.problem(key, f"is {_shown(value)}, {what} is allowed")
        return []
    if len(value) > MOST_ITEMS:
        document.problem(key, f"has {len(value)} entries, at most {MOST_ITEMS} are allowed")
        return []
    return list(value.items()) if isinstance(value, dict) else list(value)


def suggestion(name: Any, allowed: tuple[str, ...]) -> str:
    """' (did you mean "x"?)' when a name is close to one that is allowed."""
    if not isinstance(name, str):
        return ""
    close = difflib.get_close_matches(name[:60], allowed, 1)
    return f' (did you mean "{close[0]}"?)' if close else ""


def listed(names: tuple[str, ...], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else shown + ", …"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{clip(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if math.isfinite(value) else str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "a very large number"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "a table" if isinstance(value, dict) else "a date or time"
