"""The canvas as one self-contained HTML page, to be read on a screen or printed on A3 or A4, landscape."""

from importlib.resources import files

import htpy as h
from htpy import Element, Node

from milepost.presentation.canvas.fields import Field, Group
from milepost.presentation.canvas.page import CanvasPage, Card
from milepost.rendering.html.document import document
from milepost.rendering.html.grid import grid
from milepost.rendering.html.marks import kept
from milepost.rendering.html.panels import panel
from milepost.rendering.html.shapes import shape

MOST_LISTED = 20


def render_canvas(page: CanvasPage) -> str:
    """Write the page; the same value gives the same bytes."""
    own = files(__package__).joinpath("canvas.css").read_text(encoding="utf-8")
    return document(
        f"{page.title}: outcomes canvas",
        h.header(".wrap.top")[
            h.div(".brand")[h.span[h.b[page.title]], h.span["Outcomes canvas"]],
            h.h1(".long")[page.message],
            h.p(".lede")[page.lede],
            h.nav(".contents", {"aria-label": "On this page"})[_contents(page)],
        ],
        h.main(".wrap", id="main", tabindex="-1")[
            [_card(each) for each in page.cards],
            panel("gaps", "Gaps, those first that hold work up", grid(page.gaps, is_caption_hidden=True)),
        ],
        h.footer(".wrap")[
            h.div(".foot")[
                h.p["View as CLI"],
                h.code(".command")[page.command],
                h.p[f"Drawn by Milepost from the files of program/{page.program}."],
            ]
        ],
        more_style=own,
    )


def _contents(page: CanvasPage) -> Node:
    """List the cards, folded where they would push the canvas off the first screen."""
    cards = [h.li[h.a(href=f"#{each.id}")[each.title]] for each in page.cards]
    gaps = h.li[h.a(href="#gaps")["Gaps"]]
    if len(cards) <= MOST_LISTED:
        return h.ul[cards, gaps]
    return [h.ul[gaps], h.details(".folded")[h.summary[f"All {len(cards):,} capabilities"], h.ul[cards]]]


def _card(of: Card) -> Element:
    return h.section(".panel.canvas", {"id": of.id, "aria-labelledby": f"{of.id}-title"})[
        h.div(".canvas-head")[
            h.h2(id=f"{of.id}-title")[of.title], h.span(".small.quiet")[of.about], h.span(".small.quiet")[of.gaps]
        ],
        h.div(".canvas-groups")[[_group(each) for each in of.groups]],
    ]


def _group(of: Group) -> Element:
    return h.div(".canvas-group")[h.h3[of.title], h.dl[[_field(each) for each in of.fields]]]


def _field(of: Field) -> Node:
    return h.div[h.dt[of.label], h.dd[[_text(of, place, each) for place, each in enumerate(of.texts)]]]


def _text(of: Field, place: int, text: str) -> Node:
    if of.is_gap:
        return h.span(".canvas-gap")[shape("▲", 12), text]
    if place in of.lacking:
        return h.p(".canvas-lacking")[shape("▲", 12), h.span[h.span(".hidden")["Gap: "], kept(text)]]
    return h.p[kept(text)]
