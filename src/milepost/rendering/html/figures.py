"""The panels of the report that hold charts: tiles, milestones, value."""

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.simulated import SIMULATED
from milepost.presentation.report.tile import Bullet, Spark, Tile
from milepost.presentation.report.timeline import Timeline, Track
from milepost.presentation.report.value_panel import ValueChart, ValuePanel
from milepost.presentation.report.value_rows import ValueKind, ValueRow
from milepost.rendering.html import charts, tracks
from milepost.rendering.html.marks import badge, grade, lines, phrases, tag
from milepost.rendering.html.shapes import legend_key

GROUPS = {
    ValueKind.REALISED: ("Realised", "grade A or B"),
    ValueKind.LAPSED: ("Lapsed", "realised once, no longer counted"),
    ValueKind.MEASURED: ("Measured, not randomised", "grade C: never called realised"),
    ValueKind.PLAN: ("Projected", "grade D: what the plan expects over its whole reach, asserted, not added"),
}


def tile(of: Tile) -> Element:
    """Draw a tile: name, figure, its context, and grade, word or tag below."""
    return h.li[
        h.p(".tile-name")[h.a(href=f"#{of.panel}")[of.name]],
        h.p(".tile-figure")[h.span(".tile-lead")[of.lead, " "] if of.lead else None, phrases((of.figure,))],
        h.div[_drawn(of.drawn), lines(of.lines, "tile-line")],
        h.p(".tile-foot")[
            badge(of.badge) if of.badge else None,
            grade(of.grade, because=of.grade_because) if of.grade else None,
            h.span(".aside")[of.tag] if of.tag else None,
            tag(SIMULATED) if of.is_simulated else None,
            h.span(".tile-line")[f"as of {of.as_of}"] if of.as_of else None,
        ],
    ]


def _drawn(of: Bullet | Spark | None) -> Node:
    if of is None:
        return None
    if isinstance(of, Bullet):
        return charts.bullet(of)
    return [charts.spark(of), h.p(".spark-ends", {"aria-hidden": "true"})[h.span[of.first], _target(), h.span[of.last]]]


def _target() -> Element:
    key = h.line({"class": "spark-target", "x1": "0", "x2": "16", "y1": "6", "y2": "6"})
    return h.span[h.svg({"width": "16", "height": "12", "aria-hidden": "true"})[key], "target"]


def milestones(of: Timeline) -> Node:
    """Draw the milestones as a list whose tracks share one axis."""
    if not of.tracks:
        return h.p(".nothing")["The program has no milestones."]
    return h.figure[
        h.div(".rows")[h.div(".axis")[tracks.axis(of)]],
        h.ul(".rows")[[_milestone(of, each) for each in of.tracks]],
        h.figcaption[
            h.ul(".legend")[[legend_key(drawn, text) for drawn, text in tracks.legend(of)]],
            h.p(".small.quiet")["Baselines, forecasts and what a slip delays: ", h.code[of.command]],
        ],
    ]


def value(of: ValuePanel) -> Node:
    """Draw the value by kind, all of a currency on one scale."""
    if of.empty:
        return h.p(".nothing")[of.empty]
    return [
        [_total(each) for each in of.totals],
        [_chart(each) for each in of.charts],
        h.p(".note")[f"{of.estimand} {of.note}".strip()],
    ]


def _total(of: ValueChart) -> Element:
    return h.figure[
        h.h3(".group-title")[h.b["The whole program"], " · by its holdout; what follows is not added to it"],
        h.div(".rows.axis-row")[h.div(".axis")[charts.scale(of)]],
        h.ul(".rows")[[_amount(of, each) for each in of.rows]],
    ]


def _milestone(of: Timeline, one: Track) -> Element:
    meta = [badge(one.badge), h.span(".small.quiet")[phrases(one.about)]]
    return h.li[h.div(".label")[h.h3[one.title], h.p(".meta")[meta]], h.div(".plot")[tracks.track(of, one)]]


def _chart(of: ValueChart) -> Element:
    return h.figure[
        h.div(".rows.axis-row")[h.div(".axis")[charts.scale(of)]],
        [_group(of, kind) for kind in ValueKind if of.of(kind)],
        h.figcaption[
            h.ul(".legend")[
                legend_key(
                    h.rect({"class": "least", "x": "10", "y": "0", "width": "3", "height": "16"}),
                    "at least (one-sided 95%)",
                ),
                legend_key(h.circle({"class": "dot", "cx": "12", "cy": "8", "r": "5"}), "estimate"),
                legend_key(
                    h.line({"class": "span-line realised", "x1": "0", "x2": "24", "y1": "8", "y2": "8"}), "95% interval"
                ),
                legend_key(
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
    meta = [badge(row.badge) if row.badge else None, grade(row.grade, because=row.grade_because), tag(row.tag)]
    return h.li[
        h.div(".label")[
            h.p(".over")[row.capability] if row.capability != row.title else None,
            h.h4[row.title],
            h.p(".amount")[phrases(row.amount)],
            h.p(".meta")[meta],
            h.p(".small")[row.lapsed] if row.lapsed else None,
        ],
        h.div(".plot")[charts.interval(of, row)],
        h.ul(".about")[[h.li[phrases(each)] for each in row.about]] if row.about else None,
    ]
