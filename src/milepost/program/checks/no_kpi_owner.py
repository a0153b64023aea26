"""A KPI has no owner."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP303",
    title="A KPI has no owner",
    why="A number nobody answers for is moved by nobody; its goal has the same owner.",
    fix="Add `owner:` with the role that answers for it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find KPIs without an owner."""
    for ref, kpi in draft.of(Kpi):
        if kpi.owner is None:
            yield RULE.at(draft.span(ref), f"{ref} has no `owner`: nobody answers for it", RULE.fix)


_FORM = """\
kind: Kpi
id: margin
benefit: revenue
metric: contribution
baseline: {window: 2026-07-01/2026-10-01, value: 0.18 USD}
"""
CHECK = Check(rule=RULE, passes=_FORM + "owner: crm-lead\n", fails=_FORM, run=check)
