"""Data or governance gets less than the budget's floor."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import CostKind
from milepost.program.draft import Draft
from milepost.program.outlook import costs

RULE = Rule(
    code="MP359",
    title="Data or governance gets less than the budget's floor",
    why="The sponsor set the floor because value comes late or not at all where data and controls are "
    "starved; a plan under it is not the one that was paid for.",
    fix="Cost the missing work on data and governance, or change `floors` in the Budget.",
)
_BUDGET = "kind: Budget\nid: money\nowner: finance\nfloors: {data: 10%, governance: 0%}\n"


def check(draft: Draft) -> Iterator[Finding]:
    """Find floors that a Budget states and that the costs of the capabilities do not reach."""
    spent = draft.once(costs)
    total = sum(spent.values())
    for ref, budget in draft.of(Budget):
        for kind in (CostKind.DATA, CostKind.GOVERNANCE) if total and "floors" in budget.model_fields_set else ():
            share, floor = spent.get(kind, Decimal(0)) / total, getattr(budget.floors, kind.value)
            if share < floor:
                message = f"{kind.value} takes {share:.1%} of all costs; the floor of {ref} is {floor:.1%}"
                yield RULE.at(draft.span(ref, "floors", kind.value), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(costs="[{kind: data, amount: 100 USD}, {kind: people, amount: 500 USD}]") + f"---\n{_BUDGET}",
    fails=example.mail(costs="[{kind: data, amount: 10 USD}, {kind: people, amount: 500 USD}]") + f"---\n{_BUDGET}",
    run=check,
)
