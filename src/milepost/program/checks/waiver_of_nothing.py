"""A waiver waives nothing of the program."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.documents.waiver import Waiver
from milepost.program.draft import Draft

RULE = Rule(
    code="MP350",
    title="A waiver waives nothing of the program",
    why="What is let off must be something that is asked for; else the waiver hides what it really lets off.",
    fix="Name a document of the program as kind/id, such as capability/mens-mail.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find waivers of what the files do not hold; none while a file can't be read."""
    known = {*map(str, draft.documents), *map(str, draft.unread)}
    for ref, waiver in draft.of(Waiver) if draft.is_whole else ():
        if waiver.waives not in known or Ref.parse(waiver.waives).kind == "waiver":
            message = f"{ref} waives {waiver.waives}, which is nothing that the program asks for"
            yield RULE.at(draft.span(ref, "waives"), message, hint(waiver.waives, known, "document"))


_FORM = """\
kind: Waiver
id: no-limits-yet
waives: {what}
because: the limits are being written down
approved_by: cmo
expires_at: 2026-12-31
"""
CHECK = Check(
    rule=RULE, passes=_FORM.format(what="capability/mail"), fails=_FORM.format(what="capability/male"), run=check
)
