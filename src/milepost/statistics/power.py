"""How likely a comparison is to find an effect, and how much it takes: power, effect and units, each from the others.

An estimate is taken as normal, or as Student's t where degrees of freedom are given. Variances are those of one unit:
of a mean its own (Cohen 1988, "Statistical power analysis for the behavioral sciences"), of a share p(1 - p), of a
ratio that of its linearised unit (Deng, Knoblich & Lu 2018, "Applying the delta method in metric analytics").
"""

import math
from collections.abc import Callable

from scipy.special import nctdtr, ndtr

from milepost.statistics.estimate import quantile

MOST_NONCENTRAL = 37.0
"""Beyond it the series of the noncentral t is no number, and the power is 1 to fifteen digits."""
POWER = 0.8
"""The chance of finding an effect that tests are planned for, unless said otherwise."""
_LARGEST, _STEPS = 1e3, 200


def power(effect: float, standard_error: float, alpha: float, degrees_of_freedom: float | None = None) -> float:
    """Return the chance, in [0, 1], that a two-sided test at level alpha calls a true `effect` one.

    With degrees of freedom the noncentral t's. Either tail counts, as in a two-sided p-value. Raises ValueError when
    the standard error is not above zero.
    """
    shift, least = _shift(effect, standard_error), quantile(1 - alpha / 2, degrees_of_freedom)
    if degrees_of_freedom is None:
        return float(ndtr(shift - least) + ndtr(-shift - least))
    if abs(shift) > MOST_NONCENTRAL:
        return 1.0
    return float(1 - nctdtr(degrees_of_freedom, shift, least) + nctdtr(degrees_of_freedom, shift, -least))


def one_sided_power(distance: float, standard_error: float, alpha: float) -> float:
    """Return the chance, in [0, 1], that the one-sided bound at level alpha lies above a threshold.

    `distance` is from the threshold up to the truth: the margin, for a metric that is to be no worse and in truth is
    the same. Non-inferiority: Piaggio et al. (2012), "Reporting of noninferiority and equivalence randomized trials".
    Raises ValueError when the standard error is not above zero.
    """
    return float(ndtr(_shift(distance, standard_error) - quantile(1 - alpha, None)))


def detectable(chance: float, alpha: float) -> float:
    """Return the effect, in standard errors, that a two-sided test finds with this chance: 2.80 for 80% at 5%.

    The chance is between alpha and 1, neither included; raises ValueError for another.
    """
    if not alpha < chance < 1:
        raise ValueError("the power lies between alpha and 1")
    return rising(lambda effect: power(effect, 1.0, alpha), chance)


def one_sided_detectable(chance: float, alpha: float) -> float:
    """Return the distance, in standard errors, at which a one-sided bound clears a threshold with this chance."""
    return quantile(chance, None) + quantile(1 - alpha, None)


def units_times(distance: float, standard_error: float, chance: float = POWER, alpha: float = 0.05) -> float:
    """Return how many times the units seen let a one-sided bound clear `distance` with this chance, shares kept.

    `distance`, not zero, is from the threshold to the truth; the standard error falls with the root of the units.
    """
    return units(standard_error**2, distance, one_sided_detectable(chance, alpha))


def spread(control: float, treatment: float, control_share: float, treatment_share: float) -> float:
    """Return the variance of a difference of arms with one unit between them: over n units it is this over n.

    The first two are variances of one unit, the shares what each arm has of all units; raises ValueError for a share
    that is not above zero.
    """
    if min(control_share, treatment_share) <= 0:
        raise ValueError("a share must be above zero")
    return control / control_share + treatment / treatment_share


def units(spread_: float, distance: float, standard_errors: float) -> float:
    """Return how many units make `distance` so many standard errors; raises ValueError for a distance of zero."""
    if distance == 0:
        raise ValueError("nothing can be told from zero")
    return spread_ * (standard_errors / distance) ** 2


def left_by(correlation: float) -> float:
    """Return the share of a variance that a covariate of this correlation leaves, in [0, 1]: 0.51 at 0.7.

    CUPED: Deng, Xu, Kohavi & Walker (2013), "Improving the sensitivity of online controlled experiments by utilizing
    pre-experiment data".
    """
    return 1 - correlation**2


def rising(of: Callable[[float], float], aim: float) -> float:
    """Return where a function that rises from zero on reaches `aim`, to sixteen digits, by halving."""
    low, high = 0.0, _LARGEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if of(middle) < aim else (low, middle)
    return (low + high) / 2


def _shift(effect: float, standard_error: float) -> float:
    if not (math.isfinite(standard_error) and standard_error > 0):
        raise ValueError("nothing varies, so there is no standard error")
    return effect / standard_error
