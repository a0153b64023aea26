"""Two experiments import the same test."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP335",
    title="Two experiments import the same test",
    why="A finished test earned once, whatever it is called here, whoever exported it again, and whichever of its "
    "variants is called the control.",
    fix="Leave one of the two, and let the other's criteria name it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find the second of two experiments that import one vendor's test, metric and pair of variants."""
    seen: dict[tuple[object, ...], Ref] = {}
    for ref, experiment in draft.of(Experiment):
        if experiment.imported is None:
            continue
        first = seen.setdefault(experiment.imported.identity, ref)
        if first != ref:
            message = f"{ref} imports the same test, metric and variants as {first}"
            yield RULE.at(draft.span(ref, "imported"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
imported: {{vendor: growthbook, test: spring, metric: Revenue, control: Control, treatment: Mail}}
primary: contribution
---
kind: Experiment
id: spring-again
of: mail
source: crm
imported: {{vendor: growthbook, test: {test}, metric: Revenue, control: Control, treatment: Mail}}
primary: contribution
"""
CHECK = Check(rule=RULE, passes=_FORM.format(test="autumn"), fails=_FORM.format(test="spring"), run=check)
