"""Means of capped values: another estimand than the mean, less noisy where few rows hold much."""

import numpy as np

from milepost.statistics.groups import Groups
from milepost.statistics.moments import Moments


def cap_of(groups: tuple[Groups, ...], at: float) -> float:
    """Return the value that the share `at`, in (0, 1), of all rows together is at or below.

    One cap for all arms, control included, so that the treatment does not choose its own. Raises ValueError for
    buckets.
    """
    if not all(each.of_values for each in groups):
        raise ValueError("a cap needs the values, not buckets")
    values = np.concatenate([each.values for each in groups])
    counts = np.concatenate([each.counts for each in groups])
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(counts[order])
    return float(values[order][np.searchsorted(reached, at * reached[-1])])


def capped_moments(groups: Groups, cap: float) -> Moments:
    """Return the moments of a column whose values above `cap` are replaced by it. Tukey & McLaughlin (1963)."""
    return Groups.of_table(np.minimum(groups.values, cap).tolist(), groups.counts.tolist()).moments
