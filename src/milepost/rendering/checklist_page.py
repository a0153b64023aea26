"""A checklist as one HTML page, to be printed or mailed."""

import htpy as h
from htpy import Node

from milepost.presentation.playbook.values import Checklist, Line, Section
from milepost.rendering.html.document import document
from milepost.rendering.html.panels import panel


def checklist_page(of: Checklist) -> str:
    """Write the page; the same checklist gives the same bytes. A box tells done or open in words too."""
    return document(
        f"{of.title}: {of.program}",
        h.header(".wrap.top")[
            h.div(".brand")[h.span[h.b[of.program]], h.span[f"milepost playbook {of.name}"]],
            h.h1(".long")[of.title],
            h.p(".lede")[of.about],
        ],
        h.main(".wrap", id="main", tabindex="-1")[
            [panel(f"section-{place}", each.heading, _section(each)) for place, each in enumerate(of.sections, 1)]
        ],
        h.footer(".wrap")[h.div(".foot")[h.p[f"As of {of.as_of}: {of.counted}. Boxes are ticked by evidence alone."]]],
    )


def _section(of: Section) -> Node:
    return h.ul[[_line(each) for each in of.lines]]


def _line(line: Line) -> Node:
    mark = "☑ done" if line.done else "☐ open"
    do = h.code[line.do] if line.do.startswith("milepost ") else line.do
    by = f"by {line.by}" if line.by[:1].isdigit() else line.by
    return h.li(".checklist")[
        h.p[h.b[f"{mark}: "], line.what],
        h.p[f"{line.who}, {by}"],
        h.p["Do: ", do],
        h.p[f"Shows: {line.shows}"],
    ]
