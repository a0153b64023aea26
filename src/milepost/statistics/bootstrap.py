"""Bootstrap-t: the distribution of Student's t as the data has it, where a normal one is too symmetric.

The difference of two arms is resampled within each arm, and each resample is divided by its own standard error. The
quantiles of that t stand where Student's would: the interval is as skewed as the estimate is. Efron (1981),
"Nonparametric standard errors and confidence intervals"; second-order correct for means: Hall (1988), "Theoretical
comparison of bootstrap confidence intervals".
"""

import math

import numpy as np

from milepost.statistics.estimate import Estimate, Pivot, estimate
from milepost.statistics.groups import Array, Groups

DRAWS = 10_000
# Of the draws, at least: fewer say little of a quantile that is passed by one in forty.
LEAST_DRAWS = 2_000
# How near to the end of the draws, in parts of a tail, infinite ones are borne.
_MARGIN = 0.5
# Random numbers that one arm may cost.
_WORK = 2**25


def draws_for(groups: int, most: int = DRAWS) -> int:
    """Return how many resamples of so many groups are drawn: `most`, or fewer where groups are very many."""
    return max(min(most, LEAST_DRAWS), min(most, _WORK // max(1, groups)))


def bootstrap_t(
    control: Groups,
    treatment: Groups,
    seed: tuple[int, ...],
    draws: int = DRAWS,
    confidence: float = 0.95,
    *,
    is_studentised: bool = True,
) -> Estimate:
    """Estimate treatment minus control of independent arms with a bootstrap-t interval, in the column's unit.

    Not studentised it is the percentile interval, which is no better than Welch's where that is skewed, and agrees with
    it where not. The same seed gives the same numbers. Raises ValueError below two rows in an arm, when nothing varies,
    or when so few rows hold anything that resamples without them would put a bound at infinity.
    """
    rng = np.random.default_rng(seed)
    levels = [each.moments for each in (control, treatment)]
    error = math.sqrt(sum(each.variance(0) / each.n for each in levels))
    (before, before_error), (after, after_error) = (each.resampled(rng, draws) for each in (control, treatment))
    apart = (after - _offset(treatment)) - (before - _offset(control))
    t = _studentised(apart, before_error + after_error) if is_studentised else -apart / error
    # Bounds stand at quantiles of the draws, and so does what is told of their own error, some way beyond.
    tail = round(draws * (1 - confidence) / 2 * _MARGIN)
    t.sort()
    if not np.isfinite(t[[tail, -1 - tail]]).all():
        raise ValueError("so few units hold anything that many resamples have none of them")
    effect = levels[1].means[0] - levels[0].means[0]
    return estimate(effect, error, None, confidence, pivot=Pivot(draws=tuple(t.tolist())))


def _offset(of: Groups) -> float:
    return float(of.sums.sum() / of.counts.sum())


def quantile_error(of: Pivot, probability: float) -> float:
    """Return the Monte-Carlo standard error of a quantile of the draws, in standard errors of the estimate.

    That of an order statistic: the binomial's over the density, which is taken from the draws around it.
    """
    n = len(of.draws)
    spread = math.sqrt(probability * (1 - probability) / n)
    low, high = max(0.0, probability - 2 * spread), min(1.0, probability + 2 * spread)
    return (of.quantile(high) - of.quantile(low)) / (high - low) * spread


def _studentised(apart: Array, variance: Array) -> Array:
    """Divide by the standard error; a resample that does not vary is infinitely far, or not at all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = apart / np.sqrt(variance)
    return np.where(np.isnan(t), 0.0, t)
