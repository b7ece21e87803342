"""Every driver against every police on the same seeds, by several processes."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from game.bench.journal import Journal, Line
from game.bench.match import Match, play_match
from game.bench.pool import in_order
from game.replay.engine import engine

RESULT_FIELDS = ("outcome", "ticks", "felony", "damage", "hash")
MATCH_FIELDS = ("level", "seed", "difficulty", "driver", "police")
MOST_CHUNK = 8  # matches handed to a worker at a time


@dataclass(frozen=True, slots=True)
class Plan:
    """All pairs of drivers and police on each level, `matches` for each pair, on seeds from `seed` on: the
    same seeds for every pair."""

    levels: tuple[str, ...]
    drivers: tuple[str, ...]
    police: tuple[str, ...]
    matches: int
    seed: int
    difficulty: str = "normal"
    side: str = "driver"

    def matches_in_order(self) -> list[Match]:
        """The matches in the order of the results: a level's seeds in turn, all pairs on each."""
        seeds = range(self.seed, self.seed + self.matches)
        return [
            Match(level, seed, driver, police, self.difficulty, self.side)
            for level, seed, driver, police in itertools.product(self.levels, seeds, self.drivers, self.police)
        ]


@dataclass(frozen=True, slots=True)
class Played:
    """A match as it came back: result without the clock's figures; error: why it failed, "" if it did not."""

    result: Line
    seconds: float
    error: str = ""


def failed(match: Match, error: str) -> Played:
    """A match that came to no end."""
    nothing = {"outcome": "error", "ticks": 0, "felony": 0.0, "damage": 0.0, "hash": ""}
    return Played(_line(match, nothing), 0.0, error)


def _line(match: Match, result: Line) -> Line:
    facts = asdict(match)
    facts["level"] = Path(match.level).stem  # the id, also of a level given as a file
    return {name: facts[name] for name in MATCH_FIELDS} | {name: result[name] for name in RESULT_FIELDS}


def play_one(match: Match) -> Played:
    """Play a match in a worker. Whatever goes wrong in it is told in its line and stops no other."""
    began = time.perf_counter()
    try:
        result = play_match(match)
    except Exception as error:
        return failed(match, f"{type(error).__name__}: {error}")
    return Played(_line(match, result), time.perf_counter() - began)


def _play_all(jobs: list[Match], workers: int) -> Iterator[Played]:
    if workers == 1:
        yield from map(play_one, jobs)
        return
    size = max(1, min(MOST_CHUNK, len(jobs) // (4 * workers)))
    for match, played in zip(jobs, in_order(play_one, jobs, workers, size), strict=True):
        yield played or failed(match, "its process died three times")


def run_plan(plan: Plan, workers: int, folder: Path, progress: Callable[[int], None] | None = None) -> list[Line]:
    """Play the plan's matches that `folder` does not have yet; all result lines.

    progress gets the number of matches done. JournalError when the folder holds another run.
    """
    jobs = plan.matches_in_order()
    facts: dict[str, Any] = asdict(plan)
    journal = Journal(folder, {**facts, "engine": {"rooms": engine().rooms, "libraries": engine().libraries}})
    try:
        if progress:
            progress(len(journal.done))
        for played in _play_all(jobs[len(journal.done) :], workers):
            timing = {"wall_seconds": round(played.seconds, 4)}
            journal.append(played.result, timing | ({"error": played.error} if played.error else {}))
            if progress:
                progress(len(journal.done))
    finally:
        journal.close()
    return journal.done
