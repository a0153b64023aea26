"""A step has a day and no owner."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.capability import Action
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP397",
    title="A step has a day and no owner",
    why="A date that nobody answers for passes unnoticed.",
    fix="Name the role that takes the step as its `owner`.",
    severity=Severity.WARNING,
)
_NEEDS = "{{data: crm, governance: {{step: consent is reviewed, by: 2026-12-01{owner}}}}}"


def check(draft: Draft) -> Iterator[Finding]:
    """Find steps of governance or operations with a day or evidence, and no owner."""
    for slug, capability in draft.once(live).items():
        for name in ("governance", "operations"):
            for index, each in enumerate(getattr(capability.needs, name)):
                if isinstance(each, Action) and each.owner is None and (each.by or each.evidence):
                    message = f"capability/{slug}: nobody owns the step: {each.step}"
                    yield RULE.at(draft.span(Ref("capability", slug), "needs", name, index), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(needs=_NEEDS.format(owner=", owner: analyst")),
    fails=example.mail(needs=_NEEDS.format(owner="")),
    run=check,
)
