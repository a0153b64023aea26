"""Guardrails: a metric that may not get worse, read as non-inferiority with three outcomes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.design import Design, GuardrailSpec
from milepost.experiments.readout import GuardedReading, MetricReading
from milepost.kernel.words import Phase
from milepost.statistics.estimate import Estimate
from milepost.statistics.power import units_times

_WORST_LAST = (Phase.SUCCESSFUL, Phase.INCONCLUSIVE, Phase.FAILED, Phase.ERROR)


def non_inferiority(
    lower95: float, estimate: float, upper95: float, margin: Decimal, *, is_up: bool
) -> tuple[Phase, str]:
    """Judge a guardrail by the one-sided 95% bounds of its effect, in one unit with `margin`, and say why.

    Successful where the worse bound is inside the margin, Failed where the better bound is beyond it, else
    Inconclusive. Piaggio et al. (2012), "Reporting of noninferiority and equivalence randomized trials" (CONSORT).
    Several guardrails that must all pass need no adjustment: Berger (1982), the intersection-union test.
    """
    floor = -float(margin)
    worst, best = (lower95, upper95) if is_up else (-upper95, -lower95)
    phase = Phase.SUCCESSFUL if worst > floor else Phase.FAILED if best < floor else Phase.INCONCLUSIVE
    limit = f"may not {'fall' if is_up else 'rise'} by more than {margin}"
    return phase, f"effect {estimate:.4g} ({lower95:.4g} to {upper95:.4g}), {limit}"


def guardrail_readings(readings: Sequence[MetricReading], design: Design) -> Iterator[GuardedReading]:
    """Judge each guardrail of the design for each arm, in the design's order."""
    for guard in design.guardrails:
        yield from (_guarded(guard, each) for each in readings if each.metric == guard.metric.name)


def guarding(readings: Sequence[MetricReading], design: Design) -> tuple[MetricReading, ...]:
    """Give the readings of metrics that only guard the phase of their worst guardrail; they claim no effect."""
    guards = list(guardrail_readings(readings, design))
    worst = {(each.metric, each.arm): each.phase for phase in _WORST_LAST for each in guards if each.phase is phase}
    return tuple(replace(each, phase=worst[each.metric, each.arm]) for each in readings)


def _guarded(guard: GuardrailSpec, reading: MetricReading) -> GuardedReading:
    found = reading.estimate
    phase, because = Phase.ERROR, "not readable"
    if found is not None:
        phase, because = non_inferiority(found.lower95, found.effect, found.upper95, guard.margin, is_up=guard.is_up)
    return GuardedReading(
        metric=guard.metric.name,
        arm=reading.arm,
        margin=guard.margin,
        is_up=guard.is_up,
        phase=phase,
        because=because,
        times=_times(found, guard.margin) if found is not None and phase is Phase.INCONCLUSIVE else None,
    )


def _times(of: Estimate, margin: Decimal) -> float | None:
    return None if not margin else units_times(float(margin), of.standard_error)
