"""Were the covariates known before the treatment?"""

from collections.abc import Iterator
from itertools import chain

from milepost.experiments.design import Design
from milepost.experiments.rules import COVARIATE_CONSTANT, COVARIATE_IS_METRIC, COVARIATE_MOVED
from milepost.kernel.finding import Finding, Span
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.statistics.moments import Moments
from milepost.statistics.regression import imbalance_p_value

# As for the split: what happens by chance in one experiment of a thousand.
BALANCE_ALPHA = 0.001


def covariate_findings(design: Design, source: str) -> Iterator[Finding]:
    """Find covariates that are what the experiment assigns, measures or prices, from the design alone."""
    money = design.money
    own = chain.from_iterable(metric.columns for metric in design.measured)
    taken = {design.arm_column, design.unit, *own, *((money.cost_metric, money.currency_column) if money else ())}
    for column in design.covariates:
        if column in taken:
            message = f"the covariate {column!r} is what this experiment assigns, measures or prices"
            yield COVARIATE_IS_METRIC.at(Span(path=source), message, COVARIATE_IS_METRIC.fix)


def balance_findings(aggregates: Aggregates, design: Design) -> Iterator[Finding]:
    """Find covariates that tell the arms apart, and such as do not vary; nothing without a metric of moments."""
    span = Span(path=aggregates.source) if aggregates.source else None
    for place, column in enumerate(design.covariates):
        arms = [(arm, moments) for arm in aggregates.arms if (moments := _of_covariates(arm, design)) is not None]
        if not arms:
            return
        if not any(moments.cross[place][place] for _, moments in arms):
            yield COVARIATE_CONSTANT.at(
                span, f"the covariate {column!r} is the same everywhere", COVARIATE_CONSTANT.fix
            )
            continue
        p_value = imbalance_p_value([moments for _, moments in arms], place)
        if p_value < BALANCE_ALPHA:
            yield COVARIATE_MOVED.at(span, _moved(arms, design, place, p_value), COVARIATE_MOVED.fix)


def _of_covariates(arm: ArmAggregates, design: Design) -> Moments | None:
    """Take the covariates' part out of the moments of any metric."""
    moments = next(iter(arm.moments.values()), None)
    if moments is None:
        return None
    k = len(design.covariates)
    return Moments(n=moments.n, means=moments.means[-k:], cross=tuple(line[-k:] for line in moments.cross[-k:]))


def _moved(arms: list[tuple[ArmAggregates, Moments]], design: Design, place: int, p_value: float) -> str:
    total = sum(moments.n for _, moments in arms)
    mean = sum(moments.n * moments.means[place] for _, moments in arms) / total
    far, moments = max(arms, key=lambda each: abs(each[1].means[place] - mean) * each[1].n ** 0.5)
    rest = (mean * total - moments.n * moments.means[place]) / (total - moments.n)
    column = design.covariates[place]
    return (
        f"the covariate {column!r} is {moments.means[place]:.6g} on average in arm {far.arm!r} and {rest:.6g} in the "
        f"others, beyond chance (p = {p_value:.2g}): it was not fixed before the treatment"
    )
