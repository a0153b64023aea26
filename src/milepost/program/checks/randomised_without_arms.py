"""Randomisation is stated where chance drew nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP336",
    title="Randomisation is stated where it can't be",
    why="In a series nobody was left alone, so chance drew nothing; a platform's study of its own work stays grade D "
    "whatever is stated, since its split can't be checked.",
    fix="Leave `randomised` out; for grade A let chance leave a group alone, and read it by `arms:`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find series and platform lift studies with a statement of randomisation."""
    for ref, experiment in draft.of(Experiment):
        if experiment.randomised is not None and not experiment.may_be_stated:
            what = "a series" if experiment.series is not None else "a platform's own study"
            message = f"{ref} is {what}, and states that it was drawn at random"
            yield RULE.at(draft.span(ref, "randomised"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
series: {series}
primary: contribution
costs: [{{kind: compute, amount: 900 USD, per: once}}]
"""
_PASSES = _FORM.format(series="{time: segment, starts: 2026-10-12}")
CHECK = Check(
    rule=RULE, passes=_PASSES, fails=_PASSES + "randomised: {stated_by: analyst, document: assignment.md}\n", run=check
)
