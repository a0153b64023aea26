"""A checklist as one HTML page, to be printed or mailed."""

from datetime import date
from importlib.resources import files

import htpy as h
from htpy import Element, Node

from milepost.presentation.playbook.values import Checklist, Line, Section
from milepost.rendering import html
from milepost.rendering.html.document import document
from milepost.rendering.html.marks import kept
from milepost.rendering.html.panels import panel

CONTENTS_FROM = 3
"""From how many sections on the page has a list of them."""


def checklist_page(of: Checklist) -> str:
    """Write the page; the same checklist gives the same bytes. A box tells done or open in words too."""
    return document(
        f"{of.title}: {of.program}",
        _header(of),
        h.main(".wrap", id="main", tabindex="-1")[
            [panel(_id(place), each.heading, _section(each)) for place, each in enumerate(of.sections, 1)]
            or h.p(".panel.nothing")["Nothing of this program asks for it."]
        ],
        h.footer(".wrap")[
            h.div(".foot")[
                h.p["View as CLI"],
                h.code(".command")[f"milepost playbook {of.name}"],
                h.p["Drawn by Milepost from the program's files and record. Boxes are ticked by evidence alone."],
            ]
        ],
        more_style=files(html).joinpath("checklist.css").read_text(encoding="utf-8"),
    )


def _header(of: Checklist) -> Element:
    contents = [h.li[h.a(href=f"#{_id(place)}")[each.heading]] for place, each in enumerate(of.sections, 1)]
    return h.header(".wrap.top")[
        h.div(".brand")[h.span[h.b[of.program], " · playbook"], h.span[f"As of {_day(of.as_of)}"]],
        h.h1[f"{of.title}: {of.counted}"],
        h.p(".lede")[of.about],
        h.nav(".contents", {"aria-label": "On this page"})[h.ul[contents]] if len(contents) >= CONTENTS_FROM else None,
    ]


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"


def _id(place: int) -> str:
    return f"section-{place}"


def _section(of: Section) -> Node:
    return h.ul[[_line(each) for each in of.lines]]


def _line(line: Line) -> Element:
    by = f"by {line.by}" if line.by[:1].isdigit() else line.by
    facts = (
        ("Who", [line.who, ", ", h.span(".late")[by] if line.by.endswith(" ago") and not line.done else by]),
        ("Do", h.code[line.do] if line.do.startswith("milepost ") else line.do),
        ("Shows", line.shows),
    )
    return h.li(".task")[
        _box(is_done=line.done),
        h.div[
            h.h3[h.span(".word")["done: " if line.done else "open: "], kept(line.what)],
            h.dl[[h.div[h.dt[name], h.dd[fact]] for name, fact in facts]],
        ],
    ]


def _box(*, is_done: bool) -> Element:
    """Draw a box that a pen can tick; the word beside it says the same."""
    tick = h.path(".tick", d="M5.5 10.5l3.2 3.2 6-7") if is_done else None
    square = h.rect(
        {"class": "box ticked" if is_done else "box", "x": "2", "y": "2", "rx": "2"}, width="16", height="16"
    )
    return h.svg({"viewBox": "0 0 20 20", "width": "20", "height": "20", "aria-hidden": "true"})[square, tick]
