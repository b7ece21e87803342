"""All that a level or city file says, and all that is wrong with it: the text, then the records, then what
they mean together. What is sound is looked into further even where other parts are not."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from game.level.cache import load_cached, save_cached
from game.level.city import City
from game.level.city_file import read_city
from game.level.heist_file import Draft, digest, make_heist, read_draft
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
    plan: CityPlan | None = None
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
            found.plan = read_city(document, path.stem)
            found.city = _survey_or_derive(document, found.plan, derive, progress)
        else:
            _examine_heist(document, path, found, progress)
    except LevelError as error:
        found.problems += error.problems
    found.problems.sort(key=lambda p: (p.file != document.file, p.line))
    return found


def _examine_heist(document: Document, path: Path, found: Found, progress: Progress | None) -> None:
    tables = load_tables()
    draft = read_draft(document, tables.cars)
    found.plan, found.city = _city_of(document, draft, path.parent, progress)
    if found.city is not None:
        check_places(document, draft, found.city, tables.rules.sight_pursuit)
    if found.city is None or document.problems:
        return
    found.heist = make_heist(path.stem, draft)
    said = digest([path.stem, digest(document.values), found.city.hash, tables.hash])
    found.level = Level(found.heist, found.city, tables.cars, tables.rules, said)


def _city_of(
    document: Document, draft: Draft, beside: Path, progress: Progress | None
) -> tuple[CityPlan | None, City | None]:
    """The city that a heist names. What is wrong with its file is added to the heist's problems."""
    name = draft.head.get("city")
    if name is None:
        return None, None
    file = city_file(name, beside)
    if file is None:
        document.problem(("city",), f'there is no city "{name}", {name}.toml must lie beside this file')
        return None, None
    city_document = read_document(file)
    plan = read_city(city_document, name) if not city_document.problems else None
    city = _survey_or_derive(city_document, plan, True, progress)
    document.problems += city_document.problems
    wanted = draft.head.get("city_hash")
    if plan is not None and wanted and wanted != plan.hash:
        document.problem(("city_hash",), f'is "{wanted}", but {name}.toml has "{plan.hash}" (or leave it out)')
    return plan, city


def _survey_or_derive(
    document: Document, plan: CityPlan | None, derive: bool, progress: Progress | None
) -> City | None:
    """The city of a plan if it is sound and wanted or kept from earlier; what is wrong with it is noted."""
    if plan is None:
        return None
    city = load_cached(plan)
    if city is not None:
        return city
    from game.level.survey import survey  # brings shapely and scipy.sparse

    if progress is not None:
        progress("streets", 0.0)
    ways = survey(document, plan)
    if document.problems or ways is None or not derive:
        return None
    from game.level.derive import derive_city

    city = derive_city(plan, progress, ways)
    if len(city.colliders) > MOST_COLLIDERS:
        document.problem((), f"makes {len(city.colliders)} colliders, at most {MOST_COLLIDERS} are allowed")
        return None
    save_cached(plan, city)
    return city
