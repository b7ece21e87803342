"""What a person at the keyboard can do with a car, driven by scripted keys on a pad: every manoeuvre of a chase,
and that without the aid it fails."""

import math

import pytest
from hands_on import Felt, corner, drive, handbrake_turn, reverse_turn, slide
from sim_scenes import MODELS, SPECS

from game.core.aids import ALL_AIDS, NO_AIDS, switched
from game.core.constants import FOOT, MPH
from game.core.snapshot import ASPHALT, DIRT, WET_ASPHALT
from game.level.model import CarSpec

LANE = 12 * FOOT
CARS = ("trans_am", "fury_police", "pinto")


def outline(now: Felt, spec: CarSpec) -> list[tuple[float, float]]:
    """The corners of the car, m."""
    c, s = math.cos(now.turned), math.sin(now.turned)
    ends = [(a * spec.length / 2, b * spec.width / 2) for a in (1, -1) for b in (1, -1)]
    return [(now.x + c * a - s * b, now.y + s * a + c * b) for a, b in ends]


def width_needed(run: list[Felt], spec: CarSpec) -> float:
    """m of each of two streets that meet at a right angle, when the car keeps to the outer edge of both."""
    points = [point for now in run for point in outline(now, spec)]
    south, east = min(y for _, y in points), max(x for x, _ in points)
    return max(min(y - south, east - x) for x, y in points)


def apart(a: Felt, b: Felt) -> float:
    return math.hypot(a.x - b.x, a.y - b.y)


def caught(run: list[Felt], since: float) -> float:
    """s after `since` until the car goes where it points, for good."""
    loose = [now.t for now in run if abs(now.slide) > math.radians(8.0) or abs(now.yaw) > math.radians(12.0)]
    return max(loose) - since


@pytest.mark.parametrize("model", CARS)
def test_a_corner_at_40_mph_stays_within_four_lanes(model: str) -> None:
    spec = SPECS[MODELS[model]]
    run = drive(model, 40 * MPH, corner(), 6.0)
    assert math.degrees(run[-1].turned) == pytest.approx(90.0, abs=10.0)
    assert width_needed(run, spec) < 4 * LANE
    out = next(now for now in run if now.turned > math.radians(80.0))
    assert out.ahead > 25 * MPH
    bare = drive(model, 40 * MPH, corner(), 6.0, NO_AIDS)  # the control: full lock at 40 mph, and it comes round
    assert math.degrees(bare[-1].turned) > 150.0


@pytest.mark.parametrize("model", CARS)
@pytest.mark.parametrize("mph", [25, 30])
def test_a_handbrake_turn_ends_the_other_way_round_within_20_m(model: str, mph: int) -> None:
    script = handbrake_turn()
    run = drive(model, mph * MPH, script)
    pull = next(now for now in run if now.t >= script.began[1])
    round_ = next(now for now in run if now.turned > math.radians(155.0))
    assert apart(pull, round_) < 20.0
    assert math.degrees(run[-1].turned) == pytest.approx(180.0, abs=25.0)
    assert run[-1].ahead > 5 * MPH  # and drives off


@pytest.mark.parametrize("model", CARS)
@pytest.mark.parametrize("surface", [ASPHALT, WET_ASPHALT])
def test_a_slide_of_30_degrees_is_caught_with_the_help_and_spins_without_it(model: str, surface: int) -> None:
    spun = switched(ALL_AIDS, "counter")
    for aids in (ALL_AIDS, spun):
        script = slide()
        run = drive(model, 50 * MPH, script, 8.0, aids, surface)
        noticed = script.began[3]
        worst = max(abs(now.slide) for now in run)
        if aids == spun:
            assert worst > math.radians(75.0)
            continue
        assert worst < math.radians(70.0)
        assert caught(run, noticed) < (2.5 if surface == ASPHALT else 3.5)
        assert run[-1].ahead > 15 * MPH


@pytest.mark.parametrize("model", CARS)
def test_letting_go_of_the_wheel_catches_a_slide_too(model: str) -> None:
    script = slide(catch="")
    run = drive(model, 45 * MPH, script)
    assert caught(run, script.began[3]) < 2.5


@pytest.mark.parametrize("model", CARS)
def test_a_reverse_turn_is_done_with_automatic_reverse(model: str) -> None:
    script = reverse_turn()
    run = drive(model, 0.0, script, 10.0)
    whip = next(now for now in run if now.t >= script.began[1])
    off = next(now for now in run if now.t > whip.t and now.ahead > 1.0)
    assert abs(math.degrees(off.turned)) == pytest.approx(180.0, abs=25.0)
    assert apart(whip, off) < 22.0
    assert off.t - whip.t < 4.0
    assert run[-1].ahead > 10 * MPH


@pytest.mark.parametrize("model", CARS)
@pytest.mark.parametrize("mph", [5, 8, 12])
def test_the_help_leaves_a_bend_that_holds_alone(model: str, mph: int) -> None:
    """Round and straight on again, the car goes as it would without the counter-steer help."""

    def script(now: Felt) -> str:
        return "a" if now.t < 1.5 else ""

    runs = [drive(model, mph * MPH, script, 3.0, aids) for aids in (ALL_AIDS, switched(ALL_AIDS, "counter"))]
    assert [now.turned for now in runs[0]] == pytest.approx([now.turned for now in runs[1]], abs=math.radians(2.0))


@pytest.mark.parametrize("surface", [WET_ASPHALT, DIRT])
def test_full_gas_out_of_a_slippery_corner_holds_with_traction_help_and_not_without(surface: int) -> None:
    slides = []
    for aids in (ALL_AIDS, switched(ALL_AIDS, "traction")):
        run = drive("trans_am", 22 * MPH, lambda now: "aw" if 0.2 < now.t < 3.0 else "w", 6.0, aids, surface)
        slides.append(abs(math.degrees(run[-1].turned) - 90.0))
    assert slides[0] < 10.0
    assert slides[1] > 20.0
