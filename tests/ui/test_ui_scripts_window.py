"""Every job won and lost by keys alone, in the real window, and kept as a replay that proves it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import MISSING, Desk
from key_script import SCRIPTS, read_script

from game.core.setup import PERSON
from game.level.file import load_level
from game.replay import read, verify

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")
SHORT = "tryout_lost"  # this one also runs when there is less time
PLAYER = str(Path(__file__).parent.parent / "helpers" / "play_keys.py")
SECONDS = 900.0  # on a slow machine


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Callable[[Path, Path], int]]:
    desks: list[Desk] = []

    def run(script: Path, replay: Path) -> int:
        desks.append(Desk(tmp_path, str(script), str(replay), program=(PLAYER,)))
        output = desks[-1].game.communicate(timeout=SECONDS)[0]
        assert desks[-1].game.returncode == 0, output
        return len(output)

    yield run
    for one in desks:
        one.close()


def _marked(path: Path) -> object:
    return pytest.param(path, id=path.stem, marks=pytest.mark.slow if path.stem == SHORT else pytest.mark.soak)


@pytest.mark.parametrize("path", [_marked(path) for path in sorted(SCRIPTS.glob("*.keys"))])
def test_a_script_played_into_the_window_ends_as_it_tells(
    play: Callable[[Path, Path], int], tmp_path: Path, path: Path
) -> None:
    """If this fails after a change of the rules, the levels or the minds: python tests/helpers/record_keys.py."""
    script, file = read_script(path), tmp_path / "run.replay"
    play(path, file)
    replay, level = read(file), load_level(script.level)
    header = replay.header
    assert (header.outcome, header.ticks, header.setup.seed) == (script.outcome, script.ticks, script.seed)
    assert verify(replay, level).same
    seat = "pilot" if script.side == "police" else "driver"
    assert list(header.seats) == [seat]
    assert script.side == "police" or header.setup.driver == PERSON
    assert not any(order.kind != "aids" for orders in replay.orders(seat).values() for order in orders)
