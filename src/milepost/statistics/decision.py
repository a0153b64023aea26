"""What deciding now may cost, and what more data would save: expected loss and the value of sample information.

The posterior of the effect is normal around the estimate with its standard error: a flat prior, before which every
effect was as likely. Losses are linear: acting on an effect that is not there loses it, not acting on one that is
forgoes it. Raiffa & Schlaifer (1961), "Applied statistical decision theory", and for the normal preposterior Pratt,
Raiffa & Schlaifer (1995), "Introduction to statistical decision theory".
"""

import math

from scipy.special import ndtr

from milepost.statistics.estimate import quantile
from milepost.statistics.look_worth import look_worth, unit_loss
from milepost.statistics.power import rising


def expected_loss(mean: float, standard_error: float) -> float:
    """Return what the better choice of now is expected to lose, in the effect's unit: the value of knowing the truth.

    The better choice is to act where the mean is above zero, else to leave it. Zero where nothing is uncertain.
    """
    return standard_error * unit_loss(abs(mean) / standard_error) if standard_error > 0 else 0.0


def sample_value(mean: float, standard_error: float, more: float) -> float:
    """Return how much of the expected loss is gone once `more` times the units so far have been added.

    In the effect's unit, from zero for no more units up to `expected_loss` for endless ones: the expected value of
    sample information.
    """
    if more <= 0:
        return 0.0
    return look_worth(mean, standard_error, standard_error / math.sqrt(more))


def clearing_chance(mean: float, standard_error: float, more: float, critical: float) -> float:
    """Return the chance that the lower bound is above zero after `more` times the units so far, if the mean is true.

    `critical` is how many standard errors the bound lies below the estimate: 1.645 for one side at 95%.
    """
    later = standard_error / math.sqrt(1 + more)
    moves = later * math.sqrt(more / (1 + more))
    above = mean - critical * later
    return float(ndtr(above / moves)) if moves > 0 else float(above > 0)


def clearing_units(mean: float, standard_error: float, critical: float, chance: float) -> float | None:
    """Return how many times the units so far are to be added until the lower bound is above zero with this chance.

    Zero where it is above now; None where the mean is not above zero (it never will be, if the mean is true). The
    chance is above one half.
    """
    if mean <= 0:
        return None
    if mean > critical * standard_error:
        return 0.0
    needed = (critical * standard_error / mean) ** 2 - 1  # from here on it is likelier than not
    sure = rising(lambda more: clearing_chance(mean, standard_error, needed + more * (1 + needed), critical), chance)
    return needed + sure * (1 + needed)


def one_sided(confidence: float = 0.95) -> float:
    """Return the standard errors of a one-sided bound, normal."""
    return quantile(confidence, None)
