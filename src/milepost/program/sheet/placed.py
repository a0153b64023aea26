"""A finding of an edited file, placed at the cell that brought it."""

from collections.abc import Sequence
from dataclasses import replace

from milepost.kernel.finding import Finding, Span
from milepost.kernel.ids import Ref
from milepost.program.draft import Draft
from milepost.program.sheet.compare import Change, NewRow
from milepost.program.sheet.form import SheetColumn
from milepost.program.sheet.table import letters
from milepost.program.text import Path


class Placed:
    """Knows where the changed cells of a spreadsheet came to stand in the files as edited."""

    def __init__(self, after: Draft, changes: Sequence[Change], new: Sequence[NewRow]) -> None:
        self._after = after
        self._cells: dict[tuple[str, int, int], tuple[Span, str]] = {}
        self._rows: dict[Ref, tuple[Span, str]] = {}
        for each in changes:
            path = (*each.row.at, *each.column.path)
            self._know(each.row.ref, path, each.place, f"{each.column.title} of {each.row.key}")
        for row in new:
            ref = Ref(row.sheet.form.kind.lower(), row.key)
            if not row.sheet.form.is_of_items:
                self._rows[ref] = row.place(), row.key
                for column in row.cells:
                    self._know(ref, column.path, row.place(column), self._said(column, row))
            else:
                self._rows.setdefault(ref, (row.place(), f"the new row of {row.key}"))

    def at_cell(self, finding: Finding) -> Finding:
        """Give the finding at its cell, else at a row of its document, else, where no edit is near, as it is."""
        span = finding.span
        if span is None:
            return finding
        found = self._cells.get((span.path, span.line, span.column)) or self._rows.get(self._document(span) or _NONE)
        if found is None:
            return finding
        place, what = found
        sheet = place.path.rpartition("[")[2].removesuffix("]")
        cell = f"{sheet}!{letters(place.column)}{place.line}"
        return replace(finding, span=place, message=f"{cell}: {what}: {finding.message}")

    def _said(self, column: SheetColumn, row: NewRow) -> str:
        return f"{column.title} of {row.key}"

    def _know(self, ref: Ref, path: Path, place: Span, what: str) -> None:
        self._rows.setdefault(ref, (place, what))
        if ref in self._after.origins:
            for depth in range(len(path), 0, -1):
                for span in (self._after.span(ref, *path[:depth]), self._after.key_span(ref, *path[:depth])):
                    self._cells.setdefault((span.path, span.line, span.column), (place, what))

    def _document(self, span: Span) -> Ref | None:
        """Return the document in which a place lies."""
        above = [
            (origin.node.line, ref)
            for ref, origin in self._after.origins.items()
            if origin.source.path == span.path and origin.node.line <= span.line
        ]
        return max(above, default=(0, None), key=lambda each: each[0])[1]


_NONE = Ref("", "")
