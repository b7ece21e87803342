"""The files of a benchmark hold whole lines, in order, of one run only."""

from pathlib import Path

import pytest

from game.bench.journal import Journal, JournalError


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def test_what_is_there_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    first = Journal(tmp_path, {"seed": 1})
    first.append({"seed": 1}, {"wall_seconds": 0.1})
    first.close()
    second = Journal(tmp_path, {"seed": 1})
    assert second.done == [{"seed": 1}]
    second.append({"seed": 2}, {"wall_seconds": 0.2})
    second.close()
    assert lines(tmp_path / "results.jsonl") == ['{"seed": 1}', '{"seed": 2}']
    assert lines(tmp_path / "timing.jsonl") == ['{"wall_seconds": 0.1}', '{"wall_seconds": 0.2}']


@pytest.mark.parametrize("cut", range(1, 12))
def test_half_a_line_is_dropped_with_its_twin(tmp_path: Path, cut: int) -> None:
    journal = Journal(tmp_path, {})
    for seed in (1, 2):
        journal.append({"seed": seed}, {"wall_seconds": 0.1})
    journal.close()
    results = tmp_path / "results.jsonl"
    results.write_bytes(results.read_bytes()[:-cut])
    again = Journal(tmp_path, {})
    again.close()
    assert again.done == [{"seed": 1}]
    assert lines(results) == ['{"seed": 1}']
    assert len(lines(tmp_path / "timing.jsonl")) == 1


def test_results_of_another_run_are_never_mixed_in(tmp_path: Path) -> None:
    journal = Journal(tmp_path, {"seed": 1})
    journal.append({"seed": 1}, {})
    journal.close()
    with pytest.raises(JournalError, match="of other seed"):
        Journal(tmp_path, {"seed": 2})
    assert lines(tmp_path / "results.jsonl") == ['{"seed": 1}']
