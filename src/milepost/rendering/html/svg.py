"""Charts as inline SVG in per cent of their width: text keeps its size on every screen, lines stay crisp.

Each is a picture with a name (`role=img`, title) of what stands in words beside it.
"""

from collections.abc import Iterator
from decimal import Decimal

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.marks import Tone
from milepost.presentation.report.tiles import Bullet
from milepost.presentation.report.timeline import Timeline, Track
from milepost.presentation.report.value_panel import ValueChart, ValueKind, ValueRow
from milepost.rendering.html.marks import tone_class
from milepost.roadmap.money import bare


def patterns() -> Element:
    """Define the hatchings, once a page."""
    return h.svg({"width": "0", "height": "0", "aria-hidden": "true", "style": "position:absolute"})[
        h.defs[_hatch("hatch-good", "--good"), _hatch("hatch-plan", "--plan")]
    ]


def picture(class_: str, name: str, *drawn: Node) -> Element:
    """Make a drawing with a name."""
    return h.svg({"class": class_, "role": "img"})[h.title[name], drawn]


def axis(of: Timeline) -> Element:
    """Draw the quarters and the day of the status above the tracks; the dates stand in the rows too."""
    now = of.place(of.today)
    return h.svg({"aria-hidden": "true"})[
        [_tick_label(of.place(each.on), each.label, is_minor=each.is_minor) for each in of.ticks],
        h.text({"x": per_cent(now), "y": "12", "text-anchor": _anchor(now), "class": "now-text"})[
            f"as of {of.today_said}"
        ],
    ]


def track(of: Timeline, one: Track) -> Element:
    """Draw a milestone: its due date, since when it is achieved and until when its evidence counts."""
    return picture(
        "track",
        one.told,
        [_upright(of.place(each.on), "gridline") for each in of.ticks],
        _level(0, 1, "rail"),
        _held(of, one),
        _late(of, one),
        _upright(of.place(of.today), "now"),
        _due(of, one),
    )


def bullet(of: Bullet) -> Element:
    """Draw a level as a bar from zero, its target as a stroke, its baseline as a dotted one."""
    level, target = float(of.level), float(of.target)
    numbers = [0.0, level, target, *((float(of.baseline),) if of.baseline is not None else ())]
    low, span = min(numbers), (max(numbers) - min(numbers)) or 1.0
    start, end = sorted(((0 - low) / span, (level - low) / span))
    base = None if of.baseline is None else (float(of.baseline) - low) / span
    return picture(
        "bullet",
        of.told,
        _bar(0, 1, "bullet-rail", "6px", "8"),
        _bar(start, end, "bullet-bar", "6px", "8"),
        None if base is None else _upright(base, "bullet-base", "2", "18"),
        _upright((target - low) / span, "bullet-target", "2", "18"),
    )


def scale(of: ValueChart) -> Element:
    """Draw the amounts above the intervals."""
    last = len(of.ticks) - 1
    return h.svg({"class": "amounts", "aria-hidden": "true"})[
        [
            _tick_label(of.place(each), _amount(each), is_minor=place not in (0, last) and each != 0, rise="14")
            for place, each in enumerate(of.ticks)
        ]
    ]


def interval(of: ValueChart, row: ValueRow) -> Element:
    """Draw a row: its range, the bound that is claimed, and the estimate."""
    low, middle, high = (of.place(each) for each in (row.low, row.middle, row.high))
    drawn: Node
    if row.kind is ValueKind.REALISED:
        drawn = [_level(low, high, "span-line"), _diamond_bound(of, row), _dot(middle, "dot")]
    elif row.kind is ValueKind.MEASURED:
        drawn = [_bar(low, high, "span-open"), _dot(middle, "dot-open")]
    else:
        drawn = [_bar(low, high, "span-plan"), _upright(middle, "middle", "calc(50% - 10px)", "calc(50% + 10px)")]
    grid = [_upright(of.place(each), "zero" if each == 0 else "gridline") for each in of.ticks]
    return picture(
        f"track {row.kind.name.lower() if row.kind is not ValueKind.PLAN else 'projected'}", row.told, grid, drawn
    )


def per_cent(share: float) -> str:
    """Write a place for SVG, to a hundredth of a per cent."""
    return f"{share * 100:.2f}%"


def _held(of: Timeline, one: Track) -> Iterator[Node]:
    if one.achieved is not None:
        start, now = of.place(one.achieved), of.place(of.today)
        if one.holds is not None:
            yield _bar(now, of.place(one.holds), "holds", "10px")
        yield _bar(start, max(now, start + 0.002), "held", "10px")


def _late(of: Timeline, one: Track) -> Node:
    if not one.is_late or one.due is None or one.due >= of.today:
        return None
    return _level(of.place(one.due), of.place(of.today), "late")


def _due(of: Timeline, one: Track) -> Node:
    if one.due is None:
        return None
    met = "due-met" if one.achieved is not None else "due"
    tone = Tone.BAD if one.is_late else one.badge.tone
    return _nested(of.place(one.due), h.path({"class": f"{met} {tone_class(tone)}", "d": "M0 -8L8 0L0 8L-8 0z"}))


def _diamond_bound(of: ValueChart, row: ValueRow) -> Node:
    if row.least is None:
        return None
    return _nested(of.place(row.least), h.path({"class": "least", "d": "M-1.5 -12h3v24h-3z"}))


def _nested(share: float, drawn: Node) -> Element:
    """Place a shape of fixed size at a share of the width, in the middle of the height."""
    return h.svg({"x": per_cent(share), "y": "50%", "overflow": "visible", "width": "1", "height": "1"})[drawn]


def _dot(share: float, class_: str) -> Element:
    return h.circle({"class": class_, "cx": per_cent(share), "cy": "50%", "r": "6"})


def _bar(start: float, end: float, class_: str, height: str = "12px", rise: str = "") -> Element:
    width = per_cent(max(end - start, 0.001))
    top = f"y:{rise}px" if rise else f"y:calc(50% - {int(height.removesuffix('px')) // 2}px)"
    return h.rect({"class": class_, "x": per_cent(start), "width": width, "height": height, "style": top})


def _level(start: float, end: float, class_: str) -> Element:
    return h.line({"class": class_, "x1": per_cent(start), "x2": per_cent(end), "y1": "50%", "y2": "50%"})


def _upright(share: float, class_: str, top: str = "0", bottom: str = "100%") -> Element:
    if top.startswith("calc"):
        return _nested(share, h.path({"class": class_, "d": "M0 -10v20"}))
    return h.line({"class": class_, "x1": per_cent(share), "x2": per_cent(share), "y1": top, "y2": bottom})


def _tick_label(share: float, label: str, *, is_minor: bool, rise: str = "32") -> Element:
    attributes = {"x": per_cent(share), "y": rise, "text-anchor": _anchor(share)}
    return h.text(attributes | ({"class": "minor"} if is_minor else {}))[label]


def _anchor(share: float) -> str:
    return "start" if share < 0.08 else "end" if share > 0.92 else "middle"


def _amount(value: Decimal) -> str:
    """Write a round amount without idle cents."""
    return bare(value).removesuffix(".00")


def _hatch(name: str, colour: str) -> Element:
    size = {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return h.pattern(size)[
        h.rect(width="6", height="6", fill="var(--bg)"), h.rect(width="2", height="6", fill=f"var({colour})")
    ]
