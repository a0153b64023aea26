"""The panels of the report that hold charts: tiles, milestones, value."""

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.tile import Tile
from milepost.presentation.report.timeline import Timeline, Track
from milepost.presentation.report.value_panel import ValueChart, ValueKind, ValuePanel, ValueRow
from milepost.rendering.html import charts
from milepost.rendering.html.marks import badge, grade, lines, phrases

GROUPS = {
    ValueKind.REALISED: ("Realised", "grade A or B"),
    ValueKind.MEASURED: ("Measured, not randomised", "grade C: never called realised"),
    ValueKind.PLAN: ("Projected", "grade D, not added"),
}


def tile(of: Tile) -> Element:
    """Draw a tile: name, figure, its context, and grade, word or tag below."""
    return h.li[
        h.p(".tile-name")[h.a(href=f"#{of.panel}")[of.name]],
        h.p(".tile-figure")[h.span(".tile-lead")[of.lead, " "] if of.lead else None, phrases((of.figure,))],
        h.div[charts.bullet(of.bullet) if of.bullet else None, lines(of.lines, "tile-line")],
        h.p(".tile-foot")[
            badge(of.badge) if of.badge else None,
            grade(of.grade) if of.grade else None,
            h.span(".tag")[of.tag] if of.tag else None,
        ],
    ]


def milestones(of: Timeline) -> Node:
    """Draw the milestones as a list whose tracks share one axis."""
    if not of.tracks:
        return h.p(".nothing")["The program has no milestones."]
    return h.figure[
        h.div(".rows")[h.div(".axis")[charts.axis(of)]],
        h.ul(".rows")[[_milestone(of, each) for each in of.tracks]],
        h.figcaption[
            h.ul(".legend")[
                _key(
                    h.path({"class": "due-met", "d": "M12 2L18 8L12 14L6 8z"}), "due date (outlined while not achieved)"
                ),
                _key(h.rect({"class": "held", "x": "0", "y": "3", "width": "24", "height": "10"}), "achieved"),
                _key(
                    h.rect({"class": "holds", "x": "0", "y": "3", "width": "24", "height": "10"}),
                    "its evidence counts until",
                ),
                _key(h.line({"class": "late", "x1": "0", "x2": "24", "y1": "8", "y2": "8"}), "late"),
            ]
        ],
    ]


def value(of: ValuePanel) -> Node:
    """Draw the value by kind, all of a currency on one scale."""
    if of.empty:
        return h.p(".nothing")[of.empty]
    return [[_chart(each) for each in of.charts], h.p(".note")[of.note]]


def _milestone(of: Timeline, one: Track) -> Element:
    meta = [badge(one.badge), h.span(".small.quiet")[phrases(one.about)]]
    return h.li[h.div(".label")[h.h3[one.title], h.p(".meta")[meta]], h.div(".plot")[charts.track(of, one)]]


def _chart(of: ValueChart) -> Element:
    return h.figure[
        h.div(".rows.axis-row")[h.div(".axis")[charts.scale(of)]],
        [_group(of, kind) for kind in ValueKind if of.of(kind)],
        h.figcaption[
            h.ul(".legend")[
                _key(
                    h.rect({"class": "least", "x": "10", "y": "0", "width": "3", "height": "16"}),
                    "at least (one-sided 95%)",
                ),
                _key(h.circle({"class": "dot", "cx": "12", "cy": "8", "r": "5"}), "estimate"),
                _key(
                    h.line({"class": "span-line realised", "x1": "0", "x2": "24", "y1": "8", "y2": "8"}), "95% interval"
                ),
                _key(
                    h.rect({"class": "span-plan projected", "x": "0", "y": "3", "width": "24", "height": "10"}),
                    "plan, p10 to p90",
                ),
                h.li[f"amounts in {of.currency}"],
            ]
        ],
    ]


def _group(of: ValueChart, kind: ValueKind) -> Node:
    title, about = GROUPS[kind]
    return [
        h.h3(".group-title")[h.b[title], f" · {about}"],
        h.ul(".rows")[[_amount(of, each) for each in of.of(kind)]],
    ]


def _amount(of: ValueChart, row: ValueRow) -> Element:
    meta = [badge(row.badge) if row.badge else None, grade(row.grade)]
    return h.li[
        h.div(".label")[
            h.h4[row.title],
            h.p(".amount")[phrases(row.amount)],
            h.p(".meta")[meta],
        ],
        h.div(".plot")[charts.interval(of, row)],
        h.ul(".about")[[h.li[phrases(each)] for each in row.about]],
    ]


def _key(drawn: Node, text: str) -> Element:
    return h.li[h.svg({"width": "24", "height": "16", "aria-hidden": "true"})[drawn], text]
