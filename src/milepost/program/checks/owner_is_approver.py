"""The owner approves the own work."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft

RULE = Rule(
    code="MP306",
    title="The owner is also the approver",
    why="Who built it may not be who lets it pass: separation of duties is what an approval is worth.",
    fix="Name another role as `approver`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities whose owner and approver are one role."""
    for ref, capability in draft.of(Capability):
        if capability.owner == capability.approver:
            yield RULE.at(draft.span(ref, "approver"), f"{ref} is owned and approved by {capability.owner}", RULE.fix)


_FORM = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: {approver}
moves: {{kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}}
needs: {{data: [crm]}}
costs: [{{kind: compute, amount: 0.05 USD, per: contact}}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
"""
CHECK = Check(rule=RULE, passes=_FORM.format(approver="cmo"), fails=_FORM.format(approver="crm-lead"), run=check)
