"""A budget has two lines for the same money."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP753",
    title="A budget has two lines for the same quarter and kind",
    why="Whether they add up or one of them is out of date is a guess, and each reader makes another.",
    fix="Keep one line for each quarter and kind.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find each line after the first of its quarter and kind."""
    for ref, budget in draft.of(Budget):
        seen: dict[tuple[object, object], int] = {}
        for index, line in enumerate(budget.lines):
            first = seen.setdefault((line.quarter, line.kind), index)
            if first != index:
                of = f"{line.quarter} {line.kind}" if line.kind else f"the ceiling of {line.quarter}"
                amount = budget.lines[first].amount
                message = f"{ref}: {of} is told twice, {amount} and {line.amount}"
                yield RULE.at(draft.span(ref, "lines", index), message, RULE.fix)


_FORM = """\
kind: Budget
id: budget
owner: finance
lines:
  - {{quarter: 2026Q4, amount: 9_000 USD}}
  - {{quarter: {quarter}, amount: 8_000 USD}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(quarter="2027Q1"), fails=_FORM.format(quarter="2026Q4"), run=check)
