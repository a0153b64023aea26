"""A baseline is measured after the program starts."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Kpi
from milepost.program.draft import Draft

RULE = Rule(
    code="MP324",
    title="A baseline is measured after the program starts",
    why="What the program has touched already is no measure of what was before it.",
    fix="Choose a window that ends on or before the day the program starts.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find baseline windows that end after the program starts."""
    program = draft.program
    for ref, kpi in draft.of(Kpi) if program else ():
        if program and kpi.baseline is not None and kpi.baseline.window.end > program.starts:
            message = (
                f"{ref}: the baseline is measured until {kpi.baseline.window.end}, the program starts {program.starts}"
            )
            yield RULE.at(draft.span(ref, "baseline", "window"), message, RULE.fix)


_FORM = """\
kind: Kpi
id: margin
benefit: revenue
owner: crm-lead
metric: contribution
baseline: {{window: 2026-07-01/{end}, value: 0.18 USD}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(end="2026-10-01"), fails=_FORM.format(end="2026-11-01"), run=check)
