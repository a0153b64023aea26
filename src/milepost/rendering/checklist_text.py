"""A checklist as plain text for a terminal, or as Markdown whose boxes other tools can tick."""

import textwrap
from collections.abc import Iterator

from milepost.presentation.playbook.values import Checklist, Line
from milepost.rendering.wrapping import wrapped

_INDENT = 4
_LABEL = 7


def checklist_text(of: Checklist, width: int = 80) -> str:
    """Write a checklist, wrapped to `width` characters; `[x]` is shown as done, `[ ]` is not."""
    lines = [f"{of.title}: {of.program}", *wrapped(of.about, width), f"as of {of.as_of}: {of.counted}"]
    for section in of.sections:
        lines += ["", *wrapped(section.heading, width)]
        for line in section.lines:
            lines += _line(line, width)
    return "\n".join(lines) + "\n"


def _line(line: Line, width: int) -> Iterator[str]:
    box = "[x] " if line.done else "[ ] "
    yield from wrapped(line.what, width, box, " " * _INDENT)
    for label, text in (("who", f"{line.who}, by {line.by}" if _is_day(line.by) else f"{line.who}, {line.by}"),
                        ("do", line.do), ("shows", line.shows)):  # fmt: skip
        first = " " * _INDENT + label.ljust(_LABEL)
        yield from textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False,
            break_long_words=False,
        )  # fmt: skip


def _is_day(by: str) -> bool:
    return by[:1].isdigit()


def checklist_markdown(of: Checklist) -> str:
    """Write a checklist in Markdown: a task a line, what to do and what shows it beneath."""
    lines = [f"# {of.title}: {of.program}", "", of.about, "", f"As of {of.as_of}: {of.counted}."]
    for section in of.sections:
        lines += ["", f"## {section.heading}", ""]
        for line in section.lines:
            lines += _task(line)
    return "\n".join(lines) + "\n"


def _task(line: Line) -> Iterator[str]:
    by = f"by {line.by}" if _is_day(line.by) else line.by
    yield f"- [{'x' if line.done else ' '}] **{line.what}**"
    yield f"  - who: {line.who}, {by}"
    yield f"  - do: `{line.do}`" if line.do.startswith("milepost ") else f"  - do: {line.do}"
    yield f"  - shows: {line.shows}"
