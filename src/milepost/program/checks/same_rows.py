"""Two experiments read the same effect from the same rows."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment, Way
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP353",
    title="Two experiments read the same effect from the same rows",
    why="What the same people did earned once, whatever the experiment or its metric is called; of two readings of it "
    "the better one would be shown.",
    fix="Leave one of the two, and let the other's criteria name it; more metrics go into its `secondary`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find the second of two experiments that compare the same groups of a source by the same column."""
    seen: dict[tuple[object, ...], Ref] = {}
    for ref, experiment in draft.of(Experiment):
        metric = draft.get(Metric, experiment.primary)
        if metric is None or experiment.way in {None, Way.IMPORTED}:
            continue
        first = seen.setdefault((experiment.source, *_groups(experiment), *metric.measured), ref)
        if first != ref:
            message = f"{ref} reads the same effect from the same rows of source/{experiment.source} as {first}"
            yield RULE.at(draft.span(ref, "source"), message, RULE.fix)


def _groups(experiment: Experiment) -> tuple[object, ...]:
    """Return what is compared: the columns, and the pair of arms whichever is the control."""
    arms = experiment.arms
    if arms is not None:
        return Way.ARMS, arms.column, frozenset({arms.control, arms.treatment})
    staggered, series = experiment.staggered, experiment.series
    if staggered is not None:
        return Way.STAGGERED, staggered.group, staggered.starts
    return Way.SERIES, series and (series.time, series.starts)


_FORM = """\
kind: Experiment
id: spring-again
of: mail
source: crm
arms: {{column: segment, control: None, treatment: {arm}}}
split: {{None: 1/2, {arm}: 1/2}}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(arm="Letter"), fails=_FORM.format(arm="Mail"), run=check)
