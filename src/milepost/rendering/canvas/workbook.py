"""Sheets to be edited, as an Excel workbook: every cell is text, so that no spreadsheet makes a day or sum of it."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from milepost.presentation.canvas.sheets import GAPS, READ_ME
from milepost.presentation.ledger_sheets import Sheet
from milepost.program.documents.capability import Block
from milepost.program.documents.integration import Flow, ProbeKind
from milepost.program.documents.outline import Access, Benefit, Direction, Function
from milepost.program.sheet.form import BASE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MOST_OFFERED, _SPARE = 2_000, 200
_NARROW, _WIDE, _WIDEST = 10, 22, 44


def canvas_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook, the same bytes for the same sheets; the base of each row stands in a hidden column."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        forms = {name: book.add_format(form) for name, form in _FORMATS.items()}
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, forms)
    return content.getvalue()


_TEXT = {"num_format": "@", "text_wrap": True, "valign": "top"}
_FORMATS: dict[str, dict[str, object]] = {
    "head": {"bold": True, "bottom": 1, "valign": "top"},
    "text": _TEXT,
    "which": {**_TEXT, "bg_color": "#EEF1F4", "font_color": "#55636F"},
}


_FROM = {"Owner": "Roles", "Approver": "Roles", "KPI": "KPIs", "Capability": "Capabilities"}
"""Columns whose words are the ids of another sheet."""
_WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("Capabilities", "Block"): Block,
    ("KPIs", "Benefit"): Benefit,
    ("KPIs", "Direction"): Direction,
    ("Sources", "Access"): Access,
    ("Roles", "Function"): Function,
    ("Integrations", "Direction"): Flow,
    ("Integrations", "Test"): ProbeKind,
}


def _fill(page: "Worksheet", sheet: Sheet, forms: dict[str, object]) -> None:
    is_read = sheet.name in {GAPS, READ_ME}
    for column, title in enumerate(sheet.columns):
        form = forms["which" if title == "Id" else "text"]
        longest = max((len(str(row[column])) for row in sheet.rows), default=0)
        width = 100 if sheet.name == READ_ME else max(_NARROW, min(_WIDEST if longest > 60 else _WIDE, longest) + 2)
        page.set_column(column, column, max(width, len(title) + 2), form, {"hidden": title == BASE})
        page.write_string(0, column, title, forms["head"])
        for row, cells in enumerate(sheet.rows, 1):
            page.write_string(row, column, str(cells[column] or ""), form)
        _offer(page, sheet.name, column, title, len(sheet.rows))
    if is_read:
        page.freeze_panes(1, 0)
    else:
        page.freeze_panes(1, 1)
    if sheet.rows and sheet.name != READ_ME:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _offer(page: "Worksheet", name: str, column: int, title: str, rows: int) -> None:
    """Offer the words that fit a column, without refusing others: the import says what is wrong with those."""
    words = _WORDS.get((name, title))
    if name in {GAPS, READ_ME} or (words is None and title not in _FROM):
        return
    source = [each.value for each in words] if words else f"={_FROM[title]}!$A$2:$A${_MOST_OFFERED}"
    page.data_validation(1, column, rows + _SPARE, column, {"validate": "list", "source": source, "show_error": False})
