"""A capability does not say how it fails or what happens then."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft

RULE = Rule(
    code="MP320",
    title="A capability has no failure mode or no fallback",
    why="What fails without a plan B is stopped late, and what counts as failing is settled after the fact.",
    fix="Add `fails_when:` with the failure modes and `fallback:` with what is done instead.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities without `fails_when` or `fallback`."""
    for ref, capability in draft.of(Capability):
        given = {"fails_when": capability.fails_when, "fallback": capability.fallback}
        if missing := [f"`{name}`" for name, value in given.items() if not value]:
            yield RULE.at(draft.span(ref), f"{ref} has no {' and no '.join(missing)}", RULE.fix)


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
limits: Two weeks of one spring.
"""
CHECK = Check(rule=RULE, passes=_FORM + "fallback: last season's newsletter\n", fails=_FORM, run=check)
