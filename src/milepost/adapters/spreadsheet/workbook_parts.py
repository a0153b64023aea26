"""What the reader of workbooks does not tell: which cells hold formulas, and whether a sheet is too large."""

import html
import io
import re
import zipfile
from dataclasses import dataclass

from milepost.adapters.spreadsheet.open_document import MOST_CELLS, must_fit

MOST_UNPACKED = 256 * 1024 * 1024
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_NAME = re.compile(rb'\bname="([^"]*)"')
_ID = re.compile(rb'\br:id="([^"]*)"|\b\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>(<(?:\w+:)?f\b)?""")
_SHARED = re.compile(rb"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>(\d{1,9})<")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookParts:
    """Of one sheet: the places of its formulas, as (row, column) from 1."""

    formulas: frozenset[tuple[int, int]] = frozenset()


def parts_of(content: bytes) -> dict[str, WorkbookParts]:
    """Read the sheets of an .xlsx by name; nothing for another kind of workbook.

    Raises ValueError when it unpacks to too much, or cells stand so far out or are repeated so often, in an .ods too,
    that it would not fit in memory.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
            raise ValueError(f"it unpacks to over {MOST_UNPACKED // 1024 // 1024} MB")
        names = set(archive.namelist())
        if "content.xml" in names:
            must_fit(archive.read("content.xml"))
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        targets = _targets(archive.read("xl/_rels/workbook.xml.rels"))
        shared = _lengths(archive.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
        found, told = {}, 0
        for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
            name, id_ = _NAME.search(tag), _ID.search(tag)
            path = targets.get((id_[1] or id_[2]).decode(), "") if id_ else ""
            if name and path in names:
                sheet = archive.read(path)
                told += sum(shared[place] for place in map(int, _VALUE.findall(sheet)) if place < len(shared))
                if told > MOST_UNPACKED:
                    raise ValueError("its cells repeat a few long texts, to more than fits in memory")
                found[html.unescape(name[1].decode())] = _parts(sheet)
        return found


def _lengths(shared: bytes) -> list[int]:
    """Return how long each text is that cells may share."""
    return [len(each) for each in _SHARED.findall(shared)] if shared else []


def _targets(relations: bytes) -> dict[str, str]:
    found = {}
    for tag in _RELATION.findall(relations):
        id_, target = re.search(rb'\bId="([^"]*)"', tag), re.search(rb'\bTarget="([^"]*)"', tag)
        if id_ and target:
            path = target[1].decode()
            found[id_[1].decode()] = path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
    return found


def _parts(sheet: bytes) -> WorkbookParts:
    formulas, rows, columns = set(), 0, 0
    for found in _CELL.finditer(sheet):
        row, column = int(found[2]), _number(found[1])
        rows, columns = max(rows, row), max(columns, column)
        if found[3]:
            formulas.add((row, column))
    if rows * columns > MOST_CELLS:
        raise ValueError(f"a cell stands in row {rows:,} or column {columns:,}, far from all others")
    return WorkbookParts(formulas=frozenset(formulas))


def _number(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number
