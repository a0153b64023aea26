"""A budget's quarters: each line, and what is planned against it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from milepost.plan.budget.asked import KINDS, Asked
from milepost.plan.budget.outlook import Outlook
from milepost.presentation.values import NOTHING, Table, columns
from milepost.program.documents.capability import CostKind
from milepost.roadmap.money import bare_foretold


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterLine:
    """A line of a quarter and what is planned against it; `amount` None where a kind has no line of its own.

    `is_written` is False for what no line gives any money.
    """

    quarter: str
    kind: CostKind | None
    amount: float | None
    planned: float
    is_written: bool = False

    @property
    def left(self) -> float | None:
        """Return what is left of the line, below zero where it is passed."""
        return None if self.amount is None else self.amount - self.planned


def quarter_lines(asked: Asked, paper: np.ndarray) -> Iterator[QuarterLine]:
    """Give each quarter's ceiling and kinds; `paper` is the cost on paper by kind and quarter."""
    lines = {(each.quarter, each.kind): each for each in asked.lines}
    for place, quarter in enumerate(asked.quarters):
        for kind in (None, *KINDS):
            planned = float(paper[:, place].sum() if kind is None else paper[KINDS.index(kind), place])
            line = lines.get((place, kind))
            if line is not None or planned or kind is None:
                yield QuarterLine(
                    quarter=str(quarter.quarter),
                    kind=kind,
                    amount=line.amount if line else None,
                    planned=planned,
                    is_written=line is not None and line.index is not None,
                )


def lines_table(asked: Asked, paper: np.ndarray, currency: str, outlook: Outlook | None) -> Table:
    """Give lines against the plan by quarter and kind; with an outlook, the chance to stay within each ceiling."""
    titles = ("Quarter", "Kind", "Line", "Planned", "Left", "Within")
    within = dict(zip((str(each.quarter) for each in asked.quarters), outlook.within, strict=True)) if outlook else {}
    rows = []
    for each in quarter_lines(asked, paper):
        chance = within.get(each.quarter) if each.kind is None else None
        rows.append(
            (
                each.quarter if each.kind is None else "",
                "all" if each.kind is None else each.kind.value,
                NOTHING if each.amount is None else bare_foretold(each.amount),
                bare_foretold(each.planned),
                NOTHING if each.left is None else bare_foretold(each.left),
                NOTHING if chance is None else f"{chance:.0%}",
            )
        )
    return Table(
        title=f"Lines against the plan on paper, in {currency}",
        columns=columns(*titles, right=titles[2:]),
        rows=tuple(rows),
        note="Within: the chance that the quarter's whole cost stays inside its ceiling.",
    )
