"""CSV: the header is read here, so that nothing about the columns is guessed from a sample of the rows."""

import csv
import itertools
from collections.abc import Sequence
from pathlib import Path

from milepost.adapters.warehouse.header import checked_names, refused
from milepost.adapters.warehouse.rules import BINARY_FILE, BROKEN_ROW, EMPTY_FILE, NO_HEADER

_SEPARATORS = ",;\t|"
_LOOKED_AT = 65_536
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def csv_query(path: Path) -> str:
    """Give the SELECT that reads a CSV with every column as text and empty cells as null.

    Raises Refused when it is empty, binary, not UTF-8 at its start, or has no usable header.
    """
    names, separator = read_header(path)
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    options = (
        f"columns = {{{columns}}}, delim = {quoted(separator)}, header = true, auto_detect = false, quote = '\"', "
        "escape = '\"', hive_partitioning = false"
    )
    return f"SELECT * FROM read_csv({quoted(escaped(path))}, {options})"  # noqa: S608  every part is quoted


def read_header(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the columns' names and the separator, the one of `, ; tab |` that the header holds most of."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if not start.strip():
        raise refused(EMPTY_FILE, path, f"{path.name} is empty")
    if b"\0" in start or start.startswith(_UTF16):
        raise refused(BINARY_FILE, path, f"{path.name} is not text in UTF-8")
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            lines = list(itertools.islice(text, 64))
    except UnicodeDecodeError:
        raise refused(BINARY_FILE, path, f"{path.name} is not text in UTF-8") from None
    separator = max(_SEPARATORS, key=lambda each: len(_first(path, lines, each)))
    cells = _first(path, lines, separator)
    if all(_is_number(cell) for cell in cells):
        raise refused(NO_HEADER, path, f"the first line of {path.name} holds numbers, not names: {', '.join(cells)}")
    return checked_names(path, cells), separator


def _first(path: Path, lines: Sequence[str], separator: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=separator), [])
    except csv.Error as error:
        raise refused(BROKEN_ROW, path, f"the first line of {path.name} can't be read: {error}") from None


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def escaped(path: Path) -> str:
    """Write a path so that DuckDB takes it literally: it reads `[ * ?` as patterns."""
    return "".join(f"[{char}]" if char in "[*?" else char for char in str(path.absolute()))


def quoted(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"
