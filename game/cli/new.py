"""the-driver new: a level to start from, that checks clean and can be played."""

import argparse
from pathlib import Path

from game.cli.codes import DONE, BadInput
from game.core.files import atomic_write
from game.level.schema import ID
from game.level.shelf import asset


def run(args: argparse.Namespace) -> int:
    """Write a heist on one of the game's cities, or with --city a small town and a heist in it."""
    file: Path = args.file
    if file.suffix != ".toml" or not ID.fullmatch(file.stem):
        raise BadInput(f"{file}: a level's file is named with small letters, digits and _, and ends in .toml")
    texts = _town(file) if args.city else {file: _template("heist")}
    for path in texts:
        if path.exists():
            raise BadInput(f"{path} exists already: choose another name")
    for path, text in texts.items():
        _write(path, text)
    print(f"wrote {', '.join(map(str, texts))}: the-driver play {file}")
    return DONE


def _town(file: Path) -> dict[Path, str]:
    """The town's file is written first: a heist whose city is missing would not check clean."""
    city = file.with_name(f"{file.stem[:35]}_town.toml")
    return {city: _template("town"), file: _template("town_heist").replace("$city", city.stem)}


def _template(name: str) -> str:
    return asset(f"templates/{name}.toml").read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    try:
        atomic_write(path, text.encode())
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror or error})") from None
