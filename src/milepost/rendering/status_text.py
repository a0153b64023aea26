"""A status for a terminal: symbol and word in front, the reason under it, nothing wider than the terminal."""

import re
import textwrap
from collections.abc import Iterator

from milepost.presentation.status_entries import Entry, Section, StatusView

_MARK = 16
_HARD = "\u00a0"
_WHOLE = re.compile(
    r"\b[A-Z]{3} (?=\d)"  # an amount
    r"|\d+% interval (?=[\d−])|(?<=[\d.]) to (?=[\d−])"  # an interval
    r"|(?<= )--?\w[\w-]* (?=\S)"  # an option with its value
    r"|\b\d{1,2} (?=[A-Z][a-z]{2} \d{4})|\b[A-Z][a-z]{2} (?=\d{4}\b)"  # a day
)
"""What stays on one line: its spaces do not break."""


def status_text(view: StatusView, width: int = 80) -> str:
    """Write a status, wrapped to `width` characters."""
    lines = [view.title, *(line for note in view.notes for line in _wrapped(note, width))]
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
        yield from _wrapped(entry.title, width, "  ", "    ")
        return
    indent = " " * (_MARK + 2)
    first, *rest = _wrapped(entry.title, width - len(indent)) or [""]
    yield f"  {entry.mark:<{_MARK}}{first}".rstrip()
    for line in rest:
        yield indent + line
    for line in entry.lines:
        yield from _wrapped(line, width, indent, indent + "  ")


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    whole = _WHOLE.sub(lambda found: found[0].replace(" ", _HARD), text)
    lines = textwrap.wrap(whole, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [each.replace(_HARD, " ") for each in lines]
