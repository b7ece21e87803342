"""The JSON Schemas: the game's files fit them, and they agree with the reader, as both come from the same fields."""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mangled import JOB, RICH, TOWN

from game.core.rng import below
from game.level.city_file import read_city
from game.level.file import city_ids, level_file, level_ids
from game.level.heist_file import read_draft
from game.level.json_schema import city_schema, heist_schema
from game.level.tables import load_tables
from game.level.text import Document

Path = tuple[Any, ...]
CITY, HEIST = Draft202012Validator(city_schema()), Draft202012Validator(heist_schema())
CARS = load_tables().cars
WRONG = (None, {}, {"x": 1}, [[]], [1] * 500)
ODD = ("", " \n", "a\tb", "x" * 3000, "1,2", "../a", 10**10, -(10**10), 3.14159, True)
SEVERAL = (0, 1, 7, 60, 0.5, "low", "street", "10,20 30,40", "10,20 30,40,5", [1, 2], [1, 2, 3], ["ltd"], False, [])
FILES = {"town": TOWN, "rich": RICH, "job": JOB}


def by_schema(name: str, values: Any) -> bool:
    return bool((HEIST if name == "job" else CITY).is_valid(values))


def by_reader(name: str, values: Any) -> bool:
    document = Document("x.toml", values)
    if name == "job":
        read_draft(document, CARS)
    else:
        read_city(document, name)
    return not document.problems


def leaves(values: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value in a file, tables and lists included."""
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from leaves(value, (*path, key))


def replaced(values: Any, path: Path, value: Any) -> Any:
    changed = copy.deepcopy(values)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def removed(values: Any, path: Path) -> Any:
    changed = copy.deepcopy(values)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return changed


def test_the_schemas_are_schemas() -> None:
    for validator in (CITY, HEIST):
        Draft202012Validator.check_schema(validator.schema)


@pytest.mark.parametrize("name", [*level_ids(), *city_ids()])
def test_every_file_of_the_game_fits_its_schema(name: str) -> None:
    values = tomllib.loads(level_file(name).read_text(encoding="utf-8"))
    validator = CITY if name in city_ids() else HEIST
    assert [error.message for error in validator.iter_errors(values)] == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_a_key_is_judged_alike_by_schema_and_reader(name: str) -> None:
    values = tomllib.loads(FILES[name])
    paths = [path for path in leaves(values) if isinstance(path[-1], str) and (path[0] != "road" or len(path) == 1)]
    for path in paths:
        if path[:1] not in (("class",), ("style",)) or len(path) != 2:  # others name these
            changed = removed(values, path)
            assert by_schema(name, changed) == by_reader(name, changed), path


@pytest.mark.parametrize("name", FILES)
def test_whatever_the_schema_refuses_the_reader_refuses(name: str) -> None:
    values, refused = tomllib.loads(FILES[name]), 0
    paths = list(leaves(values))
    for k in range(300):
        path = paths[below(len(paths), 1978, 5, k, 0)]
        pool = (*WRONG, *ODD, *SEVERAL)
        value = pool[below(len(pool), 1978, 6, k, 0)]
        changed = replaced(values, path, value)
        sound = by_schema(name, changed)
        refused += not sound
        assert sound or not by_reader(name, changed), (path, value)
    assert refused > 100


@pytest.mark.parametrize("name", FILES)
def test_values_of_a_wrong_kind_are_refused_by_both(name: str) -> None:
    values = tomllib.loads(FILES[name])
    for path in leaves(values):
        for value in (None, [[]], {"x": 1}, 10**10):
            changed = replaced(values, path, value)
            assert not by_schema(name, changed), (path, value)
            assert not by_reader(name, changed), (path, value)


def test_a_misspelt_key_is_refused_by_both() -> None:
    for name, text in FILES.items():
        values = tomllib.loads(text)
        assert by_schema(name, values) and by_reader(name, values)
        changed = {**values, "tiltle": 1}
        assert not by_schema(name, changed) and not by_reader(name, changed)
