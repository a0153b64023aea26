"""The intervals of a read-out as charts, drawn from the worded table, so that chart and table can never disagree."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import htpy as h
from htpy import Element, Node

from milepost.kernel.words import Phase
from milepost.presentation.report.marks import badge_of
from milepost.presentation.report.value_panel import scale
from milepost.presentation.values import Table
from milepost.rendering.html import svg
from milepost.rendering.html.marks import badge

_PHASES = {phase.value: phase for phase in Phase}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A row that holds numbers; `least` is the one-sided bound where the table has one."""

    name: str
    said: str
    phase: Phase | None
    low: Decimal
    middle: Decimal
    high: Decimal
    least: Decimal | None


def intervals_of(of: Table, *, name: str, estimate: str, least: str | None) -> tuple[Interval, ...]:
    """Read the rows that have an interval, by the titles of their columns; rows of dashes are left out."""
    titles = [each.title for each in of.columns]
    found = (_interval(dict(zip(titles, row, strict=True)), name, estimate, least) for row in of.rows)
    return tuple(each for each in found if each is not None)


def effect_rows(of: tuple[Interval, ...]) -> Iterator[Element]:
    """Draw effects as small multiples: each metric has its own unit, so each has its own scale and zero."""
    for each in of:
        yield _row(each, scale(min(each.low, Decimal(0)), max(each.high, Decimal(0)), 4))


def money_rows(of: tuple[Interval, ...]) -> Iterator[Element]:
    """Draw amounts of one currency on one scale."""
    zero = Decimal(0)
    ticks = scale(min((zero, *(each.low for each in of))), max((zero, *(each.high for each in of))))
    for each in of:
        yield _row(each, ticks)


def _interval(row: dict[str, str], name: str, estimate: str, least: str | None) -> Interval | None:
    low, _, high = row.get("95% interval", "").partition(" to ")
    numbers = [_number(each) for each in (low, row.get(estimate, ""), high)]
    if numbers[0] is None or numbers[1] is None or numbers[2] is None:
        return None
    return Interval(
        name=row[name],
        said=_said(row, estimate, least),
        phase=_PHASES.get(row.get("Phase", "").partition(" ")[2]),
        low=numbers[0],
        middle=numbers[1],
        high=numbers[2],
        least=_number(row.get(least, "")) if least else None,
    )


def _said(row: dict[str, str], estimate: str, least: str | None) -> str:
    interval = f"95% interval {row['95% interval']}"
    if least is None or _number(row.get(least, "")) is None:
        return f"{row[estimate]} ({interval})"
    return f"at least {row[least]} (estimate {row[estimate]}, {interval})"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


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
