"""An experiment names no way to be read, or several."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment, Way
from milepost.program.draft import Draft

RULE = Rule(
    code="MP328",
    title="An experiment names no way to be read, or several",
    why="Arms, a staggered start, a series and an import are read by different formulas and deserve different grades.",
    fix="Name just one of `arms:`, `staggered:`, `series:` and `imported:`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find experiments that don't name exactly one way."""
    for ref, experiment in draft.of(Experiment):
        if experiment.way is None:
            named = [way.value for way in Way if getattr(experiment, way.value) is not None]
            said = " and ".join(named) if named else "no way to be read"
            yield RULE.at(draft.span(ref, *named[1:2]), f"{ref} names {said}", RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {column: segment, control: None, treatment: Mail}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {stated_by: analyst, document: assignment.md}
"""
_TWO = _FORM + "imported: {vendor: growthbook, test: spring, metric: spend, control: A, treatment: B}\n"
CHECK = Check(rule=RULE, passes=_FORM, fails=_TWO, run=check)
