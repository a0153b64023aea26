"""The verb `experiment design`: from a metric's history, or an experiment of the program, to the size of its test."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.ports import Warehouse
from milepost.experiments.sizing.asked import Asked
from milepost.experiments.sizing.history_rows import history_of, moved_findings
from milepost.experiments.sizing.size import Sizing
from milepost.experiments.sizing.sized import size
from milepost.experiments.sizing.windows import (
    MOST_WINDOWS,
    broken_rules,
    days,
    extent,
    extent_findings,
    first_fault,
    missing_columns,
    windows,
)
from milepost.kernel.finding import Refused

if TYPE_CHECKING:
    import ibis

_WEEK = 7


def design_experiment(warehouse: Warehouse, path: Path, asked: Asked) -> Sizing:
    """Size a test from a table of unit, time and values; nothing is written.

    Raises Refused with every finding: of the file, of columns, of cells and times (MP572, MP573), of a history too
    short (MP571) or without anything to plan with (MP574-MP576). A design that can't answer holds MP570.
    """
    return design_table(warehouse, warehouse.open_file(path), str(path), asked)


def design_table(warehouse: Warehouse, table: "ibis.Table", name: str, asked: Asked) -> Sizing:
    """Size a test from an open table; `name` stands for it in findings. Raises Refused as `design_experiment`."""
    if wrong := (*asked.findings(), *missing_columns(table, asked, name)):
        raise Refused(*wrong)
    row = warehouse.fetch(extent(table, asked))[0]
    rows = {k: int(str(warehouse.fetch(first_fault(table, asked, k))[0]["row"])) for k in broken_rules(row, asked)}
    if wrong := tuple(extent_findings(row, asked, table, name, rows)):
        raise Refused(*wrong)
    first, last = row["first"], row["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    weeks = min(((last - first).days + 1) // _WEEK, MOST_WINDOWS)
    halves = warehouse.fetch(windows(table, asked, last, weeks))
    if wrong := tuple(moved_findings(halves, asked, name)):
        raise Refused(*wrong)
    return size(history_of(row, halves, warehouse.fetch(days(table, asked)), asked, weeks), asked)
