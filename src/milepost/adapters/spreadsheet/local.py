"""A spreadsheet on a local disk, known by what it begins with and not by its ending."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from milepost.adapters.spreadsheet.rules import UNREADABLE_SPREADSHEET
from milepost.adapters.spreadsheet.workbook_parts import WorkbookParts, parts_of
from milepost.kernel.finding import Refused, Span
from milepost.program.sheet.table import CellValue, ReadSheet

MOST_BYTES = 32 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SEPARATORS = ",;\t|"
_BROKEN = (ValueError, OSError, EOFError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What a broken or locked archive raises, by which part of it is read first."""
_NO_PARTS = WorkbookParts()


class LocalSpreadsheet:
    """Fills Spreadsheet: .xlsx, .xlsm, .xlsb, .xls, .ods, and CSV in UTF-8 with `,` `;` tab or `|`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sheets(self) -> Sequence[ReadSheet]:
        """Give its sheets. Raises Refused with MP812 when it is missing, no spreadsheet, broken or too large."""
        content = self._content()
        if content.startswith((_ZIP, _OLE)):
            return self._workbook(content)
        return [self._text(content)]

    def _content(self) -> bytes:
        try:
            if not self._path.is_file():
                raise self._refused(f"there is no file {self._path}" if not self._path.exists() else "it is no file")
            with self._path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise self._refused(f"{self._path.name} can't be read: {error.strerror}") from error
        if len(content) > MOST_BYTES:
            raise self._refused(f"{self._path.name} has over {MOST_BYTES // 1024 // 1024} MB")
        return content

    def _workbook(self, content: bytes) -> list[ReadSheet]:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            parts = parts_of(content) if content.startswith(_ZIP) else {}
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            made = []
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                told = parts.get(name, _NO_PARTS)
                rows = _filled(sheet.to_python(skip_empty_area=False))
                made.append(
                    ReadSheet(
                        file=self._path.name,
                        name=name,
                        rows=rows,
                        formulas=told.formulas,
                        merged=_covered(sheet.merged_cell_ranges or ()),
                    )
                )
        except (CalamineError, *_BROKEN) as error:
            raise self._refused(f"{self._path.name} can't be read as a workbook: {error}") from error
        return made

    def _text(self, content: bytes) -> ReadSheet:
        try:
            text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
        except UnicodeDecodeError:
            raise self._refused(f"{self._path.name} is no workbook, and no text in UTF-8") from None
        if "\0" in text:
            raise self._refused(f"{self._path.name} is no workbook, and no text")
        lines = text.splitlines(keepends=True)
        separator = max(_SEPARATORS, key=lambda each: len(next(csv.reader(lines[:1], delimiter=each), [])))
        try:
            rows = _filled(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error as error:
            raise self._refused(f"{self._path.name} can't be read as CSV: {error}") from error
        return ReadSheet(file=self._path.name, name=self._path.stem, rows=rows, is_text=True)

    def _refused(self, message: str) -> Refused:
        span = Span(path=str(self._path))
        return Refused(UNREADABLE_SPREADSHEET.at(span, message, UNREADABLE_SPREADSHEET.fix))


def _filled(rows: Iterable[Sequence[CellValue]]) -> tuple[tuple[int, tuple[CellValue, ...]], ...]:
    return tuple(
        (number, tuple(None if cell == "" else cell for cell in row))
        for number, row in enumerate(rows, 1)
        if any(cell not in {"", None} for cell in row)
    )


def _covered(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> frozenset[tuple[int, int]]:
    found = set()
    for (top, left), (bottom, right) in ranges:
        # Whole columns may be merged; what lies further down is empty in any case.
        rows, columns = range(top, min(bottom, top + 10_000) + 1), range(left, min(right, left + 200) + 1)
        found |= {(row + 1, column + 1) for row in rows for column in columns} - {(top + 1, left + 1)}
    return frozenset(found)
