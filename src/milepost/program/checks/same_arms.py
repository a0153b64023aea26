"""Control and treatment are one arm."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP315",
    title="Control and treatment are the same arm",
    why="An arm compared with itself shows nothing.",
    fix="Name the arm that was left alone as `control` and the one that was treated as `treatment`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find experiments that compare an arm with itself."""
    for ref, experiment in draft.of(Experiment):
        control, treatment = experiment.compared
        if control == treatment:
            way = "arms" if experiment.arms else "imported"
            message = f"{ref}: control and treatment are both {control!r}"
            yield RULE.at(draft.span(ref, way, "treatment"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: {treatment}}}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(treatment="Mail"), fails=_FORM.format(treatment="None"), run=check)
