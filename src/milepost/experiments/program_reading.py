"""A program's experiment -> the design it is read by; a read-out -> the verdict that the record keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.design import Design, MoneySpec
from milepost.experiments.evidence import significant, strength_evidence
from milepost.experiments.guardrails import non_inferiority
from milepost.experiments.readout import MetricReading, MoneyReading, ReadOut
from milepost.experiments.strength import strength_said
from milepost.experiments.verdict import Evidence, GuardrailReading, Verdict, contact_costs, design_digest, direction_of
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.experiment import Experiment, Guardrail
from milepost.program.documents.outline import Direction, Metric


def design_of(program: CompiledProgram, slug: str, *, randomised: bool) -> Design:
    """Return the design an experiment of the program is read by. The primary metric comes first."""
    experiment = program.experiments[slug]
    assert experiment.arms is not None
    guards = (each.metric for each in experiment.guardrails)
    names = dict.fromkeys([experiment.primary, *experiment.secondary, *guards])
    return Design(
        arm_column=experiment.arms.column,
        control=experiment.arms.control,
        treatments=(experiment.arms.treatment,),
        metrics=tuple(metric_spec(program.metrics[name]) for name in names),
        split=dict(experiment.split),
        alpha=float(experiment.alpha),
        money=money_spec(program, slug),
        unit=experiment.unit,
        randomised=randomised,
        planned=_planned(experiment),
        exposed_on=experiment.exposed.on if experiment.exposed else None,
        started=experiment.period.start if experiment.exposed and experiment.period else None,
        covariates=experiment.covariates,
    )


def metric_spec(metric: Metric) -> MetricSpec:
    """Return what to read for a program's metric, under its slug."""
    kind = MetricKind(metric.aggregate.value)
    return MetricSpec(name=metric.id, kind=kind, column=metric.column, denominator=metric.denominator)


def failed_verdict(program: CompiledProgram, slug: str, basis: str, rows_digest: str, because: str) -> Verdict:
    """Return the verdict of a reading that could not be made."""
    return Verdict(
        basis=basis,
        experiment=slug,
        design=design_digest(program, slug),
        rows_digest=rows_digest,
        phase=Phase.ERROR,
        grade=Grade.C,
        because=because,
        control=program.experiments[slug].compared[0],
        treatment=program.experiments[slug].compared[1],
        metric=program.experiments[slug].primary,
        period=str(period) if (period := program.experiments[slug].period) else None,
        arms={},
        population=0,
        stats={},
        planned=_planned(program.experiments[slug]),
    )


def verdict_of(
    program: CompiledProgram,
    slug: str,
    read: ReadOut,
    basis: str,
    rows_digest: str,
    statement: str | None,
) -> Verdict:
    """Return the verdict of a read-out. Without a sound primary reading its phase is Error and it holds no measures."""
    experiment = program.experiments[slug]
    readings = {each.metric: each for each in read.metrics}
    primary = readings[experiment.primary]
    sound = primary.estimate is not None
    money = read.money[0] if read.money else None
    guards = tuple(guardrail_reading(program, each, readings[each.metric]) for each in experiment.guardrails)
    return Verdict(
        basis=basis,
        experiment=slug,
        design=design_digest(program, slug),
        rows_digest=rows_digest,
        phase=_phase(program, primary),
        grade=read.grade,
        because=_because(read, primary) if sound else "; ".join(each.message for each in read.findings),
        control=experiment.compared[0],
        treatment=experiment.compared[1],
        metric=experiment.primary,
        secondary={
            name: _effect(program, each)
            for name, each in readings.items()
            if sound and name != experiment.primary and each.estimate is not None
        },
        period=str(experiment.period) if experiment.period else None,
        arms={each.arm: each.n for each in read.arms},
        population=next(each.n for each in read.arms if each.arm == experiment.compared[1]),
        stats=dict(_stats(program, read, primary, money)) if sound else {},
        guardrails=guards if sound else (),
        statement=statement,
        cost=money.cost if money else Decimal(0),
        planned=read.planned,
    )


