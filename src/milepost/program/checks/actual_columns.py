"""The source of actuals lacks a column."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.contracted_columns import column_faults
from milepost.program.documents.ledger import ACTUALS, Ledger
from milepost.program.draft import Draft

RULE = Rule(
    code="MP409",
    title="The source of actuals lacks a column",
    why="What finance booked is tied to the books by account and fiscal quarter: `account`, `period`, `amount`.",
    fix="Add the column to the contract.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ledgers whose source of actuals lacks a column, or gives it a type that can't be read."""
    for ref, ledger in draft.of(Ledger):
        yield from column_faults(draft, ref, "actuals", ledger.actuals, ACTUALS, RULE)


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
      - {{name: account, logicalType: string, required: true}}
      - {{name: period, logicalType: string, required: true}}
      - {{name: {name}, logicalType: number, required: true}}
---
kind: Ledger
id: books
closed_by: finance
actuals: crm
"""
CHECK = Check(rule=RULE, passes=_FORM.format(name="amount"), fails=_FORM.format(name="sum"), run=check)
