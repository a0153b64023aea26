"""An experiment reads a metric of another source."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft
from milepost.program.text import Path

RULE = Rule(
    code="MP406",
    title="An experiment reads a metric of another source",
    why="The arms are known in the source of the experiment alone; rows of another cannot be told apart.",
    fix="Name a metric of the same source, or change the source of the metric.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find primary, secondary and guardrail metrics from another source than the experiment.

    A finished test's numbers stand in its export, whatever the metric's column: the metric says what they are worth.
    """
    for ref, experiment in draft.of(Experiment):
        if experiment.imported is not None:
            continue
        named: list[tuple[Path, str]] = [(("primary",), experiment.primary)]
        named += [(("secondary", at), slug) for at, slug in enumerate(experiment.secondary)]
        named += [(("guardrails", at, "metric"), each.metric) for at, each in enumerate(experiment.guardrails)]
        for path, slug in named:
            metric = draft.get(Metric, slug)
            if metric is not None and metric.source != experiment.source:
                message = f"{ref} reads source/{experiment.source}; metric/{slug} is of source/{metric.source}"
                yield RULE.at(draft.span(ref, *path), message, RULE.fix)


_FORM = """\
kind: Source
id: shop
owner: analyst
contract: crm-mail
---
kind: Metric
id: orders
source: {source}
per: customer
column: spend
---
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: 1/2}}
primary: contribution
secondary: [orders]
period: 2026-10-05/2026-10-19
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(source="crm"), fails=_FORM.format(source="shop"), run=check)
