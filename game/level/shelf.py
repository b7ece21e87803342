"""Where the files of the game lie: its assets, its levels, and what a name given by a person means."""

from pathlib import Path

from game.level.schema import ID
from game.level.text import Document, LevelError, Problem, read_document

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
    return _ids(city=False)


def city_ids() -> list[str]:
    """The ids of the cities that come with the game, sorted."""
    return _ids(city=True)


def _ids(city: bool) -> list[str]:
    files = _data("levels").glob("*.toml")
    return sorted(path.stem for path in files if looks_like_city(read_document(path)) == city)


def looks_like_city(document: Document) -> bool:
    return isinstance(document.values.get("city"), dict) or "road" in document.values


def find_level(name: str | Path) -> Path:
    """The file that is meant. Raises LevelError for what is neither an id nor a file."""
    path = Path(name)
    if isinstance(name, str) and ID.fullmatch(name) and level_file(name).is_file():
        return level_file(name)
    if path.suffix == ".toml":
        return path
    known = ", ".join(level_ids())
    raise LevelError([Problem(str(name), 1, "", f"is no level, {known} or the path of a .toml file is allowed")])


def city_file(city: str, beside: Path) -> Path | None:
    """The file of the city with this id: beside the heist, else the game's own; None if there is none."""
    for path in (beside / f"{city}.toml", level_file(city)):
        if path.is_file():
            return path
    return None
