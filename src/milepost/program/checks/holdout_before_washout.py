"""A holdout is analysed before its wash-out is over, or never."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.holdout import Holdout
from milepost.program.draft import Draft

RULE = Rule(
    code="MP347",
    title="A holdout is analysed before its wash-out is over",
    why="Who was treated before the start still acts on it for a while: the held out are then no control, and the "
    "program's total comes out too small or too large.",
    fix="Let the period begin when the wash-out after the start is over.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find holdouts whose period begins before the wash-out after their start has passed."""
    for ref, holdout in draft.of(Holdout):
        period = holdout.period
        if period is not None and period.start < holdout.ready:
            message = f"{ref}: the period begins on {period.start}, the wash-out of {holdout.washout} after "
            message += f"{holdout.starts} ends on {holdout.ready}"
            yield RULE.at(draft.span(ref, "period"), message, RULE.fix)


_FORM = """\
kind: Holdout
id: everybody
source: crm
unit: spend
column: segment
share: "0.05"
metric: contribution
starts: 2026-10-01
period: {starts}/2027-11-01
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(starts="2026-10-29"), fails=_FORM.format(starts="2026-10-28"), run=check)
