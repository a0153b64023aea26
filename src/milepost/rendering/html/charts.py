"""The charts: milestones on an axis, a level between baseline and target, amounts with their ranges.

Each is a picture with a name (`role=img`, title) of what stands in words beside it.
"""

from collections.abc import Iterator
from decimal import Decimal

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.marks import Tone
from milepost.presentation.report.tile import Bullet
from milepost.presentation.report.timeline import Timeline, Track
from milepost.presentation.report.value_panel import ValueChart, ValueKind, ValueRow
from milepost.rendering.html import svg
from milepost.rendering.html.marks import tone_class
from milepost.roadmap.money import bare

_KINDS = {ValueKind.REALISED: "realised", ValueKind.MEASURED: "measured", ValueKind.PLAN: "projected"}


def axis(of: Timeline) -> Element:
    """Draw the quarters and the day of the status above the tracks; the dates stand in the rows too."""
    now = of.place(of.today)
    return h.svg({"aria-hidden": "true"})[
        [svg.tick_label(of.place(each.on), each.label, is_minor=each.is_minor) for each in of.ticks],
        h.text({"x": svg.per_cent(now), "y": "12", "text-anchor": svg.anchor(now), "class": "now-text"})[
            f"as of {of.today_said}"
        ],
    ]


def track(of: Timeline, one: Track) -> Element:
    """Draw a milestone: its due date, since when it is achieved and until when its evidence counts."""
    return svg.picture(
        "track",
        one.told,
        [svg.upright(of.place(each.on), "gridline") for each in of.ticks],
        svg.level(0, 1, "rail"),
        _held(of, one),
        _late(of, one),
        svg.upright(of.place(of.today), "now"),
        _due(of, one),
    )


def bullet(of: Bullet) -> Element:
    """Draw a level as a bar from zero, its target as a stroke, its baseline as a dotted one."""
    level, target = float(of.level), float(of.target)
    numbers = [0.0, level, target, *((float(of.baseline),) if of.baseline is not None else ())]
    low, span = min(numbers), (max(numbers) - min(numbers)) or 1.0
    start, end = sorted(((0 - low) / span, (level - low) / span))
    base = None if of.baseline is None else (float(of.baseline) - low) / span
    return svg.picture(
        "bullet",
        of.told,
        svg.bar(0, 1, "bullet-rail", "6px", "8"),
        svg.bar(start, end, "bullet-bar", "6px", "8"),
        None if base is None else svg.upright(base, "bullet-base", "2", "18"),
        svg.upright((target - low) / span, "bullet-target", "2", "18"),
    )


def scale(of: ValueChart) -> Element:
    """Draw the amounts above the intervals."""
    last = len(of.ticks) - 1
    return h.svg({"class": "amounts", "aria-hidden": "true"})[
        [
            svg.tick_label(of.place(each), _amount(each), is_minor=place not in (0, last) and each != 0, rise="14")
            for place, each in enumerate(of.ticks)
        ]
    ]


def interval(of: ValueChart, row: ValueRow) -> Element:
    """Draw a row: its range, the bound that is claimed, and the estimate."""
    low, middle, high = (of.place(each) for each in (row.low, row.middle, row.high))
    bound = None if row.least is None else svg.bound(of.place(row.least))
    drawn: dict[ValueKind, Node] = {
        ValueKind.REALISED: [svg.level(low, high, "span-line"), bound, svg.dot(middle, "dot")],
        ValueKind.MEASURED: [svg.bar(low, high, "span-open"), svg.dot(middle, "dot-open")],
        ValueKind.PLAN: [
            svg.bar(low, high, "span-plan"),
            svg.nested(middle, h.path({"class": "middle", "d": "M0 -10v20"})),
        ],
    }
    grid = [svg.upright(of.place(each), "zero" if each == 0 else "gridline") for each in of.ticks]
    return svg.picture(f"track {_KINDS[row.kind]}", row.told, grid, drawn[row.kind])


def _held(of: Timeline, one: Track) -> Iterator[Node]:
    if one.achieved is not None:
        start, now = of.place(one.achieved), of.place(of.today)
        if one.holds is not None:
            yield svg.bar(now, of.place(one.holds), "holds", "10px")
        yield svg.bar(start, max(now, start + 0.002), "held", "10px")


def _late(of: Timeline, one: Track) -> Node:
    if not one.is_late or one.due is None or one.due >= of.today:
        return None
    return svg.level(of.place(one.due), of.place(of.today), "late")


def _due(of: Timeline, one: Track) -> Node:
    if one.due is None:
        return None
    met = "due-met" if one.achieved is not None else "due"
    tone = Tone.BAD if one.is_late else one.badge.tone
    return svg.nested(of.place(one.due), h.path({"class": f"{met} {tone_class(tone)}", "d": "M0 -8L8 0L0 8L-8 0z"}))


def _amount(value: Decimal) -> str:
    """Write a round amount without idle cents."""
    return bare(value).removesuffix(".00")
