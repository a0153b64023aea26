"""The verb `experiment read --aggregates`: what does each look at these aggregates show?"""

from pathlib import Path

from milepost.actions.ports import Warehouse
from milepost.experiments.looks.look import LooksRead
from milepost.experiments.looks.reading import read_looks
from milepost.experiments.rules import EMPTY_TABLE
from milepost.kernel.finding import Finding, Refused, Span
from milepost.outcomes.look_table import look_columns, look_query, look_rows


def read_aggregates(
    warehouse: Warehouse,
    path: Path,
    *,
    alpha: float,
    sequential: bool,
    planned: int | None,
    split: tuple[float, float] | None = None,
) -> tuple[LooksRead, tuple[Finding, ...]]:
    """Read a table of aggregates over time; nothing is written. One SELECT.

    Gives the looks, and findings of those that hold no number (MP548, MP560, MP561). Raises Refused with every
    finding: of the file (MP501-MP508), else of columns (MP520, MP521), else of rows (MP540, MP562, MP563).
    """
    table, source = warehouse.open_file(path), str(path)
    if findings := tuple(look_columns(table, source)):
        raise Refused(*findings)
    rows = look_rows(warehouse.fetch(look_query(table)))
    if not rows:
        raise Refused(EMPTY_TABLE.at(Span(path=source), "there are no rows to read", EMPTY_TABLE.fix))
    return read_looks(rows, source, alpha=alpha, sequential=sequential, planned=planned, split=split)
