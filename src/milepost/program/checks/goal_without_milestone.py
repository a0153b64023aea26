"""A goal has no milestone."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Goal, Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP323",
    title="A goal has no milestone",
    why="Without a step on the way, nobody sees that it is missed until it is.",
    fix="Add a milestone with `goal:` naming it.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find goals that no milestone names."""
    named = {milestone.goal for _, milestone in draft.of(Milestone)}
    # A milestone that could not be read may name any of them.
    if any(ref.kind == "milestone" for ref in draft.unread):
        return
    for ref, _ in draft.of(Goal):
        if ref.slug not in named:
            yield RULE.at(draft.span(ref, "id"), f"no milestone leads to {ref}", RULE.fix)


_FORM = """\
kind: Goal
id: keep
title: Keep the customers we have
kpi: margin
target: {value: 0.30 USD, by: 2028-03-31}
"""
_STEP = """\
---
kind: Milestone
id: kept
goal: keep
quarter: 2027Q2
exit: {evidence: kpi/margin, value: 0.20 USD}
"""
CHECK = Check(rule=RULE, passes=_FORM + _STEP, fails=_FORM, run=check)
