"""A status for a terminal: symbol and word in front, the reason under it, nothing wider than the terminal."""

from collections.abc import Iterator

from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.rendering.wrapping import wrapped

_MARK = 16


def status_text(view: StatusView, width: int = 80) -> str:
    """Write a status, wrapped to `width` characters."""
    lines = [view.title, *(line for note in view.notes for line in wrapped(note, width))]
    for section in view.sections:
        lines += ["", *_section(section, width)]
    return "\n".join(lines) + "\n"


def _section(section: Section, width: int) -> Iterator[str]:
    yield section.heading
    if not section.entries:
        yield f"  {section.empty}"
    for place, entry in enumerate(section.entries):
        if place and not entry.mark:
            yield ""
        yield from entry_lines(entry, width)


def entry_lines(entry: Entry, width: int) -> Iterator[str]:
    """Write one entry: its mark in a column of its own, the rest beside it; one without a mark stands as a heading."""
    if not entry.mark:
        yield from wrapped(entry.title, width, "  ", "    ")
        return
    indent = " " * (_MARK + 2)
    first, *rest = wrapped(entry.title, width - len(indent)) or [""]
    if len(entry.mark) < _MARK:
        yield f"  {entry.mark:<{_MARK}}{first}".rstrip()
    else:
        yield f"  {entry.mark}"
        yield indent + first
    for line in rest:
        yield indent + line
    for line in entry.lines:
        yield from wrapped(line, width, indent, indent + "  ")
