"""One row of the roadmap as a drawing 56 pixels high: work above, what was promised below, each in a form of its own.

Places are in per cent of the width and heights in pixels, so that a page and a picture by itself draw the same.
"""

from collections.abc import Iterator
from datetime import date

import htpy as h
from htpy import Element, Node

from milepost.presentation.roadmap_timeline import RoadmapTimeline, RowKind, Stretch, TimelineRow
from milepost.rendering.html import svg
from milepost.rendering.html.marks import tone_class

HEIGHT = 56
_BAR, _BAR_HEIGHT, _MIDDLE = 14, 14, 21
_PROMISE, _PROMISE_HEIGHT, _PROMISED = 36, 7, 40
_ABOVE = "9"
LEAST = 0.004


def hatch() -> Element:
    """Define the hatching of work to come, once a page."""
    return h.svg({"width": "0", "height": "0", "aria-hidden": "true", "style": "position:absolute"})[
        h.defs[hatch_pattern()]
    ]


def hatch_pattern() -> Element:
    """Return the hatching as a pattern."""
    size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return h.pattern({"id": "hatch-work"} | size)[
        h.rect({"class": "hatch-ground"}, width="6", height="6", fill="var(--bg)"),
        h.rect({"class": "hatch-line"}, width="2.5", height="6", fill="var(--accent)"),
    ]


def axis(of: RoadmapTimeline) -> Element:
    """Draw years, quarters and the day of the status above the rows; the dates stand in the rows too."""
    return h.svg({"aria-hidden": "true"})[list(axis_labels(of))]


def axis_labels(of: RoadmapTimeline) -> Iterator[Node]:
    """Give the texts of the axis, within 44 pixels."""
    for place, each in enumerate(of.quarters):
        at = {"x": svg.per_cent(of.place(each.on)), "text-anchor": "start"}
        if each.year:
            yield h.text(at | {"class": "year", "y": "26"})[each.year]
        yield h.text(at | {"y": "42", "class": "minor" if place % 2 else "quarter"})[each.label]
    if of.today is not None:
        now = of.place(of.today)
        yield h.text({"x": svg.per_cent(now), "y": "11", "text-anchor": svg.anchor(now), "class": "now-text"})[
            f"as of {of.today_said}"
        ]


def track(of: RoadmapTimeline, row: TimelineRow) -> Element:
    """Draw a row, with its sentence as its name."""
    return svg.picture("road-track", row.told, list(shapes(of, row)))


def shapes(of: RoadmapTimeline, row: TimelineRow) -> Iterator[Node]:
    """Give the shapes of a row from the back to the front."""
    for each in of.quarters:
        yield svg.upright(of.place(each.on), "grid")
    if of.today is not None:
        yield svg.upright(of.place(of.today), "today")
    yield from _milestone(of, row) if row.kind is RowKind.MILESTONE else _capability(of, row)


def _capability(of: RoadmapTimeline, row: TimelineRow) -> Iterator[Node]:
    if row.baseline is not None:
        yield _rect(of, row.baseline, "promised", _PROMISE, _PROMISE_HEIGHT)
    if row.live is not None:
        yield svg.level(of.place(row.live.start), of.place(row.live.end), "in-use", str(_MIDDLE))
    for stretch, name in ((row.past, "past"), (row.ahead, "ahead")):
        if stretch is not None:
            yield _rect(of, stretch, name, _BAR, _BAR_HEIGHT)
    if row.is_critical and row.ahead is not None:
        yield _rect(of, row.ahead, "critical", _BAR - 3, _BAR_HEIGHT + 6)
    yield from _spread(of, row.spread)
    end = row.ahead.end if row.ahead else row.past.end if row.past else None
    if end is None:
        yield from () if row.is_done else _never(of, "never, by this plan")
    else:
        yield _said(of, end, rise=_ABOVE)


