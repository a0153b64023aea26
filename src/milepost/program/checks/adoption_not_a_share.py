"""Adoption is measured by a KPI that is no share."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Kpi, Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP848",
    title="Adoption is measured by a KPI that is no share",
    why="The target is a share of those who shall work with it; a KPI in euro or hours can't be held against it.",
    fix="Name a KPI whose metric is a share (a proportion, without unit), or an attestation as `evidence`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find adoption targets whose KPI has a unit."""
    program = draft.program
    for ref, capability in draft.of(Capability):
        for index, adoption in enumerate(capability.adoption):
            kpi = draft.get(Kpi, adoption.kpi) if adoption.kpi else None
            metric = draft.get(Metric, kpi.metric) if kpi else None
            unit = metric.unit_in(program.currency) if metric and program else ""
            if unit:
                message = f"{ref} measures adoption by kpi/{adoption.kpi}, which is in {unit}"
                yield RULE.at(draft.span(ref, "adoption", index, "kpi"), message, RULE.fix)


_FORM = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {{kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}}
needs: {{data: [crm]}}
costs: [{{kind: compute, amount: 0.05 USD, per: contact}}]
training: [{{team: the mail team, of: the new console, by: 2026-10-20, evidence: trained}}]
adoption: [{{team: the mail team, target: 80%, by: 2026-12-01, kpi: {kpi}}}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
---
kind: Metric
id: users
source: crm
per: person
column: spend
---
kind: Kpi
id: use
benefit: efficiency
owner: crm-lead
metric: users
baseline: {{window: 2026-07-01/2026-10-01, value: "0"}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(kpi="use"), fails=_FORM.format(kpi="margin"), run=check)
