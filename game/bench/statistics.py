"""Shares and their intervals, as the tables of a benchmark print them."""

import math
from collections.abc import Sequence

import numpy as np

Z95 = 1.959963984540054  # the normal distribution's 97.5 % point


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of a share of `hits` in `trials`, in [0, 1]; (0, 1) without trials.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc.
    22 (1927). It holds for shares of 0 and 1 too, where the usual p ± 1.96 σ gives no width at all.
    """
    if trials == 0:
        return 0.0, 1.0
    share = hits / trials
    scale = 1.0 + Z95**2 / trials
    middle = share + Z95**2 / (2 * trials)
    half = Z95 * math.sqrt(share * (1.0 - share) / trials + Z95**2 / (4 * trials**2))
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def paired_difference(strata: Sequence[Sequence[float]], rounds: int = 2000) -> tuple[float, float, float]:
    """Mean of paired differences and its 95 % bootstrap interval, stratified: (mean, low, high).

    strata: for each level, the differences of two minds on the same seeds. Each stratum is resampled
    within itself and all pairs weigh the same (B. Efron, R. J. Tibshirani, An Introduction to the
    Bootstrap, 1993). The resampling has a fixed seed: the same results print the same table.
    """
    groups = [np.asarray(group, float) for group in strata if len(group)]
    total = sum(len(group) for group in groups)
    if total == 0:
        return math.nan, math.nan, math.nan
    dice = np.random.default_rng(1978)
    sums = np.zeros(rounds)
    for group in groups:
        sums += group[dice.integers(0, len(group), (rounds, len(group)))].sum(axis=1)
    low, high = np.quantile(sums / total, [0.025, 0.975])
    return float(sum(group.sum() for group in groups) / total), float(low), float(high)
