"""A staggered start measures what is not effort."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Aggregate, Benefit, Direction, Kpi, Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP340",
    title="A staggered start measures what is not effort",
    why="What a staggered start saves is effort that falls: hours, days, spend. Of anything else it tells an effect, "
    "and posts nothing.",
    fix="Let its primary metric be that of a KPI with `benefit: efficiency` and `direction: down`, a mean.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find staggered starts whose primary metric is no effort that a KPI wants to fall."""
    for ref, experiment in draft.of(Experiment):
        if experiment.staggered is None:
            continue
        if (why := _why(draft, experiment)) is not None:
            yield RULE.at(draft.span(ref, "primary"), f"{ref}: {why}", RULE.fix)


def _why(draft: Draft, experiment: Experiment) -> str | None:
    slug = experiment.primary
    metric = draft.get(Metric, slug)
    if metric is not None and metric.aggregate is not Aggregate.MEAN:
        return f"metric/{slug} is a {metric.aggregate}, and only a mean has a sum of what is saved"
    kpi = kpi_of(draft, experiment)
    if kpi is None:
        return None  # MP343
    if kpi.benefit is not Benefit.EFFICIENCY:
        return f"kpi/{kpi.id} has the benefit {kpi.benefit}"
    return None if kpi.direction is Direction.DOWN else f"kpi/{kpi.id} is better the higher it is"


def kpi_of(draft: Draft, experiment: Experiment) -> Kpi | None:
    """Return the KPI whose baseline stands for the effort: the primary metric's, or its capability's in that unit."""
    own = next((kpi for _, kpi in draft.of(Kpi) if kpi.metric == experiment.primary), None)
    capability = draft.get(Capability, experiment.of)
    moved = draft.get(Kpi, capability.moves.kpi) if capability and capability.moves else None
    if own is not None or moved is None:
        return own
    metrics = [draft.get(Metric, each) for each in (moved.metric, experiment.primary)]
    return moved if all(metrics) and len({each.unit for each in metrics if each}) == 1 else None


FORM = """\
kind: Kpi
id: briefs
benefit: {benefit}
owner: cmo
direction: down
metric: brief-hours
baseline: {{window: 2026-07-01/2026-10-01, value: 16.5 hours}}
---
kind: Metric
id: brief-hours
source: crm
per: brief
column: spend
unit: hours
---
kind: Experiment
id: briefs-test
of: mail
source: crm
staggered: {{group: segment, time: segment, starts: segment}}
primary: brief-hours
period: 2026-10-05/2027-03-01
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=FORM.format(benefit="efficiency"), fails=FORM.format(benefit="revenue"), run=check)
