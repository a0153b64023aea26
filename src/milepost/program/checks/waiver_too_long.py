"""A waiver outlives the program."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.waiver import Waiver
from milepost.program.draft import Draft

RULE = Rule(
    code="MP352",
    title="A waiver outlives the program",
    why="A waiver that ends after the horizon is never looked at again: it is the rule, written as an exception.",
    fix="Let it expire inside the horizon, and renew it when it does.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find waivers that expire after the program's horizon."""
    end = draft.horizon.end if draft.horizon else None
    for ref, waiver in draft.of(Waiver) if end else ():
        if end is not None and waiver.expires_at >= end:
            message = f"{ref} expires on {waiver.expires_at}, the program ends before {end}"
            yield RULE.at(draft.span(ref, "expires_at"), message, RULE.fix)


_FORM = """\
kind: Waiver
id: no-limits-yet
waives: capability/mail
because: the limits are being written down
approved_by: cmo
expires_at: {day}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(day="2026-12-31"), fails=_FORM.format(day="2031-12-31"), run=check)
