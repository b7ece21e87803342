"""The same match has the same bits in every process: hash seed, folder, locale, time zone, Python."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELPERS = ROOT / "tests" / "helpers"
OTHER = "3.13" if sys.version_info[:2] != (3, 13) else "3.11"


def one_match(folder: Path, *words: str, python: str = sys.executable, **environment: str) -> str:
    """What tests/helpers/one_match.py prints in a process of its own."""
    command = [python, str(HELPERS / "one_match.py"), *words]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def here() -> str:
    return one_match(ROOT, "7", "3000", PYTHONHASHSEED="0")


def test_hash_seed_folder_locale_and_time_zone_make_no_difference(here: str, tmp_path: Path) -> None:
    there = one_match(
        tmp_path, "7", "3000", PYTHONHASHSEED="4242", LC_ALL="C", LANG="de_DE.UTF-8", TZ="Asia/Tokyo", PYTHONUTF8="0"
    )
    assert there == here


def test_another_seed_is_another_match(here: str) -> None:
    """A control: what is compared depends on the match."""
    assert one_match(ROOT, "8", "3000") != here


def test_a_second_dice_is_noticed() -> None:
    """A control: a mind that rolls Python's own hash plays two games from one seed."""
    runs = {one_match(ROOT, "7", "600", "dice", PYTHONHASHSEED=seed) for seed in ("1", "2")}
    assert len(runs) == 2
    same = {one_match(ROOT, "7", "600", "keyboard", PYTHONHASHSEED=seed) for seed in ("1", "2")}
    assert len(same) == 1


def other_python() -> str | None:
    """Another Python's executable, from PATH or pyenv's folder."""
    candidates = [shutil.which(f"python{OTHER}"), *(Path.home() / ".pyenv/versions").glob(f"{OTHER}.*/bin/python")]
    for candidate in filter(None, candidates):
        probe = [str(candidate), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if subprocess.run(probe, capture_output=True, text=True, check=False).stdout.strip() == OTHER:
            return str(candidate)
    return None


@pytest.fixture
def other_environment(request: pytest.FixtureRequest) -> str:
    """That Python with the game installed. Making it takes a minute, so it is kept in pytest's cache."""
    python = other_python()
    if python is None:
        pytest.skip(f"no Python {OTHER} on this machine")
    key = hashlib.blake2b((ROOT / "pyproject.toml").read_bytes(), digest_size=6).hexdigest()
    folder = request.config.cache.mkdir(f"python-{OTHER}-{key}")
    inside = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "ready").exists():
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True, timeout=120)
        pip = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", str(ROOT)]
        subprocess.run(pip, check=True, timeout=500)
        (folder / "ready").touch()
    return str(inside)


@pytest.mark.slow
def test_another_python_gives_the_same_bits(here: str, other_environment: str, tmp_path: Path) -> None:
    assert one_match(tmp_path, "7", "3000", python=other_environment) == here
