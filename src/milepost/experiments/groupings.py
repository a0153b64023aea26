"""What must be asked of a table beyond its moments: values for quantiles and caps, groups for what is skewed."""

from collections.abc import Iterator, Mapping

from milepost.experiments.arms import compared_arms
from milepost.experiments.design import Design
from milepost.outcomes.aggregates import Aggregates
from milepost.outcomes.grouping import Grouped, Grouping
from milepost.outcomes.metric import OF_VALUES, MetricKind, MetricSpec
from milepost.statistics.skewness import difference_skewness, is_trusted

# By metric, then by arm.
Groupings = Mapping[str, Mapping[str, Grouped]]
# Under which money's own columns are asked for; no metric is named so.
NET = ""


def groupings_asked(aggregates: Aggregates, design: Design) -> Mapping[str, Grouping]:
    """Return the groupings a design needs of these aggregates, by metric name; most need none."""
    return dict(_asked(aggregates, design))


def skewness_of(aggregates: Aggregates, design: Design, metric: MetricSpec, arm: str) -> float | None:
    """Return the skewness of a mean's or a share's estimate in an arm against the control; None where it is not known.

    A share says its own: p (1 - p) (1 - 2 p).
    """
    sides = {each.arm: each for each in aggregates.arms}
    pair = [sides[name] for name in (design.control, arm)]
    if not all(metric.name in each.moments for each in pair):
        return None
    control, treatment = (each.moments[metric.name] for each in pair)
    if metric.kind is MetricKind.PROPORTION:
        return difference_skewness(control, treatment, (_third(control.means[0]), _third(treatment.means[0])))
    if not all(metric.name in each.thirds for each in pair):
        return None
    return difference_skewness(control, treatment, (pair[0].thirds[metric.name], pair[1].thirds[metric.name]))


def _third(share: float) -> float:
    return share * (1 - share) * (1 - 2 * share)


def _asked(aggregates: Aggregates, design: Design) -> Iterator[tuple[str, Grouping]]:
    covariates = tuple((column, False) for column in design.covariates)
    for metric in design.measured:
        own = ((metric.column, metric.is_binary),)
        if metric.kind in OF_VALUES:
            yield metric.name, Grouping(columns=own, needs_values=True)
        elif metric.kind is MetricKind.MEAN and design.planned is None and _is_skewed(aggregates, design, metric):
            yield metric.name, Grouping(columns=(*own, *covariates))
    money, of = design.money, design.money_metric
    if money is not None and money.cost_metric is not None and of is not None and design.planned is None:
        yield NET, Grouping(columns=((of.column, of.is_binary), (money.cost_metric, False), *covariates))


def _is_skewed(aggregates: Aggregates, design: Design, metric: MetricSpec) -> bool:
    _, *treatments = compared_arms(aggregates, design)
    found = [skewness_of(aggregates, design, metric, arm) for arm in treatments]
    return not all(each is None or is_trusted(each) for each in found)
