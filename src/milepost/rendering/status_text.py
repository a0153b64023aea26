"""A status for a terminal: symbol and word in front, the reason under it, nothing wider than the terminal."""

import textwrap
from collections.abc import Iterator

from milepost.presentation.status_view import Entry, Section, StatusView

_MARK = 16


def status_text(view: StatusView, width: int = 80) -> str:
    """Write a status, wrapped to `width` characters."""
    lines = [view.title, *(line for note in view.notes for line in textwrap.wrap(note, width, break_on_hyphens=False))]
    for section in view.sections:
        lines += ["", *_section(section, width)]
    return "\n".join(lines) + "\n"


def _section(section: Section, width: int) -> Iterator[str]:
    yield section.heading
    if not section.entries:
        yield f"  {section.empty}"
    for entry in section.entries:
        yield from entry_lines(entry, width)


def entry_lines(entry: Entry, width: int) -> Iterator[str]:
    """Write one entry: its mark in a column of its own, the rest beside it."""
    indent = " " * (_MARK + 2)
    first, *rest = textwrap.wrap(entry.title, width - len(indent), break_on_hyphens=False) or [""]
    yield f"  {entry.mark:<{_MARK}}{first}".rstrip()
    for line in rest:
        yield indent + line
    for line in entry.lines:
        yield from textwrap.wrap(
            line, width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
        )