def _because(read: ReadOut, primary: MetricReading) -> str:
    said = strength_said(primary.strength, outcome=primary.metric) if primary.strength is not None else ""
    return f"{read.sentence} {said}".strip()


def _planned(experiment: Experiment) -> int | None:
    return experiment.sequential.planned if experiment.sequential else None


def money_spec(program: CompiledProgram, slug: str) -> MoneySpec | None:
    """Return how the primary metric becomes money; None where it is no money, or where less of it is better."""
    experiment = program.experiments[slug]
    metric, currency = program.metrics[experiment.primary], program.program.currency
    if direction_of(program, metric.id) is Direction.DOWN:
        return None  # money saved is efficiency value, which has an estimand of its own
    if metric.unit_in(currency) != currency or metric_spec(metric).kind is not MetricKind.MEAN:
        return None
    costs = sum((cost.amount.value for cost in contact_costs(program, slug)), Decimal(0))
    margin = metric.times.value if metric.times else Decimal(1)
    return MoneySpec(
        metric=metric.column,
        margin=margin,
        cost_per_unit=costs,
        currency=currency,
        is_contribution=metric.times is None,
    )


def _phase(program: CompiledProgram, primary: MetricReading) -> Phase:
    if direction_of(program, primary.metric) is Direction.UP:
        return primary.phase
    return {Phase.SUCCESSFUL: Phase.FAILED, Phase.FAILED: Phase.SUCCESSFUL}.get(primary.phase, primary.phase)


def _stats(
    program: CompiledProgram, read: ReadOut, primary: MetricReading, money: MoneyReading | None
) -> Iterator[tuple[str, Evidence]]:
    currency = program.program.currency
    yield "effect", _effect(program, primary)
    if primary.unadjusted is not None and primary.reduction is not None:
        yield "effect_unadjusted", _effect(program, replace(primary, estimate=primary.unadjusted))
        yield "variance_reduction", _exact(primary.reduction)
    yield "srm_p", _exact(read.srm.p_value)
    if primary.strength is not None:
        yield from strength_evidence(primary.strength)
    if money is not None:
        low, high = money.net_ci95
        yield "net_value", _evidence(money.net, low, high, money.net_lower95, money.net_upper95, currency)
        yield "probability_positive", _exact(money.probability_positive)
        if money.roi is not None and money.roi_ci95 is not None:
            spent = float(money.cost)
            lower, upper = money.net_lower95 / spent, money.net_upper95 / spent
            yield "roi", _evidence(money.roi, *money.roi_ci95, lower, upper)


def _effect(program: CompiledProgram, reading: MetricReading) -> Evidence:
    metric, estimate = program.metrics[reading.metric], reading.estimate
    assert estimate is not None
    times = float(metric.times.value) if metric.times else 1.0
    found = _evidence(
        estimate.effect * times,
        estimate.low * times,
        estimate.high * times,
        estimate.lower95 * times,
        estimate.upper95 * times,
        metric.unit_in(program.program.currency),
    )
    return replace(found, standard_error=significant(estimate.standard_error * times))


def guardrail_reading(program: CompiledProgram, guard: Guardrail, reading: MetricReading) -> GuardrailReading:
    """Judge non-inferiority: the interval is above minus the margin, below it, or neither.

    Mirrored where less is better; a reading without an estimate is in Error.
    """
    if reading.estimate is None:
        return GuardrailReading(metric=guard.metric, margin=guard.margin, phase=Phase.ERROR, because="not readable")
    effect, up = _effect(program, reading), (guard.direction or direction_of(program, guard.metric)) is Direction.UP
    phase, because = non_inferiority(effect.lower95, effect.estimate, effect.upper95, guard.margin, is_up=up)
    return GuardrailReading(metric=guard.metric, margin=guard.margin, phase=phase, because=because)


def _exact(value: float) -> Evidence:
    return _evidence(value, value, value, value, value)


def _evidence(estimate: float, low: float, high: float, lower: float, upper: float, unit: str = "") -> Evidence:
    numbers: Mapping[str, float] = {"estimate": estimate, "low": low, "high": high, "lower95": lower, "upper95": upper}
    return Evidence(**{name: significant(each) for name, each in numbers.items()}, unit=unit)
