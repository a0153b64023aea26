"""Tables and stories as plain text: spaces and dashes only, so that they can be piped, pasted and read aloud."""

from collections.abc import Callable, Iterator, Sequence

from milepost.presentation.values import Align, Story, Table
from milepost.rendering.wrapping import widest_whole, widest_word, wrapped

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
    return "\n".join(wrapped(text, width))


def table_text(table: Table, width: int = 80) -> str:
    """Write a table: title, header, a rule of dashes, rows, note.

    When the table is wider than `width`, titles of number columns wrap first, then texts, at last in the middle of
    words. Numbers are never broken, so that a table of many number columns may stay wider.
    """
    header = [column.title for column in table.columns]
    widths = _widths(table, width)
    lines = [paragraph(table.title, width)] if table.title else []
    lines += _row(header, table, widths, is_low=True)
    lines.append(_GAP.join("-" * each for each in widths))
    for row in table.rows:
        lines += _row(row, table, widths)
    if table.note:
        lines.append(paragraph(table.note, width))
    return "\n".join(lines)


def _widths(table: Table, width: int) -> list[int]:
    cells = [[row[place] for row in table.rows] for place in range(len(table.columns))]
    widths = [max(map(len, (column.title, *texts))) for column, texts in zip(table.columns, cells, strict=True)]
    for kept in (_numbers, _wholes, _words, _letters):
        least = [kept(column.title, column.align, texts) for column, texts in zip(table.columns, cells, strict=True)]
        _give_way(widths, least, width)
    return widths


def _give_way(widths: list[int], least: Sequence[int], width: int) -> None:
    """Let the widest column give way first, a character at a time, none below its least."""
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while over > 0:
        wide = [place for place, each in enumerate(widths) if each > least[place]]
        if not wide:
            return
        widths[max(wide, key=lambda each: widths[each])] -= 1
        over -= 1


def _numbers(title: str, align: Align, texts: Sequence[str]) -> int:
    """Give what a column needs while only titles above numbers wrap."""
    longest = max(map(len, texts), default=0)
    return max(longest, widest_word(title)) if align is Align.RIGHT else max(longest, len(title))


def _wholes(title: str, align: Align, texts: Sequence[str]) -> int:
    return _texts(title, align, texts, widest_whole)


def _words(title: str, align: Align, texts: Sequence[str]) -> int:
    return _texts(title, align, texts, widest_word)


def _letters(title: str, align: Align, texts: Sequence[str]) -> int:
    return _texts(title, align, texts, lambda text: min(len(text), _LEAST))


def _texts(title: str, align: Align, texts: Sequence[str], kept: Callable[[str], int]) -> int:
    if align is Align.RIGHT:
        return _numbers(title, align, texts)
    return max(map(kept, (title, *texts)))


def _row(cells: Sequence[str], table: Table, widths: Sequence[int], *, is_low: bool = False) -> Iterator[str]:
    """Write a row of cells, those of few lines at the top of it, or at its foot."""
    parts = [wrapped(cell, each) or [""] for cell, each in zip(cells, widths, strict=True)]
    height = max(map(len, parts))
    blank = [[""] * (height - len(each)) for each in parts]
    columns = [[*none, *each] if is_low else [*each, *none] for each, none in zip(parts, blank, strict=True)]
    for line in zip(*columns, strict=True):
        yield _GAP.join(
            part.rjust(each) if column.align is Align.RIGHT else part.ljust(each)
            for part, each, column in zip(line, widths, table.columns, strict=True)
        ).rstrip()
