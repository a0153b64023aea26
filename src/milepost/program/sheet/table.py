"""A spreadsheet as it was read: typed cells with their places, nothing interpreted."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from milepost.kernel.finding import Finding, Rule, Span

CellValue = None | str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet's rows that are not empty, each with its number from 1. `file` is what a finding names.

    `formulas` and `merged` are places as (row, column) from 1, of merged cells all but the first of each group.
    `is_text` says that the file holds texts only (CSV), in which a `'` guards what looks like a formula.
    """

    file: str
    name: str
    rows: tuple[tuple[int, tuple[CellValue, ...]], ...]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: frozenset[tuple[int, int]] = frozenset()
    is_text: bool = False

    def place(self, row: int, column: int) -> Span:
        """Point at a cell, both counted from 1; the finding's line is the row."""
        return Span(path=f"{self.file}[{self.name}]", line=row, column=column, end_column=column + 1)

    def find(self, rule: Rule, row: int, column: int, message: str, hint: str | None = None) -> Finding:
        """Find a rule broken in a cell, which the message names as spreadsheets do."""
        said = f"{self.name}!{letters(column)}{row}: {message}"
        return rule.at(self.place(row, column), said, hint or rule.fix)


def letters(column: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    said = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
