"""The charts: a level between baseline and target, levels over time, amounts with their ranges.

Each is a picture with a name (`role=img`, title) of what stands in words beside it.
"""

from decimal import Decimal

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.tile import Bullet, Spark
from milepost.presentation.report.value_panel import ValueChart
from milepost.presentation.report.value_rows import ValueKind, ValueRow
from milepost.rendering.html import svg
from milepost.roadmap.money import bare

_KINDS = {
    ValueKind.REALISED: "realised",
    ValueKind.LAPSED: "lapsed",
    ValueKind.MEASURED: "measured",
    ValueKind.PLAN: "projected",
}
_SPARK_ROOM = 0.14


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


def spark(of: Spark) -> Element:
    """Draw the levels of a KPI over time as a line, its target dashed."""
    numbers = [float(each.value) for each in of.levels] + [float(of.target)]
    low, span = min(numbers), (max(numbers) - min(numbers)) or 1.0
    start, days = of.levels[0].on, (of.levels[-1].on - of.levels[0].on).days or 1

    def rise(value: Decimal) -> float:
        return 1 - _SPARK_ROOM - (float(value) - low) / span * (1 - 2 * _SPARK_ROOM)

    points = [(0.02 + (each.on - start).days / days * 0.95, rise(each.value)) for each in of.levels]
    return svg.picture(
        "spark",
        of.told,
        svg.level(0, 1, "spark-target", svg.per_cent(rise(of.target))),
        svg.line_through(points, "spark-line"),
        [svg.dot(x, "spark-dot", svg.per_cent(y)) for x, y in points[:-1]],
        svg.dot(points[-1][0], "spark-last", svg.per_cent(points[-1][1])),
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
        ValueKind.LAPSED: [svg.bar(low, high, "span-open"), svg.dot(middle, "dot-open")],
        ValueKind.MEASURED: [svg.bar(low, high, "span-open"), svg.dot(middle, "dot-open")],
        ValueKind.PLAN: [
            svg.bar(low, high, "span-plan"),
            svg.nested(middle, h.path({"class": "middle", "d": "M0 -10v20"})),
        ],
    }
    grid = [svg.upright(of.place(each), "zero" if each == 0 else "gridline") for each in of.ticks]
    loss = " loss" if row.kind is ValueKind.REALISED and row.high < 0 else ""
    return svg.picture(f"track {_KINDS[row.kind]}{loss}", row.told, grid, drawn[row.kind])


def _amount(value: Decimal) -> str:
    """Write a round amount without idle cents."""
    return bare(value).removesuffix(".00")
