"""The intervals of a read-out as charts."""

from collections.abc import Iterator
from decimal import Decimal

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.marks import badge_of
from milepost.presentation.report.value_panel import scale
from milepost.rendering.html import svg
from milepost.rendering.html.marks import badge
from milepost.rendering.intervals import Interval


def effect_rows(of: tuple[Interval, ...]) -> Iterator[Element]:
    """Draw effects as small multiples: each metric has its own unit, so each has its own scale and zero."""
    for each in of:
        yield _row(each, scale(min(each.low, Decimal(0)), max(each.high, Decimal(0)), 4))


def shared_rows(of: tuple[Interval, ...]) -> Iterator[Element]:
    """Draw rows of one unit on one scale: amounts of one currency, or one metric's effects."""
    zero = Decimal(0)
    ticks = scale(min((zero, *(each.low for each in of))), max((zero, *(each.high for each in of))))
    for each in of:
        yield _row(each, ticks)


def _row(of: Interval, ticks: tuple[Decimal, ...]) -> Element:
    return h.li[
        h.div(".label")[h.h4[of.name], h.p[of.said], h.p(".meta")[badge(badge_of(of.phase)) if of.phase else None]],
        h.div(".plot.with-axis")[_drawn(of, ticks)],
    ]


def _drawn(of: Interval, ticks: tuple[Decimal, ...]) -> Element:
    first, span = ticks[0], ticks[-1] - ticks[0]

    def place(value: Decimal) -> float:
        return float((value - first) / span)

    marks: list[Node] = [svg.upright(place(each), "zero" if each == 0 else "gridline", "0", "48") for each in ticks]
    labels = [
        svg.tick_label(place(each), f"{each.normalize():,f}", is_minor=each not in (ticks[0], ticks[-1], 0), rise="64")
        for each in ticks
    ]
    bound = None if of.least is None else svg.bound(place(of.least), "24")
    return svg.picture(
        "track realised fixed",
        f"{of.name}: {of.said}",
        marks,
        labels,
        svg.level(place(of.low), place(of.high), "span-line", "24"),
        bound,
        svg.dot(place(of.middle), "dot", "24"),
    )
