"""Every driver against every police on the same seeds, by several processes."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from game.bench.facts import FACTS
from game.bench.journal import Journal, Line
from game.bench.match import Match, Played, play_match
from game.bench.pool import in_order
from game.replay.engine import engine

RESULT_FIELDS = ("outcome", "ticks", *FACTS, "hash")
MATCH_FIELDS = ("level", "seed", "difficulty", "driver", "police")
MOST_CHUNK = 8  # matches handed to a worker at a time


@dataclass(frozen=True, slots=True)
class Plan:
    """All pairs of drivers and police on each level and difficulty, `matches` for each pair, on seeds from
    `seed` on: the same seeds for every pair."""

    levels: tuple[str, ...]
    drivers: tuple[str, ...]
    police: tuple[str, ...]
    matches: int
    seed: int
    difficulties: tuple[str, ...] = ("normal",)
    side: str = "driver"

    def matches_in_order(self) -> list[Match]:
        """The matches in the order of the results: a level's seeds in turn for each difficulty, all pairs on each."""
        seeds = range(self.seed, self.seed + self.matches)
        return [
            Match(level, seed, driver, police, difficulty, self.side)
            for level, difficulty, seed, driver, police in itertools.product(
                self.levels, self.difficulties, seeds, self.drivers, self.police
            )
        ]


def failed(error: str) -> Played:
    """A match of which nothing is left."""
    nothing = {"outcome": "error", "ticks": 0, "wall_seconds": 0.0, **dict.fromkeys(FACTS, 0.0), "hash": ""}
    return Played(nothing, error)


def _line(match: Match, result: Line) -> Line:
    facts = asdict(match)
    facts["level"] = Path(match.level).stem  # the id, also of a level given as a file
    return {name: facts[name] for name in MATCH_FIELDS} | {name: result[name] for name in RESULT_FIELDS}


def play_one(match: Match) -> Played:
    """Play a match in a worker. Whatever goes wrong is told in its line and stops no other."""
    try:
        return play_match(match)
    except Exception as error:
        return failed(f"{type(error).__name__}: {error}")


def _play_all(jobs: list[Match], workers: int) -> Iterator[tuple[Match, Played]]:
    if workers == 1:
        yield from ((match, play_one(match)) for match in jobs)
        return
    size = max(1, min(MOST_CHUNK, len(jobs) // (4 * workers)))
    for match, played in zip(jobs, in_order(play_one, jobs, workers, size), strict=True):
        yield match, played or failed("its process died three times")


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
        for match, played in _play_all(jobs[len(journal.done) :], workers):
            timing = {"wall_seconds": played.result["wall_seconds"]}
            journal.append(_line(match, played.result), timing | ({"error": played.error} if played.error else {}))
            if progress:
                progress(len(journal.done))
    finally:
        journal.close()
    return journal.done
