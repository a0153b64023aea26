"""A program's series -> the design it is read by; its read-out -> the estimate that becomes a verdict."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.experiments.estimated import Estimated
from milepost.experiments.evidence import evidence_of
from milepost.experiments.program_reading import guardrail_reading, metric_spec, money_spec
from milepost.experiments.readout import MetricReading
from milepost.experiments.series.design import SeriesDesign, SeriesMoney
from milepost.experiments.series.readout import SeriesReading, SeriesReadOut
from milepost.experiments.strength import strength_said
from milepost.experiments.verdict import Evidence, GuardrailReading
from milepost.kernel.finding import Refused
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Per
from milepost.statistics.estimate import Estimate, linear

ESTIMAND = "contribution margin beyond what the series before leads one to expect, modelled, net of the cost told"


def series_design(program: CompiledProgram, slug: str) -> SeriesDesign:
    """Return the design a series of the program is read by. The primary metric comes first.

    Its cost is what the experiment itself says `per: once`; a cost by contact can't be charged, since nobody counted.
    """
    experiment = program.experiments[slug]
    assert experiment.series is not None
    guards = (each.metric for each in experiment.guardrails)
    names = dict.fromkeys([experiment.primary, *experiment.secondary, *guards])
    return SeriesDesign(
        time=experiment.series.time,
        starts=experiment.series.starts,
        metrics=tuple(metric_spec(program.metrics[name]) for name in names),
        method=experiment.series.method,
        season=experiment.series.season,
        alpha=float(experiment.alpha),
        money=_money(program, slug),
    )


def estimated_series(program: CompiledProgram, slug: str, read: SeriesReadOut) -> Estimated:
    """Return what a series showed; raises Refused with its findings where the primary metric could not be read."""
    experiment = program.experiments[slug]
    readings = {each.metric: each for each in read.metrics}
    primary = readings[experiment.primary]
    if primary.effect is None or primary.strength is None:
        raise Refused(*read.findings)
    said = strength_said(primary.strength, "when it began", primary.metric)
    return Estimated(
        effect=primary.effect.total,
        grade=read.grade,
        because=f"{read.sentence} {said}",
        counts={"before": read.before, "after": read.after},
        population=read.after,
        net=read.net,
        cost=read.cost,
        strength=primary.strength,
        further=dict(_shape(program, primary, read.after)),
        secondary={
            name: _evidence(program, name, readings[name]) for name in experiment.secondary if readings[name].effect
        },
        guardrails=tuple(_guardrails(program, slug, read)),
        estimand=ESTIMAND,
        findings=read.findings,
    )


def _money(program: CompiledProgram, slug: str) -> SeriesMoney | None:
    money = money_spec(program, slug)
    once = (each.amount.value for each in program.experiments[slug].costs if each.per is Per.ONCE)
    if money is None:
        return None
    return SeriesMoney(
        metric=money.metric,
        margin=money.margin,
        cost=sum(once, Decimal(0)),
        currency=money.currency,
        is_contribution=money.is_contribution,
    )


def _shape(program: CompiledProgram, of: SeriesReading, after: int) -> Iterator[tuple[str, Evidence]]:
    assert of.effect is not None
    metric, currency = program.metrics[of.metric], program.program.currency
    times, unit = float(metric.times.value) if metric.times else 1.0, metric.unit_in(currency)
    yield "effect_per_period", evidence_of(_per_period(of.effect.total, after), unit, times)
    yield "level_change", evidence_of(of.effect.level, unit, times)
    if of.effect.slope is not None:
        yield "slope_change", evidence_of(of.effect.slope, unit, times)


def _evidence(program: CompiledProgram, name: str, of: SeriesReading) -> Evidence:
    assert of.effect is not None
    metric = program.metrics[name]
    times = float(metric.times.value) if metric.times else 1.0
    return evidence_of(of.effect.total, metric.unit_in(program.program.currency), times)


def _guardrails(program: CompiledProgram, slug: str, read: SeriesReadOut) -> Iterator[GuardrailReading]:
    """A guardrail's margin is in the metric's unit, so it is held against the effect per period."""
    readings = {each.metric: each for each in read.metrics}
    for guard in program.experiments[slug].guardrails:
        found = readings[guard.metric]
        mean = None if found.effect is None else _per_period(found.effect.total, read.after)
        reading = MetricReading(metric=guard.metric, arm="after", is_primary=False, phase=found.phase, estimate=mean)
        yield guardrail_reading(program, guard, reading)


def _per_period(of: Estimate, after: int) -> Estimate:
    return linear(of, 1 / after, 0.0)
