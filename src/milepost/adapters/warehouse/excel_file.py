"""Excel: the first sheet, its first row the header, each column of one kind."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from milepost.adapters.warehouse.header import checked_names, refused
from milepost.adapters.warehouse.rules import EMPTY_FILE, NO_HEADER, UNREADABLE_FILE

if TYPE_CHECKING:
    import pyarrow as pa

Cell = int | float | str | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
_EXACT = 2**53


def read_excel(path: Path) -> "pa.Table":
    """Read the first sheet; empty cells are null, rows keep their order, empty rows at the end are dropped.

    A column of whole numbers is int64, of numbers float64, of truths boolean, of dates or times date or timestamp;
    any other, mixed ones too, is text. Raises Refused when it can't be read, is empty, or has no header.
    """
    import pyarrow as pa

    rows = _cells(path)
    if not rows:
        raise refused(EMPTY_FILE, path, f"the first sheet of {path.name} is empty")
    header = ["" if cell is None else _text(cell) for cell in rows[0]]
    if not any(header) or all(isinstance(cell, int | float) for cell in rows[0]):
        raise refused(NO_HEADER, path, f"the first row of {path.name} holds no names")
    columns = (_column([row[place] for row in rows[1:]]) for place in range(len(header)))
    return pa.table(dict(zip(checked_names(path, header), columns, strict=True)))


def _cells(path: Path) -> list[list[Cell]]:
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheet = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise refused(UNREADABLE_FILE, path, f"{path.name} can't be read as Excel: {error}") from None
    rows: list[list[Cell]] = [[None if cell == "" else cell for cell in row] for row in sheet]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return rows


def _column(cells: Sequence[Cell]) -> "pa.Array":
    import pyarrow as pa

    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds or not kinds <= {int, float, bool, dt.date, dt.datetime}:
        return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())
    if kinds <= {int, float}:
        return _numbers([cell if isinstance(cell, int | float) else None for cell in cells])
    if kinds == {bool}:
        return pa.array(cells, pa.bool_())
    if kinds == {dt.date}:
        return pa.array(cells, pa.date32())
    if kinds <= {dt.date, dt.datetime}:
        return pa.array([_instant(cell) for cell in cells], pa.timestamp("us"))
    return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())


def _numbers(cells: Sequence[int | float | None]) -> "pa.Array":
    """Make int64 where all are whole and exact as floats, since a sheet has no other numbers than floats."""
    import pyarrow as pa

    if all(cell is None or (float(cell).is_integer() and abs(cell) < _EXACT) for cell in cells):
        return pa.array([None if cell is None else int(cell) for cell in cells], pa.int64())
    return pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())


def _instant(cell: Cell) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return cell
    return dt.datetime.combine(cell, dt.time()) if isinstance(cell, dt.date) else None


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
