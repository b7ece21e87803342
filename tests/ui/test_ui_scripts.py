"""Key scripts: what their files may say, and that each recorded one still wins or loses as its name tells."""

from dataclasses import replace
from pathlib import Path

import pytest
from key_script import SCRIPTS, KeyScript, play_blind, read_script
from record_keys import WANTED

from game.level.file import load_level

FILES = sorted(SCRIPTS.glob("*.keys"))
A_SCRIPT = KeyScript("tryout", "driver", "easy", 3, "captured", 90, ((0, "up", True), (7, "up", False), (7, "q", True)))


def test_a_script_is_read_as_it_was_saved(tmp_path: Path) -> None:
    A_SCRIPT.save(tmp_path / "one.keys")
    assert read_script(tmp_path / "one.keys") == A_SCRIPT
    assert [(event.type, event.scancode) for event in A_SCRIPT.events(7)] != []
    assert A_SCRIPT.events(8) == []


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    A_SCRIPT.save(tmp_path / "one.keys")
    text = (tmp_path / "one.keys").read_text().replace("+q", "+f13")
    (tmp_path / "one.keys").write_text(text)
    with pytest.raises(ValueError, match="f13"):
        read_script(tmp_path / "one.keys")


def test_every_wanted_script_is_there_and_no_other() -> None:
    assert [path.stem for path in FILES] == sorted(WANTED)


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_script_ends_as_it_tells(path: Path) -> None:
    """If this fails after a change of the rules, the levels or the minds: python tests/helpers/record_keys.py."""
    script = read_script(path)
    level = load_level(script.level)
    session = play_blind(script, level)
    assert (session.outcome, session.tick) == (script.outcome, script.ticks)
    assert session.outcome in WANTED[path.stem].outcomes


@pytest.mark.slow
def test_it_is_the_keys_that_win() -> None:
    script = read_script(SCRIPTS / "tryout_won.keys")
    session = play_blind(replace(script, strokes=script.strokes[: len(script.strokes) // 3]), load_level(script.level))
    assert session.outcome != script.outcome
