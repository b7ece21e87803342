"""check --picture: the plan of a level, or a place in it."""

from pathlib import Path

import pytest

from game.cli import main
from game.cli.codes import BAD, DONE
from game.level.shelf import level_file

PNG = b"\x89PNG"


def test_a_picture_of_the_plan_and_of_a_place(tmp_path: Path) -> None:
    plan, place = tmp_path / "plan.png", tmp_path / "place.png"
    file = str(level_file("tryout"))
    assert main(["check", file, "--picture", str(plan)]) == DONE
    assert main(["check", file, "--picture", str(place), "--at", "560,420", "--span", "120", "--hour", "22"]) == DONE
    assert plan.read_bytes()[:4] == PNG
    assert place.read_bytes()[:4] == PNG
    assert plan.read_bytes() != place.read_bytes()


def test_a_faulty_level_is_listed_and_not_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, picture = tmp_path / "bad.toml", tmp_path / "plan.png"
    bad.write_text('[city]\nname = "X"\n')
    assert main(["check", str(bad), "--picture", str(picture)]) == BAD
    assert not picture.exists()
    assert "bad.toml:1" in capsys.readouterr().out


@pytest.mark.parametrize("extra", [["--at", "here"], ["--span", "wide"]])
def test_options_that_mean_nothing_are_refused(extra: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["check", str(level_file("tryout")), "--picture", str(tmp_path / "x.png"), *extra])


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["check", str(level_file("tryout")), "--picture", str(tmp_path / "file" / "x.png")]) == BAD
    assert "cannot be written" in capsys.readouterr().err
