"""All cars through all manoeuvres, what came out beside what was published, and whether that is good enough."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from game.bench.proving import agility, pad, steady, straight
from game.core.constants import MPH
from game.level.model import CarSpec, Figure

FIRM = 0.05  # a firm figure may be out by this share …
FIRM_SKIDPAD = 0.03  # … and a firm skidpad by so many g
UNDERSTEER = 1.5, 5.0  # deg/g
T90 = 0.2, 0.45  # s
OVERSHOOT = 0.25
LANE_SPEEDS = tuple(45.0 + 2.5 * k for k in range(9))  # mph
TURN_SPEEDS = 25.0, 30.0, 35.0  # mph
HANDBRAKE_SPEEDS, HANDBRAKE_SECONDS = (25.0, 30.0, 35.0, 40.0), (1.0, 1.4, 1.8)


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value beside the published one. deviation: a share (g for the skidpad); sound: not a firm
    figure that is out."""

    figure: Figure
    measured: float | None  # None: never reached
    deviation: float | None
    sound: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a manoeuvre went. applies: the car table holds this car to it."""

    manoeuvre: str
    text: str
    passed: bool
    applies: bool


@dataclass
class Sheet:
    """All about one car. measured: every value by its name; traces: curves by manoeuvre, for the plot."""

    car: CarSpec
    readings: list[Reading] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    measured: dict[str, Any] = field(default_factory=dict)
    traces: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether all that the car is held to is met."""
        return all(r.sound for r in self.readings) and all(v.passed for v in self.verdicts if v.applies)


def prove(
    cars: tuple[CarSpec, ...], chosen: Sequence[CarSpec], report: Callable[[float], None] = lambda share: None
) -> list[Sheet]:
    """Drive the chosen cars of the table through everything. report: told the share that is done."""
    plans = {car.id: _plan(car) for car in chosen}
    trials = [(car, script) for car in chosen for script in plans[car.id].values()]
    results = iter(pad.run(cars, trials, lambda done: report(done / len(trials))))
    return [judge(car, {name: next(results) for name in plans[car.id]}) for car in chosen]


def _plan(car: CarSpec) -> dict[str, Any]:
    """The scripts that a car drives, by name."""
    scripts: dict[str, Any] = {
        "acceleration": straight.acceleration,
        "braking": straight.braking,
        "parked": straight.parked,
        "circle": steady.circle,
        "step_steer": steady.step_steer,
    }
    if "lane_change" in car.manoeuvres:
        speeds = {car.lane_change / MPH, *LANE_SPEEDS}
        scripts |= {
            f"lane_change {speed:g} {k}": agility.lane_change(speed * MPH, line)
            for speed in sorted(speeds)
            for k, line in enumerate(agility.LINES)
        }
    for name, turn in (("j_turn", agility.j_turn), ("bootlegger", agility.bootlegger)):
        if name in car.manoeuvres:
            scripts |= {f"{name} {speed:g}": turn(speed * MPH) for speed in TURN_SPEEDS}
    if "bootlegger" in car.manoeuvres:
        pairs = [(v, t) for v in HANDBRAKE_SPEEDS for t in HANDBRAKE_SECONDS]
        scripts |= {f"handbrake {v:g} {t:g}": agility.handbrake_turn(v * MPH, t) for v, t in pairs}
    return scripts


def judge(car: CarSpec, results: dict[str, dict[str, Any]]) -> Sheet:
    """The sheet of a car from what its scripts measured."""
    sheet = Sheet(car)
    for name, result in results.items():
        sheet.traces[name] = result.pop("trace", [])
        sheet.measured[name] = result
    sheet.traces["lane_change"] = sheet.traces.get(f"lane_change {car.lane_change / MPH:g} 0", [])
    values = results["acceleration"] | results["braking"] | {"skidpad": results["circle"]["limit"]}
    sheet.readings = [_reading(figure, values.get(figure.name)) for figure in car.figures]
    found = [_straight(results), _parked(results["parked"]), _circle(results["circle"]), _step(results["step_steer"])]
    if "lane_change" in car.manoeuvres:
        found.append(_lane_change(car, results))
    found += [_turn(name, results) for name in ("j_turn", "bootlegger") if name in car.manoeuvres]
    if "bootlegger" in car.manoeuvres:
        found.append(_handbrake(results))
    always = ("energy", "parked")
    sheet.verdicts = [Verdict(name, text, ok, name in (*car.manoeuvres, *always)) for name, text, ok in found]
    return sheet


