"""The real program in a real window, driven by real keys: needs Xvfb, xdotool and ImageMagick."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import MISSING, Desk

from game.core.aids import ALL_AIDS
from game.core.command import ACTIONS, DUCK, HORN, LIGHTS_OFF
from game.core.hands import aids_order
from game.core.snapshot import ANGLE
from game.level.file import load_level
from game.replay import open_session, read, verify
from game.view.palette import CREAM, ORANGE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)} (apt-get install xvfb xdotool imagemagick)"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def start(*arguments: str, **options: Any) -> Desk:
        desks.append(Desk(tmp_path, *arguments, **options))
        return desks[-1]

    yield start
    for one in desks:
        one.close()


def card_is_up(picture: np.ndarray) -> bool:
    """A card has a wide orange bar: the choice that Enter would make."""
    return int(np.all(np.abs(picture.astype(int) - ORANGE) < 6, axis=2).sum()) > 13_000


def city_is_shown(picture: np.ndarray) -> bool:
    loading = float(picture[:, 670:].std()) < 3.0  # nothing is below its words
    return not card_is_up(picture) and not loading and float(picture[300:900, 200:600].std()) > 12.0


def moved(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of the middle of two pictures."""
    return float(np.abs(a[200:1000, 160:480].astype(int) - b[200:1000, 160:480]).mean())


def test_a_job_with_real_keys(desk: Callable[..., Desk]) -> None:
    table = desk("play", "tryout", "--seed", "7")
    table.wait("briefing", card_is_up)
    table.keys("Return")
    start = table.wait("start", city_is_shown)
    table.keys("Up", action="keydown")
    table.wait("driving", lambda now: moved(now, start) > 6.0)
    table.keys("Left", action="keydown")
    time.sleep(0.6)
    table.keys("Left", action="keyup")
    table.keys("Up", action="keyup")
    table.keys("Escape")
    paused = table.wait("pause", card_is_up)
    time.sleep(0.5)
    assert moved(table.picture(), paused) < 0.5
    table.keys("Down", "Down", "Down", "Down", "Return")  # walk away from the job
    table.wait("result", lambda now: card_is_up(now) and moved(now, paused) > 1.0)
    table.keys("Return")  # again
    again = table.wait("again", city_is_shown)
    assert moved(again, start) < moved(paused, start)
    table.keys("Escape")
    table.wait("pause again", card_is_up)
    table.keys("Up", "Return")  # quit
    output = table.game.communicate(timeout=30)[0]
    assert table.game.returncode == 0, output
    assert "Traceback" not in output


def test_the_window_is_resized_with_bars_and_goes_full_screen(desk: Callable[..., Desk]) -> None:
    table = desk("play", "tryout", "--seed", "7", "--side", "police")
    table.wait("briefing", card_is_up)
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", ".*"], env=table.env, capture_output=True, text=True
    )
    window = found.stdout.split()
    assert window
    table.keys(window[-1], "800", "700", action="windowsize")
    table.wait("a smaller window", lambda now: bool(now[900:, :].max() < 8 and now[:800, :100].max() < 40))
    table.keys("F11")
    table.wait("full screen", lambda now: bool(now[900:, 300:600].max() > 60))
    table.keys("Up", "Return")  # quit
    assert table.game.wait(30) == 0


PAD = Path(__file__).parent / "pad" / "pad.toml"
RECORDED = """
import sys
from pathlib import Path
from game.ui.app import Options, play
play(sys.argv[1], Options(13, "easy", record=Path(sys.argv[2])))
"""


def test_a_handbrake_turn_with_real_keys_and_its_replay(desk: Callable[..., Desk], tmp_path: Path) -> None:
    """Turned about in a wide street; the keys' timing is only as good as the machine, and so good is enough."""
    file = tmp_path / "turn.replay"
    table = desk(str(PAD), str(file), program=("-c", RECORDED))
    table.wait("briefing", card_is_up)
    table.keys("Return")
    table.wait("start", lambda now: not card_is_up(now))
    for names, action, seconds in (
        (("Up",), "keydown", 3.6),
        (("Up",), "keyup", 0.0),
        (("Left",), "keydown", 0.15),
        (("space",), "keydown", 1.5),
        (("space",), "keyup", 0.0),
        (("Left",), "keyup", 0.0),
        (("Up",), "keydown", 1.5),
        (("Up",), "keyup", 0.0),
    ):
        table.keys(*names, action=action)
        time.sleep(seconds)
    table.keys("Escape")
    table.wait("pause", card_is_up)
    table.keys("Up", "Return")  # quit
    assert table.game.wait(60) == 0
    replay, level = read(file), load_level(PAD)
    assert verify(replay, level).same
    assert replay.orders("driver")[0] == (aids_order(ALL_AIDS),)
    session = open_session(replay, level)
    start = float(session.snapshot.cars[0, ANGLE])
    for _ in range(replay.header.ticks):
        session.step()
    assert abs(np.degrees(session.snapshot.cars[0, ANGLE] - start)) == pytest.approx(180.0, abs=30.0)


def crew_is_aboard(picture: np.ndarray) -> bool:
    """Both figures in the corner are filled: nearly white where they were outlines in brown."""
    corner = picture[1215:1262, 60:86].astype(int)
    return int(np.all(np.abs(corner - CREAM) < 12, axis=2).sum()) > 250


def test_waiting_loading_and_driving_off_with_real_keys(desk: Callable[..., Desk], tmp_path: Path) -> None:
    """Ducked at first, then up again with the lights off; the crew gets in; a touch of the horn, and away."""
    file = tmp_path / "getaway.replay"
    table = desk("tryout", str(file), program=("-c", RECORDED))
    table.wait("briefing", card_is_up)
    table.keys("Return")
    start = table.wait("start", city_is_shown)
    table.keys("q", action="keydown")
    time.sleep(1.0)
    table.keys("q", action="keyup")
    table.keys("l")
    table.wait("crew", crew_is_aboard)
    table.keys("Up", action="keydown")  # the first unit is some seconds away
    table.keys("h", action="keydown")
    table.wait("driving", lambda now: moved(now, start) > 6.0)
    table.keys("h", action="keyup")
    time.sleep(2.0)
    table.keys("Up", action="keyup")
    table.keys("Escape")
    table.wait("pause", card_is_up)
    table.keys("Up", "Return")  # quit
    assert table.game.wait(60) == 0
    replay, level = read(file), load_level("tryout")
    assert verify(replay, level).same
    actions = replay.controls["driver"][:, 0, ACTIONS]
    for bit in (DUCK, LIGHTS_OFF, HORN):
        assert (actions & bit).any()
    assert not (actions[-30:] & DUCK).any()
    session = open_session(replay, level)
    for _ in range(replay.header.ticks):
        session.step()
    assert session.status.crew_aboard == 2
    assert session.status.phase == "flee"
