"""A small sound program. A check's examples are laid over it: a document of the same kind and id takes its place."""

from collections.abc import Mapping, Sequence

PROGRAM = """\
kind: Program
id: spring
title: Spring e-mail
sponsor: cmo
currency: USD
time_zone: America/New_York
starts: 2026-10-01
horizon: 18 months
fiscal_year_starts: 02-01
approach: pilot-led
---
kind: Role
id: cmo
function: marketing
held_by: A. Lind
---
kind: Role
id: crm-lead
function: marketing
held_by: J. Okoro
---
kind: Role
id: finance
function: finance
held_by: P. Ito
---
kind: Role
id: analyst
function: data
held_by: M. Roy
---
kind: Goal
id: grow
title: Earn more from the customers we have
kpi: margin
target: {value: "0.30 USD", by: 2028-03-31}
---
kind: Kpi
id: margin
benefit: revenue
owner: crm-lead
metric: contribution
baseline: {window: 2026-07-01/2026-10-01, value: "0.18 USD"}
---
kind: Metric
id: contribution
source: crm
per: customer
column: spend
times: {value: "0.30", signed_by: finance}
---
kind: Source
id: crm
owner: analyst
contract: crm-mail
---
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {kpi: margin, p10: "0.05 USD", p50: "0.15 USD", p90: "0.30 USD", because: last year's sends}
needs: {data: [crm]}
costs: [{kind: compute, amount: "0.05 USD", per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
---
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {column: segment, control: None, treatment: Mail}
split: {None: 1/2, Mail: 1/2}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {stated_by: analyst, document: assignment.md}
---
kind: Milestone
id: proven
goal: grow
quarter: 2026Q4
capabilities: mail
exit:
  all:
    - {evidence: experiment/spring-test, measure: net_value, op: ">=", value: "0 USD", grade: A, max_age: 365d}
"""

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: crm-mail
version: 1.0.0
status: active
schema:
  - name: mail
    properties:
      - {name: segment, logicalType: string, required: true}
      - {name: spend, logicalType: number, required: true, logicalTypeOptions: {minimum: 0}}
"""

_MAIL = {
    "title": "Spring mail",
    "block": "experience",
    "serves": "grow",
    "owner": "crm-lead",
    "approver": "cmo",
    "moves": "{kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}",
    "needs": "{data: [crm]}",
    "costs": "[{kind: compute, amount: 0.05 USD, per: contact}]",
    "fails_when": "unsubscribes double",
    "fallback": "last season's newsletter",
    "limits": "Two weeks of one spring.",
}
MOVES = _MAIL["moves"].replace("}", ", reach: 9000}")
"""What the capability moves, with the number of customers it reaches: money is promised."""
_LITTLE = "{kpi: margin, p10: 0.005 USD, p50: 0.01 USD, p90: 0.02 USD, because: one of many}"
EFFORT = "{team: crm, p10: 2 weeks, p50: 3 weeks, p90: 6 weeks}"


def mail(slug: str = "mail", **changes: str | None) -> str:
    """Write a capability like the program's; None leaves a key out."""
    keys = {"kind": "Capability", "id": slug, **_MAIL, **changes}
    return "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None)


def several(capabilities: Sequence[Mapping[str, str]]) -> str:
    """Write capabilities use-1, use-2 ... with these changes, and a milestone that lists them."""
    slugs = [f"use-{number}" for number in range(1, len(capabilities) + 1)]
    made = [
        mail(slug, **{"title": f"Use {slug}", "moves": _LITTLE, **each})
        for slug, each in zip(slugs, capabilities, strict=True)
    ]
    milestone = f"kind: Milestone\nid: built\ngoal: grow\nquarter: 2027Q2\ncapabilities: [{', '.join(slugs)}]\n"
    return "---\n".join([*made, milestone + "exit: {evidence: attestation/built, signed_by: finance}\n"])
