"""A staggered start has no frozen baseline."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.checks.nothing_saved import FORM, kpi_of
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP343",
    title="A staggered start has no frozen baseline",
    why="Effort saved is held against what a brief took before the program, written down before anybody started. "
    "Without a KPI nobody froze it.",
    fix="Let a KPI with a baseline rest on the primary metric, or the capability move a KPI in the same unit.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find staggered starts whose effort is neither their primary metric's KPI nor that which the capability moves."""
    for ref, experiment in draft.of(Experiment):
        if experiment.staggered is not None and kpi_of(draft, experiment) is None:
            message = f"{ref}: no KPI rests on metric/{experiment.primary}, so nobody froze what it was before"
            yield RULE.at(draft.span(ref, "primary"), message, RULE.fix)


_FORM = FORM.format(benefit="efficiency")
CHECK = Check(rule=RULE, passes=_FORM, fails=_FORM.partition("---\n")[2], run=check)
