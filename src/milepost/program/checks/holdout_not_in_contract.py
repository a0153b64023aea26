"""A holdout reads what its source does not hold."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP345",
    title="A holdout reads what its source does not hold",
    why="Without the unit, its group and its outcome in one table, nobody can tell what the held out did without.",
    fix="Use the near name, add the column to the contract, or name a metric of the same source.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find holdouts whose columns are not in the table of their source, or whose metric is of another source."""
    columns = draft.columns()
    for ref, holdout in draft.of(Holdout):
        known, metric = columns.get(holdout.source), draft.get(Metric, holdout.metric)
        for key in ("unit", "column", "time"):
            name = getattr(holdout, key)
            if known is not None and name is not None and name not in known:
                message = f"{ref} reads the column {name!r}, which the contract of source/{holdout.source} lacks"
                yield RULE.at(draft.span(ref, key), message, hint(name, known, "column"))
        if metric is not None and metric.source != holdout.source:
            message = f"{ref} reads source/{holdout.source}; metric/{metric.id} is of source/{metric.source}"
            yield RULE.at(draft.span(ref, "metric"), message, RULE.fix)


_FORM = """\
kind: Holdout
id: everybody
source: crm
unit: spend
column: {column}
share: "0.05"
metric: contribution
starts: 2026-10-01
period: 2026-11-01/2027-11-01
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(column="segment"), fails=_FORM.format(column="segmant"), run=check)
