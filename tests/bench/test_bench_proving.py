"""The proving ground: the cars of the table are what was published of them, and the checks can fail."""

import dataclasses
import json
from pathlib import Path

import pytest

from game.bench.proving import agility, pad, steady, straight
from game.bench.proving.plot import plot
from game.bench.proving.sheet import Sheet, as_json, prove
from game.cli import main
from game.core.constants import MPH
from game.level.model import CarSpec
from game.level.tables import load_tables

CARS = load_tables().cars
BY_ID = {car.id: car for car in CARS}


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return {sheet.car.id: sheet for sheet in prove(CARS, CARS)}


@pytest.mark.parametrize("name", BY_ID)
def test_every_car_is_as_published_and_passes_its_manoeuvres(sheets: dict[str, Sheet], name: str) -> None:
    sheet = sheets[name]
    assert [r for r in sheet.readings if not r.sound] == []
    assert [v for v in sheet.verdicts if v.applies and not v.passed] == []


def test_the_table_has_the_roles_of_the_story() -> None:
    roles = [car.role for car in CARS]
    assert len(CARS) >= 14 and roles.count("patrol") >= 2 and roles.count("getaway") >= 3
    assert {"unmarked", "client", "pickup", "taxi", "van", "small", "bus", "truck"} <= set(roles)
    assert all(car.figures for car in CARS)


def test_sedans_hold_the_road_as_sedans_did(sheets: dict[str, Sheet]) -> None:
    """0.60 to 0.68 g, and 150 to 175 ft from 60 mph; both unsure, so with 5 % to either side."""
    for name in ("ltd", "wagon", "taxi", "monaco_police", "matador_police"):
        measured = sheets[name].measured
        assert 0.57 < measured["circle"]["limit"] < 0.715, name
        assert 142.0 < measured["braking"]["from_60"] < 184.0, name


def test_the_getaway_cars_differ_in_temper(sheets: dict[str, Sheet]) -> None:
    fast, heavy, light = (sheets[name].measured for name in ("trans_am", "charger", "240z"))
    assert heavy["acceleration"]["to_100"] < light["acceleration"]["to_100"] - 3.0
    assert fast["circle"]["limit"] > heavy["circle"]["limit"] + 0.05
    assert light["bootlegger 30"]["room"] < heavy["bootlegger 30"]["room"] - 1.0


def test_the_patrol_car_comes_round_by_handbrake_as_the_reference_did(sheets: dict[str, Sheet]) -> None:
    """169 to 192° there, in 12 of 12; taken with 5° to either side."""
    turns = [v["turned"] for k, v in sheets["fury_police"].measured.items() if k.startswith("handbrake ")]
    assert len(turns) == 12 and min(turns) > 160.0 and max(turns) < 197.0


def changed(name: str, **fields: float) -> CarSpec:
    return dataclasses.replace(BY_ID[name], **fields)


def failures(car: CarSpec) -> set[str]:
    (sheet,) = prove((car,), [car])
    names = {r.figure.name for r in sheet.readings if not r.sound}
    return names | {v.manoeuvre for v in sheet.verdicts if v.applies and not v.passed}


@pytest.mark.parametrize(
    ("name", "fields", "seen"),
    [
        ("fury_police", {"drive_power": 110_000.0}, "to_100"),
        ("trans_am", {"friction": 0.72}, "skidpad"),
        ("trans_am", {"top_speed": 50.0}, "top_speed"),
        ("fury_police", {"front_stiffness": 12.4}, "circle"),
        ("fury_police", {"front_stiffness": 4.0, "rear_stiffness": 14.0}, "step_steer"),
        ("fury_police", {"friction": 0.5}, "lane_change"),
        ("fury_police", {"friction": 0.5}, "j_turn"),
        ("fury_police", {"steer_lock": 0.08}, "bootlegger"),
    ],
)
def test_a_wrong_car_is_seen(name: str, fields: dict[str, float], seen: str) -> None:
    assert seen in failures(changed(name, **fields))


def test_figures_that_are_not_firm_are_shown_but_not_held(sheets: dict[str, Sheet]) -> None:
    out = [r for r in sheets["240z"].readings if r.deviation is not None and abs(r.deviation) > 0.05]
    assert [(r.figure.name, r.sound) for r in out] == [("to_100", True)]


def test_one_script_drives_alike_alone_and_in_company() -> None:
    fury = BY_ID["fury_police"]
    (alone,) = pad.run(CARS, [(fury, straight.braking)])
    many = pad.run(CARS, [(BY_ID["bus"], steady.circle), (fury, straight.braking), (fury, agility.j_turn(30.0 * MPH))])
    assert many[1]["from_60"] == pytest.approx(alone["from_60"], rel=1e-9)


def test_the_command_prints_json_and_plots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "fury.png"
    assert main(["cars", "fury_police", "--json", "--plot", str(picture)]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["id"] == "fury_police" and told["sound"] is True
    assert told["figures"][0] == {
        "figure": "to_60",
        "unit": "s",
        "published": 9.2,
        "confidence": "firm",
        "source": "Michigan State Police tests 1978",
        "measured": pytest.approx(9.2, rel=0.05),
        "deviation": pytest.approx(0.0, abs=0.05),
        "sound": True,
    }
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_command_refuses_a_car_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cars", "edsel"]) == 2
    assert "fury_police" in capsys.readouterr().err


def test_what_was_never_reached_is_null_in_json(sheets: dict[str, Sheet]) -> None:
    json.dumps(as_json(sheets["van"]), allow_nan=False)


def test_the_plot_takes_all_cars(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    plot(list(sheets.values()), tmp_path / "all.svg")
    assert (tmp_path / "all.svg").stat().st_size > 10_000
