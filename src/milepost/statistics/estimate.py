"""An effect with its uncertainty, and the difference of two independent levels."""

import math
from bisect import bisect_left
from dataclasses import dataclass, field

from scipy.special import ndtr, ndtri, stdtr, stdtrit

from milepost.statistics.always_valid import one_sided, one_sided_p, two_sided, two_sided_p

ONE_SIDED = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One arm's value: `variance` is the squared standard error of `value`.

    `degrees_of_freedom` is None where the normal distribution is used.
    """

    value: float
    variance: float
    degrees_of_freedom: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """Draws of (estimate - truth) / standard error, ascending, at least two: a distribution where no formula is."""

    draws: tuple[float, ...]

    def quantile(self, probability: float) -> float:
        """Return the value that the share `probability` of draws is below, between draws a straight line."""
        place = probability * (len(self.draws) - 1)
        low = min(math.floor(place), len(self.draws) - 2)
        one, other = self.draws[low], self.draws[low + 1]
        return one if one == other else one + (other - one) * (place - low)

    def distribution(self, value: float) -> float:
        """Return the share of draws below a value, never 0 or 1: what is beyond all draws is as rare as one of them."""
        below, n = bisect_left(self.draws, value), len(self.draws)
        return min(max(below, 1), n) / (n + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An effect in its own unit, treatment minus control.

    `low` and `high` are two-sided at the confidence asked for; `lower95` and `upper95` are each a one-sided 95%
    bound; `p_value` is two-sided against zero. `degrees_of_freedom` is None where the normal distribution is used.
    With `information` (x of `always_valid`) all of them hold at every look at once; None is a single look. With `pivot`
    they are of its draws, and skewed as these are.
    """

    effect: float
    low: float
    high: float
    lower95: float
    upper95: float
    p_value: float
    standard_error: float
    degrees_of_freedom: float | None
    information: float | None = None
    pivot: Pivot | None = field(default=None, repr=False)


def quantile(probability: float, degrees_of_freedom: float | None) -> float:
    """Return the quantile of Student's t, or of the normal where degrees of freedom are None."""
    if degrees_of_freedom is None:
        return float(ndtri(probability))
    return float(stdtrit(degrees_of_freedom, probability))


def distribution(value: float, degrees_of_freedom: float | None) -> float:
    """Return the probability below `value` under Student's t, or the normal where degrees of freedom are None."""
    return float(ndtr(value) if degrees_of_freedom is None else stdtr(degrees_of_freedom, value))


def critical(confidence: float, degrees_of_freedom: float | None, information: float | None = None) -> float:
    """Return how many standard errors a two-sided interval reaches; with information, at every look at once.

    An always-valid one is widened by Student's quantile over the normal's, so that it never is inside the fixed one.
    """
    fixed = quantile((1 + confidence) / 2, degrees_of_freedom)
    if information is None:
        return fixed
    return two_sided(information, 1 - confidence) * _widening((1 + confidence) / 2, degrees_of_freedom)


def estimate(
    effect: float,
    standard_error: float,
    degrees_of_freedom: float | None,
    confidence: float = 0.95,
    information: float | None = None,
    pivot: Pivot | None = None,
) -> Estimate:
    """Dress an effect with intervals and p-value; with information they hold at every look at once.

    With a pivot its draws stand where Student's t would. Raises ValueError when the standard error is zero or not
    finite, or with both: no number is better than a false one.
    """
    if not (math.isfinite(effect) and math.isfinite(standard_error) and standard_error > 0):
        raise ValueError("nothing varies, so there is no standard error")
    if pivot is not None:
        if information is not None:
            raise ValueError("resampled intervals are not always-valid")
        return _pivoted(effect, standard_error, confidence, pivot)
    half = critical(confidence, degrees_of_freedom, information) * standard_error
    bound = _bound(degrees_of_freedom, information) * standard_error
    return Estimate(
        effect=effect,
        low=effect - half,
        high=effect + half,
        lower95=effect - bound,
        upper95=effect + bound,
        p_value=_p_value(effect / standard_error, degrees_of_freedom, confidence, information),
        standard_error=standard_error,
        degrees_of_freedom=degrees_of_freedom,
        information=information,
    )


