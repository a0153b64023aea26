"""A quarter's money is given twice."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP355",
    title="A quarter's money is given twice",
    why="Of two amounts for one quarter and kind, nobody can tell whether they add up or one replaces the other.",
    fix="Keep one line for the quarter and kind, with the whole amount.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find lines of a budget that have the quarter and kind of an earlier one."""
    for ref, budget in draft.of(Budget):
        seen = set()
        for index, line in enumerate(budget.lines):
            if (line.quarter, line.kind) in seen:
                what = f"{line.quarter} {line.kind.value}" if line.kind else f"{line.quarter}"
                yield RULE.at(draft.span(ref, "lines", index), f"{ref} has a line for {what} already", RULE.fix)
            seen.add((line.quarter, line.kind))


_FORM = "kind: Budget\nid: money\nowner: finance\n"
CHECK = Check(
    rule=RULE,
    passes=_FORM + "lines: [{quarter: 2026Q4, amount: 900 USD}, {quarter: 2026Q4, amount: 90 USD, kind: data}]\n",
    fails=_FORM + "lines: [{quarter: 2026Q4, amount: 900 USD}, {quarter: 2026Q4, amount: 90 USD}]\n",
    run=check,
)
