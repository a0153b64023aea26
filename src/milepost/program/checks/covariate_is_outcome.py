"""A covariate is a column that a metric of the experiment reads."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP557",
    title="A covariate is what the experiment measures or assigns",
    why="Adjusting by the outcome takes the effect out together with the noise.",
    fix="Name a column that was fixed before the first exposure.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find covariates that are the arm's or the unit's column, or one that a metric of the experiment reads."""
    metrics = {metric.id: metric for _, metric in draft.of(Metric)}
    for ref, experiment in draft.of(Experiment):
        guards = (each.metric for each in experiment.guardrails)
        read = [metrics.get(name) for name in (experiment.primary, *experiment.secondary, *guards)]
        taken = {column for metric in read if metric for column in (metric.column, metric.denominator)}
        taken |= {experiment.unit, experiment.arms.column if experiment.arms else None}
        for column in experiment.covariates:
            if column in taken:
                message = f"{ref} is adjusted by {column!r}, which it measures or assigns itself"
                yield RULE.at(draft.span(ref, "covariates"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: 1/2}}
primary: contribution
covariates: [{columns}]
period: 2026-10-05/2026-10-19
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(
    rule=RULE,
    passes=_FORM.format(columns=""),
    fails=_FORM.format(columns="spend"),
    run=check,
)
