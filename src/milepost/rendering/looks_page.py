"""A reading of aggregates as one HTML page: the sentence, the counts, each look where they are few, the method."""

import htpy as h
from htpy import Node

from milepost.presentation.looks_view import LooksView
from milepost.presentation.values import Table
from milepost.rendering.html.document import document
from milepost.rendering.html.folded import folded
from milepost.rendering.html.grid import worded
from milepost.rendering.html.intervals import shared_rows
from milepost.rendering.html.marks import kept
from milepost.rendering.html.panels import panel
from milepost.rendering.intervals import intervals_of


def looks_page(view: LooksView) -> str:
    """Write the page; the same view gives the same bytes."""
    return document(
        f"Looks: {view.sentence}",
        h.header(".wrap.top")[
            h.div(".brand")[h.span[h.b["Experiments at every look"]], h.span["milepost experiment read --aggregates"]],
            h.h1(".long")[kept(view.sentence)],
            h.p(".lede")[view.about],
        ],
        h.main(".wrap", id="main", tabindex="-1")[
            panel("counts", view.summary.title, worded(view.summary)),
            panel("looks", "Looks", [_series(each) for each in view.series]) if view.series else None,
            panel("behind", "What stands behind", folded(view.behind)),
        ],
        h.footer(".wrap")[
            h.div(".foot")[
                h.p["Read by Milepost from one table of aggregates; nothing was recorded."],
                h.p[h.code[f"snapshot {view.snapshot}"]],
            ]
        ],
    )


def _series(of: Table) -> Node:
    found = intervals_of(of, name="Time", estimate="Effect", least=None)
    drawn = h.figure[h.ul(".rows")[list(shared_rows(found))]] if found else None
    return h.div(".checklist")[h.h3[of.title], drawn, worded(of)]
