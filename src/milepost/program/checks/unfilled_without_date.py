"""A seat is empty, and nobody knows until when."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.outline import Role
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP373",
    title="A seat is empty, and nobody knows until when",
    why="What needs the role can't be planned: a plan takes a seat without a date to stay empty for ever.",
    fix="Write in `held_by` who holds it, or in `expected` the day on which somebody will.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find unfilled roles without an expected day that a live capability needs, or that own or approve it."""
    needing: dict[str, str] = {}
    for slug, capability in draft.once(live).items():
        for role in (capability.owner, capability.approver, *capability.needs.roles):
            needing.setdefault(role, slug)
    for ref, found in draft.of(Role):
        if not found.held_by and found.expected is None and ref.slug in needing:
            message = f"{ref} is unfilled without a date, and capability/{needing[ref.slug]} needs it"
            yield RULE.at(draft.span(ref, "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes="kind: Role\nid: crm-lead\nfunction: marketing\nexpected: 2026-12-01\n",
    fails="kind: Role\nid: crm-lead\nfunction: marketing\n",
    run=check,
)
