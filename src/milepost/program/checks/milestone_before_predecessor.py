"""A milestone is due before the one it waits for."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP399",
    title="A milestone is due before the one it waits for",
    why="It is reached only after the other, so it is late the day it was written.",
    fix="Put the dates in the order of `after`, or take the `after` away.",
    severity=Severity.WARNING,
)
_FORM = "kind: Milestone\nid: grown\ngoal: grow\nquarter: {quarter}\nafter: proven\ncapabilities: mail\n"
_FORM += "exit: {{evidence: attestation/a}}\n"


def check(draft: Draft) -> Iterator[Finding]:
    """Find milestones due before one that they wait for."""
    for ref, milestone in draft.of(Milestone):
        due = draft.due(milestone) if milestone.after else None
        for index, slug in enumerate(milestone.after if due else ()):
            other = draft.get(Milestone, slug)
            first = draft.due(other) if other is not None else None
            if due and first and due < first:
                message = f"{ref} is due {due}, and waits for milestone/{slug}, due {first}"
                yield RULE.at(draft.span(ref, "after", index), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM.format(quarter="2027Q1"),
    fails=_FORM.format(quarter="2026Q3"),
    run=check,
)
