"""The table tells what the results say."""

from typing import Any

import pytest

from game.bench.report import advantages, report, rows


def line(level: str, seed: int, driver: str, outcome: str) -> dict[str, Any]:
    facts = {"driver": driver, "police": "chase", "outcome": outcome, "badges": 10.0 * seed}
    return {"level": level, "seed": seed, "difficulty": "normal", **facts}


RESULTS = [
    line("a", 1, "x", "escaped"),
    line("a", 1, "y", "captured"),
    line("a", 2, "x", "escaped"),
    line("a", 2, "y", "escaped"),
    line("b", 1, "x", "timeout"),
    line("b", 1, "y", "captured"),
]


def test_each_pair_has_a_row_on_each_level_and_on_all() -> None:
    found = {(row.level, row.driver): row for row in rows(RESULTS)}
    assert set(found) == {(level, driver) for level in ("a", "b", "all") for driver in "xy"}
    assert found["all", "x"].matches == 3
    assert found["all", "x"].shares["escaped"].share == pytest.approx(2 / 3)


def test_shares_of_the_outcomes_add_up_to_one() -> None:
    for row in rows(RESULTS):
        assert sum(share.share for share in row.shares.values()) == pytest.approx(1.0)


def test_drivers_are_compared_on_the_same_seeds() -> None:
    (gain,) = advantages(RESULTS)
    assert (gain.driver, gain.other, gain.police) == ("x", "y", "chase")
    assert gain.escaped.share == pytest.approx(1 / 3)


def test_difficulties_are_told_apart_and_facts_averaged() -> None:
    hard = [entry | {"difficulty": "hard"} for entry in RESULTS if entry["level"] == "a"]
    found = {(row.level, row.difficulty, row.driver): row for row in rows(RESULTS + hard)}
    assert found["all", "normal", "x"].matches == 3
    assert found["all", "hard", "x"].matches == found["a", "hard", "x"].matches == 2
    assert found["a", "hard", "x"].means == {"badges": pytest.approx(15.0)}


def test_the_report_for_programs_holds_both() -> None:
    assert set(report(RESULTS)) == {"rows", "advantages"}
