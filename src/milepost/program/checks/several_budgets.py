"""A program has more than one budget."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP750",
    title="A program has more than one budget",
    why="What one budget allows the other may forbid; nobody could tell which of them was kept.",
    fix="Keep one document of kind Budget, with a line for each quarter.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find every budget after the first, in the order of their ids."""
    budgets = sorted(ref for ref, _ in draft.of(Budget))
    for ref in budgets[1:]:
        yield RULE.at(draft.span(ref, "id"), f"{ref} is a second budget beside {budgets[0]}", RULE.fix)


_FORM = """\
kind: Budget
id: {id}
owner: finance
lines: [{{quarter: 2026Q4, amount: 9_000 USD}}]
"""
CHECK = Check(
    rule=RULE,
    passes=_FORM.format(id="budget"),
    fails=f"{_FORM.format(id='budget')}---\n{_FORM.format(id='more-money')}",
    run=check,
)
