"""Same Setup, seed and commands: same bits. Each check has a control that shows it can fail."""

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from game import Session, load_level
from game.core.command import CONTROLS, STEER, THROTTLE, Command
from game.level.model import Level
from game.sim import physics

TICKS = 1500  # 25 s: past the alarm
CROWD = 160  # civilian cars: enough for several contacts in one tick


@pytest.fixture(scope="module")
def tryout() -> Level:
    return load_level("tryout")


class Hooligan:
    """Full throttle from the first tick, steering by dice: hits something soon."""

    def __init__(self, roll: Callable[[int], float]) -> None:
        self._roll = roll

    def act(self, observation: object) -> Command:
        controls = np.zeros((1, CONTROLS), np.int16)
        controls[0, THROTTLE] = 255
        controls[0, STEER] = int(32767 * self._roll(observation.tick))  # type: ignore[attr-defined]
        return Command(controls)


def swerving(tick: int) -> float:
    return ((tick // 40) * 7 % 11 - 5) / 5


def run(level: Level, roll: Callable[[int], float] = swerving, ordered: bool = True) -> tuple[str, list[bytes]]:
    session = Session(level, seed=12, driver=Hooligan(roll), traffic=CROWD)
    session._world._ordered = ordered
    sums = []
    while session.tick < TICKS and not session.outcome:
        session.step()
        sums.append(session.checksums.tobytes())
    return session.hash, sums


def test_the_same_run_twice_has_the_same_checksums_at_every_tick(tryout: Level) -> None:
    assert run(tryout) == run(tryout)


def test_a_session_does_not_disturb_another(tryout: Level) -> None:
    alone = Session(tryout, seed=11)
    for _ in range(600):
        alone.step()
    first, second = Session(tryout, seed=11), Session(tryout, seed=12)
    for _ in range(600):
        first.step()
        second.step()
    assert first.hash == alone.hash != second.hash


def test_looking_at_a_run_does_not_change_it(tryout: Level) -> None:
    blind, watched = Session(tryout, seed=11), Session(tryout, seed=11)
    for _ in range(600):
        blind.step()
        watched.step()
        assert watched.snapshot.status.seconds >= 0.0
        assert watched.hash
    assert blind.hash == watched.hash


def test_the_engine_may_list_contacts_in_any_order(tryout: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """pymunk's order differs from process to process; control: without the sorting the run differs."""
    sorted_run, unsorted_run = run(tryout), run(tryout, ordered=False)
    collect = physics.collect

    def reversed_collect(ints: np.ndarray, floats: np.ndarray, *rest: object) -> int:
        return collect(ints[::-1].copy(), floats[::-1].copy(), *rest)

    monkeypatch.setattr(physics, "collect", reversed_collect)
    assert run(tryout) == sorted_run
    assert run(tryout, ordered=False)[0] != unsorted_run[0]


def test_a_second_dice_is_noticed(tryout: Level) -> None:
    """Control: a mind that rolls other dice than the keyed ones gives another run."""
    dice = random.Random(1)

    def rolled(tick: int) -> float:
        return dice.uniform(-1.0, 1.0)

    assert run(tryout, roll=rolled) != run(tryout, roll=rolled)


def test_props_that_fall_are_told_and_are_part_of_the_run(tryout: Level) -> None:
    """Control: with every prop out of reach, the same commands give another run."""
    aloft = replace(tryout.city, props=tryout.city.props + np.array([0.0, 0.0, 100.0, 0.0, 0.0]))
    runs = []
    for level in (tryout, replace(tryout, city=aloft)):
        session = Session(level, seed=5, driver=Hooligan(swerving), traffic=0)
        lit = session._senses.lamps.sum()
        while session.tick < 100:  # he hits a lamp's post soon
            session.step()
        lamps_down = int((session.snapshot.fallen < len(tryout.city.lamps)).sum())
        runs.append((lamps_down, session._senses.lamps.sum() < lit, session.hash))
    assert runs[0][:2] == (1, True)
    assert runs[1][:2] == (0, False)
    assert runs[0][2] != runs[1][2]
