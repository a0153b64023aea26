"""A metric reads a column that the contract lacks."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP401",
    title="A metric reads a column that its contract lacks",
    why="Only a contracted column is checked before it is read; any other may vanish or change its meaning.",
    fix="Use the near name, or add the column to the contract.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find metrics whose column or denominator is not in the table of their source."""
    columns = draft.columns()
    for ref, metric in draft.of(Metric):
        known = columns.get(metric.source)
        if known is None:
            continue
        for key, name in (("column", metric.column), ("denominator", metric.denominator)):
            if name is not None and name not in known:
                message = f"{ref} reads the column {name!r}, which the contract of source/{metric.source} lacks"
                yield RULE.at(draft.span(ref, key), message, hint(name, known, "column"))


_FORM = """\
kind: Metric
id: contribution
source: crm
per: customer
column: {column}
times: {{value: "0.30", signed_by: finance}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(column="spend"), fails=_FORM.format(column="spent"), run=check)
