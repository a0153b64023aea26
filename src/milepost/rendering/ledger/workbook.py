"""Sheets as an Excel workbook. Texts are written as texts: none is a formula, a link or a number."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from milepost.presentation.ledger_sheets import Cell, Sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MONEY = "#,##0.00;[Red]-#,##0.00"
DAY = "yyyy-mm-dd"
_WIDEST = 48


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook, the same bytes for the same sheets."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        formats = {name: book.add_format(form) for name, form in _FORMATS.items()}
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, formats)
    return content.getvalue()


_FORMATS = {"head": {"bold": True, "bottom": 1}, "money": {"num_format": MONEY}, "day": {"num_format": DAY}}


def _fill(page: "Worksheet", sheet: Sheet, formats: dict[str, object]) -> None:
    for column, title in enumerate(sheet.columns):
        page.write_string(0, column, title, formats["head"])
        longest = max((len(str(row[column])) for row in sheet.rows if row[column] is not None), default=0)
        page.set_column(column, column, min(_WIDEST, max(longest, len(title)) + 2))
    for place, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write(page, place, column, cell, formats)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write(page: "Worksheet", row: int, column: int, cell: Cell, formats: dict[str, object]) -> None:
    if isinstance(cell, Decimal):
        page.write_number(row, column, cell, formats["money"])
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001
    elif cell is not None:
        page.write_string(row, column, cell)
