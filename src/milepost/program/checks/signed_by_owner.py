"""An attestation is signed by the owner."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP326",
    title="An attestation is to be signed by the owner",
    why="Whoever did the work may not be the one who says that it is done.",
    fix="Name a role as `signed_by` that owns neither the milestone nor a capability of it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find criteria whose signer owns what is attested."""
    owned: dict[Ref, dict[str, Ref]] = {}
    for placed in draft.criteria():
        ref, signer = placed.document, placed.criterion.signed_by
        if signer is None or placed.evidence.kind != "attestation":
            continue
        if ref not in owned:
            owned[ref] = _owned(draft, ref)
        if (found := owned[ref].get(signer)) is not None:
            message = f"{ref}: {signer} signs {placed.evidence} and owns {found}"
            yield RULE.at(draft.span(ref, *placed.path, "signed_by"), message, RULE.fix)


def _owned(draft: Draft, ref: Ref) -> dict[str, Ref]:
    milestone = draft.get(Milestone, ref.slug) if ref.kind == "milestone" else None
    refs = [*(Ref("capability", slug) for slug in (milestone.capabilities if milestone else ())), ref]
    owners = [(draft.owner_of(each), each) for each in refs]
    return {owner: each for owner, each in reversed(owners) if owner is not None}


_FORM = """\
kind: Milestone
id: proven
goal: grow
quarter: 2026Q4
capabilities: mail
exit:
  all:
    - {{evidence: experiment/spring-test, measure: net_value, op: ">=", value: "0 USD", grade: A, max_age: 365d}}
    - {{evidence: attestation/team-trained, signed_by: {by}}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="finance"), fails=_FORM.format(by="crm-lead"), run=check)
