"""A plan for a terminal: the message, a sign in front of each step, nothing wider than the terminal."""

import textwrap
from collections.abc import Iterator

from milepost.presentation.plan_view import LEGEND, PlanLine, PlanView
from milepost.rendering.text import paragraph, table_text


def plan_text(view: PlanView, width: int = 80) -> str:
    """Write a plan, wrapped to `width` characters."""
    lines = [paragraph(view.message, width), paragraph(view.against, width)]
    if view.lines:
        lines += [LEGEND, "", *(line for each in view.lines for line in _step(each, width))]
    if view.effects is not None:
        lines += ["", table_text(view.effects, width), paragraph(view.note, width)]
    if view.approvers:
        lines += ["", "Must approve", *(line for each in _approvers(view) for line in _hung(each, width, "  ", 6))]
    lines += ["", paragraph(view.closing, width)]
    # A command stays in one piece, so that it can be copied.
    lines += textwrap.wrap(view.next_, width, break_on_hyphens=False, break_long_words=False)
    return "\n".join(lines) + "\n"


def _step(each: PlanLine, width: int) -> Iterator[str]:
    head = f"{'!' if each.waits else ' '} {each.mark} {each.name}"
    if len(each.says) == 1:
        yield from _hung(f"{each.name}  {each.says[0]}", width, head[:4], 8)
        return
    yield head
    for said in each.says:
        yield from _hung(said, width, " " * 6, 8)


def _hung(text: str, width: int, first: str, rest: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=" " * rest, break_on_hyphens=False, drop_whitespace=True
    )


def _approvers(view: PlanView) -> Iterator[str]:
    for each in view.approvers:
        yield f"{each.role} ({each.who}): {', '.join(each.of)}"
