"""A sheet to be edited, as CSV for spreadsheets: UTF-8 with its mark, texts that look like formulas behind a `'`."""

import csv
import io

from milepost.presentation.ledger_sheets import Sheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""What spreadsheets run (OWASP), the wide forms too; and the guard itself, so that taking it off gives the text."""


def canvas_csv(sheet: Sheet) -> bytes:
    """Write header and rows, RFC 4180; reading takes one `'` off where a cell begins with it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows([_guarded(str(cell or "")) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
