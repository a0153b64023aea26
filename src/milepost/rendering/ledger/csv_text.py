"""A sheet as CSV, whose texts no spreadsheet takes for a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

from milepost.presentation.ledger_sheets import Cell, Sheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell may not begin with: spreadsheets run it (OWASP), the wide forms too."""


def sheet_csv(sheet: Sheet) -> str:
    """Write header and rows, RFC 4180: numbers as they are, a text that looks like a formula behind a `'`."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, int | date):
        return str(cell)
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
