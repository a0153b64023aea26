"""Parts that a reader may open, drawn without script."""

import htpy as h
from htpy import Element, Node

from milepost.presentation.readout_folded import Folded
from milepost.presentation.values import Table
from milepost.rendering.html.grid import worded
from milepost.rendering.html.intervals import shared_rows
from milepost.rendering.intervals import intervals_of


def folded(of: Folded) -> Element:
    """Draw a part: its title to open it, then lines, tables, code."""
    return h.details(".folded")[
        h.summary[of.title],
        [h.p[each] for each in of.lines],
        [
            h.div(".checklist")[h.h3[each.title], _chart(shown), worded(each)]
            for each, shown in zip(of.tables, of.brief or of.tables, strict=True)
        ],
        [h.pre({"tabindex": "0"})[h.code[each]] for each in of.code],
    ]


def opened(title: str, *content: Node) -> Element:
    """Fold what a reader looks up rather than reads. A link into it opens it, and it prints as if it stood open."""
    return h.details(".folded.looked-up")[h.summary[title], content]


def _chart(of: Table) -> Node:
    """Draw the effects of one metric on one scale, so that they can be compared."""
    found = intervals_of(of, name=of.columns[0].title, estimate="Effect", least=None)
    return h.figure[h.ul(".rows")[list(shared_rows(found))]] if found else None
