"""The kinds of a quarter add up to more than its ceiling."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.time import Quarter
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP754",
    title="The kinds of a quarter add up to more than its ceiling",
    why="Each owner of a kind counts on money that the ceiling does not hold for all of them.",
    fix="Raise the ceiling (the line without a kind), or lower a kind.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ceilings below the sum of their quarter's kinds, where both are in one currency."""
    for ref, budget in draft.of(Budget):
        kinds: dict[tuple[Quarter, str], Decimal] = {}
        for line in budget.lines:
            if line.kind is not None:
                key = (line.quarter, line.amount.unit)
                kinds[key] = kinds.get(key, Decimal(0)) + line.amount.value
        for index, line in enumerate(budget.lines):
            of_kinds = kinds.get((line.quarter, line.amount.unit), Decimal(0))
            if line.kind is None and of_kinds > line.amount.value:
                message = f"{ref}: the kinds of {line.quarter} add up to {of_kinds:f} {line.amount.unit}, over its "
                message += f"ceiling of {line.amount}"
                yield RULE.at(draft.span(ref, "lines", index, "amount"), message, RULE.fix)


_FORM = """\
kind: Budget
id: budget
owner: finance
lines:
  - {{quarter: 2026Q4, amount: 9_000 USD}}
  - {{quarter: 2026Q4, kind: people, amount: 6_000 USD}}
  - {{quarter: 2026Q4, kind: governance, amount: {governance} USD}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(governance="3_000"), fails=_FORM.format(governance="4_000"), run=check)
