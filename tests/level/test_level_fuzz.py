"""Thousands of damaged levels: problems or a level, never a traceback, at once and in little memory."""

import re
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from mangled import JOB, RICH, TOWN, mangled

from game import Session
from game.level import cache
from game.level.check import Found, examine

FORM = re.compile(r".+\.toml:\d+: .{10,}", re.DOTALL)
MOST_SECONDS = 1.0  # of processor time for one file
MOST_GROWTH = 150.0  # MB
TICKS = 600


@dataclass
class Tally:
    accepted: int = 0
    refused: int = 0
    slowest: float = 0.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound job in a sound town; derived cities are kept there, not among the user's."""
    monkeypatch.setattr(cache, "cache_file", lambda city_id, said: tmp_path / "cities" / f"{city_id}-{said}.npz")
    (tmp_path / "town.toml").write_text(TOWN, encoding="utf-8")
    (tmp_path / "job.toml").write_text(JOB, encoding="utf-8")
    (tmp_path / "rich.toml").write_text(RICH, encoding="utf-8")
    assert examine(tmp_path / "job.toml").problems == []
    assert examine(tmp_path / "rich.toml", derive=True).problems == []
    return tmp_path


def megabytes() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def examined(path: Path, seed: int) -> tuple[Found, float]:
    """What a file holds, and the processor time that took; a slow one is measured again: the machine has
    other work."""
    seconds = []
    for _ in range(3):
        began = time.process_time()
        try:
            found = examine(path)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {path.name}") from error
        seconds.append(time.process_time() - began)
        if seconds[-1] < 0.7 * MOST_SECONDS:
            break
    return found, min(seconds)


def examine_mangled(folder: Path, seeds: range, run_every: int) -> Tally:
    """Damage in turn the job, the town it is in, and a town with one of everything."""
    tally = Tally()
    for seed in seeds:
        name, text, asked = (("job", JOB, "job"), ("town", TOWN, "job"), ("rich", RICH, "rich"))[seed % 3]
        (folder / f"{name}.toml").write_text(mangled(text, seed), encoding="utf-8")
        before = megabytes()
        found, seconds = examined(folder / f"{asked}.toml", seed)
        grown = megabytes() - before
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        assert seconds < MOST_SECONDS, f"seed {seed}: {seconds:.2f} s"
        assert all(FORM.fullmatch(str(p)) for p in found.problems), f"seed {seed}"
        assert grown < MOST_GROWTH, f"seed {seed}: {grown:.0f} MB"
        tally.slowest = max(tally.slowest, seconds)
        tally.accepted += not found.problems
        tally.refused += bool(found.problems)
        if found.level is not None and tally.accepted % run_every == 0:
            drive(Session(found.level, seed=seed), seed)
    return tally


def drive(session: Session, seed: int) -> None:
    try:
        for _ in range(TICKS):
            if session.outcome:
                return
            session.step()
    except Exception as error:
        raise AssertionError(f"seed {seed} was accepted but cannot be driven") from error


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_thousand_mutated_levels_are_refused_or_driven(folder: Path, part: int) -> None:
    tally = examine_mangled(folder, range(part * 250, part * 250 + 250), run_every=8)
    print(tally)
    assert tally.accepted >= 15 and tally.refused >= 120


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_twenty_thousand_mutated_levels_are_refused_or_driven(folder: Path, part: int) -> None:
    tally = examine_mangled(folder, range(10_000 + part * 1000, 11_000 + part * 1000), run_every=1)
    print(tally)
    assert tally.accepted >= 60 and tally.refused >= 480
