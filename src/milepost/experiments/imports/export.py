"""An export as rows of text, read by the columns of a known form whatever their capitals, spaces and dots."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from milepost.experiments.imports.result import Asked, Result
from milepost.experiments.imports.rules import BAD_CELL, NOT_IN_EXPORT, SEVERAL_ROWS, UNKNOWN_FORM
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.near import hint

MOST_ROWS = 20_000
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One shape of a vendor's export: `columns` are accepted names by field, `needed` the fields it must have.

    `seen` says where and when the shape was seen; `listed` names all results in it, `read` reads one.
    """

    name: str
    seen: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    listed: Callable[["Export"], Iterable[Asked]]
    read: Callable[["Export", Asked], Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The rows of an export under its form; `names` gives the file's own column by field, where it has it."""

    source: str
    form: Form
    names: Mapping[str, str]
    rows: tuple[tuple[int, Row], ...]
    """Each with its data row in the file, counted from 1."""

    def has(self, field: str) -> bool:
        """Tell whether the file has a column for this field."""
        return field in self.names

    def text(self, row: Row, field: str) -> str:
        """Return a cell's text, stripped of spaces and quotes; empty where there is none."""
        name = self.names.get(field)
        cell = row.get(name) if name is not None else None
        return "" if cell is None else str(cell).strip().strip('"').strip()

    def number(self, at: tuple[int, Row], field: str) -> float | None:
        """Return a cell's number, None where it is empty; a percent sign is understood. Raises Refused with MP593."""
        text = self.text(at[1], field)
        if text in {"", "-", "--", "null", "None", "N/A", "n/a"}:
            return None
        try:
            value = float(text.removesuffix("%").replace(",", "")) / (100 if text.endswith("%") else 1)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise Refused(self.bad(at[0], field, f"{text[:40]!r} is no number"))
        return value

    def count(self, at: tuple[int, Row], field: str) -> int | None:
        """Return a cell's whole number of 2 or more, None where it is empty. Raises Refused with MP593."""
        value = self.number(at, field)
        if value is None:
            return None
        if value < 2 or value != round(value):
            raise Refused(self.bad(at[0], field, f"{value:g} is no count of units, of which there are two at least"))
        return int(value)

    def bad(self, row: int, field: str, said: str) -> Finding:
        """Find a cell that can't be used."""
        column = self.names.get(field, field)
        message = f"row {row}, column {column!r}: {said}"
        return BAD_CELL.at(Span(path=self.source, line=row + 1), message, BAD_CELL.fix)

    def one(self, noun: str, wanted: str | None, field: str, rows: Sequence[tuple[int, Row]]) -> list[tuple[int, Row]]:
        """Return the rows whose field says `wanted`; raises Refused with MP591 where none does."""
        if wanted is None or not self.has(field):
            return list(rows)
        found = [each for each in rows if self.text(each[1], field) == wanted]
        if not found:
            raise self.missing(noun, wanted, {self.text(each[1], field) for each in rows} - {""})
        return found

    def is_swapped(self, asked: Asked, controls: Sequence[str], treatments: Sequence[str]) -> bool:
        """Tell whether control and treatment of a form with fixed names are swapped; raises Refused with MP591."""
        if asked.control in controls and asked.treatment in treatments:
            return False
        if asked.control in treatments and asked.treatment in controls:
            return True
        names = (*controls, *treatments)
        raise self.missing("variant", asked.control if asked.control not in names else asked.treatment, names)

    def missing(self, noun: str, wanted: str, known: Iterable[str]) -> Refused:
        """Return the refusal of a name that the export does not have."""
        message = f"{self.source} has no {noun} {wanted!r}"
        return Refused(NOT_IN_EXPORT.at(Span(path=self.source), message, hint(wanted, known, noun)))

    def single(self, rows: Sequence[tuple[int, Row]], said: str) -> tuple[int, Row]:
        """Return the only row; raises Refused with MP592 where there are several."""
        if len(rows) > 1:
            message = f"rows {', '.join(str(row) for row, _ in rows[:4])} are all of {said}"
            raise Refused(SEVERAL_ROWS.at(Span(path=self.source, line=rows[1][0] + 1), message, SEVERAL_ROWS.fix))
        return rows[0]


def open_export(rows: Sequence[Row], columns: Sequence[str], forms: Sequence[Form], source: str) -> Export:
    """Read rows under the first form whose needed columns are all there; raises Refused with MP590."""
    plain = {_plain(column): column for column in reversed(columns)}
    missing: dict[str, list[str]] = {}
    for form in forms:
        names = {
            field: plain[_plain(name)]
            for field, accepted in form.columns.items()
            for name in reversed(accepted)
            if _plain(name) in plain
        }
        missing[form.name] = [form.columns[field][0] for field in form.needed if field not in names]
        if not missing[form.name]:
            return Export(source=source, form=form, names=names, rows=tuple(enumerate(rows, start=1)))
    nearest = min(missing, key=lambda name: len(missing[name]))
    lacks = ", ".join(repr(each) for each in missing[nearest])
    message = f"{source} is none of the known forms; of the nearest, {nearest}, it lacks {lacks}"
    raise Refused(UNKNOWN_FORM.at(Span(path=source), message, UNKNOWN_FORM.fix))


def _plain(name: str) -> str:
    """Leave letters and digits: capitals, spaces, dots and a `metrics.` before the name tell nothing."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^metrics\.", "", name.strip().lower()))
