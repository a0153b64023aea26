"""The kinds of a quarter are given more than the quarter."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP357",
    title="The kinds of a quarter are given more than the quarter",
    why="A line without a kind is the ceiling of all kinds together; what its kinds are promised above it "
    "cannot be spent.",
    fix="Raise the quarter's ceiling, or lower the lines of its kinds.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find quarters whose lines by kind add up to more than the line without a kind."""
    for ref, budget in draft.of(Budget):
        ceilings = {line.quarter: (index, line.amount) for index, line in enumerate(budget.lines) if line.kind is None}
        for quarter, (index, ceiling) in ceilings.items():
            kinds = [line.amount for line in budget.lines if line.kind and line.quarter == quarter]
            given = sum(each.value for each in kinds if each.unit == ceiling.unit)
            if given > ceiling.value:
                message = f"{ref}: the kinds of {quarter} are given {given:,} {ceiling.unit}, the quarter {ceiling}"
                yield RULE.at(draft.span(ref, "lines", index, "amount"), message, RULE.fix)


_FORM = "kind: Budget\nid: money\nowner: finance\n"
CHECK = Check(
    rule=RULE,
    passes=_FORM + "lines: [{quarter: 2026Q4, amount: 900 USD}, {quarter: 2026Q4, amount: 90 USD, kind: data}]\n",
    fails=_FORM + "lines: [{quarter: 2026Q4, amount: 60 USD}, {quarter: 2026Q4, amount: 90 USD, kind: data}]\n",
    run=check,
)
