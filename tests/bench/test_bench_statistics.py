"""The figures of a benchmark's table are the ones of the literature."""

import math

import pytest

from game.bench.statistics import paired_difference, wilson


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_is_newcombes(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_wilson_is_half_as_wide_as_told_for_a_hundred() -> None:
    low, high = wilson(50, 100)
    assert (high - low) / 2 == pytest.approx(0.096, abs=0.003)  # ± 9.8 points for the plain interval


def test_paired_difference_of_equals_is_zero() -> None:
    assert paired_difference([[0.0] * 30, [0.0] * 10]) == (0.0, 0.0, 0.0)


def test_paired_difference_covers_the_truth_and_is_repeatable() -> None:
    strata = [[1.0, 0.0, 1.0, 0.0] * 25, [0.0, -1.0, 0.0, 1.0] * 25]
    mean, low, high = paired_difference(strata)
    assert mean == pytest.approx(0.25)
    assert low < 0.25 < high
    assert (high - low) / 2 == pytest.approx(1.96 * math.sqrt((0.25 + 0.5) / 2 / 200), rel=0.15)
    assert paired_difference(strata) == (mean, low, high)


def test_strata_are_resampled_within_themselves() -> None:
    """Two levels that differ from each other, but not within, leave no doubt; pooled they would."""
    assert paired_difference([[1.0] * 20, [0.0] * 20]) == (0.5, 0.5, 0.5)
    _, low, high = paired_difference([[1.0] * 20 + [0.0] * 20])
    assert high - low > 0.2
