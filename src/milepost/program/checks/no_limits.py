"""A capability does not say its limits."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft

RULE = Rule(
    code="MP308",
    title="A capability does not say its limits",
    why="Who decides must know what is not measured and not guaranteed.",
    fix="Add `limits:` with what is not measured and not guaranteed.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities without `limits`."""
    for ref, capability in draft.of(Capability):
        if capability.limits is None:
            yield RULE.at(draft.span(ref), f"{ref} has no `limits`: what is not measured or guaranteed", RULE.fix)


_FORM = """\
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
"""
CHECK = Check(rule=RULE, passes=_FORM + "limits: Two weeks of one spring.\n", fails=_FORM, run=check)
