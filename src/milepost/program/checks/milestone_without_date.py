"""A milestone has no date."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP318",
    title="A milestone has neither quarter nor due date",
    why="Without a date it can be neither late nor on track.",
    fix="Add `quarter: 2026Q4` or `due: 2026-12-31`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find milestones with neither `quarter` nor `due`."""
    for ref, milestone in draft.of(Milestone):
        if milestone.quarter is None and milestone.due is None:
            yield RULE.at(draft.span(ref), f"{ref} has neither `quarter` nor `due`: it has no date", RULE.fix)


_FORM = """\
kind: Milestone
id: proven
goal: grow
capabilities: mail
exit:
  all:
    - {evidence: experiment/spring-test, measure: net_value, op: ">=", value: "0 USD", grade: A, max_age: 365d}
"""
CHECK = Check(rule=RULE, passes=_FORM + "due: 2026-12-31\n", fails=_FORM, run=check)
