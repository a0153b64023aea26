"""A story as Markdown: a heading, paragraphs, and tables of pipes."""

import re
from collections.abc import Iterator

from milepost.presentation.values import Align, Story, Table

_MARKS = str.maketrans({each: f"\\{each}" for each in "\\|*_<>[]#`&~"})
_CODE = re.compile(r"(?<!`)(`[^`|]+`)(?!`)")
"""Code as our own words write it: a lone backtick opens none, and a pipe would end a cell in it."""


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
    yield f"| {' | '.join(_text(each.title) for each in table.columns)} |"
    yield f"|{'|'.join('---:' if each.align is Align.RIGHT else '---' for each in table.columns)}|"
    for row in table.rows:
        yield f"| {' | '.join(_text(each) for each in row)} |"
    if table.note:
        yield ""
        yield _text(table.note)


def _text(text: str) -> str:
    """Escape marks outside of code, and no line may end inside a cell."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if place % 2 else part.translate(_MARKS) for place, part in enumerate(parts))
