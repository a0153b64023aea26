"""A KPI has no baseline."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP302",
    title="A KPI has no frozen baseline",
    why="Without what it was before, any number can be called an improvement.",
    fix="Add `baseline: {window: START/END, value: AMOUNT}`, measured before the program starts.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find KPIs without a baseline."""
    for ref, kpi in draft.of(Kpi):
        if kpi.baseline is None:
            yield RULE.at(draft.span(ref), f"{ref} has no `baseline`: nothing to compare it with", RULE.fix)


_FORM = """\
kind: Kpi
id: margin
benefit: revenue
owner: crm-lead
metric: contribution
"""
_BASELINE = "baseline: {window: 2026-07-01/2026-10-01, value: 0.18 USD}\n"
CHECK = Check(rule=RULE, passes=_FORM + _BASELINE, fails=_FORM, run=check)
