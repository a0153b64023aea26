"""DuckDB's errors about a file or the machine, as findings. Any other is a fault of ours and stays an exception."""

import re
from pathlib import Path

from milepost.adapters.warehouse.header import refused
from milepost.adapters.warehouse.rules import BINARY_FILE, BROKEN_ROW, TOO_LARGE, UNREADABLE_FILE
from milepost.kernel.finding import Refused

_LINE = re.compile(r"CSV Error on Line: (\d+)\s*\nOriginal Line: ?(.*)")
_FILE = re.compile(r"^\s*file = (.*)$", re.MULTILINE)
_CELLS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_PARQUET = re.compile(
    r"parquet|magic bytes|thrift|snappy|zstd|invalid (footer|page)|don't know what type|TProtocolException|"
    r"payload value bigger|invalid data|out of buffer",
    re.IGNORECASE,
)


def refusal_of(text: str, kind: str, path: Path | None) -> Refused | None:
    """Read an error's text; `kind` is its class name and `path` the file at work, None when it is not known.

    Returns None for an error that is no fault of a file or of the machine.
    """
    if "CSV" in text and (found := _FILE.search(text)):
        return _csv_refusal(text, _literal(found[1]))
    if kind == "OutOfMemoryException":
        message = f"the work does not fit: {text.splitlines()[0]}"
        return refused(TOO_LARGE, path or Path(), message)
    if _PARQUET.search(text):
        where = path or Path(_named(text))
        return refused(UNREADABLE_FILE, where, f"{where.name} can't be read as Parquet: {text.splitlines()[0]}")
    return None


def _csv_refusal(text: str, path: Path) -> Refused:
    match = _LINE.search(text)
    line, source = (int(match[1]), match[2]) if match else (1, "")
    if "not utf-8" in text.lower() or "unicode" in text.lower():
        return refused(BINARY_FILE, path, f"line {line} of {path.name} is not text in UTF-8", line)
    if cells := _CELLS.search(text):
        fault = f"has {cells[2]} cells, and the header has {cells[1]}"
    elif match is None and (change := _line_ends_change(path)):
        line, fault = change, f"ends its lines otherwise than the lines before it, from line {change} on"
    elif "quote" in text:
        fault = "has a quote that never closes, or text after a closing quote"
    else:
        fault = "does not fit the form of the lines before it (mixed line ends?)"
    where = f"line {line} of {path.name}" if match else f"a line of {path.name}"
    row = f" (row {line - 1})" if match and line > 1 else ""
    return refused(BROKEN_ROW, path, f"{where}{row} {fault}", line, source)


def _line_ends_change(path: Path) -> int | None:
    """Return the first line that ends otherwise than the first, or None where all end alike or it can't be read."""
    try:
        with path.open("rb") as file:
            first = file.readline().endswith(b"\r\n")
            return next((n for n, line in enumerate(file, 2) if line.endswith(b"\r\n") is not first), None)
    except OSError:
        return None


def _literal(shown: str) -> Path:
    return Path(re.sub(r"\[([\[*?])\]", r"\1", shown.strip()))


def _named(text: str) -> str:
    found = re.search(r"'([^']+\.parquet)'", text)
    return found[1] if found else "the file"
