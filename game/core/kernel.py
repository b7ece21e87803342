"""One decorator for every compiled function.

numba's own cache does not notice a change in a function or constant of another file, and then
silently runs the old code. So each kernel's cache folder carries the hash of its own source file, of
every file of the game that it imports, directly or not, and of the library versions.
"""

import ast
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
import platformdirs
from numba.core import event

P = ParamSpec("P")
R = TypeVar("R")

LIBRARIES = ("numba", "llvmlite", "numpy", "pymunk")
PACKAGES = Path(__file__).resolve().parent.parent.parent  # the folder that holds `game`


def hash_sources(paths: Iterable[Path]) -> str:
    """Hex digest (16 characters) of these files, their places in the package and the libraries' versions."""
    digest = hashlib.blake2b(repr([(name, version(name)) for name in LIBRARIES]).encode(), digest_size=8)
    for path in sorted(paths):
        text = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGES).as_posix()} {len(text)}\n".encode() + text)
    return digest.hexdigest()


@cache
def _imports(path: Path) -> frozenset[Path]:
    """The game's own files that this one names in its import statements."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    stems = [PACKAGES.joinpath(*name.split(".")) for name in names if name.split(".")[0] == "game"]
    files = [stem.with_suffix(".py") for stem in stems] + [stem / "__init__.py" for stem in stems]
    return frozenset(file for file in files if file.is_file())


@cache
def _closure(path: Path) -> frozenset[Path]:
    """The file and every file of the game that it imports, directly or not."""
    found, waiting = {path}, [path]
    while waiting:
        new = _imports(waiting.pop()) - found
        found |= new
        waiting += new
    return frozenset(found)


@cache
def _cache_folder(path: Path) -> str:
    """Where this file's kernels are kept; a temporary folder where nothing else can be written."""
    kernels = Path(platformdirs.user_cache_dir("the-driver", appauthor=False)) / "kernels"
    folder = kernels / f"{path.stem}-{hash_sources(_closure(path))}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        return tempfile.mkdtemp(prefix="the-driver-kernels-")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` with numba (no fastmath: it would change bits) and cache the result.

    A kernel called by a kernel is inlined: each array that a call hands over would be counted in and out
    (an atomic operation each), which took a fifth of the time of the tyres and of traffic.
    """
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = _cache_folder(Path(function.__code__.co_filename).resolve())
    try:
        compiled: Callable[P, R] = numba.njit(cache=True, forceinline=True)(function)
    finally:
        numba.config.CACHE_DIR = before
    return compiled


class _CompileListener(event.Listener):  # type: ignore[misc]  # numba is untyped
    def __init__(self, report: Callable[[str], None]) -> None:
        self.report = report

    def on_start(self, event: Any) -> None:
        function = event.data["dispatcher"].py_func
        if function.__module__.startswith("game."):  # not numba's own helpers
            self.report(function.__name__)

    def on_end(self, event: Any) -> None:
        pass


@contextmanager
def reporting_compiles(report: Callable[[str], None]) -> Iterator[None]:
    """Within the block, call `report(name)` before each kernel that has to be compiled afresh."""
    listener = _CompileListener(report)
    event.register("numba:compile", listener)
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)
