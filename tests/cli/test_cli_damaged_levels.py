"""A damaged level gives the list of its problems and exit code 2, at once, and no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from game.level.file import load_level

TRYOUT = Path(__file__).resolve().parents[2] / "levels" / "tryout.toml"


def damaged(name: str, folder: Path) -> Path:
    """A level file with that damage."""
    text = TRYOUT.read_text(encoding="utf8")
    texts = {
        "bad TOML": text + "\nthis is = = not TOML\n",
        "unknown key": text.replace("\n", "\ncolour_of_the_sky = 3\n", 1),
        "not a number": text + "\n[[hideout]]\nname = 'x'\nat = [nan, 1e999]\nradius = nan\n",
        "path out of the folder": text.replace('"downtown"', '"../../etc/downtown"'),
        "brackets": "a = " + "[" * 20_000 + "\n",
        "empty": "",
    }
    path = folder / "tryout.toml"
    if name == "UTF-16":
        path.write_bytes(text.encode("utf-16"))
    elif name == "zeros":
        path.write_bytes(bytes(100_000))
    else:
        path.write_text(texts[name], encoding="utf8")
    return path


MOST_SECONDS = 2.5  # of processor time: 0.6 on a quiet machine, 1.6 on a crowded one, 6 when a city is derived


def children_seconds() -> float:
    """Processor time of all children so far: the wall clock would time the other tests too."""
    return os.times().children_user + os.times().children_system


@pytest.fixture(scope="module", autouse=True)
def derived_city() -> None:
    """All problems of a level are told at once, those of its places too: the first time its city is derived."""
    load_level("tryout")


NAMES = (
    "bad TOML",
    "unknown key",
    "not a number",
    "path out of the folder",
    "brackets",
    "empty",
    "UTF-16",
    "zeros",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", ["check", "match"])
def test_a_damaged_level_is_refused_with_its_problems(name: str, command: str, tmp_path: Path) -> None:
    path = damaged(name, tmp_path)
    began = children_seconds()
    done = subprocess.run(
        [sys.executable, "-m", "game", command, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    seconds = children_seconds() - began
    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert f"{path}:" in said
    assert "Traceback" not in said
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("command", ["check", "match", "play"])
def test_a_missing_level_is_told(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "game", command, str(tmp_path / "none.toml")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "none.toml" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
