"""Randomisation is stated by the owner."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.draft import Draft
from milepost.program.persons import roles_of, with_persons

RULE = Rule(
    code="MP312",
    title="The owner states that the arms were drawn at random",
    why="Grade A rests on this statement; whoever gains from the result may not make it.",
    fix="Let another role state it: `randomised: {stated_by: ROLE, document: FILE}`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find experiments whose randomisation is stated by the owner of the capability, holdouts where by the sponsor."""
    found: list[tuple[Ref, Experiment | Holdout]] = [*draft.of(Experiment), *draft.of(Holdout)]
    roles = roles_of(draft)
    for ref, document in found:
        stated = document.randomised
        owner = draft.owner_of(ref)
        if stated is not None and owner is not None and stated.stated_by in with_persons({owner: ref}, roles):
            owned = f"owns capability/{document.of}" if isinstance(document, Experiment) else "is the program's sponsor"
            message = f"{ref}: {stated.stated_by} states the randomisation and {owned}"
            yield RULE.at(draft.span(ref, "randomised", "stated_by"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: 1/2}}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {{stated_by: {by}, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="analyst"), fails=_FORM.format(by="crm-lead"), run=check)
