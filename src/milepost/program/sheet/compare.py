"""A sheet beside the files -> what was changed in it, cell by cell, and what can't be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.kernel.finding import Finding, Span
from milepost.kernel.ids import is_slug
from milepost.kernel.near import hint
from milepost.program.sheet.cell import cell_text
from milepost.program.sheet.form import BASE, KIND, SheetColumn
from milepost.program.sheet.matching import Matched
from milepost.program.sheet.rows import SheetRow, base_read, cell_digest, tidy
from milepost.program.sheet.rules import BAD_CELL, BAD_ROW, CONFLICT, ROW_GONE
from milepost.program.sheet.table import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell whose text is to stand in the file in place of the one there; empty takes it out."""

    row: SheetRow
    column: SheetColumn
    now: str
    new: str
    place: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row of the sheet that no document or item stands behind yet: its cells that are not empty, by column."""

    sheet: Matched
    number: int
    key: str
    """The new document's id; of an item the slug of the document that it goes into."""
    kind: str
    cells: Mapping[SheetColumn, str]

    def place(self, column: SheetColumn | None = None) -> Span:
        """Point at one of its cells, or at its id."""
        title = column.title if column else "Id"
        return self.sheet.sheet.place(self.number, self.sheet.columns.get(title, 1))


@dataclass(slots=True, kw_only=True)
class Compared:
    """What a sheet says that the files do not."""

    changes: list[Change] = field(default_factory=list)
    new: list[NewRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def compared(of: Matched, rows: Mapping[str, SheetRow]) -> Compared:
    """Compare a sheet with the rows of the files as they are now, by their `Id`s."""
    made, seen = Compared(), dict[str, int]()
    for number, cells in of.sheet.rows:
        if number <= of.header or not any(_said(of.cells(cells, each)) for each in of.form.titles if each != BASE):
            continue
        key = " ".join(_said(of.cells(cells, "Id")).split())
        if key and key in seen:
            said = f"{key} stands in row {seen[key]} already"
            made.findings.append(of.sheet.find(BAD_ROW, number, of.columns["Id"], said, "keep one of the two"))
            continue
        if key:
            seen[key] = number
        if (row := rows.get(key)) is not None:
            _known(made, of, number, cells, row)
        else:
            _new(made, of, number, cells, key, rows, seen)
    gone = [each for each in rows if each not in seen]
    if gone and seen:
        said = f"{', '.join(gone[:5])}{f' and {len(gone) - 5} more' if len(gone) > 5 else ''}: no row in the sheet"
        made.findings.append(ROW_GONE.at(of.sheet.place(of.header, 1), f"{said}; nothing is removed", ROW_GONE.fix))
    return made


def _known(made: Compared, of: Matched, number: int, cells: tuple[CellValue, ...], row: SheetRow) -> None:
    for title, stands in ((of.form.kind, row.ref.slug), (KIND, row.kind)) if row.at else ():
        told = _said(of.cells(cells, title))
        if title in of.columns and told and told.lower() != stands:
            said = f"{row.key} stands under {stands}; it can't be moved to {told} here"
            made.findings.append(of.sheet.find(BAD_ROW, number, of.columns[title], said, "move it in the file"))
    base = base_read(_said(of.cells(cells, BASE)), of.form)
    for index, (column, now) in enumerate(zip(of.form.columns, row.cells, strict=True)):
        place = of.columns.get(column.title)
        if place is None or (number, place) in of.sheet.merged:
            continue
        cell = of.cells(cells, column.title)
        text = _text(made, of, (number, place), cell, column, now)
        if text is None or tidy(text) == tidy(now):
            continue
        if base is None:
            said = "this cell differs from the file, and the row's base is gone: nobody can tell which is newer"
            made.findings.append(of.sheet.find(BAD_ROW, number, place, said, "export anew, and edit that"))
        elif cell_digest(now) == base[2][index]:
            made.changes.append(Change(row=row, column=column, now=now, new=text, place=of.sheet.place(number, place)))
        elif base[2][index] not in {cell_digest(text), cell_digest(_said(cell))}:
            said = f"{column.title} of {row.key} is {_short(text)} here and {_short(now)} in the file now; both changed"
            made.findings.append(of.sheet.find(CONFLICT, number, place, said))


def _new(
    made: Compared,
    of: Matched,
    number: int,
    cells: tuple[CellValue, ...],
    key: str,
    rows: Mapping[str, SheetRow],
    seen: dict[str, int],
) -> None:
    base, place = base_read(_said(of.cells(cells, BASE)), of.form), of.columns["Id"]

    def refuse(said: str, todo: str) -> None:
        made.findings.append(of.sheet.find(BAD_ROW, number, place, said, todo))

    if base is not None:
        name = key or "a row without an id"
        return refuse(f"{name} was exported, and is nothing in the program now", hint(key, rows, "id"))
    kinds = [word for word, _ in of.form.lists]
    kind = _said(of.cells(cells, KIND)).lower() if len(kinds) > 1 else "".join(kinds)
    if of.form.is_of_items:
        holder = _said(of.cells(cells, of.form.kind))
        if key or kind not in kinds or not holder:
            todo = f"leave Id empty, name the {of.form.kind.lower()}"
            todo += f", and write {' or '.join(kinds)} as its kind" if len(kinds) > 1 else ""
            return refuse(f"{key or 'this row'} is no {of.form.name.lower()} of the program", todo)
        key = holder
    elif not key:
        return refuse("this row has no id", BAD_ROW.fix)
    elif not is_slug(key):
        return refuse(f"{key!r} is no id", "write lower-case letters, digits and hyphens, 63 at most")
    found = {
        column: text
        for column in of.form.columns
        if (at := of.columns.get(column.title)) is not None
        and (text := _text(made, of, (number, at), of.cells(cells, column.title), column, ""))
    }
    there = _there(of, found, key, kind, rows, seen) if of.form.is_of_items else None
    if there is not None:
        seen[there] = number
    elif found:
        made.new.append(NewRow(sheet=of, number=number, key=key, kind=kind, cells=found))
    return None


def _there(
    of: Matched, found: Mapping[SheetColumn, str], holder: str, kind: str, rows: Mapping[str, SheetRow],
    seen: Mapping[str, int],
) -> str | None:  # fmt: skip
    """Return the item that says just this and has no row in the sheet: a sheet imported before adds nothing twice."""
    cells = tuple(tidy(found.get(column, "")) for column in of.form.columns)
    alike = (
        name
        for name, row in rows.items()
        if name not in seen and (row.ref.slug, row.kind) == (holder, kind) and tuple(map(tidy, row.cells)) == cells
    )
    return next(alike, None)


def _text(
    made: Compared, of: Matched, at: tuple[int, int], cell: CellValue, column: SheetColumn, now: str
) -> str | None:
    """Read a cell; None where it can't be read, which is found."""
    if of.sheet.is_text and isinstance(cell, str) and cell.startswith("'"):
        cell = cell[1:]
    try:
        text = cell_text(cell, column.sort, now)
    except ValueError as error:
        made.findings.append(of.sheet.find(BAD_CELL, *at, str(error)))
        return None
    if at in of.sheet.formulas and tidy(text) != tidy(now):
        said = f"a formula stands here; it comes to {_short(text)}"
        made.findings.append(of.sheet.find(BAD_CELL, *at, said, "put its value in its place"))
        return None
    return text


def _said(cell: CellValue) -> str:
    return "" if cell is None else str(cell).strip()


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…") if text else "empty"
