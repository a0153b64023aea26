"""A budget is in another currency."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.money import Measure
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft
from milepost.program.text import Path

RULE = Rule(
    code="MP752",
    title="A budget is in another currency than the program",
    why="Costs are planned in the program's currency; held against another one, a line is passed or kept by chance.",
    fix="Write the amount in the program's `currency`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find lines and floors of appetite that are not in the program's currency."""
    program = draft.program
    if program is None:
        return
    for ref, budget in draft.of(Budget):
        for path, amount in _amounts(budget):
            if amount.unit != program.currency:
                message = f"{ref}: {amount} is in {amount.unit}, and the program in {program.currency}"
                yield RULE.at(draft.span(ref, *path), message, f"write it in {program.currency}")


def _amounts(budget: Budget) -> Iterator[tuple[Path, Measure]]:
    for index, line in enumerate(budget.lines):
        yield ("lines", index, "amount"), line.amount
    if budget.appetite is not None:
        yield ("appetite", "floor"), budget.appetite.floor


_FORM = """\
kind: Budget
id: budget
owner: finance
lines: [{{quarter: 2026Q4, amount: 9_000 {currency}}}]
"""
CHECK = Check(rule=RULE, passes=_FORM.format(currency="USD"), fails=_FORM.format(currency="EUR"), run=check)
