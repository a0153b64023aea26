"""A capability is in no milestone."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP322",
    title="A capability is in no milestone",
    why="Work that no milestone lists has no date and is missed by nobody.",
    fix="List it under `capabilities` of a milestone, or mark it `retired`.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that are not retired and that no milestone lists."""
    listed = {slug for _, milestone in draft.of(Milestone) for slug in milestone.capabilities}
    # A milestone that could not be read may list any of them.
    if any(ref.kind == "milestone" for ref in draft.unread):
        return
    for ref, capability in draft.of(Capability):
        if ref.slug not in listed and capability.retired is None:
            yield RULE.at(draft.span(ref, "id"), f"no milestone lists {ref}", RULE.fix)


_FORM = """\
kind: Capability
id: sms
title: Spring messages
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
"""
_RETIRED = "retired: {on: 2026-12-01, because: nobody reads them}\n"
CHECK = Check(rule=RULE, passes=_FORM + _RETIRED, fails=_FORM, run=check)
