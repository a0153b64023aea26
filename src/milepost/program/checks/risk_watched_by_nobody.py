"""Nobody watches a grave risk."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Role
from milepost.program.documents.risk import Risk
from milepost.program.draft import Draft

RULE = Rule(
    code="MP393",
    title="Nobody watches a grave risk",
    why="A risk both likely and bad is lived with only while somebody looks; an empty seat does not.",
    fix="Give the risk to a role that somebody holds, or fill the seat.",
    severity=Severity.WARNING,
)
_GRAVE = 6
_FORM = """\
kind: Role
id: desk
expected: 2027-01-31
---
kind: Risk
id: fatigue
title: Customers tire of mail
owner: {owner}
likelihood: medium
impact: high
capabilities: mail
response: Two mails a week at most.
"""


def check(draft: Draft) -> Iterator[Finding]:
    """Find risks of severity six or more, of nine, whose owner's seat is empty."""
    for ref, risk in draft.of(Risk):
        role = draft.get(Role, risk.owner)
        if role is not None and not role.held_by and risk.severity >= _GRAVE:
            message = f"{ref} is likely {risk.likelihood.value} and bad {risk.impact.value}; nobody holds {risk.owner}"
            yield RULE.at(draft.span(ref, "owner"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM.format(owner="crm-lead"),
    fails=_FORM.format(owner="desk"),
    run=check,
)
