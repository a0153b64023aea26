"""Whether an .ods fits in memory: a row or cell in it may say that it stands there a million times."""

import re

MOST_CELLS = 8_000_000
"""Cells that a sheet's reader makes, empty ones among others too."""
_TAG = re.compile(rb"<(?:\w+:)?(table-row|table-cell|covered-table-cell|table(?!-))\b([^>]*)>")
_REPEATED = re.compile(rb"""\bnumber-(?:rows|columns)-repeated=["'](\d{1,9})["']""")


def must_fit(content: bytes) -> None:
    """Raise ValueError where a sheet has too many cells up to the last that is filled; `content` is content.xml."""
    row = column = height = width = times = 0
    for found in _TAG.finditer(content):
        kind, attributes = found[1], found[2]
        repeated = _REPEATED.search(attributes)
        count = int(repeated[1]) if repeated else 1
        if kind == b"table":
            row = height = width = times = 0
        elif kind == b"table-row":
            row, column, times = row + times, 0, count
        else:
            column += count
            if not attributes.endswith(b"/") or b"value" in attributes or b"formula" in attributes:
                height, width = max(height, row + times), max(width, column)
        if height * width > MOST_CELLS:
            raise ValueError(f"it repeats cells to {height:,} rows and {width:,} columns")
