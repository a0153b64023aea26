"""Difference of proportions: unpooled z."""

from milepost.statistics.estimate import Estimate, Level, difference
from milepost.statistics.moments import Moments


def proportion_level(moments: Moments) -> Level:
    """Give the share of ones in the first column, in [0, 1], with variance p(1 - p)/n.

    Raises ValueError with no rows.
    """
    if moments.n < 1:
        raise ValueError("a proportion needs a row at least")
    share = moments.means[0]
    return Level(value=share, variance=max(0.0, share * (1 - share)) / moments.n, degrees_of_freedom=None)


def proportion_difference(
    control: Moments, treatment: Moments, confidence: float = 0.95, information: float | None = None
) -> Estimate:
    """Estimate the difference of shares, as a share (0.01 is one percentage point), by Wald's unpooled z.

    Raises ValueError with no rows in an arm, or when nothing varies in either. Poor below some five ones or zeros an
    arm: Agresti & Caffo (2000).
    """
    return difference(proportion_level(control), proportion_level(treatment), confidence, information)
