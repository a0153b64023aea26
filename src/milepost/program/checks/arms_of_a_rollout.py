"""A staggered start has options that belong to arms."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.checks.nothing_saved import FORM
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP344",
    title="A staggered start has options that belong to arms",
    why="Groups that start one after the other have no split to check, no unit in an arm, and no interval that holds "
    "at every look. An option that is not used would be believed.",
    fix="Leave `split`, `unit` and `sequential` out, and read it once its period is over.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find staggered starts with a split, a unit or a sequential design."""
    for ref, experiment in draft.of(Experiment):
        if experiment.staggered is None:
            continue
        for key in ("split", "unit", "sequential"):
            if getattr(experiment, key):
                yield RULE.at(draft.span(ref, key), f"{ref} is staggered and has `{key}`", RULE.fix)


_FORM = FORM.format(benefit="efficiency")
CHECK = Check(rule=RULE, passes=_FORM, fails=_FORM + "unit: segment\n", run=check)
