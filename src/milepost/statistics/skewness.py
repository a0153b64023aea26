"""Is an estimate skewed so much that Student's interval is not to be trusted?"""

import math

from milepost.statistics.moments import Moments

# How far the one-sided 95% bound's error may be from its 5%: one point. A claim rests on that bound.
TOLERATED = 0.01
_Z = 1.6448536269514722


def difference_skewness(control: Moments, treatment: Moments, third: tuple[float, float]) -> float:
    """Return the skewness of the estimate treatment minus control of the first column; 0 when nothing varies.

    `third` holds the third central moments of control and treatment. Arms that are skewed alike and of one size cancel.
    Raises ValueError below two rows in an arm.
    """
    cubes = third[1] / treatment.n**2 - third[0] / control.n**2
    error = math.sqrt(control.variance(0) / control.n + treatment.variance(0) / treatment.n)
    return cubes / error**3 if error > 0 else 0.0


def bound_error(skewness: float) -> float:
    """Return by how much, as a share, the error of a one-sided 95% bound by Student's t is off its 5%.

    The first term of Edgeworth's expansion of a studentised mean, skewness (2 z^2 + 1) / 6 times the normal density at
    z: Hall (1987), "Edgeworth expansion for Student's t statistic under minimal moment conditions".
    """
    return abs(skewness) * (2 * _Z**2 + 1) / 6 * math.exp(-(_Z**2) / 2) / math.sqrt(2 * math.pi)


def is_trusted(skewness: float) -> bool:
    """Tell whether Student's bound is off by one point at most: a skewness of the estimate below some 0.09."""
    return bound_error(skewness) <= TOLERATED
