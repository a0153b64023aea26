"""A date lies outside the program."""

from collections.abc import Iterator
from datetime import date

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Goal, Milestone
from milepost.program.draft import Draft
from milepost.program.text import Path

RULE = Rule(
    code="MP309",
    title="A date lies outside the program",
    why="What happens before the program starts or after its horizon is neither planned nor judged.",
    fix="Move the date inside `starts` and `horizon` of the Program, or lengthen the horizon.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find dates before the program starts or after its horizon ends."""
    program = draft.program
    horizon = draft.horizon
    if program is None:
        return
    if horizon is None:
        message = f"{program.horizon} from {program.starts} on ends after the last year there is"
        yield RULE.at(draft.span(Ref("program", program.id), "horizon"), message, RULE.fix)
        return
    for ref, path, first, last in _dates(draft):
        if first < horizon.start or last > horizon.end:
            shown = f"{first}" if first == last else f"{first} to {last}"
            message = f"{ref}: {shown} is outside the program, which runs from {horizon.start} to {horizon.end}"
            yield RULE.at(draft.span(ref, *path), message, RULE.fix)
    for ref, milestone in draft.of(Milestone):
        if milestone.quarter is not None and draft.due(milestone) is None:
            message = f"{ref}: {milestone.quarter} is no quarter of a year starting on {program.fiscal_year_starts}"
            yield RULE.at(draft.span(ref, "quarter"), message, RULE.fix)


def _dates(draft: Draft) -> Iterator[tuple[Ref, Path, date, date]]:
    for ref, goal in draft.of(Goal):
        yield ref, ("target", "by"), goal.target.by, goal.target.by
    for ref, milestone in draft.of(Milestone):
        if (due := draft.due(milestone)) is not None:
            yield ref, ("due" if milestone.due else "quarter",), due, due
    for ref, experiment in draft.of(Experiment):
        if experiment.period is not None:
            yield ref, ("period",), experiment.period.start, experiment.period.end
    for ref, capability in draft.of(Capability):
        if capability.retired is not None:
            yield ref, ("retired", "on"), capability.retired.on, capability.retired.on


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: 1/2}}
primary: contribution
period: {period}
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(
    rule=RULE,
    passes=_FORM.format(period="2026-10-05/2026-10-19"),
    fails=_FORM.format(period="2025-10-05/2025-10-19"),
    run=check,
)
