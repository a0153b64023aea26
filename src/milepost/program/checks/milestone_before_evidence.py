"""A milestone is due before its evidence is in."""

from collections.abc import Iterator
from datetime import timedelta

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP368",
    title="A milestone is due before its evidence is in",
    why="Its exit asks for an experiment that is still collecting data on the due date, so it is missed "
    "before it begins.",
    fix="Move the milestone behind the experiment's period, or begin the experiment earlier.",
    severity=Severity.WARNING,
)
_FORM = """\
kind: Milestone
id: proven
goal: grow
due: {due}
capabilities: mail
exit: {{evidence: experiment/spring-test, measure: net_value, value: 0 USD, grade: A}}
"""


def check(draft: Draft) -> Iterator[Finding]:
    """Find milestones due before the period of an experiment that their exit names has ended."""
    program = draft.program
    for placed in draft.criteria():
        milestone = draft.get(Milestone, placed.document.slug) if placed.document.kind == "milestone" else None
        experiment = draft.get(Experiment, placed.evidence.slug) if placed.evidence.kind == "experiment" else None
        due = draft.due(milestone) if milestone is not None else None
        if due is None or experiment is None or experiment.period is None or program is None or due < program.starts:
            continue
        last = experiment.period.end - timedelta(days=1)
        if due < last:
            message = f"{placed.document} is due {due}; {placed.evidence} collects its data until {last}"
            yield RULE.at(draft.span(placed.document, *placed.path, "evidence"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM.format(due="2026-10-18"),
    fails=_FORM.format(due="2026-10-17"),
    run=check,
)
