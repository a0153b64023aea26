"""The shapes of the status words, drawn, since not every font has the symbols."""

import htpy as h
from htpy import Element, Node

_ROUND = {"cx": "8", "cy": "8"}
_LINE = {"fill": "none", "stroke": "currentColor", "stroke-width": "2", "stroke-linecap": "round"}


def shape(symbol: str, size: int = 14) -> Element:
    """Draw the shape of a symbol in the colour of the text; it says nothing that the word beside it does not."""
    return h.svg({"viewBox": "0 0 16 16", "width": str(size), "height": str(size), "aria-hidden": "true"})[
        _DRAWN.get(symbol, _DRAWN["●"])
    ]


def legend_key(drawn: Node, text: str) -> Element:
    """Draw one item of a legend: the mark as it stands in the drawing, 24 by 16, and its word."""
    return h.li[h.svg({"width": "24", "height": "16", "aria-hidden": "true"})[drawn], text]


_DRAWN: dict[str, Node] = {
    "✓": [
        h.circle(_ROUND, r="7", fill="currentColor"),
        h.path(_LINE | {"stroke": "var(--bg)"}, d="M4.8 8.4l2.2 2.2 4.3-4.8"),
    ],
    "↺": [h.path(_LINE, d="M3 8a5 5 0 1 0 1.6-3.7"), h.path(_LINE, d="M4.2 1.4v3.2h3.2")],
    "■": h.rect(x="2", y="2", width="12", height="12", rx="1", fill="currentColor"),
    "▲": h.path(d="M8 1.5l7 13H1z", fill="currentColor"),
    "◇": h.path(_LINE | {"stroke-linejoin": "round"}, d="M8 1.8L14.2 8L8 14.2L1.8 8z"),
    "◌": h.circle(_LINE | _ROUND | {"stroke-dasharray": "2.2 2.6", "stroke-linecap": "butt"}, r="6"),
    "●": h.circle(_ROUND, r="6", fill="currentColor"),
}
