"""Difference of ratios of sums, where rows are the units that were randomised: delta method."""

from milepost.statistics.estimate import Estimate, Level, difference
from milepost.statistics.moments import Moments

# Where numerator and denominator move in step, what is left of their variance is rounding.
_ROUNDING = 1e-12


def ratio_level(moments: Moments) -> Level:
    """Give sum of the first column over sum of the second, with its variance by linearisation.

    Deng, Knoblich & Lu (2018), "Applying the delta method in metric analytics". Raises ValueError below two rows or
    when the denominator's sum is zero.
    """
    top, bottom = moments.means[:2]
    if bottom == 0:
        raise ValueError("the denominator sums to zero")
    ratio = top / bottom
    apart = moments.variance(0) + ratio**2 * moments.variance(1)
    residual = apart - 2 * ratio * moments.covariance(0, 1)
    variance = 0.0 if residual <= _ROUNDING * apart else residual / bottom**2 / moments.n
    return Level(value=ratio, variance=variance, degrees_of_freedom=moments.n - 1)


def ratio_difference(
    control: Moments, treatment: Moments, confidence: float = 0.95, information: float | None = None
) -> Estimate:
    """Estimate the difference of ratios, in numerator units per denominator unit.

    Raises ValueError below two rows in an arm, when a denominator sums to zero, or when nothing varies.
    """
    return difference(ratio_level(control), ratio_level(treatment), confidence, information)
