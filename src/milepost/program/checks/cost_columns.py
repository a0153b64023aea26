"""The source of costs lacks a column of FOCUS."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.contracted_columns import column_faults
from milepost.program.documents.ledger import COSTS, Ledger
from milepost.program.draft import Draft

RULE = Rule(
    code="MP407",
    title="The source of costs lacks a column of FOCUS",
    why="A charge is booked by its amounts, currency, period, capability and kind; without one of them it can not be.",
    fix="Add the column to the contract, named and typed as FOCUS 1.2 has it; ours begin with `x_`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ledgers whose source of costs lacks a column, or gives it a type that can't be read."""
    for ref, ledger in draft.of(Ledger):
        yield from column_faults(draft, ref, "costs", ledger.costs, COSTS, RULE)


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
      - {{name: BilledCost, logicalType: number, required: true}}
      - {{name: EffectiveCost, logicalType: number, required: true}}
      - {{name: BillingCurrency, logicalType: string, required: true}}
      - {{name: ChargePeriodStart, logicalType: timestamp, required: true}}
      - {{name: ChargePeriodEnd, logicalType: timestamp, required: true}}
      - {{name: x_CapabilityId, logicalType: string, required: true}}
      - {{name: {name}, logicalType: string, required: true}}
---
kind: Ledger
id: books
closed_by: finance
costs: crm
"""
CHECK = Check(rule=RULE, passes=_FORM.format(name="x_CostKind"), fails=_FORM.format(name="CostKind"), run=check)
