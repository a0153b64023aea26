"""A staggered start has no frozen baseline."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.checks.nothing_saved import FORM
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP343",
    title="A staggered start has no frozen baseline",
    why="Effort saved is held against what a brief took before the program, written down before anybody started. "
    "Without a KPI nobody froze it.",
    fix="Name a KPI with a baseline for the primary metric, from before the program starts.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find staggered starts whose primary metric is no KPI's."""
    frozen = {kpi.metric for _, kpi in draft.of(Kpi)}
    for ref, experiment in draft.of(Experiment):
        if experiment.staggered is not None and experiment.primary not in frozen:
            message = f"{ref}: no KPI rests on metric/{experiment.primary}, so nobody froze what it was before"
            yield RULE.at(draft.span(ref, "primary"), message, RULE.fix)


_FORM = FORM.format(benefit="efficiency")
CHECK = Check(rule=RULE, passes=_FORM, fails=_FORM.partition("---\n")[2], run=check)
