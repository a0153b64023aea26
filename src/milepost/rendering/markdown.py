"""A story as Markdown: a heading, paragraphs, and tables of pipes."""

import re
from collections.abc import Iterator

from milepost.presentation.values import Align, Story, Table

_MARKS = str.maketrans({each: f"\\{each}" for each in "\\|*_<>[]#`&~"})
_CODE = re.compile(r"(?<!`)(`[^`]+`)(?!`)")
"""Code as our own words write it: a lone backtick opens none."""


def story_markdown(story: Story) -> str:
    """Write a story in the order of `story_text`. What Markdown would read as marks is escaped."""
    blocks = [f"## {_text(story.message)}", *(_text(each) for each in story.lines[:1])]
    blocks += ["\n".join(_table(each)) for each in story.tables]
    blocks += [_text(each) for each in story.lines[1:]]
    return "\n\n".join(blocks) + "\n"


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{_text(table.title)}**"
        yield ""
    yield f"| {' | '.join(_cell(each.title) for each in table.columns)} |"
    yield f"|{'|'.join('---:' if each.align is Align.RIGHT else '---' for each in table.columns)}|"
    for row in table.rows:
        yield f"| {' | '.join(_cell(each) for each in row)} |"
    if table.note:
        yield ""
        yield _text(table.note)


def _text(text: str) -> str:
    """Escape marks outside of code, and no line may end inside a cell."""
    return "".join(part if is_code else part.translate(_MARKS) for part, is_code in _parts(text))


def _cell(text: str) -> str:
    """Escape as `_text`, and pipes in code too: a row is cut at pipes before code is read."""
    return "".join(part.replace("|", "\\|") if is_code else part.translate(_MARKS) for part, is_code in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    return ((part, place % 2 == 1) for place, part in enumerate(_CODE.split(" ".join(text.split()))))
