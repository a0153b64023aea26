"""A capability waits for one that was retired."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP398",
    title="A capability waits for one that was retired",
    why="What is retired will never be there, so what waits for it never starts.",
    fix="Wait for its successor, or take the `after` away.",
    severity=Severity.WARNING,
)
_OLD = example.mail("letters", title="Letters", retired="{on: 2026-12-01, because: too dear}")


def check(draft: Draft) -> Iterator[Finding]:
    """Find live capabilities that wait for a retired one."""
    for slug, capability in draft.once(live).items():
        for index, each in enumerate(capability.needs.after):
            other = draft.get(Capability, each)
            if other is not None and other.retired is not None:
                message = f"capability/{slug} waits for capability/{each}, retired from {other.retired.on} on"
                yield RULE.at(draft.span(Ref("capability", slug), "needs", "after", index), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=f"{_OLD}---\n{example.mail()}",
    fails=_OLD + "---\n" + example.mail(needs="{data: crm, after: letters}"),
    run=check,
)
