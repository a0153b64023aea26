"""Two goals have one priority."""

from collections.abc import Iterator
from itertools import pairwise

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Goal
from milepost.program.draft import Draft

RULE = Rule(
    code="MP390",
    title="Two goals have one priority",
    why="When money or a team runs short, the sponsor's ranking decides; a tie hands the decision to whoever "
    "asks first.",
    fix="Rank the goals: each a priority of its own.",
    severity=Severity.WARNING,
)
_FORM = """\
kind: Goal
id: more
title: Earn more early
priority: {priority}
kpi: margin
target: {{value: 0.25 USD, by: 2027-12-31}}
---
kind: Milestone
id: early
goal: more
quarter: 2027Q1
capabilities: mail
exit: {{evidence: attestation/a}}
"""


def check(draft: Draft) -> Iterator[Finding]:
    """Find goals with the priority of another, once the program ranks any of them."""
    goals = sorted((goal.priority, ref) for ref, goal in draft.of(Goal))
    if not any("priority" in goal.model_fields_set for _, goal in draft.of(Goal)):
        return
    for (priority, ref), (other_priority, other) in pairwise(goals):
        if priority == other_priority:
            yield RULE.at(draft.span(other, "priority"), f"{other} has priority {priority}, as {ref} has", RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM.format(priority=2),
    fails=_FORM.format(priority=1),
    run=check,
)
