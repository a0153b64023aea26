"""A team works that no document describes."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Team
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP380",
    title="A team works that no document describes",
    why="The plan takes it to work on one capability at a time from the first day on, which may be a misspelt "
    "name of a team that does not.",
    fix="Add a Team of that id, or use the name of one that is there.",
    severity=Severity.WARNING,
)
_TEAM = "kind: Team\nid: crm\nowner: crm-lead\n---\n"


def check(draft: Draft) -> Iterator[Finding]:
    """Find efforts of teams without a Team document, once the program describes any team."""
    known = {ref.slug for ref, _ in draft.of(Team)}
    if not known or any(ref.kind == "team" for ref in draft.unread):
        return
    for slug, capability in draft.once(live).items():
        if capability.effort is not None and capability.effort.team not in known:
            message = f"capability/{slug} is built by {capability.effort.team}, which no Team describes"
            span = draft.span(Ref("capability", slug), "effort", "team")
            yield RULE.at(span, message, hint(capability.effort.team, known, "team"))


CHECK = Check(
    rule=RULE,
    passes=_TEAM + example.mail(effort=example.EFFORT),
    fails=_TEAM + example.mail(effort=example.EFFORT.replace("crm", "mail-house")),
    run=check,
)
