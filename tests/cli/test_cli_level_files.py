"""the-driver new and check: a level to start from, the city's hash, and schemas for editors."""

import json
from pathlib import Path

import pytest

from game.cli import main
from game.level.check import check
from game.level.file import level_file, load_level


def test_a_new_level_checks_clean_and_its_hash_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my_job.toml"
    assert main(["new", str(path)]) == 0
    assert check(path) == []
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert f'city_hash = "{load_level(path).city.hash}"' in said


@pytest.mark.slow
def test_a_new_level_with_a_town_of_its_own_can_be_driven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my_job.toml"
    assert main(["new", str(path), "--city"]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["my_job.toml", "my_job_town.toml"]
    assert check(path) == [] and check(tmp_path / "my_job_town.toml") == []
    capsys.readouterr()
    assert main(["match", str(path), "--seed", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] != "error"


def test_a_new_level_never_writes_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = tmp_path / "job_town.toml"
    town.write_text("mine")
    assert main(["new", str(tmp_path / "job.toml"), "--city"]) == 2
    assert "exists" in capsys.readouterr().err
    assert [file.read_text() for file in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("name", ["job.txt", "My Job.toml", ".toml", "job"])
def test_a_name_that_no_level_can_have_is_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / name)]) == 2
    assert "small letters" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["new", str(tmp_path / "file" / "job.toml")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_check_prints_a_schema_or_asks_for_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schema", "city"]) == 0
    assert "road" in json.loads(capsys.readouterr().out)["properties"]
    assert main(["check", "--schema"]) == 0
    assert "kerb" in json.loads(capsys.readouterr().out)["properties"]
    assert main(["check"]) == 2
    assert "FILE" in capsys.readouterr().err


def test_check_as_json_tells_problems_and_the_cities_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "job.toml"
    path.write_text(level_file("tryout").read_text(encoding="utf-8").replace("23.6", "99"), encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert [(p["line"], p["key"]) for p in said["problems"]] == [(6, "hour")]
    assert said["cities"] == {"downtown": load_level("tryout").city.hash}
