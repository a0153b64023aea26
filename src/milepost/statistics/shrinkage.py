"""Several estimates shrunk toward their mean: what is left of the greatest once luck is taken off.

Whoever picks winners by their estimates picks lucky ones, so that the sum of raw winners overstates: the winner's
curse; Lee & Shen (2018), "Winner's curse: bias estimation for total effects of features in online controlled
experiments". The normal-normal empirical Bayes estimate of Efron & Morris (1975), "Data analysis using Stein's
estimator and its generalizations", does not depend on who was picked.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 4
"""With fewer estimates nothing can be learned of how far truths lie apart."""
_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """An estimate after shrinking, in its own unit. `weight`, from 0 to 1, is what it keeps of the way to the mean."""

    estimate: float
    weight: float


def shrink(estimates: Sequence[float], standard_errors: Sequence[float]) -> tuple[Shrunk, ...]:
    """Shrink independent estimates of one unit toward their precision-weighted mean, in order; empty below four.

    Truths are taken as normal about one mean; their variance is Paule & Mandel's (1982), nought where the estimates
    lie no further apart than their errors tell. The factor (k - 3) / (k - 1) of Morris (1983) is left out: it guards a
    single estimate's squared error, and the sum of winners then keeps three times the bias that it keeps without.
    Raises ValueError when the lengths differ or a standard error is not above zero and finite.
    """
    if len(estimates) != len(standard_errors):
        raise ValueError("each estimate needs its standard error")
    if not all(math.isfinite(each) and each > 0 for each in standard_errors):
        raise ValueError("a standard error must be above zero")
    if len(estimates) < FEWEST:
        return ()
    variances = [each**2 for each in standard_errors]
    between = _between(estimates, variances)
    mean = _mean(estimates, variances, between)
    kept = (between / (own + between) for own in variances)
    return tuple(
        Shrunk(estimate=mean + weight * (each - mean), weight=weight)
        for each, weight in zip(estimates, kept, strict=True)
    )


def _between(estimates: Sequence[float], variances: Sequence[float]) -> float:
    """Return the variance of the truths: that at which the weighted squares equal their degrees of freedom."""
    low, high = 0.0, (max(estimates) - min(estimates)) ** 2
    if _excess(estimates, variances, low) <= 0:
        return 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _excess(estimates, variances, middle) > 0 else (low, middle)
    return (low + high) / 2


def _excess(estimates: Sequence[float], variances: Sequence[float], between: float) -> float:
    mean = _mean(estimates, variances, between)
    squares = ((y - mean) ** 2 / (own + between) for y, own in zip(estimates, variances, strict=True))
    return sum(squares) - (len(estimates) - 1)


def _mean(estimates: Sequence[float], variances: Sequence[float], between: float) -> float:
    weights = [1 / (own + between) for own in variances]
    return sum(w * y for w, y in zip(weights, estimates, strict=True)) / sum(weights)
