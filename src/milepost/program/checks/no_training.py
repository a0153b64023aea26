"""A team is to use what nobody teaches it."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP371",
    title="A team is to use what nobody teaches it",
    why="An adoption target without training is a hope: people go on as before, and the value stays away.",
    fix="Add a `training` of that team: what it must have learned, and by when.",
    severity=Severity.WARNING,
)
_ADOPTION = "[{team: CRM, target: 80%, evidence: use-counted}]"


def check(draft: Draft) -> Iterator[Finding]:
    """Find teams that have an adoption target and no training of the capability."""
    for slug, capability in draft.once(live).items():
        taught = {each.team for each in capability.training}
        for index, each in enumerate(capability.adoption):
            if each.team not in taught:
                message = f"capability/{slug} is to be used by {each.team}: no training is for them"
                yield RULE.at(draft.span(Ref("capability", slug), "adoption", index, "team"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(adoption=_ADOPTION, training="[{team: CRM, of: sends}]"),
    fails=example.mail(adoption=_ADOPTION),
    run=check,
)
