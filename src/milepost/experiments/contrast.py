"""One metric compared between two arms of a slice: the same formulas as the whole table's, without a phase."""

from milepost.experiments.reading import LEVELS
from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.outcomes.slices import SliceArm
from milepost.statistics.always_valid import information
from milepost.statistics.estimate import Estimate, difference


def contrast(metric: MetricSpec, control: SliceArm, treatment: SliceArm, planned: int | None = None) -> Estimate | None:
    """Estimate the effect within a slice; None where an arm does not vary or a ratio is over nothing.

    With `planned`, always-valid, tightest at so many units of the slice. The metric's kind is one of LEVELS, and both
    arms have two units at least.
    """
    sides = control.moments[metric.name], treatment.moments[metric.name]
    if metric.kind is MetricKind.RATIO and not all(each.means[1] for each in sides):
        return None
    before, after = (LEVELS[metric.kind](each) for each in sides)
    if min(before.variance, after.variance) <= 0:
        return None
    x = None if planned is None else information(control.n + treatment.n, planned)
    return difference(before, after, information=x)
