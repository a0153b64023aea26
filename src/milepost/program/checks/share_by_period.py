"""A series reads a metric that has no level by period."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Aggregate, Metric
from milepost.program.draft import Draft
from milepost.program.text import Path

RULE = Rule(
    code="MP339",
    title="A series reads a share of units",
    why="A proportion counts units of which each is a zero or a one; a row of a series is a whole period of them.",
    fix="Count them: `aggregate: ratio` with the column of ones and the column of all as `denominator`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find series whose primary, secondary or guardrail metric is a proportion."""
    for ref, experiment in draft.of(Experiment):
        if experiment.series is None:
            continue
        named: list[tuple[Path, str]] = [(("primary",), experiment.primary)]
        named += [(("secondary", at), slug) for at, slug in enumerate(experiment.secondary)]
        named += [(("guardrails", at, "metric"), each.metric) for at, each in enumerate(experiment.guardrails)]
        for path, slug in named:
            metric = draft.get(Metric, slug)
            if metric is not None and metric.aggregate is Aggregate.PROPORTION:
                message = f"{ref} is a series, and metric/{slug} is a proportion"
                yield RULE.at(draft.span(ref, *path), message, RULE.fix)


_FORM = """\
kind: Metric
id: orders
source: crm
per: customer
column: spend
aggregate: {aggregate}
---
kind: Experiment
id: spring-test
of: mail
source: crm
series: {{time: segment, starts: 2026-10-12}}
primary: contribution
secondary: [orders]
costs: [{{kind: compute, amount: 900 USD, per: once}}]
"""
CHECK = Check(rule=RULE, passes=_FORM.format(aggregate="mean"), fails=_FORM.format(aggregate="proportion"), run=check)
