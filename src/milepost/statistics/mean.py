"""Difference of means: Welch's t."""

from milepost.statistics.estimate import Estimate, Level, difference
from milepost.statistics.moments import Moments


def mean_level(moments: Moments) -> Level:
    """Give the mean of the first column and its squared standard error; raises ValueError below two rows."""
    variance = moments.variance(0) / moments.n
    return Level(value=moments.means[0], variance=variance, degrees_of_freedom=moments.n - 1)


def mean_difference(
    control: Moments, treatment: Moments, confidence: float = 0.95, information: float | None = None
) -> Estimate:
    """Estimate the difference of means, in the column's unit, with unequal variances. Welch (1947).

    Raises ValueError below two rows in an arm, or when nothing varies.
    """
    return difference(mean_level(control), mean_level(treatment), confidence, information)
