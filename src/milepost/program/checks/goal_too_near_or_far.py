"""A goal is not 12 to 18 months away."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.time import Duration
from milepost.program.check import Check
from milepost.program.documents.outline import Goal
from milepost.program.draft import Draft

RULE = Rule(
    code="MP316",
    title="A goal is not 12 to 18 months away",
    why="Nearer is a milestone; farther is a hope that nobody steers by.",
    fix="Set `by` 12 to 18 months after the program starts, or make it a milestone.",
    severity=Severity.WARNING,
)
# Past it, 18 months are more than the calendar has.
_LAST_YEAR = 9990


def check(draft: Draft) -> Iterator[Finding]:
    """Find goals inside the program that are not due 12 to 18 months after its start."""
    horizon = draft.horizon
    if horizon is None or horizon.start.year > _LAST_YEAR:
        return
    first = Duration(months=12, days=-1).after(horizon.start)
    last = Duration(months=18).after(horizon.start)
    for ref, goal in draft.of(Goal):
        by = goal.target.by
        # What lies outside the program is MP309.
        if not first <= by <= last and horizon.start <= by <= horizon.end:
            message = f"{ref}: {by} is {'less than 12' if by < first else 'more than 18'} months after {horizon.start}"
            yield RULE.at(draft.span(ref, "target", "by"), message, RULE.fix)


_FORM = """\
kind: Goal
id: grow
title: Earn more from the customers we have
kpi: margin
target: {{value: 0.30 USD, by: {by}}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="2027-10-31"), fails=_FORM.format(by="2027-05-31"), run=check)
