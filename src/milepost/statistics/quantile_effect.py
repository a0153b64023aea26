"""The difference of a quantile between two arms, from value-frequency tables."""

import math

import numpy as np

from milepost.statistics.estimate import Estimate, Level, difference, quantile
from milepost.statistics.groups import Groups


def quantile_level(groups: Groups, at: float, confidence: float = 0.95) -> Level:
    """Give the value that the share `at`, in (0, 1), of rows is at or below, and its squared standard error.

    The standard error is that whose normal interval is as wide as the one between order statistics, which asks no
    density: McKean & Schrader (1984), "A comparison of methods for studentizing the sample median"; for metrics at
    scale Deng, Knoblich & Lu (2018). Rows are to be the units that were randomised. Raises ValueError for buckets,
    where rows are so few that an end of the interval would lie beyond the last of them, and where it ends on a value
    that more rows have than lie between the quantile and it: there is no density there, and it would cover in some 82%.
    """
    if not groups.of_values:
        raise ValueError("a quantile needs the values, not buckets")
    n, z = groups.n, quantile((1 + confidence) / 2, None)
    reached, values = np.cumsum(groups.counts), groups.values
    step = z * math.sqrt(at * (1 - at) / n)
    if (at - step) * n < 0.5 or (at + step) * n > n - 0.5:
        raise ValueError(f"{n:,} units are too few for the interval of its quantile {at:g}")

    def value(share: float) -> float:
        """Interpolate between order statistics at (k - 1/2)/n."""
        place = min(max(share * n + 0.5, 1.0), float(n))
        low, high = (float(values[np.searchsorted(reached, rank)]) for rank in (math.floor(place), math.ceil(place)))
        return low + (high - low) * (place - math.floor(place))

    low, high = value(at - step), value(at + step)
    if low != high and max(_share(groups, low), _share(groups, high)) > step:
        raise ValueError(f"its quantile {at:g} lies beside a value that many units have, and may be either")
    error = (high - low) / (2 * z)
    return Level(value=value(at), variance=error**2, degrees_of_freedom=None)


def _share(groups: Groups, value: float) -> float:
    """Return the share of rows of the value nearest to this one."""
    place = int(np.argmin(np.abs(groups.values - value)))
    return float(groups.counts[place]) / groups.n


def quantile_difference(
    control: Groups, treatment: Groups, at: float, confidence: float = 0.95, information: float | None = None
) -> Estimate:
    """Estimate the difference of a quantile, in the column's unit.

    Raises ValueError when neither arm varies around the quantile: all rows there are equal, as among many zeros.
    """
    before, after = (quantile_level(each, at, confidence) for each in (control, treatment))
    return difference(before, after, confidence, information)
