"""A waiver is approved by whoever it lets off."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.waiver import Waiver
from milepost.program.draft import Draft

RULE = Rule(
    code="MP351",
    title="A waiver is approved by whoever it lets off",
    why="Nobody lets themselves off; a waiver is somebody else's decision, or it is none.",
    fix="Let a role approve it that does not answer for what is waived.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find waivers whose approver owns what is waived."""
    for ref, waiver in draft.of(Waiver):
        owner = draft.owner_of(Ref.parse(waiver.waives))
        if owner is not None and owner == waiver.approved_by:
            message = f"{ref}: {owner} approves it and owns {waiver.waives}"
            yield RULE.at(draft.span(ref, "approved_by"), message, RULE.fix)


_FORM = """\
kind: Waiver
id: no-limits-yet
waives: capability/mail
because: the limits are being written down
approved_by: {by}
expires_at: 2026-12-31
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="cmo"), fails=_FORM.format(by="crm-lead"), run=check)
