"""Tables and stories as plain text: spaces and dashes only, so that they can be piped, pasted and read aloud."""

import textwrap
from collections.abc import Iterator, Sequence

from milepost.presentation.values import Align, Story, Table

_GAP = "  "
_LEAST = 6


def story_text(story: Story, width: int = 80) -> str:
    """Write a story: message, first line, tables, the other lines; paragraphs wrapped to `width` characters."""
    first, rest = story.lines[:1], story.lines[1:]
    blocks = [
        paragraph(story.message, width),
        *(paragraph(line, width) for line in first),
        *(table_text(table, width) for table in story.tables),
        *(paragraph(line, width) for line in rest),
    ]
    return "\n\n".join(blocks) + "\n"


def paragraph(text: str, width: int = 80) -> str:
    """Wrap a paragraph; words longer than the width are broken."""
    return textwrap.fill(text, width)


def table_text(table: Table, width: int = 80) -> str:
    """Write a table: title, header, a rule of dashes, rows, note.

    Text columns give way and wrap when the table is wider than `width`; numbers are never broken, so that a table of
    many number columns may stay wider.
    """
    header = [column.title for column in table.columns]
    widths = _widths(table, width)
    lines = [paragraph(table.title, width)] if table.title else []
    lines += _row(header, table, widths)
    lines.append(_GAP.join("-" * each for each in widths))
    for row in table.rows:
        lines += _row(row, table, widths)
    if table.note:
        lines.append(paragraph(table.note, width))
    return "\n".join(lines)


def _widths(table: Table, width: int) -> list[int]:
    cells = [[column.title for column in table.columns], *table.rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(table.columns))]
    flexible = [place for place, column in enumerate(table.columns) if column.align is Align.LEFT]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while over > 0 and flexible:
        # The widest text column gives way first, one character at a time.
        place = max(flexible, key=lambda each: widths[each])
        if widths[place] <= _LEAST:
            break
        widths[place] -= 1
        over -= 1
    return widths


def _row(cells: Sequence[str], table: Table, widths: Sequence[int]) -> Iterator[str]:
    wrapped = [textwrap.wrap(cell, each) or [""] for cell, each in zip(cells, widths, strict=True)]
    for line in range(max(len(each) for each in wrapped)):
        parts = [each[line] if line < len(each) else "" for each in wrapped]
        yield _GAP.join(
            part.rjust(each) if column.align is Align.RIGHT else part.ljust(each)
            for part, each, column in zip(parts, widths, table.columns, strict=True)
        ).rstrip()
