"""A capability is tied to no KPI."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft

RULE = Rule(
    code="MP301",
    title="A capability moves no KPI",
    why="Work that moves no KPI has no value that could ever be shown.",
    fix="Add `moves:` with the KPI, p10, p50, p90 and the reason.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities without `moves`."""
    for ref, capability in draft.of(Capability):
        if capability.moves is None:
            yield RULE.at(draft.span(ref), f"{ref} has no `moves`: no KPI that it changes", RULE.fix)


_FORM = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
needs: {data: [crm]}
costs: [{kind: compute, amount: 0.05 USD, per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
"""
_MOVES = "moves: {kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}\n"
CHECK = Check(rule=RULE, passes=_FORM + _MOVES, fails=_FORM, run=check)
