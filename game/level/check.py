"""All that a level or city file says, and all that is wrong with it: the text, then the records, then what
they mean together. What is sound is looked into further even where other parts are not."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from game.core.unswept import unswept
from game.level.cache import city_hash, load_cached, save_cached
from game.level.city import City
from game.level.heist_file import Draft, digest, make_heist, read_draft
from game.level.heist_sense import check_sense
from game.level.model import Heist, Level
from game.level.places import check_places
from game.level.plan import CityPlan
from game.level.shelf import city_file, looks_like_city
from game.level.tables import load_tables
from game.level.text import Document, LevelError, Problem, read_document

MOST_COLLIDERS = 40_000  # pymunk issue 168: more static shapes crash it

Progress = Callable[[str, float], None]  # told what is being derived, and the share that is done


@dataclass
class Found:
    """What a file holds, as far as it is sound. city: derived, or None where nothing asked for it."""

    problems: list[Problem]
    city_id: str = ""
    city_hash: str = ""  # of the city's file; "" where it is not sound
    heist: Heist | None = None
    city: City | None = None
    level: Level | None = None


def check(path: str | Path) -> list[Problem]:
    """Every problem of a level or city file, in the order of its lines; empty when it can be played."""
    return examine(path).problems


def examine(path: str | Path, derive: bool = False, progress: Progress | None = None) -> Found:
    """Read and check a file. A heist's city is derived, as its places need it; a city's own file is only
    surveyed unless `derive`."""
    path = Path(path)
    document = read_document(path)
    found = Found(document.problems)
    try:
        if document.problems:
            return found
        if looks_like_city(document):
            found.city_id = path.stem
            found.city_hash, found.city = _read_city(document, path.stem, derive, progress)
        else:
            _examine_heist(document, path, found, progress)
    except LevelError as error:
        found.problems += error.problems
    found.problems.sort(key=lambda p: (p.file != document.file, p.line))
    return found


def _examine_heist(document: Document, path: Path, found: Found, progress: Progress | None) -> None:
    tables = load_tables()
    draft = read_draft(document, tables.cars)
    check_sense(document, draft)
    found.city_id = draft.head.get("city") or ""
    found.city_hash, found.city = _city_of(document, draft, path.parent, progress)
    if found.city is not None:
        check_places(document, draft, found.city, tables.rules.sight_pursuit)
    if found.city is None or document.problems:
        return
    found.heist = make_heist(path.stem, draft)
    said = digest([path.stem, digest(document.values), found.city.hash, tables.hash])
    found.level = Level(found.heist, found.city, tables.cars, tables.rules, said)


def _city_of(document: Document, draft: Draft, beside: Path, progress: Progress | None) -> tuple[str, City | None]:
    """The city that a heist names, and its hash. What is wrong with its file is added to the heist's problems."""
    name = draft.head.get("city")
    if name is None:
        return "", None
    file = city_file(name, beside)
    if file is None:
        document.problem(("city",), f'there is no city "{name}", {name}.toml must lie beside this file')
        return "", None
    city_document = read_document(file)
    said, city = _read_city(city_document, name, True, progress)
    document.problems += city_document.problems
    wanted = draft.head.get("city_hash")
    if said and wanted and wanted != said:
        document.problem(("city_hash",), f'is "{wanted}", but {name}.toml has "{said}" (or leave it out)')
    return said, city


def _read_city(document: Document, city_id: str, derive: bool, progress: Progress | None) -> tuple[str, City | None]:
    """The hash of a city's file, "" if it is not sound, and its city where it is wanted or kept from earlier.
    What is wrong is noted."""
    if document.problems:
        return "", None
    said = city_hash(city_id, document.values)
    city = load_cached(city_id, said)
    if city is not None:
        return said, city
    from game.level.city_file import read_city  # brings shapely

    with unswept():
        plan = read_city(document, city_id)
        city = _survey_or_derive(document, plan, derive, progress) if plan is not None else None
    return "" if document.problems else said, city


def _survey_or_derive(document: Document, plan: CityPlan, derive: bool, progress: Progress | None) -> City | None:
    """The city of a plan if it is sound and wanted; what is wrong with it is noted."""
    from game.level.survey import survey  # brings shapely

    if progress is not None:
        progress("streets", 0.0)
    ways = survey(document, plan)
    if document.problems or ways is None or not derive:
        return None
    from game.level.derive import derive_city

    city = derive_city(plan, progress, ways)
    solid = len(city.colliders) + len(city.parked)
    if solid > MOST_COLLIDERS:
        document.problem((), f"makes {solid} colliders, at most {MOST_COLLIDERS} are allowed")
        return None
    save_cached(city)
    return city
