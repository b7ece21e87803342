"""The door of the map room: a level by its id or file, whole and sound, or every problem with it."""

from pathlib import Path

from game.level.check import Progress, examine
from game.level.model import Level
from game.level.shelf import asset, city_ids, find_level, level_file, level_ids
from game.level.text import LevelError, Problem

__all__ = ["LevelError", "Problem", "asset", "city_ids", "find_level", "level_file", "level_ids", "load_level"]


def load_level(name: str | Path, progress: Progress | None = None) -> Level:
    """A level by id ("tryout") or by the path of its file. Raises LevelError with every problem found.

    progress: told what is being derived and the share that is done, when its city is opened the first time."""
    path = find_level(name)
    found = examine(path, progress=progress)
    if found.level is None:
        raise LevelError(found.problems or [Problem(str(path), 1, "city", "is a city, a heist on it is needed")])
    return found.level
