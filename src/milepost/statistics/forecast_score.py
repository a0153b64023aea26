"""How good forecasts given as p10, p50 and p90 were, once what they foretold is measured."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from milepost.statistics.portfolio import STANDARD
from milepost.statistics.posterior import forecast, predicted_below

LEVELS = (0.1, 0.5, 0.9)
_Z95 = STANDARD.inv_cdf(0.975)
_EDGE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One forecast held against its measurement, in the forecast's unit.

    `below` is how likely the forecast held a measurement below this one, the measurement's error counted in; `error` is
    that as a standard normal. `ratio` is realised over p50, None where p50 is not above zero. `pinball` is the mean
    loss at p10, p50 and p90: lower is better, zero is a forecast that knew. Gneiting & Raftery (2007), "Strictly
    proper scoring rules, prediction, and estimation".
    """

    ratio: float | None
    below: float
    error: float
    is_inside: bool
    pinball: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Forecasts of one owner. `coverage` is the share between p10 and p90, 80% for forecasts that mean what they say.

    `coverage_ci95` is Wilson's; `bias` is the mean error with its 95% interval: below zero, too much was promised.
    `ratio` is the mean of realised over p50, None where none has one.
    """

    forecasts: int
    inside: int
    coverage: float
    coverage_ci95: tuple[float, float]
    bias: float
    bias_ci95: tuple[float, float]
    ratio: float | None


def score(p10: float, p50: float, p90: float, measured: float, standard_error: float) -> Scored:
    """Score a forecast against a measurement and its standard error, which is not the forecaster's fault.

    Raises ValueError unless p10 < p50 < p90.
    """
    below = predicted_below(forecast(p10, p50, p90), measured, standard_error)
    losses = [pinball(each, at, measured) for each, at in zip(LEVELS, (p10, p50, p90), strict=True)]
    return Scored(
        ratio=measured / p50 if p50 > 0 else None,
        below=below,
        error=STANDARD.inv_cdf(min(max(below, _EDGE), 1 - _EDGE)),
        is_inside=LEVELS[0] <= below <= LEVELS[-1],
        pinball=sum(losses) / len(losses),
    )


def pinball(level: float, quantile: float, measured: float) -> float:
    """Return the loss of a quantile at its level: proper, least on average at the true quantile."""
    short = measured - quantile
    return level * short if short >= 0 else (level - 1) * short


def summary(scores: Sequence[Scored]) -> Summary:
    """Sum up the scores of one owner; raises ValueError for none."""
    if not scores:
        raise ValueError("no forecast was scored")
    count, inside = len(scores), sum(each.is_inside for each in scores)
    bias, half = math.fsum(each.error for each in scores) / count, _Z95 / math.sqrt(count)
    ratios = [each.ratio for each in scores if each.ratio is not None]
    return Summary(
        forecasts=count,
        inside=inside,
        coverage=inside / count,
        coverage_ci95=wilson(inside, count),
        bias=bias,
        # A forecast that means what it says has errors of variance 1: that is what the bias is held against.
        bias_ci95=(bias - half, bias + half),
        ratio=math.fsum(ratios) / len(ratios) if ratios else None,
    )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95% interval of a share of `trials`, above zero. Wilson (1927), "Probable inference"."""
    share, z = successes / trials, _Z95
    middle = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return max(0.0, middle - half), min(1.0, middle + half)
