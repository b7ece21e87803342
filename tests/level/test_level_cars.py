"""The car table is checked at the door: every problem with its file, line, key and what is allowed."""

from pathlib import Path

import pytest

from game.level.cars_file import read_cars
from game.level.shelf import asset
from game.level.text import Document, Problem, parse, read_document

TABLE = asset("cars.toml").read_text(encoding="utf-8")


def problems_of(text: str) -> list[Problem]:
    document = parse(Document("cars.toml", {}), text.encode())
    if not document.problems:
        read_cars(document)
    return document.problems


def changed(old: str, new: str) -> tuple[str, int]:
    """The table with the first `old` replaced, and its line."""
    at = TABLE.index(old)
    return TABLE.replace(old, new, 1), TABLE[:at].count("\n") + 1


def test_the_table_of_the_game_is_sound() -> None:
    document = read_document(asset("cars.toml"))
    assert len(read_cars(document)) >= 14
    assert document.problems == []


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("mass = 2080.0", "mass = -3", "car.fury_police.mass", "300 to"),
        ("mass = 2080.0", "mass = nan", "car.fury_police.mass", "300 to"),
        ('role = "patrol"', 'role = "patrl"', "car.fury_police.role", 'did you mean "patrol"'),
        ("mass = 2080.0", "masss = 2080.0", "car.fury_police.masss", 'did you mean "mass"'),
        ("rear_stiffness = 12.5", "rear_stiffness = 8.0", "car.fury_police.rear_stiffness", "more than front"),
        ("gears = [2.45, 1.45, 1.0]", "gears = [1.0, 1.45]", "car.fury_police.gears", "falling"),
        ("redline = 4800", "redline = 1000", "car.fury_police.redline", "idle"),
        ("friction_along = 0.87", "friction_along = 0.5", "car.fury_police.friction_along", "at least friction"),
        ('unit="s", source="Mich', 'unit="mph", source="Mich', "car.fury_police.figures.to_60", '"s" is allowed'),
        ('confidence="firm"', 'confidence="sure"', "car.fury_police.figures.to_60.confidence", "firm"),
        ("to_60 = {value=9.2", "to_6O = {value=9.2", "car.fury_police.figures.to_6O", 'did you mean "to_60"'),
        ('"circle", "step', '"circel", "step', "car.fury_police.manoeuvres[0]", "circle"),
    ],
)
def test_a_damaged_car_names_the_key_the_line_and_what_is_allowed(old: str, new: str, key: str, words: str) -> None:
    text, line = changed(old, new)
    found = [problem for problem in problems_of(text) if problem.key == key]
    assert found and words in found[0].text, [str(p) for p in problems_of(text)]
    assert found[0].line == line


@pytest.mark.parametrize("text", ["", "car = 3", "car.x = 3", "[car.x]\nfigures = 3", "[cars.x]\nmass = 3"])
def test_an_odd_table_is_a_problem_and_no_traceback(text: str) -> None:
    assert problems_of(text)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text, _ = changed("mass = 2080.0", "mass = 1")
    assert len(problems_of(text.replace("width = 1.97", "width = 100"))) == 2
