"""What several commands do: open a level, show what takes time, print a result."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from game.cli.codes import BadInput
from game.core.files import atomic_write
from game.level.check import Progress
from game.level.file import LevelError, load_level
from game.level.model import Level


@contextmanager
def telling_level_problems() -> Iterator[None]:
    """A bad level within the block becomes BadInput, with all its problems."""
    try:
        yield
    except LevelError as error:
        raise BadInput("\n".join(map(str, error.problems)) or str(error)) from None


def open_level(name: str) -> Level:
    """The level of that id or file; BadInput with all its problems."""
    with telling_level_problems(), telling_derivation() as progress:
        return load_level(name, progress)


def check_minds(drivers: Sequence[str], police: Sequence[str]) -> None:
    """BadInput when one of these names no mind."""
    from game.ai import DRIVERS, POLICE

    for kind, names, known in (("driver", drivers, DRIVERS), ("police", police, POLICE)):
        for name in names:
            if name not in known:
                raise BadInput(f"no {kind} is called {name!r}: there are {', '.join(known)}")


@contextmanager
def telling_compiles() -> Iterator[None]:
    """While kernels are compiled for the first time, say on stderr what is going on."""
    from game.core.kernel import reporting_compiles

    live = sys.stderr.isatty()
    names: list[str] = []

    def report(name: str) -> None:
        names.append(name)
        if live:
            print(f"\r\033[KCompiling kernels, once: {len(names)}, {name}", end="", file=sys.stderr, flush=True)
        elif len(names) == 1:
            print("Compiling kernels, once: the first run takes a minute longer …", file=sys.stderr)

    with reporting_compiles(report):
        yield
    if live and names:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


@contextmanager
def telling_derivation() -> Iterator[Progress]:
    """While a city is derived for the first time, say on stderr what is going on."""
    live = sys.stderr.isatty()
    told = False

    def report(what: str, share: float) -> None:
        nonlocal told
        if live:
            print(f"\r\033[KDeriving the city, once: {what}, {share:.0%}", end="", file=sys.stderr, flush=True)
        elif not told:
            print("Deriving the city, once: it is kept for the next time …", file=sys.stderr)
        told = True

    yield report
    if live and told:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


@contextmanager
def bar(text: str) -> Iterator[Bar]:
    """A progress bar with the time left, on stderr."""
    columns = (TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        yield progress


def print_json(value: Any) -> None:
    """The result for a program to read."""
    print(json.dumps(value, indent=1))


def write_json(file: Path, value: Any) -> None:
    """The same as a file."""
    atomic_write(file, json.dumps(value, indent=1).encode() + b"\n")


def print_result(result: dict[str, Any]) -> None:
    """One match, for a person."""
    print(
        f"{result['outcome']} after {result['sim_seconds']:.1f} s, felony {result['felony']:.0f}, "
        f"damage {100 * result['damage']:.0f} %, hash {result['hash']}"
    )
