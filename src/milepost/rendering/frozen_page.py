"""A frozen reading as one HTML page: the sentence, how far to trust it, measures, design, query, sources."""

import htpy as h
from htpy import Node

from milepost.experiments.snapshot import Reading
from milepost.kernel.digest import short
from milepost.presentation.frozen_view import FrozenView, frozen_view
from milepost.presentation.report.marks import Cell, Grid, Row, badge_of, said
from milepost.presentation.values import Table
from milepost.rendering.html.document import document
from milepost.rendering.html.grid import grid
from milepost.rendering.html.marks import badge, grade, kept
from milepost.rendering.html.panels import panel

LONG_SENTENCE = 120


def frozen_page(reading: Reading) -> str:
    """Write the page of a frozen reading; the same reading gives the same bytes."""
    view = frozen_view(reading)
    return document(
        f"{view.experiment}, frozen as {short(view.snapshot)}",
        h.header(".wrap.top")[
            h.div(".brand")[h.span[h.b[view.experiment]], h.span[f"frozen as {short(view.snapshot)}"]],
            h.h1(class_="long" if len(view.sentence) > LONG_SENTENCE else None)[kept(view.sentence)],
        ],
        h.main(".wrap", id="main", tabindex="-1")[
            _trust(view),
            panel("measures", "Measures", _table(view.measures)),
            panel("guardrails", "Guardrails", _table(view.guardrails)) if view.guardrails else None,
            panel("design", "Design", _table(view.design)),
            panel("query", "Query", h.pre({"tabindex": "0", "style": "overflow-x: auto"})[view.query])
            if view.query
            else None,
            panel("sources", "Where it comes from", h.ul[[h.li(".small")[kept(each)] for each in view.sources]]),
        ],
        h.footer(".wrap")[
            h.div(".foot")[h.p[f"Snapshot {view.snapshot}: the SHA-256 of the JSON file beside this page."]]
        ],
    )


def _trust(view: FrozenView) -> Node:
    return h.section(".trust", {"aria-label": "How far to trust it"})[
        h.p[badge(badge_of(view.phase)), grade(view.grade, is_long=False)],
        [h.p[each] for each in view.trust],
    ]


def _table(of: Table) -> Node:
    made = Grid(
        caption=of.title,
        columns=of.columns,
        rows=tuple(Row(cells=tuple(Cell(text=said(each)) for each in row)) for row in of.rows),
    )
    return grid(made, is_caption_hidden=True)
