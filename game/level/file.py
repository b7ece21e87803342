"""Loading a level: a heist, its city, the car table and the rules, each checked at the door."""

from dataclasses import dataclass
from pathlib import Path

from game.level.city import City
from game.level.city_file import read_city
from game.level.heist_file import digest, read_cars, read_rules
from game.level.model import CarSpec, Heist, Level, Rules
from game.level.plan import CityPlan
from game.level.schema import ID
from game.level.text import Document, LevelError, Problem, read_document

__all__ = ["LevelError", "Problem", "asset", "level_ids", "load_level"]

PACKAGE = Path(__file__).resolve().parent.parent


def _data(folder: str) -> Path:
    """A folder of the game's data: in the installed package, or beside it in a checkout."""
    installed = PACKAGE / "_data" / folder
    return installed if installed.is_dir() else PACKAGE.parent / folder


def asset(name: str) -> Path:
    """Where the asset file `name` is."""
    return _data("assets") / name


def level_file(name: str) -> Path:
    """Where the level or city file of this id is."""
    return _data("levels") / f"{name}.toml"


def level_ids() -> list[str]:
    """The ids of the heists that come with the game, sorted."""
    return sorted(path.stem for path in _data("levels").glob("*.toml") if not _is_city(path))


def _is_city(path: Path) -> bool:
    return "city" in read_document(path).values and "road" in read_document(path).values


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


def load_level(name: str | Path) -> Level:
    """A level by id ("casino") or by the path of its file. Raises LevelError with every problem found."""
    from game.level.check import open_level

    path = find_level(name)
    document = read_document(path)
    level = open_level(document, path)
    if level is None:
        raise LevelError(document.problems)
    return level


def find_level(name: str | Path) -> Path:
    """The file that is meant. Raises LevelError for what is neither an id nor a file."""
    path = Path(name)
    if isinstance(name, str) and ID.fullmatch(name) and level_file(name).is_file():
        return level_file(name)
    if path.suffix == ".toml":
        return path
    known = ", ".join(level_ids())
    raise LevelError([Problem(str(name), 1, "", f"is no level, {known} or the path of a .toml file is allowed")])


def city_of(document: Document, heist: Heist, beside: Path) -> tuple[CityPlan | None, Document | None]:
    """The plan of a heist's city: the file of that id beside the heist, else the game's own."""
    own = beside / f"{heist.city}.toml"
    path = own if own.is_file() else level_file(heist.city)
    if not path.is_file():
        document.problem(("city",), f'there is no city "{heist.city}", {heist.city}.toml must lie beside this file')
        return None, None
    city_document = read_document(path)
    plan = read_city(city_document, heist.city) if not city_document.problems else None
    return plan, city_document


def as_level(heist: Heist, city: City, tables: Tables, heist_digest: str) -> Level:
    return Level(heist, city, tables.cars, tables.rules, digest([heist.id, heist_digest, city.hash, tables.hash]))
