"""Where less is better: a KPI's direction turns what a change of its metric means."""

from pathlib import Path

import pytest

from cli import Journey, item
from surfaces.cli.small_program import LOSES, WINS, experiment, goal, small_journey

START, READ, NEXT = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-22T12:00:00Z"
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
      - {name: left, logicalType: integer, required: true}
"""
LEAVING = """\
kind: Metric
id: left
source: crm
per: customer
column: left
aggregate: proportion
---
kind: Kpi
id: leavers
benefit: efficiency
owner: crm-lead
direction: down
metric: left
baseline: {window: 2026-07-01/2026-10-01, value: 0.2}
"""
SERVING_COSTS = """\
kind: Kpi
id: margin
benefit: efficiency
owner: crm-lead
direction: down
metric: contribution
baseline: {window: 2026-07-01/2026-10-01, value: "0.58 USD"}
"""


@pytest.mark.slow
def test_guardrail_on_what_shall_not_rise_fails_when_it_rises(tmp_path: Path) -> None:
    """The mail earns and drives away four customers in ten: that is harm, not a passed guardrail."""
    guarded = experiment(more="guardrails: [{metric: left, margin: 0.01}]\n")
    journey = small_journey(Journey(tmp_path), CONTRACT, LEAVING, guarded)
    journey.accept(START)
    first, *rows = WINS.splitlines()
    table = "".join(f"{row},{int(k // 2 % 10 < (5 if k % 2 else 1))}\n" for k, row in enumerate(rows))
    journey.run(READ, crm=journey.table(f"{first},left\n{table}")).ok()
    (read,) = journey.events("experiment.read")
    assert read["data"]["verdict"]["guardrails"][0]["phase"] == "Failed"
    assert item(journey.status(NEXT), "capability/mail")["word"] == "harmful"


@pytest.mark.slow
def test_money_saved_is_not_money_lost(tmp_path: Path) -> None:
    """The KPI is a cost that shall fall, and the experiment made it fall: verdict and ledger say the same."""
    journey = small_journey(Journey(tmp_path), SERVING_COSTS, goal("0.20 USD"))
    journey.accept(START)
    journey.run(READ, crm=journey.table(LOSES)).ok()
    (read,) = journey.events("experiment.read")
    assert read["data"]["verdict"]["phase"] == "Successful"
    assert item(journey.status(NEXT), "capability/mail")["word"] != "harmful"
    assert all(not each["estimate"].startswith("-") for each in journey.status(NEXT)["value"]["realised"])
