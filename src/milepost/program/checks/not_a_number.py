"""A metric reads a column that is not a number."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.contract import LogicalType
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP405",
    title="A metric reads a column that is not a number",
    why="A text or a date has neither mean nor share.",
    fix="Name a column of logicalType integer, number or boolean, or set its type in the contract.",
)
_NUMBERS = {LogicalType.INTEGER, LogicalType.NUMBER, LogicalType.BOOLEAN}


def check(draft: Draft) -> Iterator[Finding]:
    """Find metrics over columns that are text, dates or instants."""
    columns = draft.columns()
    for ref, metric in draft.of(Metric):
        known = columns.get(metric.source, {})
        for key, name in (("column", metric.column), ("denominator", metric.denominator)):
            type_ = known.get(name or "")
            if type_ is not None and type_ not in _NUMBERS:
                message = f"{ref} takes the {metric.aggregate} of {name}, which is a {type_} in the contract"
                yield RULE.at(draft.span(ref, key), message, RULE.fix)


_FORM = """\
kind: Metric
id: contribution
source: crm
per: customer
column: {column}
times: {{value: "0.30", signed_by: finance}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(column="spend"), fails=_FORM.format(column="segment"), run=check)
