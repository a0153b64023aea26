"""A budget's line lies outside the program."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.time import Period, Quarter
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP751",
    title="A budget's line lies outside the program",
    why="Money of a quarter in which nothing is planned is never spent, and looks like money that is there.",
    fix="Give the line a fiscal quarter between `starts` and the horizon's end, or lengthen the horizon.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find lines whose fiscal quarter has no day in common with the program."""
    program, horizon = draft.program, draft.horizon
    if program is None or horizon is None:
        return
    for ref, budget in draft.of(Budget):
        for index, line in enumerate(budget.lines):
            dates = _dates(line.quarter, program.fiscal_year_starts)
            if dates is None or dates.end <= horizon.start or dates.start >= horizon.end:
                shown = f" ({dates.start} to {dates.end})" if dates else ""
                message = f"{ref}: {line.quarter}{shown} is outside the program, {horizon.start} to {horizon.end}"
                yield RULE.at(draft.span(ref, "lines", index, "quarter"), message, RULE.fix)


def _dates(quarter: Quarter, fiscal_year_starts: str) -> Period | None:
    month, _, day = fiscal_year_starts.partition("-")
    try:
        return quarter.period(int(month), int(day))
    except (ValueError, OverflowError):
        return None


_FORM = """\
kind: Budget
id: budget
owner: finance
lines: [{{quarter: {quarter}, amount: 9_000 USD}}]
"""
CHECK = Check(rule=RULE, passes=_FORM.format(quarter="2026Q4"), fails=_FORM.format(quarter="2028Q4"), run=check)
