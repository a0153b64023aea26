"""A capability moves no KPI of the goal it serves."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Goal, Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP321",
    title="A capability does not reach the goal it serves",
    why="From the work to the goal there must be a number that both name, or its value cannot be added to the goal.",
    fix="Serve the goal of the KPI that it moves, or move the KPI of the goal.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that serve no goal, or one whose KPI is not the one they move."""
    for ref, capability in draft.of(Capability):
        if not capability.serves:
            yield RULE.at(draft.span(ref, "serves"), f"{ref} serves no goal", RULE.fix)
        for index, slug in enumerate(capability.serves):
            goal = draft.get(Goal, slug)
            wanted = draft.get(Kpi, goal.kpi) if goal else None
            moved = draft.get(Kpi, capability.moves.kpi) if capability.moves else None
            if wanted and moved and wanted.id != moved.id:
                message = f"{ref} serves goal/{slug}, whose KPI is {wanted.id}, but moves {moved.id}"
                yield RULE.at(draft.span(ref, "serves", index), message, RULE.fix)


_FORM = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {{kpi: {kpi}, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}}
needs: {{data: [crm]}}
costs: [{{kind: compute, amount: 0.05 USD, per: contact}}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
---
kind: Kpi
id: repeat-margin
benefit: revenue
owner: crm-lead
metric: contribution
baseline: {{window: 2026-07-01/2026-10-01, value: 0.08 USD}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(kpi="margin"), fails=_FORM.format(kpi="repeat-margin"), run=check)
