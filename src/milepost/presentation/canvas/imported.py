"""What an import changed, for a terminal and for programs."""

from collections.abc import Sequence

from milepost.presentation.report.wording import counted
from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.program.sheet.compare import Change, NewRow
from milepost.record.canonical import Json

_LONGEST = 200
_MOST_PATHS = 6


def import_message(*, changes: int, new: int, paths: Sequence[str], is_written: bool, has_errors: bool) -> str:
    """Say in one sentence what came of it."""
    if has_errors:
        return "Nothing was written: the findings say which cells to mend."
    if not paths:
        return "Nothing to do: no cell differs from the files."
    what = counted(changes, "changed cell") + (f" and {counted(new, 'new row')}" if new else "")
    more = f" and {len(paths) - _MOST_PATHS} more" if len(paths) > _MOST_PATHS else ""
    where = f"{counted(len(paths), 'file')}: {', '.join(paths[:_MOST_PATHS])}{more}"
    if not is_written:
        return f"{what} would change {where}. Nothing was written."
    return f"{what} changed {where}. They count once accepted: `milepost plan`, then `milepost accept`."


def import_view(message: str, changes: Sequence[Change], new: Sequence[NewRow], *, title: str) -> StatusView:
    """Word an import, a line a cell."""
    entries = [
        Entry(
            mark="~ change" if each.now and each.new else "+ add" if each.new else "- remove",
            title=f"{each.column.title} of {each.row.ref.kind}/{each.row.key}",
            lines=(f"{_short(each.now)} -> {_short(each.new)}",),
        )
        for each in changes
    ]
    entries += [
        Entry(
            mark="+ new",
            title=f"{each.sheet.form.name} row {each.number}: {each.key}",
            lines=(", ".join(f"{column.title}: {_short(text)}" for column, text in each.cells.items()),),
        )
        for each in new
    ]
    sections = (Section(heading="CHANGES", entries=tuple(entries)),) if entries else ()
    return StatusView(title=title, notes=(message,), sections=sections)


def change_data(of: Change) -> Json:
    """Give a changed cell as JSON values."""
    return {
        "of": str(of.row.ref),
        "row": of.row.key,
        "column": of.column.title,
        "path": ".".join(map(str, (*of.row.at, *of.column.path))),
        "was": of.now,
        "is": of.new,
        "sheet_row": of.place.line,
    }


def new_data(of: NewRow) -> Json:
    """Give a new row as JSON values."""
    return {
        "sheet": of.sheet.form.name,
        "sheet_row": of.number,
        "id": of.key,
        "kind": of.kind,
        "cells": {column.title: text for column, text in of.cells.items()},
    }


def _short(text: str) -> str:
    said = " / ".join(text.split("\n"))
    return (said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…") or "nothing"
