"""Thirty recorded waits at the club, where the Player walks by: what the Driver does decides whether she sees him."""

from dataclasses import replace
from pathlib import Path

import pytest
from waiting import AT_THE_CLUB, Waiter

from game import Session, load_level
from game.core.constants import TICK_HZ
from game.level.model import Level
from game.replay import Recorder, read, verify

SECONDS = 36  # the Player comes out at 12 s and needs some 20 to pass by
SURE = 0.35  # of his face, after the story's first 1.5 s
WAITS = {"under the lamp": range(12), "ducked": range(6), "in the dark": range(6), "another kerb": range(6)}


@pytest.fixture(scope="module")
def club() -> Level:
    """The casino job, from when he has stopped at the kerb."""
    level = load_level("casino")
    return replace(level, heist=replace(level.heist, start=None))


def wait(club: Level, way: str, seed: int) -> tuple[Recorder, float]:
    """The recorded wait, and how sure the Player is of his face."""
    actions, spots = AT_THE_CLUB[way]
    session = Session(club, seed=seed, driver=Waiter(actions, spots))
    recorder = Recorder(session)
    while session.tick < SECONDS * TICK_HZ and not session.outcome:
        session.step()
        recorder.take()
    return recorder, dict(session.debrief.witnesses)["the Player"]


@pytest.mark.soak
@pytest.mark.parametrize(("way", "seed"), [(way, seed) for way, seeds in WAITS.items() for seed in seeds])
def test_she_sees_who_waits_under_the_lamp_and_nobody_else(club: Level, tmp_path: Path, way: str, seed: int) -> None:
    recorder, certainty = wait(club, way, seed)
    assert (certainty >= SURE) if way == "under the lamp" else (certainty == 0.0)
    recorder.save(tmp_path / "wait.replay")
    verdict = verify(read(tmp_path / "wait.replay"), club)
    assert verdict.same, verdict.text


def test_there_are_thirty_waits() -> None:
    assert sum(len(seeds) for seeds in WAITS.values()) == 30
