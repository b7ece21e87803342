"""The tables every level is played with: the cars and the numbers of the rules."""

from dataclasses import dataclass

from game.level.cars_file import read_cars
from game.level.heist_file import digest, read_rules
from game.level.model import CarSpec, Rules
from game.level.shelf import asset
from game.level.text import LevelError, read_document


@dataclass
class Tables:
    cars: tuple[CarSpec, ...]
    rules: Rules
    hash: str


def load_tables() -> Tables:
    """The car table and the rules. Raises LevelError."""
    cars_file, rules_file = read_document(asset("cars.toml")), read_document(asset("rules.toml"))
    cars = read_cars(cars_file) if not cars_file.problems else ()
    rules = read_rules(rules_file) if not rules_file.problems else None
    problems = cars_file.problems + rules_file.problems
    if problems or rules is None:
        raise LevelError(problems)
    return Tables(cars, rules, digest([cars_file.values, rules_file.values]))
