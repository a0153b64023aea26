"""A risk strikes nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.risk import Risk
from milepost.program.draft import Draft

RULE = Rule(
    code="MP327",
    title="A risk strikes nothing",
    why="A risk that names nothing it would strike is read by nobody who could act on it.",
    fix="Name its `capabilities` or `milestones`.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find risks that name neither a capability nor a milestone."""
    for ref, risk in draft.of(Risk):
        if not risk.capabilities and not risk.milestones:
            yield RULE.at(draft.span(ref, "id"), f"{ref} names neither capabilities nor milestones", RULE.fix)


_FORM = """\
kind: Risk
id: fatigue
title: Customers tire of mail
owner: crm-lead
likelihood: medium
impact: high
response: A cap of two mails a week, and a guardrail on unsubscribing.
"""
CHECK = Check(rule=RULE, passes=_FORM + "capabilities: mail\n", fails=_FORM, run=check)
