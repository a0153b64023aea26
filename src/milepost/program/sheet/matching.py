"""Which sheet is which form, and which column which: by name and title, wherever they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.kernel.finding import Finding
from milepost.kernel.near import near
from milepost.program.sheet.form import BASE, FORMS, Form
from milepost.program.sheet.rules import BAD_CELL, NO_SHEET, NOT_READ, RENAMED_COLUMN
from milepost.program.sheet.table import CellValue, ReadSheet, letters

OWN = frozenset({"gaps", "read me"})
"""Sheets of the export that are there to be read."""
_LOOKED_AT = 20
_LEAST_TITLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A sheet of a form: where its columns stand, from 1, by their titles, and the row of those."""

    sheet: ReadSheet
    form: Form
    columns: Mapping[str, int]
    header: int

    def cells(self, row: tuple[CellValue, ...], title: str) -> CellValue:
        """Give a row's cell, None where the column or the cell is not there."""
        place = self.columns.get(title, 0)
        return row[place - 1] if 0 < place <= len(row) else None


def matched(sheets: list[ReadSheet], file: str) -> tuple[list[Matched], list[Finding]]:
    """Match what can be matched; sheets that fit no form, and columns that a form lacks, are told."""
    found: list[Matched] = []
    findings: list[Finding] = []
    known = {form.name.lower() for form in FORMS}
    for sheet in sorted(sheets, key=lambda each: each.name.strip().lower() not in known):
        if sheet.name.strip().lower() in OWN:
            continue
        made = _matched(sheet)
        if made is not None and any(each.form is made.form for each in found):
            said = f"the sheet {sheet.name} holds {made.form.name} a second time; it is not read"
            findings.append(NOT_READ.at(sheet.place(1, 1), said, "bring your edits into one sheet"))
        elif made is None:
            hint = "nothing, if it is your own" if sheet.rows else "nothing: it is empty"
            findings.append(NOT_READ.at(sheet.place(1, 1), f"the sheet {sheet.name} is none of the canvas", hint))
        else:
            found.append(made)
            findings += _columns(made)
    if not found:
        names = ", ".join(each.name for each in FORMS)
        findings = [NO_SHEET.at(None, f"{file} holds none of the sheets {names}", NO_SHEET.fix)]
    return found, findings


def _matched(sheet: ReadSheet) -> Matched | None:
    candidates = [form for form in FORMS if form.name.lower() == sheet.name.strip().lower()] or list(FORMS)
    best: tuple[int, Matched] | None = None
    for form in candidates:
        known = {_plain(each): each for each in form.titles}
        for number, row in sheet.rows[:_LOOKED_AT]:
            columns: dict[str, int] = {}
            for place, cell in enumerate(row, 1):
                title = known.get(_plain(cell))
                if title is not None:
                    columns.setdefault(title, place)
            if "Id" in columns and len(columns) >= _LEAST_TITLES and (best is None or len(columns) > best[0]):
                best = len(columns), Matched(sheet=sheet, form=form, columns=columns, header=number)
    return best[1] if best else None


def _plain(cell: CellValue) -> str:
    return " ".join(cell.lower().split()) if isinstance(cell, str) else ""


def _columns(of: Matched) -> Iterator[Finding]:
    """Find renamed, doubled, extra and missing columns."""
    header = next(row for number, row in of.sheet.rows if number == of.header)
    missing = [each for each in of.form.titles if each not in of.columns]
    for place, cell in enumerate(header, 1):
        if place in of.columns.values() or not isinstance(cell, str) or not cell.strip():
            continue
        title = cell.strip()
        twice = next((each for each in of.columns if _plain(each) == _plain(cell)), None)
        meant = near(title, missing) or next((each for each in missing if _plain(each) in _plain(cell)), None)
        if twice is not None:
            said = f"the column {twice} stands in {letters(of.columns[twice])} already"
            yield of.sheet.find(RENAMED_COLUMN, of.header, place, said, "take one of the two out")
        elif meant is not None:
            missing.remove(meant)
            yield of.sheet.find(
                RENAMED_COLUMN, of.header, place, f"{title} is no column of the canvas", f"did you mean {meant}?"
            )
        elif gone := [each for each in missing if each != BASE]:
            # Under a title that nobody could guess it may be one of those that are gone, edits and all.
            said = f"{title} is no column of the canvas, and {', '.join(gone[:3])} is missing"
            yield of.sheet.find(
                RENAMED_COLUMN, of.header, place, said, f"is it {gone[0]}? Give it its title, or take it out"
            )
        else:
            yield of.sheet.find(NOT_READ, of.header, place, f"{title} is no column of the canvas; it is not read")
    told = [each for each in missing if each != BASE]
    if told:
        said = f"without the column{'s' if len(told) > 1 else ''} {', '.join(told)}, whose values stay as they are"
        yield of.sheet.find(NOT_READ, of.header, 1, said)
    for row, column in sorted(of.sheet.merged):
        if row >= of.header and column in of.columns.values():
            said = "this cell is merged into another and holds nothing of its own"
            yield of.sheet.find(BAD_CELL, row, column, said, "unmerge it and fill each cell")
