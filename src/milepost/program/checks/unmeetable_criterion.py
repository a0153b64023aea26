"""A criterion asks for what no evidence could show."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.words import Grade
from milepost.program.check import Check
from milepost.program.documents.capability import Capability, Per
from milepost.program.documents.condition import Criterion, Measured, Op
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Aggregate, Goal, Kpi, Metric
from milepost.program.draft import Draft, PlacedCriterion

RULE = Rule(
    code="MP305",
    title="No evidence could meet the criterion",
    why="A milestone that can never be reached is off track from the first day, and nobody can mend it.",
    fix="Ask for what this evidence can show.",
)
Fault = tuple[str, str, str]
"""The key at fault (empty for the criterion as a whole), what is wrong, what to do."""
_MONEY = {Measured.NET_VALUE, Measured.ROI, Measured.PROBABILITY_POSITIVE}
_SAVED = {Measured.CAPACITY, Measured.CASH}
_CHANCES = {Measured.PROBABILITY_POSITIVE, Measured.SRM_P}
_LEVEL = "a level says nothing of cause, so C is its best"


def check(draft: Draft) -> Iterator[Finding]:
    """Find criteria and targets that could never be met, whatever is measured."""
    for placed in draft.criteria():
        for key, wrong, remedy in _faults(draft, placed):
            span = draft.span(placed.document, *placed.path, *([key] if key else []))
            yield RULE.at(span, f"{placed.evidence} {wrong}", remedy)
    for ref, goal in draft.of(Goal):
        if not Grade.C.meets(goal.target.grade):
            wrong = f"{ref} asks grade {goal.target.grade} of its KPI; {_LEVEL}"
            yield RULE.at(draft.span(ref, "target", "grade"), wrong, "ask for grade C")


def _faults(draft: Draft, placed: PlacedCriterion) -> Iterator[Fault]:
    criterion = placed.criterion
    match placed.evidence.kind:
        case "attestation":
            yield from _attestation(criterion)
        case "kpi":
            yield from _kpi(draft, criterion, placed.evidence.slug)
        case "experiment":
            yield from _experiment(draft, criterion, placed.evidence.slug)
    if criterion.max_age is not None and not criterion.max_age.days and not criterion.max_age.months:
        yield "max_age", "may be 0 days old, so it expires as it is made", "give it days, such as 90d"


def _attestation(criterion: Criterion) -> Iterator[Fault]:
    if not Grade.D.meets(criterion.asked_grade):
        yield "grade", f"is asked for grade {criterion.grade}; an attestation is always D", "leave `grade` out"
    for key in ("measure", "value"):
        if getattr(criterion, key) is not None:
            wrong = f"is asked for a {key}; an attestation measures nothing and never stands for value"
            yield key, wrong, f"leave `{key}` out, or name an experiment/…"


def _kpi(draft: Draft, criterion: Criterion, slug: str) -> Iterator[Fault]:
    if not Grade.C.meets(criterion.asked_grade):
        yield "grade", f"is asked for grade {criterion.grade}; {_LEVEL}", "ask for grade C, or name an experiment/…"
    if criterion.measure not in {None, Measured.VALUE}:
        yield (
            "measure",
            f"has no {criterion.measure}; a KPI has a value",
            "leave `measure` out, or name an experiment/…",
        )
    if criterion.value is None:
        yield "", "has no threshold to meet", "add `value:` with the amount to reach"
    kpi = draft.get(Kpi, slug)
    if kpi is not None and _is_share(draft.get(Metric, kpi.metric)):
        yield from _out_of_reach(criterion, 0, 1)


def _experiment(draft: Draft, criterion: Criterion, slug: str) -> Iterator[Fault]:
    experiment = draft.get(Experiment, slug)
    metric = draft.get(Metric, experiment.primary) if experiment else None
    if missing := [f"`{key}`" for key in ("measure", "value") if getattr(criterion, key) is None]:
        wrong = f"is named without {' and '.join(missing)}, so nothing is asked of it"
        yield "", wrong, 'say what is asked: `measure: net_value, op: ">=", value: 0 USD`'
    if criterion.measure is Measured.VALUE:
        yield "measure", "has no value of its own; it has an effect and what that earns", "ask for effect or net_value"
    if criterion.measure in _CHANCES:
        yield from _out_of_reach(criterion, 0, 1)
    if criterion.measure is Measured.EFFECT and _is_share(metric):
        yield from _out_of_reach(criterion, -1, 1)
    if criterion.measure in _MONEY and metric is not None:
        yield from _money(draft, criterion, metric)
    if criterion.measure in _SAVED and experiment is not None and experiment.staggered is None:
        yield "measure", f"has no {criterion.measure}: it has no staggered start to save by", "ask for effect"
    if criterion.measure is Measured.CASH and experiment is not None and experiment.cash is None:
        yield "measure", "has no cash: nobody signed that a budget fell", "add `cash`, or ask for capacity"
    if criterion.measure is Measured.ROI and experiment is not None:
        capability = draft.get(Capability, experiment.of)
        if capability is not None and not any(cost.per is Per.CONTACT for cost in capability.costs):
            wrong = f"has no roi: capability/{experiment.of} has no cost per contact to divide by"
            yield "measure", wrong, "add the cost, or ask for net_value"


def _money(draft: Draft, criterion: Criterion, metric: Metric) -> Iterator[Fault]:
    currency = draft.program.currency if draft.program else None
    if currency is not None and (unit := metric.unit_in(currency)) != currency:
        counted = f"counts in {unit}" if unit else "has no unit of money"
        wrong = f"has no {criterion.measure}: its primary metric/{metric.id} {counted}"
        yield "measure", wrong, f"give metric/{metric.id} a margin in {currency} with `times`, or ask for effect"


def _is_share(metric: Metric | None) -> bool:
    return metric is not None and metric.aggregate is Aggregate.PROPORTION and metric.times is None


def _out_of_reach(criterion: Criterion, low: int, high: int) -> Iterator[Fault]:
    # A value in another unit is MP310.
    if criterion.value is not None and not criterion.value.unit and _misses(criterion, Decimal(low), Decimal(high)):
        asked = f"{criterion.measure or 'a value'} {criterion.op} {criterion.value}"
        yield (
            "value",
            f"is asked for {asked}, which it can't reach: it lies from {low} to {high}",
            f"ask for a value from {low} to {high}",
        )


def _misses(criterion: Criterion, low: Decimal, high: Decimal) -> bool:
    assert criterion.value is not None
    threshold = criterion.value.value
    match criterion.op:
        case Op.AT_LEAST:
            return threshold > high
        case Op.ABOVE:
            return threshold >= high
        case Op.AT_MOST:
            return threshold < low
        case Op.BELOW:
            return threshold <= low


_FORM = """\
kind: Milestone
id: proven
goal: grow
quarter: 2026Q4
capabilities: mail
exit:
  all:
    - {{evidence: experiment/spring-test, measure: net_value, value: 0 USD, grade: A}}
    - {{evidence: experiment/spring-test, measure: probability_positive, value: {chance}}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(chance="0.95"), fails=_FORM.format(chance="1.2"), run=check)