def _reading(figure: Figure, measured: float | None) -> Reading:
    if measured is None:
        return Reading(figure, None, None, figure.confidence != "firm")
    if figure.name == "skidpad":
        out, allowed = measured - figure.value, FIRM_SKIDPAD
    else:
        out, allowed = measured / figure.value - 1.0, FIRM
    return Reading(figure, measured, out, figure.confidence != "firm" or abs(out) <= allowed)


Found = tuple[str, str, bool]


def _straight(results: dict[str, dict[str, Any]]) -> Found:
    rises = results["braking"]["energy_rises"]
    return "energy", f"rose in {rises} ticks of braking from 60 mph", rises == 0


def _parked(result: dict[str, Any]) -> Found:
    return "parked", f"drifted {result['drift']:g} m in 10 s at full lock", result["drift"] == 0.0


def _circle(result: dict[str, Any]) -> Found:
    shape = "rising" if result["rises"] else "not rising"
    text = f"understeer {result['understeer']:.2f} deg/g, {shape}; limit {result['limit']:.3f} g"
    return "circle", text, UNDERSTEER[0] <= result["understeer"] <= UNDERSTEER[1] and result["rises"]


def _step(result: dict[str, Any]) -> Found:
    text = f"90 % of the yaw rate after {result['t90']:.2f} s, overshoot {100 * result['overshoot']:.0f} %"
    passed = T90[0] - 1e-9 <= result["t90"] <= T90[1] and result["overshoot"] < OVERSHOOT and result["least"] >= 0.0
    return "step_steer", text, passed


def _lane_change(car: CarSpec, results: dict[str, dict[str, Any]]) -> Found:
    """The best of the runs at the speed that the car is held to, and the fastest clear one."""
    must = car.lane_change / MPH
    speeds = [speed for speed in sorted({must, *LANE_SPEEDS}) if _best_run(results, speed) > 0.0]
    fastest = f"the fastest clear run {max(speeds):.0f} mph" if speeds else "no clear run"
    clear = _best_run(results, must)
    text = f"{'clear' if clear > 0.0 else 'not clear'} at {must:.0f} mph, {fastest}"
    return "lane_change", text, clear > 0.0


def _best_run(results: dict[str, dict[str, Any]], speed: float) -> float:
    """m left to the cones at this speed (mph) on the better line."""
    return max(float(results[f"lane_change {speed:g} {k}"]["clear"]) for k in range(len(agility.LINES)))


def _turn(name: str, results: dict[str, dict[str, Any]]) -> Found:
    runs = [results[f"{name} {speed:g}"] for speed in TURN_SPEEDS]
    parts = [
        f"{run['turned']:.0f}° in {run['room']:.1f} m from {speed:g}"
        for speed, run in zip(TURN_SPEEDS, runs, strict=True)
    ]
    round_ = all(abs(run["turned"] - agility.ROUND[0]) <= agility.ROUND[1] for run in runs)
    return name, ", ".join(parts) + " mph", round_ and runs[0]["room"] <= agility.ROOM


def _handbrake(results: dict[str, dict[str, Any]]) -> Found:
    turned = [result["turned"] for name, result in results.items() if name.startswith("handbrake ")]
    passed = all(abs(far - agility.ROUND[0]) <= agility.ROUND[1] for far in turned)
    return "handbrake", f"{min(turned):.0f} to {max(turned):.0f}° from 25 to 40 mph with 1.0 to 1.8 s of it", passed


def as_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet without its curves, for a program to read; what was never reached is null."""
    return {
        "id": sheet.car.id,
        "name": sheet.car.name,
        "sound": sheet.sound,
        "figures": [
            {
                "figure": reading.figure.name,
                "unit": reading.figure.unit,
                "published": reading.figure.value,
                "confidence": reading.figure.confidence,
                "source": reading.figure.source,
                "measured": reading.measured,
                "deviation": reading.deviation,
                "sound": reading.sound,
            }
            for reading in sheet.readings
        ],
        "manoeuvres": [
            {"manoeuvre": v.manoeuvre, "result": v.text, "passed": v.passed, "applies": v.applies}
            for v in sheet.verdicts
        ],
        "measured": {
            name: {key: _finite(value) for key, value in result.items()} for name, result in sheet.measured.items()
        },
    }


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
