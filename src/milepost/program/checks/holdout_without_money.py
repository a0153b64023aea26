"""A holdout's metric is no money."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.outline import Aggregate, Direction, Kpi, Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP346",
    title="A holdout's metric is no money",
    why="The program's total is money: the difference of means per person, times the persons not held out.",
    fix="Name a mean in the program's currency, or give it a unit value: `times: {value: …, signed_by: ROLE}`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find holdouts whose metric is not a mean in the program's currency, more of which is better."""
    currency = draft.program.currency if draft.program else ""
    falling = {kpi.metric for _, kpi in draft.of(Kpi) if kpi.direction is Direction.DOWN}
    for ref, holdout in draft.of(Holdout):
        metric = draft.get(Metric, holdout.metric)
        if metric is None or not currency:
            continue
        unit = metric.unit_in(currency)
        if unit != currency or metric.aggregate is not Aggregate.MEAN:
            found = unit or f"a {metric.aggregate.value}"
            message = f"{ref}: metric/{metric.id} gives {found}, not a mean in {currency}"
            yield RULE.at(draft.span(ref, "metric"), message, RULE.fix)
        elif metric.id in falling:
            message = f"{ref}: less of metric/{metric.id} is better, so it is no contribution"
            yield RULE.at(draft.span(ref, "metric"), message, RULE.fix)


_FORM = """\
kind: Metric
id: earned
source: crm
per: customer
column: spend
aggregate: {aggregate}
unit: USD
---
kind: Holdout
id: everybody
source: crm
unit: spend
column: segment
share: "0.05"
metric: earned
starts: 2026-10-01
period: 2026-11-01/2027-11-01
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(aggregate="mean"), fails=_FORM.format(aggregate="proportion"), run=check)
