"""From a series' rows to a read-out: the calendar first, then the change, then money, then words."""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from milepost.experiments.estimated import phase_of
from milepost.experiments.series.design import LEAST_AFTER, SeriesDesign
from milepost.experiments.series.headline import series_headline
from milepost.experiments.series.readout import SeriesReading, SeriesReadOut
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.words import Phase
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.series.calendar import Dated, dated
from milepost.outcomes.series.rows import PeriodRow, row_findings, values_of
from milepost.outcomes.series.rules import CHANGE_INSIDE_PERIOD, CHANGE_OUTSIDE, STANDS_STILL, TOO_FEW_PERIODS
from milepost.program.documents.ways import SeriesMethod
from milepost.statistics.estimate import Estimate, linear
from milepost.statistics.sensitivity import sensitivity
from milepost.statistics.series import SeriesEffect, before_after, interrupted


def read_series(rows: tuple[PeriodRow, ...], design: SeriesDesign, source: str) -> SeriesReadOut:
    """Judge a series by its rows. `source` names the table in findings.

    Raises Refused with findings when cells, days or their number do not allow it. A metric that does not vary gives no
    number but a finding in the read-out.
    """
    if findings := tuple(row_findings(rows, design.rows, source)):
        raise Refused(*findings)
    series = dated(rows, design.time, source) if rows else ()
    if not isinstance(series, Dated):
        raise Refused(*(series or (_too_few(design, source, 0, 0),)))
    before = _before(series, design, source)
    readings, findings = _readings(series, before, design, source)
    money = design.money
    bare = SeriesReadOut(
        method=design.method,
        starts=design.starts,
        step=str(series.step),
        days=(series.days[0], series.days[-1]),
        before=before,
        after=len(series.days) - before,
        season=design.season if design.method is SeriesMethod.INTERRUPTED else None,
        metrics=readings,
        currency=money.currency if money else "",
        net=_net(readings, design),
        cost=money.cost if money else Decimal(0),
        sentence="",
        findings=findings,
    )
    return replace(bare, sentence=series_headline(bare))


def _before(series: Dated, design: SeriesDesign, source: str) -> int:
    """Return how many periods lie before the change; raises Refused when it can't be told, or they are too few."""
    span, starts, days = Span(path=source), design.starts, series.days
    if not days[0] < starts <= days[-1]:
        message = f"the change begins on {starts}, and the series runs from {days[0]} to {days[-1]}"
        raise Refused(CHANGE_OUTSIDE.at(span, message, CHANGE_OUTSIDE.fix))
    before = sum(day < starts for day in days)
    if days[before] != starts:
        message = f"the change begins on {starts}, inside the {series.step} from {days[before - 1]}"
        hint = f"name {days[before]} (or {days[before - 1]}), or give the series in finer periods"
        raise Refused(CHANGE_INSIDE_PERIOD.at(span, message, hint))
    if before < design.least_before or len(days) - before < LEAST_AFTER:
        raise Refused(_too_few(design, source, before, len(days) - before))
    return before


def _too_few(design: SeriesDesign, source: str, before: int, after: int) -> Finding:
    message = (
        f"{before} periods before {design.starts} and {after} after: {design.least_before} and {LEAST_AFTER} will do"
    )
    return TOO_FEW_PERIODS.at(Span(path=source), message, TOO_FEW_PERIODS.fix)


def _readings(
    series: Dated, before: int, design: SeriesDesign, source: str
) -> tuple[tuple[SeriesReading, ...], tuple[Finding, ...]]:
    readings, findings = [], []
    for metric in design.measured:
        reading = SeriesReading(metric=metric.name, is_primary=metric == design.metrics[0], phase=Phase.ERROR)
        try:
            effect = _effect(series, before, metric, design, source)
        except ValueError:
            message = f"metric {metric.name!r} lies on its line, or on its season's, to the last digit"
            findings.append(STANDS_STILL.at(Span(path=source), message, STANDS_STILL.fix))
        else:
            reading = replace(
                reading,
                phase=phase_of(effect.total, design.alpha),
                effect=effect,
                strength=sensitivity(effect.total, effect.total.degrees_of_freedom or 0),
            )
        readings.append(reading)
    return tuple(readings), tuple(findings)


def _effect(series: Dated, before: int, metric: MetricSpec, design: SeriesDesign, source: str) -> SeriesEffect:
    values = np.array(values_of(series.rows, metric, source), dtype=np.float64)
    if design.method is SeriesMethod.BEFORE_AFTER:
        return before_after(values, before)
    return interrupted(values, before, design.season)


def _net(readings: tuple[SeriesReading, ...], design: SeriesDesign) -> Estimate | None:
    if design.money is None:
        return None
    priced = design.money_metric or design.measured[-1]
    effect = next(each.effect for each in readings if each.metric == priced.name)
    return None if effect is None else linear(effect.total, float(design.money.margin), -float(design.money.cost))
