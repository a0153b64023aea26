"""A budget insists on what is retired."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft

RULE = Rule(
    code="MP755",
    title="A budget insists on what is retired",
    why="Money is kept for a control that is taken out of the program: either the control or its end is a mistake.",
    fix="Take it out of `must`, or out of retirement.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that must be built and are retired."""
    for ref, budget in draft.of(Budget):
        for index, slug in enumerate(budget.must):
            capability = draft.get(Capability, slug)
            if capability is not None and capability.retired is not None:
                message = f"{ref}: capability/{slug} must be built, and is retired on {capability.retired.on}"
                yield RULE.at(draft.span(ref, "must", index), message, RULE.fix)


_BUDGET = """\
kind: Budget
id: budget
owner: finance
lines: [{quarter: 2026Q4, amount: 9_000 USD}]
must: mail
"""
_RETIRED = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}
needs: {data: [crm]}
costs: [{kind: compute, amount: 0.05 USD, per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
retired: {on: 2027-06-30, because: the list is sold}
"""
CHECK = Check(rule=RULE, passes=_BUDGET, fails=f"{_BUDGET}---\n{_RETIRED}", run=check)
