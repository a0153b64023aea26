"""Two goals of one KPI contradict each other."""

from collections.abc import Iterator
from itertools import pairwise

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Direction, Goal, Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP389",
    title="Two goals of one KPI contradict each other",
    why="A target for a later day that is no better than an earlier one, or another for the same day: whoever "
    "meets one misses the point of the other.",
    fix="Keep one of them, or let the later target be the better one.",
    severity=Severity.WARNING,
)
_FORM = """\
kind: Goal
id: more
title: Earn more early
priority: 2
kpi: margin
target: {{value: {value} USD, by: {by}}}
---
kind: Milestone
id: early
goal: more
quarter: 2027Q1
capabilities: mail
exit: {{evidence: attestation/a}}
"""


def check(draft: Draft) -> Iterator[Finding]:
    """Find goals of one KPI where the later, or one of the same day, asks for another level that is not better."""
    goals = sorted((goal.kpi, goal.target.by, ref) for ref, goal in draft.of(Goal))
    for (kpi, day, ref), (other_kpi, other_day, other) in pairwise(goals):
        first, second, named = draft.get(Goal, ref.slug), draft.get(Goal, other.slug), draft.get(Kpi, kpi)
        if kpi != other_kpi or first is None or second is None or named is None:
            continue
        gain = second.target.value.value - first.target.value.value
        better = gain > 0 if named.direction is Direction.UP else gain < 0
        if (day == other_day and gain) or (day != other_day and not better):
            message = f"{other} asks for {second.target.value} by {other_day}, {ref} for {first.target.value} by {day}"
            yield RULE.at(draft.span(other, "target", "value"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM.format(value="0.25", by="2027-12-31"),
    fails=_FORM.format(value="0.30", by="2027-12-31"),
    run=check,
)
