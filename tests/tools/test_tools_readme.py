"""What README tells people to type works, as it is written there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.core.snapshot import OUTCOMES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf8")
PROGRAMS = Path(sys.executable).parent
SHORT = {"--matches": "2", "--seconds": "1"}  # README's own figures would take minutes


def blocks(language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def shell_lines() -> list[str]:
    """Every command of README's sh blocks, without its comment."""
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line]


def the_drivers() -> list[str]:
    return [line for line in shell_lines() if line.startswith("the-driver ")]


def shortened(line: str) -> list[str]:
    """The command's words, with the numbers that make it long replaced."""
    words = shlex.split(line)
    for option, value in SHORT.items():
        if option in words:
            words[words.index(option) + 1] = value
    return words


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run without a display, with the commands of this environment first."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment["PATH"] = f"{PROGRAMS}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        words,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )


def test_every_command_is_of_a_kind_that_is_tested_here() -> None:
    """So that nobody adds one that nothing runs. uv and pip are seen to by the test of the wheel."""
    known = ("the-driver ", "make ", "git clone ", "cd ", "uv ", "python3 -m venv ", ".venv/bin/")
    assert [line for line in shell_lines() if not line.startswith(known)] == []
    assert {line.split()[1] for line in shell_lines() if line.startswith("make ")} >= {"play", "test"}
    assert {line.split()[1] for line in the_drivers()} >= {"play", "match", "bench", "replay", "check", "speed"}


@pytest.mark.slow
def test_the_commands_work_one_after_another(tmp_path: Path) -> None:
    for name in ("levels", "assets"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for line in the_drivers():
        done = run(shortened(line), tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert {"chase.png", "outcome.json"} <= {path.name for path in (tmp_path / "out").iterdir()}


def ready() -> str:
    """The file by which make knows that .venv is there; named so that make takes it as up to date."""
    return f".venv/ready-{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("make ")])
def test_make_knows_the_target(line: str) -> None:
    done = run(["make", "--dry-run", "-o", ready(), f"PYTHON={sys.executable}", *line.split()[1:]], ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_make_play_shows_a_getaway_where_there_is_no_display() -> None:
    done = run(["make", "-o", ready(), f"PYTHON={sys.executable}", f"BIN={PROGRAMS}", "play"], ROOT)
    assert done.returncode == 0, done.stderr
    assert "No display" in done.stdout
    assert "hash" in done.stdout
    for name in ("chase.png", "getaway.replay", "outcome.json"):
        assert (ROOT / "out" / name).stat().st_size > 100


def test_the_python_prints_what_it_says(tmp_path: Path) -> None:
    (code,) = blocks("python")
    done = run([sys.executable, "-c", code], tmp_path)
    assert done.returncode == 0, done.stderr
    (told,) = blocks("text")
    assert shape(done.stdout) == shape(told)


def shape(text: str) -> str:
    """What a text says, apart from how this state of the game happens to end that job."""
    text = re.sub(r"hash [0-9a-f]{32}", "HASH", text.strip())
    return re.sub(r"[\d.]+", "N", re.sub("|".join(OUTCOMES), "OUTCOME", text))


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
