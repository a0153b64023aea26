"""Does an effect fade? Effects by week of first exposure, and their trend."""

from collections.abc import Iterator, Sequence
from datetime import date

from milepost.experiments.contrast import contrast
from milepost.experiments.design import Design
from milepost.experiments.explored import Cohort, Exposed, Novelty, Trend
from milepost.experiments.exposure.checks import EVEN_ALPHA
from milepost.experiments.reading import LEVELS
from milepost.experiments.segments import LEAST_UNITS
from milepost.outcomes.exposure import NEVER
from milepost.outcomes.slices import Slices
from milepost.statistics.adjust import holm
from milepost.statistics.heterogeneity import trend

LEAST_WEEKS = 3


def read_novelty(
    slices: Slices, exposed: Sequence[Exposed], even_p: float, days: tuple[date, date], design: Design
) -> Novelty:
    """Read the primary metric by week of first exposure; `slices` are weeks, `exposed` the compared arms in order.

    A week with too few units in an arm is left out. Cohorts are shown only where all arms were exposed alike.
    """
    is_even = even_p >= EVEN_ALPHA
    cohorts = tuple(_cohorts(slices, [each.arm for each in exposed], design)) if is_even else ()
    arms = dict.fromkeys(each.arm for each in cohorts)
    trends = tuple(found for arm in arms if (found := _trend(arm, [c for c in cohorts if c.arm == arm])) is not None)
    return Novelty(
        metric=design.metrics[0].name,
        first=days[0],
        last=days[1],
        exposed=tuple(exposed),
        even_p=even_p,
        is_even=is_even,
        cohorts=cohorts,
        trends=trends,
        sentence=_sentence(cohorts, trends, design, is_even=is_even),
    )


def _cohorts(slices: Slices, arms: Sequence[str], design: Design) -> Iterator[Cohort]:
    (control, *treatments), metric = arms, design.metrics[0]
    if metric.kind not in LEVELS:
        return
    for arm in treatments:
        for week in sorted(int(each) for each in slices if each != NEVER):
            of = slices[str(week)]
            if any(name not in of or of[name].n < LEAST_UNITS for name in (control, arm)):
                continue
            found = contrast(metric, of[control], of[arm], design.planned)
            if found is not None:
                yield Cohort(arm=arm, week=week, units=of[control].n + of[arm].n, estimate=found)


def _trend(arm: str, cohorts: Sequence[Cohort]) -> Trend | None:
    if len(cohorts) < LEAST_WEEKS:
        return None
    found = [each.estimate for each in cohorts]
    weeks = [float(each.week) for each in cohorts]
    return Trend(arm=arm, slope=trend(weeks, [e.effect for e in found], [e.standard_error for e in found]))


def _sentence(cohorts: Sequence[Cohort], trends: Sequence[Trend], design: Design, *, is_even: bool) -> str:
    metric = design.metrics[0].name
    if not is_even:
        return "Whether the effect fades can't be said: the arms were not exposed alike."
    if not trends:
        return (
            f"Whether the effect on {metric} fades can't be said: fewer than {LEAST_WEEKS} weeks have "
            f"{LEAST_UNITS} units first exposed in each arm."
        )
    p_values = holm([each.slope.p_value for each in trends])
    told = (_said(t, [c for c in cohorts if c.arm == t.arm], p, design) for t, p in zip(trends, p_values, strict=True))
    return " ".join(told)


def _said(of: Trend, cohorts: Sequence[Cohort], p_value: float, design: Design) -> str:
    slope, metric = of.slope, design.metrics[0].name
    weights = [1 / each.estimate.standard_error**2 for each in cohorts]
    middle = sum(w * each.estimate.effect for w, each in zip(weights, cohorts, strict=True)) / sum(weights)
    trend_ = f"trend {slope.effect:+.4g} a week, 95% interval {slope.low:.4g} to {slope.high:.4g}"
    weeks = f"{len(cohorts)} weeks of first exposure"
    if p_value >= design.alpha:
        return f"The effect of {of.arm} on {metric} is not shown to change over {weeks} ({trend_})."
    word = "fades" if slope.effect * middle < 0 else "grows"
    return f"The effect of {of.arm} on {metric} {word} over {weeks} ({trend_})."
