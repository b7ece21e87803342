"""JSON Schemas (draft 2020-12) of level files, for editors: built from the same fields that the reader uses.

They say what one value may be; what values mean together only `the-driver check` knows."""

from collections.abc import Mapping
from typing import Any

from game.level.city_fields import CITY, NAMED, ROAD, TOP
from game.level.city_file import NAME
from game.level.expand import GRID
from game.level.expand_ramps import INTERCHANGE
from game.level.heist_fields import GROUPS, HEIST, MAYBE, ONCE, ROWS
from game.level.schema import MOST_ITEMS, REQUIRED, Field, Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NEEDED = ("city", "class", "style", "road")  # tables without which there is no city


def city_schema() -> Schema:
    """Of a city file."""
    tables: dict[str, Schema] = {"city": _table(CITY), "road": _entries(_entries(_road()))}
    named = NAMED | {"grid": GRID, "interchange": INTERCHANGE}
    tables |= {name: _entries(_table(fields)) for name, fields in named.items()}
    return _file("A city of The Driver", TOP, tables, NEEDED)


def heist_schema() -> Schema:
    """Of a heist file."""
    tables = {name: _table(fields) for name, fields in (ONCE | MAYBE).items()}
    tables |= {name: _group(members) for name, members in GROUPS.items()}
    rows = {
        name: {"type": "array", "items": _table(fields), "minItems": least, "maxItems": most}
        for name, (fields, least, most) in ROWS.items()
    }
    needed = [name for name, fields in ONCE.items() if _needs(fields)]
    needed += [name for name, (_, least, _) in ROWS.items() if least > 0]
    return _file("A heist of The Driver", HEIST, tables | rows, needed)


def _file(title: str, fields: Mapping[str, Field], tables: dict[str, Schema], needed: Any) -> Schema:
    whole = _table(fields)
    return {
        "$schema": DRAFT,
        "title": title,
        **whole,
        "properties": whole["properties"] | tables,
        "required": [*whole["required"], *needed],
    }


def _needs(fields: Mapping[str, Field]) -> list[str]:
    return [name for name, field in fields.items() if field.default is REQUIRED]


def _table(fields: Mapping[str, Field]) -> Schema:
    return {
        "type": "object",
        "properties": {name: _value(field) for name, field in fields.items()},
        "required": _needs(fields),
        "additionalProperties": False,
    }


def _group(members: Mapping[str, Mapping[str, Field]]) -> Schema:
    """A table of tables whose names are given."""
    tables = {name: _table(fields) for name, fields in members.items()}
    return {"type": "object", "properties": tables, "additionalProperties": False}


def _value(field: Field) -> Schema:
    if field.default is REQUIRED or field.default is None:
        return field.schema
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    return {**field.schema, "default": default}


def _entries(one: Schema) -> Schema:
    """A table whose keys are names that a person gives."""
    return {
        "type": "object",
        "propertyNames": NAME.schema,
        "additionalProperties": one,
        "maxProperties": MOST_ITEMS,
    }


def _road() -> Schema:
    """A street: its path alone, or a table with more."""
    return {"oneOf": [ROAD["path"].schema, _table(ROAD)]}
