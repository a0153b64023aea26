"""Reads a series with a change from a table or a source's: one SELECT, a row a period."""

from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.ports import Warehouse
from milepost.experiments.series.design import SeriesDesign
from milepost.experiments.series.judge import read_series
from milepost.experiments.series.readout import SeriesReadOut
from milepost.kernel.finding import Refused
from milepost.outcomes.series.rows import asked, period_query, period_rows

if TYPE_CHECKING:
    import ibis


def read_series_file(warehouse: Warehouse, path: Path, design: SeriesDesign) -> SeriesReadOut:
    """Read a file's series and judge it by the design; nothing is written.

    Raises Refused with findings: of the file (MP501-MP508), of columns (MP520, MP521), of cells (MP522-MP526), of days
    and their number (MP580-MP586, MP588), of metrics (MP589).
    """
    return read_series_table(warehouse, warehouse.open_file(path), str(path), design)


def read_series_table(warehouse: Warehouse, table: "ibis.Table", name: str, design: SeriesDesign) -> SeriesReadOut:
    """Read an open table by the design; `name` stands for it in findings. Raises Refused as `read_series_file`."""
    if findings := tuple(asked(table, design.rows, name)):
        raise Refused(*findings)
    rows = period_rows(warehouse.fetch(period_query(table, design.rows)), design.rows)
    return read_series(rows, design, name)
