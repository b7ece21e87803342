"""The commands' manners: help, clear errors in a line, exit codes 0, 1 and 2, JSON where a result is printed."""

import json
from pathlib import Path

import pytest

from game.bench.facts import FACTS
from game.cli import COMMANDS, main

MATCH_KEYS = {"outcome", "ticks", "sim_seconds", "wall_seconds", *FACTS, "hash"}
RESULT_KEYS = ["level", "seed", "difficulty", "driver", "police", "outcome", "ticks", *FACTS, "hash"]


def ends(*words: str) -> int:
    """The exit code of a command, also where argparse ends it."""
    try:
        return main(words)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(command, "--help") == 0
    assert "usage: the-driver" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], "COMMAND"),
        (["fly"], "fly"),
        (["match"], "LEVEL"),
        (["match", "tryout", "--seed", "x"], "seed"),
        (["match", "tryout", "--seed", "-1"], "seed"),
        (["match", "tryout", "--seed", str(2**63)], "seed"),
        (["match", "tryout", "--driver", "nobody"], "nobody"),
        (["match", "tryout", "--police", "nobody"], "chase"),
        (["match", "tryout", "--difficulty", "brutal"], "brutal"),
        (["match", "nowhere"], "nowhere"),
        (["match", "../levels/tryout"], "levels"),
        (["bench", "tryout", "--driver", ","], "name"),
        (["bench", "tryout", "--matches", "0"], "matches"),
        (["replay", "no such file"], "no such file"),
        (["speed", "--cars", "1"], "cars"),
    ],
)
def test_bad_use_is_told_in_plain_words(words: list[str], text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(*words) == 2
    said = capsys.readouterr()
    assert text in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_match_prints_its_result_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends("match", "tryout", "--seed", "3", "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) == MATCH_KEYS
    assert result["outcome"] in ("escaped", "captured", "wrecked", "abandoned", "timeout")
    assert result["sim_seconds"] == pytest.approx(result["ticks"] / 60, abs=1e-3)


def test_a_match_leaves_a_replay_that_verifies_and_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, picture = tmp_path / "run.replay", tmp_path / "chase.png"
    assert ends("match", "tryout", "--record", str(run), "--picture", str(picture), "--json") == 0
    ticks = json.loads(capsys.readouterr().out)["ticks"]
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert ends("replay", str(run), "--verify", "--json") == 0
    assert json.loads(capsys.readouterr().out)["ticks"] == ticks

    data = bytearray(run.read_bytes())
    data[len(data) // 2] ^= 1
    run.write_bytes(data)
    assert ends("replay", str(run)) == 2
    assert "digest" in capsys.readouterr().err
    assert ends("replay", str(run), "--verify") == 1
    assert "tick " in capsys.readouterr().out


def test_difficulty_and_side_reach_the_match(capsys: pytest.CaptureFixture[str]) -> None:
    hashes = set()
    for words in ([], ["--difficulty", "hard"], ["--side", "police"]):
        assert ends("match", "tryout", "--json", *words) == 0
        hashes.add(json.loads(capsys.readouterr().out)["hash"])
    assert len(hashes) == 3


def test_a_bench_writes_ordered_results_and_goes_on_where_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "tryout", "--driver", "shortest,random", "--matches", "2", "--seed", "5", "--json"]
    assert ends(*words, "--workers", "2", "--out", str(tmp_path / "two")) == 0
    report = json.loads(capsys.readouterr().out)
    assert [row["matches"] for row in report["rows"]] == [2, 2]
    text = (tmp_path / "two" / "results.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [list(line) for line in lines] == [RESULT_KEYS] * 4
    assert [(line["seed"], line["driver"]) for line in lines] == [
        (5, "shortest"),
        (5, "random"),
        (6, "shortest"),
        (6, "random"),
    ]
    assert len((tmp_path / "two" / "timing.jsonl").read_text().splitlines()) == 4

    half = tmp_path / "two" / "results.jsonl"
    half.write_text(text[: len(text) // 2])
    assert ends(*words, "--workers", "1", "--out", str(tmp_path / "two")) == 0
    assert half.read_text() == text
    assert ends(*words, "--matches", "3", "--out", str(tmp_path / "two")) == 2


def test_a_match_in_error_makes_the_bench_say_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from game.bench import tournament

    def broken(*_: object) -> None:
        raise FloatingPointError("car 3 has no finite state")

    monkeypatch.setattr(tournament, "play_match", broken)
    words = ["bench", "tryout", "--matches", "2", "--workers", "1", "--out", str(tmp_path)]
    assert ends(*words) == 1
    assert '"outcome": "error"' in (tmp_path / "results.jsonl").read_text()
    assert "car 3" in (tmp_path / "timing.jsonl").read_text()


def test_speed_gives_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends("speed", "--cars", "53", "--seconds", "1", "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == [
        "ticks_per_s",
        "vehicle_seconds_per_s",
        "tick_us",
        "tick_cpu_us",
        "stage_us",
        "space_step_us",
        "bare_loop_us",
        "ratio",
        "people",
        "moving_cars",
        "contacts_per_tick",
    ]
    assert figures["ratio"] == pytest.approx(figures["tick_us"] / figures["bare_loop_us"], rel=0.01)
    assert figures["vehicle_seconds_per_s"] == pytest.approx(53 / 60 * figures["ticks_per_s"], rel=0.01)
    assert min(figures["space_step_us"], figures["bare_loop_us"]) > 0
    assert set(figures["stage_us"]) >= {"sense", "decide", "drive_traffic", "people", "move", "judge", "record"}
    assert 0 <= figures["moving_cars"] <= 80
