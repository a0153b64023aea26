"""An experiment's source can't tell who is held out."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.draft import Draft

RULE = Rule(
    code="MP349",
    title="An experiment's source can't tell who is held out",
    why="Without the unit or the holdout's column, a treatment that reached the held out would not be seen, and the "
    "program's total would be too small.",
    fix="Export the holdout's unit with each row of the experiment, under the same name.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find experiments with arms, run while a holdout holds, whose source has neither its unit nor its column."""
    columns = draft.columns()
    for ref, experiment in draft.of(Experiment):
        known, period = columns.get(experiment.source), experiment.period
        if known is None or experiment.arms is None:
            continue
        for other, holdout in draft.of(Holdout):
            if holdout.holds(*((period.start, period.end) if period else (None, None))) and not (
                {holdout.unit, holdout.column} & set(known)
            ):
                message = f"{ref}: source/{experiment.source} has neither {holdout.unit!r} nor {holdout.column!r}, "
                message += f"so that nobody can tell whom {other} holds out"
                yield RULE.at(draft.span(ref, "source"), message, RULE.fix)


_FORM = """\
apiVersion: v3.1.0
kind: DataContract
id: crm-mail
version: 1.0.0
status: active
schema:
  - name: mail
    properties:
      - {{name: segment, logicalType: string, required: true}}
      - {{name: spend, logicalType: number, required: true}}
  - name: people
    properties:
      - {{name: {unit}, logicalType: string, required: true}}
      - {{name: held, logicalType: boolean, required: true}}
      - {{name: spend, logicalType: number, required: true}}
---
kind: Source
id: crm
owner: analyst
contract: crm-mail
table: mail
---
kind: Source
id: people
owner: analyst
contract: crm-mail
table: people
---
kind: Metric
id: earned
source: people
per: customer
column: spend
unit: USD
---
kind: Holdout
id: everybody
source: people
unit: {unit}
column: held
held: "true"
share: "0.05"
metric: earned
starts: 2026-09-01
period: 2026-10-01/2027-10-01
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(unit="segment"), fails=_FORM.format(unit="customer"), run=check)
