"""What `the-driver speed --render` says of pictures: shares and distributions of what was measured."""

import pytest

from game.cli import main
from game.level.file import load_level
from game.ui.frames import Frames, _figures, measure_frames
from game.ui.ladder import Ladder


def test_the_figures_tell_late_and_unpainted_pictures() -> None:
    frames = Frames(Ladder())
    frames.wall = [10.0] * 98 + [20.0, 30.0]
    frames.cpu = [8.0] * 99 + [17.0]
    frames.missing = [0] * 97 + [1, 4, 0]
    frames.qualities = ["high"] * 75 + ["low"] * 25
    frames.stages = {"show": [1.0, 2.0, 3.0]}
    figures = _figures(frames)
    assert figures["frame_ms_median"] == 10.0
    assert figures["frame_ms_most"] == 30.0
    assert figures["within_16_6_ms"] == 0.98
    assert figures["cpu_within_16_6_ms"] == 0.99
    assert figures["unpainted_share"] == 0.02
    assert figures["quality_share"] == {"low": 0.25, "medium": 0.0, "high": 0.75}
    assert figures["stage_ms"] == {"show": 2.0}


@pytest.mark.slow
def test_a_chase_is_drawn_and_measured_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    figures = measure_frames(load_level("tryout"), 53, 1.0, quality="medium")
    assert figures["frames"] == 60
    assert figures["quality_share"]["medium"] == 1.0
    assert {"advance", "tiles", "lighten", "buildings", "draw_hud", "show"} <= set(figures["stage_ms"])


@pytest.mark.parametrize("size", ["1280", "0x720", "1280x100000", "wide"])
def test_a_size_that_is_none_is_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["speed", "--render", size])
    assert left.value.code == 2
    assert "--render" in capsys.readouterr().err