def _milestone(of: RoadmapTimeline, row: TimelineRow) -> Iterator[Node]:
    due = row.baseline.end if row.baseline else None
    if due is not None and row.day is not None and due != row.day:
        first, last = sorted((of.place(due), of.place(row.day)))
        yield svg.level(first, last, "slipped" if row.is_late else "gained", str(_MIDDLE))
    if due is not None:
        yield svg.nested(of.place(due), h.path({"class": "promised-day", "d": "M0 -5L6 5H-6z"}), str(_PROMISED))
    yield from _spread(of, row.spread)
    if row.day is None:
        if due is not None and of.today is not None and due < of.today:
            yield svg.level(of.place(due), of.place(of.today), "slipped", str(_MIDDLE))
        yield from _never(of, "no date")
        return
    form = h.path({"class": f"{'made' if row.is_done else 'hoped'} {tone_class(row.badge.tone)}", "d": _DIAMOND})
    yield svg.nested(of.place(row.day), form, str(_MIDDLE))
    yield _said(of, row.day, rise=_ABOVE) if row.spread else _said(of, row.day, gap=12)


_DIAMOND = "M0 -8L8 0L0 8L-8 0z"


def _rect(of: RoadmapTimeline, stretch: Stretch, name: str, top: int, height: int) -> Element:
    start, end = of.place(stretch.start), of.place(stretch.end)
    at = {"x": svg.per_cent(start), "width": svg.per_cent(max(end - start, LEAST)), "y": str(top)}
    return h.rect({"class": name, "height": str(height), "rx": "1"} | at)


def _spread(of: RoadmapTimeline, stretch: Stretch | None) -> Iterator[Node]:
    """Draw p10 to p90 as a line with ends."""
    if stretch is None:
        return
    start, end = of.place(stretch.start), of.place(stretch.end)
    yield svg.level(start, end, "spread-line", str(_MIDDLE))
    for each in (start, end):
        yield svg.nested(each, h.path({"class": "spread-line", "d": "M0 -5v10"}), str(_MIDDLE))


def _said(of: RoadmapTimeline, day: date, *, gap: int = 0, rise: str = "25") -> Element:
    """Write a day beside what ends on it, on the side where there is room; above the line with `rise`."""
    place = of.place(day)
    is_left = place > 0.88
    at = {"x": str(-gap if is_left else gap), "text-anchor": "end" if is_left else "start"}
    return svg.nested(place, h.text({"class": "day"} | at)[day.isoformat()], rise)


def _never(of: RoadmapTimeline, text: str) -> Iterator[Node]:
    place = of.place(of.today) if of.today else 0.0
    is_left = place > 0.8
    shift = {"x": "-8" if is_left else "8", "text-anchor": "end" if is_left else "start"}
    yield svg.nested(place, h.text({"class": "open-end"} | shift)[text], "25")


def legend(of: RoadmapTimeline) -> Iterator[tuple[Node, str]]:
    """Give each form that is drawn, with what it means, in a box of 24 by 16."""
    rows = of.rows
    bar = {"x": "0", "y": "2", "width": "24", "height": "12"}
    capabilities = [each for each in rows if each.kind is RowKind.CAPABILITY]
    milestones = [each for each in rows if each.kind is RowKind.MILESTONE]
    diamond = "M12 1L19 8L12 15L5 8z"
    if any(each.past for each in rows):
        yield h.rect({"class": "past"} | bar), "work done"
    if any(each.ahead for each in rows):
        yield h.rect({"class": "ahead"} | bar), "work to come"
    if any(each.is_critical for each in rows):
        yield h.rect({"class": "critical"} | bar), "critical: any slip moves the plan's last day"
    if any(each.live for each in rows):
        yield h.line({"class": "in-use", "x1": "0", "x2": "24", "y1": "8", "y2": "8"}), "live"
    if any(each.baseline for each in capabilities):
        yield h.rect({"class": "promised", "x": "0", "y": "5", "width": "24", "height": "7"}), "accepted baseline"
    if any(each.day and each.is_done for each in milestones):
        yield h.path({"class": "made good", "d": diamond}), "milestone first achieved"
    if any(each.day and not each.is_done for each in milestones):
        yield h.path({"class": "hoped active", "d": diamond}), "milestone, forecast"
    if any(each.baseline for each in milestones):
        yield h.path({"class": "promised-day", "d": "M12 3L18 13H6z"}), "due"
    if any(each.spread for each in rows):
        yield h.path({"class": "spread-line", "d": "M1 3v10M1 8h22M23 3v10"}), "p10 to p90 of the futures"
