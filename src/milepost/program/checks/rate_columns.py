"""The source of exchange rates lacks a column."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.contracted_columns import column_faults
from milepost.program.documents.ledger import RATES, Ledger
from milepost.program.draft import Draft

RULE = Rule(
    code="MP408",
    title="The source of exchange rates lacks a column",
    why="A rate is known by its day and currency: `date`, `currency`, `rate`, program currency for one unit.",
    fix="Add the column to the contract.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ledgers whose source of rates lacks a column, or gives it a type that can't be read."""
    for ref, ledger in draft.of(Ledger):
        yield from column_faults(draft, ref, "rates", ledger.rates, RATES, RULE)


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
      - {{name: date, logicalType: date, required: true}}
      - {{name: currency, logicalType: string, required: true}}
      - {{name: {name}, logicalType: number, required: true}}
---
kind: Ledger
id: books
closed_by: finance
rates: crm
"""
CHECK = Check(rule=RULE, passes=_FORM.format(name="rate"), fails=_FORM.format(name="price"), run=check)
