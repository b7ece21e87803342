"""All that can be wrong with a level or city: the text, then the records, then what they mean together."""

from pathlib import Path

from game.level.cache import load_cached, save_cached
from game.level.city import City
from game.level.city_file import read_city
from game.level.file import as_level, city_of, load_tables
from game.level.heist_file import digest, read_heist
from game.level.model import Level
from game.level.plan import CityPlan
from game.level.text import Document, LevelError, Problem, read_document

MOST_COLLIDERS = 40_000  # pymunk issue 168: more static shapes crash it


def check(path: str | Path) -> list[Problem]:
    """Every problem of a level or city file, in the order of its lines; empty when it can be played."""
    path = Path(path)
    document = read_document(path)
    try:
        if looks_like_city(document):
            _open_city(document, path)
        else:
            open_level(document, path)
    except LevelError as error:
        document.problems += error.problems
    return sorted(document.problems, key=lambda p: (p.file != document.file, p.line))


def looks_like_city(document: Document) -> bool:
    return isinstance(document.values.get("city"), dict) or "road" in document.values


def open_level(document: Document, path: Path) -> Level | None:
    """The level of a heist's document, or None and its problems noted. Raises LevelError for bad tables."""
    if document.problems:
        return None
    tables = load_tables()
    heist = read_heist(document, path.stem, tables.cars)
    if heist is None:
        return None
    plan, city_document = city_of(document, heist, path.parent)
    if plan is None or city_document is None:
        document.problems += city_document.problems if city_document else []
        return None
    wanted = document.values.get("city_hash", plan.hash)
    if wanted != plan.hash:
        document.problem(("city_hash",), f'is "{wanted}", but {heist.city}.toml has "{plan.hash}" (or leave it out)')
        return None
    city = open_city(plan, city_document)
    if city is None:
        document.problems += city_document.problems
        return None
    from game.level.places import check_places

    check_places(document, heist, city)
    return None if document.problems else as_level(heist, city, tables, digest(document.values))


def open_city(plan: CityPlan, document: Document) -> City | None:
    """The derived city of a plan, or None and the plan's problems noted in its document."""
    city = load_cached(plan)
    if city is not None:
        return city
    from game.level.derive import derive_city  # brings shapely and scipy.sparse
    from game.level.survey import survey

    survey(document, plan)
    if document.problems:
        return None
    city = derive_city(plan)
    if len(city.colliders) > MOST_COLLIDERS:
        document.problem((), f"makes {len(city.colliders)} colliders, at most {MOST_COLLIDERS} are allowed")
        return None
    save_cached(plan, city)
    return city


def _open_city(document: Document, path: Path) -> None:
    plan = read_city(document, path.stem) if not document.problems else None
    if plan is not None:
        open_city(plan, document)
