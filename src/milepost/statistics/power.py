"""How many units a one-sided bound needs."""

from milepost.statistics.estimate import ONE_SIDED, distribution, quantile

POWER = 0.8


def one_sided_power(standard_error: float, distance: float) -> float:
    """Return the chance, in [0, 1], that a one-sided 95% bound lies inside a margin `distance` from the true effect.

    Of the normal approximation: Phi(distance / standard error - 1.645). The standard error is above zero.
    """
    return distribution(distance / standard_error - quantile(ONE_SIDED, None), None)


def units_times(standard_error: float, distance: float, power: float = POWER) -> float:
    """Return how many times the units seen give a one-sided 95% bound this power, the arms' shares kept.

    `distance`, above zero, is from the true effect to the margin; the standard error shrinks with the root of units.
    """
    reach = quantile(ONE_SIDED, None) + quantile(power, None)
    return (reach * standard_error / distance) ** 2
