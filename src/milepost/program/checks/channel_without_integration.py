"""A channel goes through no system."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.integration import Channel, Medium
from milepost.program.draft import Draft

RULE = Rule(
    code="MP379",
    title="A channel goes through no system",
    why="Messages, pages and ads leave by somebody's system; one that is not named is not tested, and nobody "
    "is called when it fails.",
    fix="Name the Integration under `integrations`.",
    severity=Severity.WARNING,
)
_WITHOUT_SYSTEM = frozenset({Medium.PRINT, Medium.STORE, Medium.CALL})


def check(draft: Draft) -> Iterator[Finding]:
    """Find channels through systems, so not print, store or calls, that name no integration."""
    for ref, each in draft.of(Channel):
        if not each.integrations and each.medium not in _WITHOUT_SYSTEM:
            message = f"{ref} is {each.medium.value}, and goes through no integration"
            yield RULE.at(draft.span(ref, "medium"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes="kind: Channel\nid: shops\nmedium: store\nowner: crm-lead\n",
    fails="kind: Channel\nid: mails\nmedium: email\nowner: crm-lead\n",
    run=check,
)
