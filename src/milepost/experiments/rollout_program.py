"""A program's staggered start -> the design it is read by; its reading -> the estimate that becomes a verdict."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from milepost.experiments.estimated import Estimated
from milepost.experiments.evidence import evidence_of
from milepost.experiments.program_reading import guardrail_reading, metric_spec
from milepost.experiments.readout import MetricReading
from milepost.experiments.rollout import CashSpec, Effort, RolloutDesign, RolloutReading
from milepost.experiments.verdict import Evidence, direction_of, effort_kpi
from milepost.kernel.money import Measure
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.rollout import RolloutSpec
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Direction

CAPACITY, CASH = "capacity", "cash"
"""Under which names a verdict holds what was saved: in the metric's unit, and in money that left a budget."""


def rollout_design_of(program: CompiledProgram, slug: str, *, randomised: bool) -> RolloutDesign:
    """Return the design a staggered start of the program is read by. The primary metric comes first."""
    experiment = program.experiments[slug]
    staggered, period = experiment.staggered, experiment.period
    assert staggered is not None
    guards = (each.metric for each in experiment.guardrails)
    names = tuple(dict.fromkeys([experiment.primary, *experiment.secondary, *guards]))
    saved = (each for each in names if direction_of(program, each) is Direction.DOWN or each == experiment.primary)
    spec = RolloutSpec(
        group=staggered.group,
        time=staggered.time,
        starts=staggered.starts,
        metrics=tuple(metric_spec(program.metrics[name]) for name in names),
        effort=tuple(dict.fromkeys(program.metrics[each].column for each in saved)),
        first=period.start if period else None,
        until=period.end if period else None,
    )
    ramp = staggered.ramp
    return RolloutDesign(
        spec=spec,
        unit=program.metrics[experiment.primary].unit_in(program.program.currency),
        alpha=float(experiment.alpha),
        ramp_days=(ramp.after(date(2001, 1, 1)) - date(2001, 1, 1)).days if ramp else 0,
        randomised=randomised,
        cash=_cash(program, experiment),
    )


def estimated_rollout(program: CompiledProgram, slug: str, read: RolloutReading) -> Estimated:
    """Return the estimate of a reading: hours and days as capacity, what left a budget as cash, nothing as net value.

    An effort counted in money is no capacity: without a budget that fell, nothing of it is claimed. Nor is anything
    saved where more is better.
    """
    experiment = program.experiments[slug]
    by_name = {each.metric.name: each for each in read.efforts}
    falls = direction_of(program, experiment.primary) is Direction.DOWN
    return Estimated(
        effect=read.primary.effect,
        grade=read.grade,
        because=" ".join((read.sentence, *_since_baseline(program, experiment, read))),
        counts=dict(zip(experiment.compared, (read.waiting, read.capacity.rows), strict=True)),
        population=read.capacity.rows,
        strength=read.strength,
        further=dict(_saved(read)) if falls else {},
        secondary={name: _effect(program, by_name[name]) for name in experiment.secondary},
        guardrails=tuple(
            guardrail_reading(program, each, _reading(by_name[each.metric])) for each in experiment.guardrails
        ),
        findings=read.findings,
    )


def _saved(read: RolloutReading) -> Iterator[tuple[str, Evidence]]:
    unit = read.capacity.unit
    if unit and not Measure(Decimal(0), unit).is_money:
        yield CAPACITY, evidence_of(read.capacity.saved, unit)
    if read.cash is not None:
        yield CASH, evidence_of(read.cash.saved, read.cash.currency)


def _cash(program: CompiledProgram, experiment: Experiment) -> CashSpec | None:
    cash = experiment.cash
    return CashSpec(per=cash.per, share=cash.share, currency=program.program.currency) if cash else None


def _since_baseline(program: CompiledProgram, experiment: Experiment, read: RolloutReading) -> Iterator[str]:
    """Say what a plain before/after would claim against the frozen baseline: beside the reading, and never posted."""
    kpi, unit = effort_kpi(program, experiment.primary), read.capacity.unit
    if kpi is not None and kpi.baseline is not None and kpi.baseline.value.unit == unit:
        less = read.primary.after - float(kpi.baseline.value.value)
        yield f"Against the frozen baseline of {kpi.baseline.value}: {less:+.2f} each, grade {Grade.C}."


def _effect(program: CompiledProgram, of: Effort) -> Evidence:
    metric = program.metrics[of.metric.name]
    times = float(metric.times.value) if metric.times else 1.0
    return evidence_of(of.effect, metric.unit_in(program.program.currency), times)


def _reading(of: Effort) -> MetricReading:
    name = of.metric.name
    return MetricReading(
        metric=name, arm="started", is_primary=False, phase=Phase.INCONCLUSIVE, control_level=of.before,
        arm_level=of.after, estimate=of.effect, p_adjusted=of.p_adjusted,
    )  # fmt: skip
