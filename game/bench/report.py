"""What a benchmark tells at its end: the share of each outcome, and who does better on the same seeds."""

import itertools
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from game.bench.facts import FACTS
from game.bench.journal import Line
from game.bench.statistics import paired_difference, wilson
from game.core.setup import DIFFICULTIES
from game.core.snapshot import OUTCOMES


@dataclass(frozen=True, slots=True)
class Share:
    """A share, or a difference of shares, with its 95 % interval."""

    share: float
    low: float
    high: float

    def percent(self, sign: str = "") -> str:
        """As in "62" over "52…71"."""
        return f"{100 * self.share:{sign}.0f}\n{100 * self.low:{sign}.0f}…{100 * self.high:{sign}.0f}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a pair of minds on one level ("all": on all of them) at one difficulty.

    means: of the facts of a job (bench.facts.FACTS), but for those that the results lack."""

    level: str
    difficulty: str
    driver: str
    police: str
    matches: int
    shares: dict[str, Share]
    means: dict[str, float]


@dataclass(frozen=True, slots=True)
class Advantage:
    """How much more often `driver` escapes than `other` against `police` on the same seeds."""

    driver: str
    other: str
    police: str
    escaped: Share


def _distinct(results: list[Line], *names: str) -> list[Any]:
    """The values of these fields, each once, in the order they come."""
    values = [line[names[0]] if len(names) == 1 else tuple(line[name] for name in names) for line in results]
    return list(dict.fromkeys(values))


def rows(results: list[Line]) -> list[Row]:
    """The share of each outcome for each pair on each level and, where there are several, on all; by difficulty."""
    levels = _distinct(results, "level")
    groups = [*levels, "all"] if len(levels) > 1 else levels
    found = []
    for level in groups:
        here = [line for line in results if level in (line["level"], "all")]
        for difficulty, driver, police in _distinct(here, "difficulty", "driver", "police"):
            pair = (difficulty, driver, police)
            lines = [line for line in here if (line["difficulty"], line["driver"], line["police"]) == pair]
            found.append(_row(level, *pair, lines))
    return sorted(found, key=lambda row: (groups.index(row.level), DIFFICULTIES.index(row.difficulty)))


def _row(level: str, difficulty: str, driver: str, police: str, lines: list[Line]) -> Row:
    ends = [line["outcome"] for line in lines]
    means = {name: fmean(line[name] for line in lines) for name in FACTS if name in lines[0]}
    shares = {name: Share(ends.count(name) / len(ends), *wilson(ends.count(name), len(ends))) for name in OUTCOMES}
    return Row(level, difficulty, driver, police, len(ends), shares, means)


def advantages(results: list[Line]) -> list[Advantage]:
    """Each two drivers against each police, paired by level, difficulty and seed."""
    escaped = {
        (line["driver"], line["police"], line["level"], line["difficulty"], line["seed"]): float(
            line["outcome"] == "escaped"
        )
        for line in results
    }
    seeds = _distinct(results, "level", "difficulty", "seed")
    found = []
    for driver, other in itertools.combinations(_distinct(results, "driver"), 2):
        for police in _distinct(results, "police"):
            strata = [
                [escaped[driver, police, *key] - escaped[other, police, *key] for key in seeds if key[:2] == group]
                for group in _distinct(results, "level", "difficulty")
            ]
            found.append(Advantage(driver, other, police, Share(*paired_difference(strata))))
    return found


def report(results: list[Line]) -> dict[str, Any]:
    """All of it, for a program to read."""
    return {
        "rows": [asdict(row) for row in rows(results)],
        "advantages": [asdict(advantage) for advantage in advantages(results)],
    }


def print_report(results: list[Line]) -> None:
    """All of it, for a person, in 80 columns."""
    console = Console()
    several = len(_distinct(results, "difficulty")) > 1
    for (level, difficulty), group in itertools.groupby(rows(results), key=lambda row: (row.level, row.difficulty)):
        console.print(_sheet(f"{level}, {difficulty}" if several else level, list(group)))
    console.print("Shares in % over their 95 % intervals (Wilson 1927).")
    for row in rows(results):
        if row.means:
            console.print(_facts(row), highlight=False)
    for gain in advantages(results):
        much, interval = gain.escaped.percent("+").split("\n")
        console.print(
            f"{gain.driver} against {gain.other}, from {gain.police} on the same seeds: escaped {much} points "
            f"({interval}; bootstrap, stratified by level)."
        )


def _facts(row: Row) -> str:
    """What such a job comes to, in the mean."""
    means = row.means
    hurt = ", ".join(f"{means[f'hurt_by_{who}']:.1f} by {who}" for who in ("driver", "police", "civilians"))
    return (
        f"{row.level}, {row.difficulty}, {row.driver}: felony {means['felony']:.0f}, take ${means['take']:,.0f}, "
        f"changed cars {means['switched']:.1f} times, surest witness {means['certainty']:.2f}, "
        f"badges {means['badges']:.0f}, hurt {hurt}."
    )


def _sheet(title: str, group: list[Row]) -> Table:
    sheet = Table(title=title, box=SIMPLE_HEAD, padding=0, title_justify="left", title_style="bold")
    for heading in ("driver", "police"):
        sheet.add_column(heading)
    for heading in ("n", *OUTCOMES):
        sheet.add_column(heading, justify="right")
    for row in group:
        cells = [share.percent() for share in row.shares.values()]
        sheet.add_row(row.driver, row.police, str(row.matches), *cells)
    return sheet
