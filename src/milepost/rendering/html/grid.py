"""A grid as a table: caption, scopes, and each cell's column name for the stacked form on narrow screens."""

import htpy as h
from htpy import Element, Node

from milepost.kernel.words import Phase
from milepost.presentation.report.marks import Cell, Grid, Row, badge_of, said, text_of
from milepost.presentation.values import NOTHING, Align, Table
from milepost.presentation.values import Column as Head
from milepost.rendering.html.marks import badge, grade, phrases, tag

_PHASES = {phase.value: phase for phase in Phase}


def grid(of: Grid, *, is_caption_hidden: bool = False) -> Element:
    """Draw a grid, or say what is said where it has no rows."""
    if not of.rows:
        return h.p(".nothing")[of.empty]
    # Roles are spelled out because stacked rows (display: block) would lose them.
    return h.table(role="table")[
        h.caption[h.span(".hidden")[of.caption] if is_caption_hidden else of.caption],
        h.thead(role="rowgroup")[h.tr(role="row")[[_head(each) for each in of.columns]]],
        h.tbody(role="rowgroup")[[_row(each, of) for each in of.rows]],
    ]


def worded(of: Table) -> Node:
    """Draw a worded table and its note; a phase, which is worded as symbol and word, becomes a badge."""
    made = Grid(
        caption=of.title,
        columns=of.columns,
        rows=tuple(Row(cells=tuple(_marked(each) for each in row)) for row in of.rows),
    )
    return [grid(made, is_caption_hidden=True), h.p(".note.small.quiet")[of.note] if of.note else None]


def _marked(text: str) -> Cell:
    phase = _PHASES.get(text.partition(" ")[2])
    return Cell(badge=badge_of(phase)) if phase else Cell(text=said(text))


def _head(of: Head) -> Element:
    return h.th({"scope": "col", "role": "columnheader", "class": _side(of)})[of.title]


def _row(of: Row, grid: Grid) -> Element:
    first, *rest = of.cells
    name = h.th({"scope": "row", "role": "rowheader"})[_content(first)]
    cells = [_cell(each, column) for each, column in zip(rest, grid.columns[1:], strict=True)]
    return h.tr({"role": "row", "id": f"source-{of.number}" if of.number else None})[name, cells]


def _cell(of: Cell, column: Head) -> Element:
    empty = " none" if text_of(of.text) == NOTHING and not (of.badge or of.grade or of.command) else ""
    attributes = {"role": "cell", "data-label": column.title, "class": (_side(column) or "") + empty or None}
    return h.td(attributes)[h.span[_content(of)]]


def _content(of: Cell) -> Node:
    return [
        badge(of.badge) if of.badge else None,
        grade(of.grade, is_long=False) if of.grade else None,
        h.code[of.command] if of.command else None,
        phrases(of.text),
        [" ", tag(of.tag)] if of.tag else None,
    ]


def _side(of: Head) -> str | None:
    return "right" if of.align is Align.RIGHT else None
