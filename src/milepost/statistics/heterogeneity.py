"""Do independent estimates of one effect differ from each other, and do they differ along a line?"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import chdtrc

from milepost.statistics.estimate import Estimate, estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """Cochran's Q, the p-value that all effects are one, in [0, 1], and the degrees of freedom, one at least."""

    q: float
    p_value: float
    degrees_of_freedom: int


def heterogeneity(effects: Sequence[float], standard_errors: Sequence[float]) -> Heterogeneity:
    """Test whether independent effects are one and the same: Cochran (1954), "The combination of estimates".

    A test of interaction where the effects are those of segments. It leans on standard errors that are well known:
    some hundred units each. Raises ValueError below two effects, or when a standard error is not above zero.
    """
    if len(effects) < 2 or min(standard_errors) <= 0:
        raise ValueError("two effects with standard errors above zero are needed")
    weights = [1 / error**2 for error in standard_errors]
    middle = sum(w * e for w, e in zip(weights, effects, strict=True)) / sum(weights)
    q = sum(w * (e - middle) ** 2 for w, e in zip(weights, effects, strict=True))
    freedom = len(effects) - 1
    return Heterogeneity(q=q, p_value=float(chdtrc(freedom, q)), degrees_of_freedom=freedom)


def trend(places: Sequence[float], effects: Sequence[float], standard_errors: Sequence[float]) -> Estimate:
    """Estimate by how much effects change with each step of `places`: least squares, weighted by inverse variance.

    The errors are known and independent, so the slope is normal: the fixed-effect meta-regression of Thompson & Higgins
    (2002). Raises ValueError below three effects, when a standard error is not above zero, or all places are one.
    """
    if len(effects) < 3 or min(standard_errors) <= 0:
        raise ValueError("three effects with standard errors above zero are needed")
    weights = [1 / error**2 for error in standard_errors]
    middle = sum(w * x for w, x in zip(weights, places, strict=True)) / sum(weights)
    spread = sum(w * (x - middle) ** 2 for w, x in zip(weights, places, strict=True))
    if spread <= 0:
        raise ValueError("all effects are at one place")
    slope = sum(w * (x - middle) * e for w, x, e in zip(weights, places, effects, strict=True)) / spread
    return estimate(slope, spread**-0.5, None)
