"""Cash is asked of what can't leave a budget."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.checks.nothing_saved import FORM
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP342",
    title="Cash is asked of what can't be saved in it",
    why="Cash is a share of effort saved, at what a unit of it costs. An hour valued by `times` is no cash, and priced "
    "again it would be counted twice.",
    fix="Give `cash` to an experiment with `staggered`, whose primary metric counts hours, days or spend as they are.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find cash of experiments that save no effort, and effort that a unit value made into money."""
    for ref, experiment in draft.of(Experiment):
        metric = draft.get(Metric, experiment.primary)
        if experiment.cash is not None and experiment.staggered is None:
            message = f"{ref} has no staggered start, so nothing is saved that could be cash"
            yield RULE.at(draft.span(ref, "cash"), message, RULE.fix)
        elif experiment.staggered is not None and metric is not None and metric.times is not None:
            message = f"{ref}: metric/{metric.id} values its hours with `times`, and valued hours are no cash"
            yield RULE.at(draft.span(ref, "primary"), message, "leave `times` out; say what left a budget with `cash`")


_PASS = FORM.format(benefit="efficiency")
CHECK = Check(
    rule=RULE,
    passes=_PASS,
    fails=_PASS.replace("unit: hours", 'times: {value: "60", signed_by: finance}').replace("16.5 hours", "990 USD"),
    run=check,
)
