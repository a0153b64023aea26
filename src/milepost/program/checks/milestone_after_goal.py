"""A milestone is due after its goal."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Goal, Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP317",
    title="A milestone is due after its goal",
    why="A step that ends after the goal cannot be a step towards it.",
    fix="Set an earlier quarter, or move the date of the goal.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find milestones due after the target date of their goal."""
    for ref, milestone in draft.of(Milestone):
        goal, due = draft.get(Goal, milestone.goal), draft.due(milestone)
        if goal is not None and due is not None and due > goal.target.by:
            message = f"{ref} is due {due}, after goal/{goal.id} on {goal.target.by}"
            yield RULE.at(draft.span(ref, "due" if milestone.due else "quarter"), message, RULE.fix)


_FORM = """\
kind: Goal
id: grow
title: Earn more from the customers we have
kpi: margin
target: {{value: 0.30 USD, by: 2027-12-31}}
---
kind: Milestone
id: proven
goal: grow
quarter: {quarter}
capabilities: mail
exit:
  all:
    - {{evidence: experiment/spring-test, measure: net_value, op: ">=", value: "0 USD", grade: A, max_age: 365d}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(quarter="2026Q4"), fails=_FORM.format(quarter="2027Q4"), run=check)
