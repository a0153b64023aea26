"""A unit does not fit."""

from collections.abc import Iterator
from itertools import chain

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.kernel.money import Measure
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.condition import Measured
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Goal, Kpi, Metric
from milepost.program.draft import Draft, PlacedCriterion
from milepost.program.text import Path

RULE = Rule(
    code="MP310",
    title="A unit does not fit",
    why="Amounts of different units cannot be compared, and adding them makes money out of nothing.",
    fix="Write the value in the unit that the message names.",
)
Amount = tuple[Ref, Path, Measure, str, str]


def check(draft: Draft) -> Iterator[Finding]:
    """Find amounts in another unit than the number they are held against."""
    program = draft.program
    if program is None:
        return
    for ref, path, value, unit, of in chain(_outlined(draft, program.currency), _built(draft, program.currency)):
        if value.unit != unit:
            message = f"{ref}: {value} {_in(value.unit)}, and {of} {_in(unit)}"
            yield RULE.at(draft.span(ref, *path), message, _wanted(value.unit, unit))


def _in(unit: str) -> str:
    return f"is in {unit}" if unit else "has no unit"


def _wanted(found: str, unit: str) -> str:
    if unit:
        return f"write it in {unit}"
    return "write 5% as 0.05" if found == "%" else "leave the unit out"


def _outlined(draft: Draft, currency: str) -> Iterator[Amount]:
    """Give the amounts of KPIs and goals with the unit each should have, and what has that unit."""
    for ref, kpi in draft.of(Kpi):
        metric = draft.get(Metric, kpi.metric)
        if kpi.baseline is not None and metric is not None:
            yield ref, ("baseline", "value"), kpi.baseline.value, metric.unit_in(currency), f"metric/{kpi.metric}"
    for ref, goal in draft.of(Goal):
        if (unit := _unit(draft, goal.kpi, currency)) is not None:
            yield ref, ("target", "value"), goal.target.value, unit, f"kpi/{goal.kpi}"


def _built(draft: Draft, currency: str) -> Iterator[Amount]:
    """Give the amounts of capabilities, experiments and criteria, the unit each should have, and what has it."""
    for ref, capability in draft.of(Capability):
        for index, cost in enumerate(capability.costs):
            yield ref, ("costs", index, "amount"), cost.amount, currency, "the program"
        moves = capability.moves
        if moves is not None and (unit := _unit(draft, moves.kpi, currency)) is not None:
            for name, value in (("p10", moves.p10), ("p50", moves.p50), ("p90", moves.p90)):
                yield ref, ("moves", name), value, unit, f"kpi/{moves.kpi}"
    for ref, experiment in draft.of(Experiment):
        for index, cost in enumerate(experiment.costs):
            yield ref, ("costs", index, "amount"), cost.amount, currency, "the program"
    for placed in draft.criteria():
        expected = _asked(draft, placed, currency)
        if placed.criterion.value is not None and expected is not None:
            yield placed.document, (*placed.path, "value"), placed.criterion.value, *expected


def _unit(draft: Draft, slug: str, currency: str) -> str | None:
    """Return the unit of a KPI: its metric's, or its baseline's where the metric is not there."""
    kpi = draft.get(Kpi, slug)
    metric = draft.get(Metric, kpi.metric) if kpi else None
    if metric is not None:
        return metric.unit_in(currency)
    return kpi.baseline.value.unit if kpi is not None and kpi.baseline is not None else None


def _asked(draft: Draft, placed: PlacedCriterion, currency: str) -> tuple[str, str] | None:
    criterion, slug = placed.criterion, placed.evidence.slug
    if placed.evidence.kind == "kpi":
        unit = _unit(draft, slug, currency)
        return None if unit is None else (unit, f"kpi/{slug}")
    if placed.evidence.kind == "attestation" or criterion.measure in {None, Measured.VALUE}:
        return None
    if criterion.measure in {Measured.NET_VALUE, Measured.CASH}:
        return currency, str(criterion.measure)
    if criterion.measure not in {Measured.EFFECT, Measured.CAPACITY}:
        return "", str(criterion.measure)
    experiment = draft.get(Experiment, slug)
    metric = draft.get(Metric, experiment.primary) if experiment else None
    return None if metric is None else (metric.unit_in(currency), f"metric/{metric.id}")


_FORM = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {{kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}}
needs: {{data: [crm]}}
costs: [{{kind: compute, amount: 0.05 {currency}, per: contact}}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
"""
CHECK = Check(rule=RULE, passes=_FORM.format(currency="USD"), fails=_FORM.format(currency="EUR"), run=check)
