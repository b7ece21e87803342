"""Editing a constant or a function in one file changes the result of every kernel that uses it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import game

FILES = {
    "game/numbers.py": "LENGTH = 2.0  # m\n",
    "game/shapes.py": (
        "from game.core.kernel import kernel\nfrom game.numbers import LENGTH\n\n\n"
        "@kernel\ndef area(width: float) -> float:\n    return width * LENGTH\n"
    ),
    "game/solids.py": (
        "from game import shapes\nfrom game.core.kernel import kernel\n\narea = shapes.area\n\n\n"
        "@kernel\ndef volume(width: float, height: float) -> float:\n    return area(width) * height\n"
    ),
    "game/plain.py": (
        "import numba\n\nfrom game.numbers import LENGTH\n\n\n"
        "@numba.njit(cache=True)\ndef area(width):\n    return width * LENGTH\n"
    ),
}
ASK = "from game.shapes import area; from game.solids import volume; print(area(3.0), volume(3.0, 5.0))"
ASK_PLAIN = "from game.plain import area; print(area(3.0))"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the game's core, with two kernels of which one uses the other, and a constant."""
    source = Path(game.__file__).parent
    shutil.copytree(source / "core", tmp_path / "game" / "core", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source / "__init__.py", tmp_path / "game")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def ask(tree: Path, code: str) -> str:
    """What `code` prints in a fresh process that takes the game from `tree`."""
    facts = {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(tree / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tree, env=os.environ | facts, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def edit(tree: Path, name: str, old: str, new: str) -> None:
    path = tree / "game" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_constant_of_another_file_reaches_every_kernel(tree: Path) -> None:
    assert ask(tree, ASK) == "6.0 30.0"
    edit(tree, "numbers.py", "2.0", "4.0")
    assert ask(tree, ASK) == "12.0 60.0"


def test_a_function_of_another_file_reaches_the_kernel_that_calls_it(tree: Path) -> None:
    assert ask(tree, ASK) == "6.0 30.0"
    edit(tree, "shapes.py", "width * LENGTH", "width + LENGTH")
    assert ask(tree, ASK) == "5.0 25.0"


def test_numbas_own_cache_runs_the_old_code(tree: Path) -> None:
    """The control: without the decorator the edit goes unnoticed."""
    assert ask(tree, ASK_PLAIN) == "6.0"
    edit(tree, "numbers.py", "2.0", "4.0")
    assert ask(tree, ASK_PLAIN) == "6.0"


def test_an_unchanged_tree_compiles_nothing_again(tree: Path) -> None:
    count = (
        "from game.core.kernel import reporting_compiles\nnames = []\n"
        f"with reporting_compiles(names.append):\n    {ASK.replace('; ', chr(10) + '    ')}\nprint(len(names))"
    )
    assert ask(tree, count).split()[-1] == "2"
    assert ask(tree, count).split()[-1] == "0"
