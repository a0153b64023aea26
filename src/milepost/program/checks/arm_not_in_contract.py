"""An experiment reads a column that the contract lacks."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP402",
    title="An experiment reads a column that its contract lacks",
    why="Without the column, nobody can tell who was in which arm.",
    fix="Use the near name, or add the column to the contract.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find experiments whose arm or unit column is not in the table of their source."""
    columns = draft.columns()
    for ref, experiment in draft.of(Experiment):
        known = columns.get(experiment.source)
        if known is None:
            continue
        for path, name in ((("arms", "column"), experiment.arms.column), (("unit",), experiment.unit)):
            if name is not None and name not in known:
                message = f"{ref} reads the column {name!r}, which the contract of source/{experiment.source} lacks"
                yield RULE.at(draft.span(ref, *path), message, hint(name, known, "column"))


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: {column}, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: 1/2}}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(column="segment"), fails=_FORM.format(column="segmant"), run=check)
