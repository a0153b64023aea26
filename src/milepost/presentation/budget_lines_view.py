"""A budget's lines, what is planned against them and what was spent, by quarter and kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from milepost.kernel.money import normal
from milepost.kernel.time import Quarter
from milepost.plan.budget.asked import KINDS, Asked
from milepost.presentation.budget_quarters import QuarterLine, quarter_lines
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.program.documents.budget import Line
from milepost.record.canonical import Json
from milepost.roadmap.money import bare_foretold, foretold

MOST_TOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLines:
    """Lines, and costs on paper by kind and quarter. `spent` by quarter and kind, None where nothing is known."""

    title: str
    currency: str
    asked: Asked
    paper: np.ndarray
    spent: Mapping[tuple[Quarter, str], Decimal] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: QuarterLine
    spent: Decimal | None


def lines_story(of: BudgetLines) -> Story:
    """Word lines against plan and charges."""
    return Story(message=_message(of), lines=tuple(_notes(of)), tables=(_table(of),))


def lines_rows(of: BudgetLines) -> list[Json]:
    """Give the same as JSON; `kind` null is the ceiling."""
    return [
        {
            "quarter": row.line.quarter,
            "kind": row.line.kind.value if row.line.kind else None,
            "line": None if row.line.amount is None else f"{row.line.amount:.2f}",
            "planned": f"{row.line.planned:.2f}",
            "left": None if row.line.left is None else f"{row.line.left:.2f}",
            "spent": None if row.spent is None else f"{row.spent:.2f}",
        }
        for row in _rows(of)
    ]


def lines_yaml(lines: tuple[Line, ...]) -> str:
    """Write lines as they stand in a Budget."""
    texts = [
        f"  - {{quarter: {each.quarter}, {f'kind: {each.kind}, ' if each.kind else ''}amount: {_plain(each)}}}"
        for each in lines
    ]
    return "\n".join(["lines:", *texts]) + "\n"


def _plain(of: Line) -> str:
    return f"{normal(of.amount.value)} {of.amount.unit}"


def _rows(of: BudgetLines) -> Iterator[_Row]:
    quarters = {str(each.quarter): each.quarter for each in of.asked.quarters}
    for line in quarter_lines(of.asked, of.paper):
        spent = None
        if of.spent is not None:
            quarter = quarters[line.quarter]
            mine = [
                amount for (when, kind), amount in of.spent.items() if when == quarter and line.kind in {None, kind}
            ]
            spent = sum(mine, Decimal(0))
        yield _Row(line=line, spent=spent)


def _message(of: BudgetLines) -> str:
    held = [row for row in _rows(of) if row.line.amount is not None]
    over = [row.line for row in held if row.line.left is not None and row.line.left < -0.5]
    written = [row for row in held if row.line.is_written or row.line in over]
    gone = [row for row in held if row.spent is not None and row.spent > Decimal(str(row.line.amount))]
    if not written:
        return f"{of.title}: the budget has no lines; nothing is held against the plan."
    if not over:
        said = f"The plan as declared keeps all {len(written)} lines, on paper"
    else:
        told = ", ".join(f"{_name(each)} by {foretold(-(each.left or 0), of.currency)}" for each in over[:MOST_TOLD])
        more = f" and {len(over) - MOST_TOLD} more" if len(over) > MOST_TOLD else ""
        said = f"The plan as declared passes {len(over)} of {len(written)} lines, on paper: {told}{more}"
    if gone:
        named = ", ".join(_name(row.line) for row in gone[:MOST_TOLD])
        return f"{said}; more was spent than the line of {named}."
    return f"{said}."


def _notes(of: BudgetLines) -> Iterator[str]:
    whole = float(of.paper.sum())
    shares = {kind: amount / whole for kind, amount in _by_kind(of).items()} if whole else {}
    told = ", ".join(f"{kind} {share:.0%}" for kind, share in shares.items())
    yield f"Planned in all: {foretold(whole, of.currency)}{f' ({told})' if told else ''}."
    kinds = {each.kind for each in of.asked.lines}
    for kind, floor in of.asked.floors.items():
        if shares and shares.get(kind.value, 0.0) < floor:
            yield f"{kind.value.capitalize()} is under its floor of {floor:.0%}."
    if of.spent is None:
        yield "Nothing is known to be spent: no charges are in a record of this program."
    if kinds and not any(kind is not None for kind in kinds):
        yield "No kind has a line of its own; governance is best given one."


def _by_kind(of: BudgetLines) -> dict[str, float]:
    return {kind.value: float(of.paper[place].sum()) for place, kind in enumerate(KINDS)}


def _table(of: BudgetLines) -> Table:
    titles = ("Quarter", "Kind", "Line", "Planned", "Left", "Spent", "Kept")
    return Table(
        title=f"Lines, plan and charges, in {of.currency}",
        columns=columns(*titles, right=titles[2:6]),
        rows=tuple(_cells(row) for row in _rows(of)),
        note="Planned: costs on paper, where everything works at its median. Spent: charged by FOCUS rows.",
    )


def _cells(row: _Row) -> tuple[str, ...]:
    line = row.line
    is_over = line.left is not None and line.left < -0.5
    return (
        line.quarter if line.kind is None else "",
        "all" if line.kind is None else line.kind.value,
        NOTHING if line.amount is None else bare_foretold(line.amount),
        bare_foretold(line.planned),
        NOTHING if line.left is None else bare_foretold(line.left),
        NOTHING if row.spent is None else bare_foretold(float(row.spent)),
        NOTHING if line.left is None else ("no" if is_over else "yes"),
    )


def _name(line: QuarterLine) -> str:
    return f"{line.quarter} {line.kind}" if line.kind else line.quarter
