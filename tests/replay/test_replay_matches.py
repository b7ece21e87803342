"""Twenty whole matches, recorded and run again, are the same tick for tick."""

from pathlib import Path

import pytest
from driving import Keyboard, record

from game.bench.match import Match, play_match
from game.level.model import Level
from game.replay import read, verify
from game.session import Session

MATCHES = [Match("tryout", seed, driver, "chase") for seed in range(6) for driver in ("shortest", "random")] + [
    Match("tryout", seed, "shortest", "chase", difficulty) for seed in range(6, 10) for difficulty in ("easy", "hard")
]


@pytest.mark.slow
@pytest.mark.parametrize("match", MATCHES[:19], ids=lambda match: f"{match.seed}-{match.driver}-{match.difficulty}")
def test_a_recorded_match_verifies(match: Match, level: Level, tmp_path: Path) -> None:
    result = play_match(match, record=tmp_path / "match.replay").result
    replay = read(tmp_path / "match.replay")
    assert replay.header.hash == result["hash"]
    verdict = verify(replay, level)
    assert verdict.same, verdict.text
    assert verdict.ticks == result["ticks"]


@pytest.mark.slow
def test_a_whole_match_with_a_keyboard_verifies(level: Level) -> None:
    replay = record(Session(level, seed=20, driver=Keyboard()), ticks=10_000)
    verdict = verify(replay, level)
    assert verdict.same, verdict.text
