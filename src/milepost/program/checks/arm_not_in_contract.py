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
    why="Without the column, nobody can tell who was in which arm, or when.",
    fix="Use the near name, or add the column to the contract.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find experiments that read a column (arm, unit, exposure, covariate, time, group) which their table lacks."""
    columns = draft.columns()
    for ref, experiment in draft.of(Experiment):
        known = columns.get(experiment.source)
        if known is None:
            continue
        for path, name in _columns(experiment):
            if name is not None and name not in known:
                message = f"{ref} reads the column {name!r}, which the contract of source/{experiment.source} lacks"
                yield RULE.at(draft.span(ref, *path), message, hint(name, known, "column"))


def _columns(experiment: Experiment) -> Iterator[tuple[tuple[str, ...], str | None]]:
    yield ("unit",), experiment.unit
    if experiment.exposed is not None:
        yield ("exposed", "on"), experiment.exposed.on
    for column in experiment.covariates:
        yield ("covariates",), column
    if experiment.arms is not None:
        yield ("arms", "column"), experiment.arms.column
    if experiment.series is not None:
        yield ("series", "time"), experiment.series.time
    if experiment.staggered is not None:
        for key in ("group", "time", "starts"):
            yield ("staggered", key), getattr(experiment.staggered, key)


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
