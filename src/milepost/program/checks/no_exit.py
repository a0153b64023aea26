"""A milestone has no exit criterion."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP304",
    title="A milestone has no exit criterion",
    why="Milepost derives that a milestone is reached; without a criterion it never could be.",
    fix="Add `exit:` with the evidence, the measure and the threshold that show it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find milestones without `exit`."""
    for ref, milestone in draft.of(Milestone):
        if milestone.exit is None:
            yield RULE.at(draft.span(ref), f"{ref} has no `exit`: nothing shows when it is reached", RULE.fix)


_FORM = """\
kind: Milestone
id: proven
goal: grow
quarter: 2026Q4
capabilities: mail
"""
_EXIT = "exit: {evidence: experiment/spring-test, measure: net_value, value: 0 USD, grade: A}\n"
CHECK = Check(rule=RULE, passes=_FORM + _EXIT, fails=_FORM, run=check)
