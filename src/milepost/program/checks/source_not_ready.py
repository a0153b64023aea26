"""Work begins before its data may be read."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Access, Source
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP374",
    title="Work begins before its data may be read",
    why="Access that is missing or only asked for is the commonest reason why work stands still in its first month.",
    fix="Get the access and write `access: granted`, or give the capability a later `starts`.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find sources without access that a live capability needs from the program's first day on."""
    program = draft.program
    needing: dict[str, str] = {}
    for slug, capability in draft.once(live).items():
        if program is not None and (capability.starts is None or capability.starts <= program.starts):
            for source in capability.needs.data:
                needing.setdefault(source, slug)
    for ref, found in draft.of(Source):
        if found.access is not Access.GRANTED and ref.slug in needing:
            message = (
                f"access to {ref} is {found.access.value}, and capability/{needing[ref.slug]} begins with the program"
            )
            yield RULE.at(draft.span(ref, "access"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes="kind: Source\nid: crm\nowner: analyst\ncontract: crm-mail\naccess: requested\n---\n"
    + example.mail(starts="2026-10-15"),
    fails="kind: Source\nid: crm\nowner: analyst\ncontract: crm-mail\naccess: requested\n",
    run=check,
)
