"""A target is no better than the baseline."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Direction, Goal, Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP319",
    title="A target is no better than the baseline",
    why="A goal that is met on the first day asks for nothing.",
    fix="Set a target beyond the baseline, or say `direction: down` in the KPI if less is better.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find targets that the baseline meets already."""
    for ref, goal in draft.of(Goal):
        kpi = draft.get(Kpi, goal.kpi)
        if kpi is None or kpi.baseline is None or kpi.baseline.value.unit != goal.target.value.unit:
            continue
        target, before = goal.target.value.value, kpi.baseline.value.value
        if target <= before if kpi.direction is Direction.UP else target >= before:
            better = "above" if kpi.direction is Direction.UP else "below"
            message = f"{ref}: the target {goal.target.value} is not {better} the baseline {kpi.baseline.value}"
            yield RULE.at(draft.span(ref, "target", "value"), message, RULE.fix)


_FORM = """\
kind: Goal
id: grow
title: Earn more from the customers we have
kpi: margin
target: {{value: {value}, by: 2028-03-31}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(value="0.30 USD"), fails=_FORM.format(value="0.15 USD"), run=check)