def difference(
    control: Level, treatment: Level, confidence: float = 0.95, information: float | None = None
) -> Estimate:
    """Estimate treatment minus control, of independent arms with unequal variances.

    Raises ValueError when neither arm varies.
    """
    standard_error = math.sqrt(control.variance + treatment.variance)
    if standard_error <= 0:
        raise ValueError("nothing varies, so there is no standard error")
    freedom = welch_satterthwaite(control, treatment)
    return estimate(treatment.value - control.value, standard_error, freedom, confidence, information)


def welch_satterthwaite(one: Level, other: Level) -> float | None:
    """Return the degrees of freedom of a difference; None when either level is normal. Welch (1947).

    At least one of the variances is above zero.
    """
    if one.degrees_of_freedom is None or other.degrees_of_freedom is None:
        return None
    total = one.variance + other.variance
    # As shares of the total, since squares of tiny variances would vanish.
    a, b = one.variance / total, other.variance / total
    return 1 / (a**2 / one.degrees_of_freedom + b**2 / other.degrees_of_freedom)


def linear(of: Estimate, slope: float, offset: float, confidence: float = 0.95) -> Estimate:
    """Give the estimate of `effect * slope + offset`, for constants: a net value of a difference of means.

    Raises ValueError when the slope is not above zero.
    """
    if slope <= 0:
        raise ValueError("the slope must be above zero")
    effect, standard_error = of.effect * slope + offset, of.standard_error * slope
    return estimate(effect, standard_error, of.degrees_of_freedom, confidence, of.information, of.pivot)


def probability_positive(of: Estimate) -> float:
    """Return the confidence, in [0, 1], that the effect is above zero (a flat prior's posterior probability).

    Always-valid, it is 1 less the one-sided p-value of the side that the effect is on, and 0.5 until that says more.
    """
    z = of.effect / of.standard_error
    if of.pivot is not None:
        return of.pivot.distribution(z)
    if of.information is None:
        return distribution(z, of.degrees_of_freedom)
    valid = one_sided_p(of.information, abs(z) / _widening(ONE_SIDED, of.degrees_of_freedom))
    p_value = min(0.5, max(valid, distribution(-abs(z), of.degrees_of_freedom)))
    return 1 - p_value if z > 0 else p_value


def _pivoted(effect: float, standard_error: float, confidence: float, pivot: Pivot) -> Estimate:
    """Turn the draws around: where they are far above, the truth may be far below."""
    tail = (1 - confidence) / 2
    share = pivot.distribution(effect / standard_error)
    return Estimate(
        effect=effect,
        low=effect - pivot.quantile(1 - tail) * standard_error,
        high=effect - pivot.quantile(tail) * standard_error,
        lower95=effect - pivot.quantile(ONE_SIDED) * standard_error,
        upper95=effect - pivot.quantile(1 - ONE_SIDED) * standard_error,
        p_value=min(1.0, 2 * min(share, 1 - share)),
        standard_error=standard_error,
        degrees_of_freedom=None,
        pivot=pivot,
    )


def _bound(degrees_of_freedom: float | None, information: float | None) -> float:
    if information is None:
        return quantile(ONE_SIDED, degrees_of_freedom)
    return one_sided(information, 1 - ONE_SIDED) * _widening(ONE_SIDED, degrees_of_freedom)


def _p_value(z: float, degrees_of_freedom: float | None, confidence: float, information: float | None) -> float:
    fixed = min(1.0, 2 * distribution(-abs(z), degrees_of_freedom))
    if information is None:
        return fixed
    # Student's far tail is heavier than its widening at one quantile tells.
    return max(fixed, two_sided_p(information, z / _widening((1 + confidence) / 2, degrees_of_freedom)))


def _widening(probability: float, degrees_of_freedom: float | None) -> float:
    return quantile(probability, degrees_of_freedom) / quantile(probability, None)
