"""A grid as a table: caption, scopes, and each cell's column name for the stacked form on narrow screens."""

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.marks import Cell, Grid, Row, text_of
from milepost.presentation.values import NOTHING, Align
from milepost.presentation.values import Column as Head
from milepost.rendering.html.marks import badge, grade, phrases, tag


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
