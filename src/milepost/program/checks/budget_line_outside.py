"""A budget line lies outside the program."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.time import Period, Quarter
from milepost.program.check import Check
from milepost.program.documents.budget import Budget
from milepost.program.draft import Draft

RULE = Rule(
    code="MP356",
    title="A budget line lies outside the program",
    why="Money of a quarter in which the program does not run pays for nothing of it, and makes the total "
    "look larger than it is.",
    fix="Move the line to a quarter of the program, or lengthen the horizon; quarters are fiscal ones.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find lines whose quarter has no day of the program."""
    program, horizon = draft.program, draft.horizon
    if program is None or horizon is None:
        return
    month, first = (int(part) for part in program.fiscal_year_starts.split("-"))
    for ref, budget in draft.of(Budget):
        for index, line in enumerate(budget.lines):
            if not _overlaps(line.quarter, month, first, horizon):
                message = f"{ref}: no day of {line.quarter} is in the program, {horizon.start} to {horizon.end}"
                yield RULE.at(draft.span(ref, "lines", index, "quarter"), message, RULE.fix)


def _overlaps(quarter: Quarter, month: int, first: int, horizon: Period) -> bool:
    try:
        period = quarter.period(month, first)
    except (ValueError, OverflowError):  # a quarter at the end of the last year there is
        return False
    return period.start < horizon.end and horizon.start < period.end


_FORM = "kind: Budget\nid: money\nowner: finance\n"
CHECK = Check(
    rule=RULE,
    passes=_FORM + "lines: [{quarter: 2026Q4, amount: 900 USD}]\n",
    fails=_FORM + "lines: [{quarter: 2025Q4, amount: 900 USD}]\n",
    run=check,
)
