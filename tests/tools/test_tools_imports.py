"""What loads what: asking for the game is fast, and brings in no screen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"pygame", "shapely", "numba", "scipy.sparse", "scipy.optimize", "pymunk"}
LIST = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def loaded(code: str, folder: Path) -> set[str]:
    """The modules that a fresh process has after running `code`."""
    command = [sys.executable, "-c", f"{code}\n{LIST}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=120)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_game_loads_nothing_heavy(tmp_path: Path) -> None:
    assert not loaded("import game", tmp_path) & HEAVY


def test_numba_comes_with_the_first_session_and_never_a_screen(tmp_path: Path) -> None:
    modules = loaded("from game import Session", tmp_path)
    assert "numba" in modules
    assert "pygame" not in modules


def test_the_check_sees_what_is_loaded(tmp_path: Path) -> None:
    """The control: the same question about a process that has loaded one of them."""
    assert "shapely" in loaded("import game, shapely", tmp_path)


@pytest.mark.parametrize("command", ["match", "bench", "replay", "check", "speed"])
def test_no_command_without_a_window_loads_pygame(command: str, tmp_path: Path) -> None:
    assert "pygame" not in loaded(f"import game.cli.{command}", tmp_path)


def test_help_answers_at_once(tmp_path: Path) -> None:
    code = "import contextlib, game.cli\nwith contextlib.suppress(SystemExit): game.cli.main(['--help'])"
    assert not loaded(code, tmp_path) & (HEAVY | {"numpy", "rich"})
