"""The milestones on their axis: when each is due, how long each word held, until when the evidence counts.

A word has a form of its own, not only a colour: a bar, a hatched bar, a line, a dashed line.
"""

from collections.abc import Iterator

import htpy as h
from htpy import Element, Node

from milepost.kernel.words import MilestoneWord
from milepost.presentation.report.timeline import Stretch, Timeline, Track
from milepost.rendering.html import svg
from milepost.rendering.html.marks import tone_class

LEAST = 0.004
_LINES = {MilestoneWord.MISSED: "missed", MilestoneWord.OFF_TRACK: "off-track", MilestoneWord.AT_RISK: "at-risk"}


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
    """Draw a milestone."""
    return svg.picture(
        "track",
        one.told,
        [svg.upright(of.place(each.on), "gridline") for each in of.ticks],
        svg.level(0, 1, "rail"),
        None if one.holds is None else svg.bar(of.place(of.today), of.place(one.holds), "holds", "10px"),
        [_stretch(of, each) for each in one.stretches],
        svg.upright(of.place(of.today), "now"),
        _due(of, one),
    )


def legend(of: Timeline) -> Iterator[tuple[Node, str]]:
    """Give each form that is drawn, with what it means."""
    bar = {"x": "0", "y": "3", "width": "24", "height": "10"}
    line = {"x1": "0", "x2": "24", "y1": "8", "y2": "8"}
    drawn = {(each.word, each.is_over) for one in of.tracks for each in one.stretches}
    words = {word for word, _ in drawn}
    yield h.path({"class": "due-met", "d": "M12 2L18 8L12 14L6 8z"}), "due date, outlined until first achieved"
    if (MilestoneWord.ACHIEVED, False) in drawn:
        yield h.rect({"class": "held"} | bar), "achieved"
    if any(each.holds for each in of.tracks):
        yield h.rect({"class": "holds"} | bar), "its evidence counts until"
    if (MilestoneWord.ACHIEVED, True) in drawn:
        yield h.rect({"class": "held-once"} | bar), "was achieved, and is not now"
    if MilestoneWord.REOPENED in words:
        yield h.rect({"class": "reopened"} | bar), "reopened"
    for word, name in _LINES.items():
        if word in words:
            yield h.line({"class": name} | line), word.value


def _stretch(of: Timeline, one: Stretch) -> Node:
    start, end = of.place(one.start), of.place(one.until)
    if one.word in _LINES:
        return svg.level(start, end, _LINES[one.word] + (" over" if one.is_over else ""))
    if one.word is MilestoneWord.REOPENED:
        return svg.bar(start, max(end, start + LEAST), "reopened", "10px")
    held = svg.bar(start, max(end, start + LEAST), "held-once" if one.is_over else "held", "10px")
    return [held, svg.nested(end, h.path({"class": "ended", "d": "M0 -9v18"}))] if one.is_over else held


def _due(of: Timeline, one: Track) -> Node:
    if one.due is None:
        return None
    met = "due-met" if one.is_made else "due"
    tone = tone_class(one.badge.tone)
    return svg.nested(of.place(one.due), h.path({"class": f"{met} {tone}", "d": "M0 -8L8 0L0 8L-8 0z"}))
