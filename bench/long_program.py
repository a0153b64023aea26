"""A program of twenty sources with a KPI, a goal, a capability, an experiment and two milestones each."""

from pathlib import Path

SOURCES = 20
PROGRAM = """\
kind: Program
id: long
title: A long program
sponsor: cmo
currency: USD
time_zone: America/New_York
starts: 2025-05-01
horizon: 18 months
"""
ROLE = "---\nkind: Role\nid: {role}\nfunction: finance\nheld_by: Somebody of {role}\n"
THING = """\
kind: Source
id: s{n}
owner: analyst
contract: table
---
kind: Metric
id: m{n}
source: s{n}
per: customer
column: spend
times: {{value: "0.30", signed_by: cmo}}
---
kind: Kpi
id: k{n}
benefit: revenue
owner: lead
metric: m{n}
baseline: {{window: 2025-02-01/2025-05-01, value: "1 USD"}}
---
kind: Goal
id: g{n}
title: Raise level {n}
kpi: k{n}
target: {{value: "{target} USD", by: 2026-10-31}}
---
kind: Capability
id: c{n}
title: Capability {n}
block: experience
serves: g{n}
owner: lead
approver: cmo
moves: {{kpi: k{n}, p10: "0.05 USD", p50: "0.15 USD", p90: "0.30 USD", because: last year's tests, reach: 60000}}
needs: {{data: s{n}, roles: [lead, analyst], governance: consent, operations: [weekly send]}}
effort: {{team: crm, p10: 2 weeks, p50: 3 weeks, p90: 6 weeks}}
costs: [{{kind: compute, amount: "0.05 USD", per: contact}}]
adopted_by: the customer team
fails_when: [unsubscribes double]
fallback: the plain newsletter
exit_when: {{evidence: experiment/e{n}, measure: net_value, bound: upper95, op: "<", value: "0 USD"}}
limits: One spring only.
---
kind: Experiment
id: e{n}
of: c{n}
source: s{n}
arms: {{column: segment, control: None, treatment: Mail}}
primary: m{n}
period: 2025-07-01/2025-08-{day:02}
valid_for: {valid}d
randomised: {{stated_by: analyst, document: log.md}}
---
kind: Milestone
id: level-{n}
goal: g{n}
quarter: 2026Q3
capabilities: c{n}
exit: {{evidence: kpi/k{n}, value: "{half} USD", max_age: 30d}}
---
kind: Milestone
id: proven-{n}
goal: g{n}
quarter: 2025Q4
capabilities: c{n}
exit:
  all:
    - {{evidence: experiment/e{n}, measure: net_value, value: "0 USD", grade: A, max_age: {valid}d}}
    - {{evidence: attestation/a{n}, signed_by: privacy}}
"""
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: table
version: 1.0.0
status: active
schema:
  - name: customers
    properties:
      - {name: customer, logicalType: string, required: true}
      - {name: segment, logicalType: string, required: true}
      - {name: spend, logicalType: number, required: true}
"""


def write_program(folder: Path) -> None:
    """Write the program: twenty sources, KPIs, goals, capabilities and experiments, forty milestones."""
    folder.mkdir(parents=True)
    things = (
        THING.format(n=n, target=4 + n / 10, half=2 + n / 10, day=10 + n, valid=60 if n == 0 else 900)
        for n in range(SOURCES)
    )
    roles = "".join(ROLE.format(role=each) for each in ("cmo", "lead", "analyst", "privacy"))
    (folder / "program.yaml").write_text(PROGRAM + roles)
    (folder / "things.yaml").write_text("---\n".join(things))
    (folder / "table.odcs.yaml").write_text(CONTRACT)
    (folder / "log.md").write_text("How the arms were drawn.\n")
