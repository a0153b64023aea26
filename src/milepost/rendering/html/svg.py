"""SVG in per cent of its width: text keeps its size on every screen, and lines stay crisp."""

from collections.abc import Sequence

import htpy as h
from htpy import Element, Node

MIDDLE = "50%"


def patterns() -> Element:
    """Define the hatchings, once a page."""
    return h.svg({"width": "0", "height": "0", "aria-hidden": "true", "style": "position:absolute"})[
        h.defs[_hatch("hatch-good", "--good"), _hatch("hatch-warn", "--warn"), _hatch("hatch-plan", "--plan")]
    ]


def picture(class_: str, name: str, *drawn: Node) -> Element:
    """Make a drawing with a name."""
    return h.svg({"class": class_, "role": "img"})[h.title[name], drawn]


def nested(share: float, drawn: Node, rise: str = MIDDLE) -> Element:
    """Place a shape of fixed size at a share of the width, at a height."""
    return h.svg({"x": per_cent(share), "y": rise, "overflow": "visible", "width": "1", "height": "1"})[drawn]


def dot(share: float, class_: str, rise: str = MIDDLE) -> Element:
    """Draw an estimate: a dot."""
    return h.circle({"class": class_, "cx": per_cent(share), "cy": rise, "r": "6"})


def bound(share: float, rise: str = MIDDLE) -> Element:
    """Draw the bound that is claimed: a short upright bar."""
    return nested(share, h.path({"class": "least", "d": "M-1.5 -12h3v24h-3z"}), rise)


def bar(start: float, end: float, class_: str, height: str = "12px", rise: str = "") -> Element:
    """Draw a bar between two shares; `rise` is where it begins in pixels, empty for the middle."""
    width = per_cent(max(end - start, 0.001))
    top = f"y:{rise}px" if rise else f"y:calc(50% - {int(height.removesuffix('px')) // 2}px)"
    return h.rect({"class": class_, "x": per_cent(start), "width": width, "height": height, "style": top})


def level(start: float, end: float, class_: str, rise: str = MIDDLE) -> Element:
    """Draw a level line between two shares."""
    return h.line({"class": class_, "x1": per_cent(start), "x2": per_cent(end), "y1": rise, "y2": rise})


def upright(share: float, class_: str, top: str = "0", bottom: str = "100%") -> Element:
    """Draw an upright line at a share of the width."""
    return h.line({"class": class_, "x1": per_cent(share), "x2": per_cent(share), "y1": top, "y2": bottom})


def line_through(points: Sequence[tuple[float, float]], class_: str) -> Element:
    """Draw a line through shares of width and height; its thickness stays."""
    path = " ".join(f"{x * 100:.2f},{y * 100:.2f}" for x, y in points)
    stretched = {"viewBox": "0 0 100 100", "preserveAspectRatio": "none", "overflow": "visible"}
    return h.svg(stretched | {"width": "100%", "height": "100%"})[
        h.polyline({"class": class_, "points": path, "vector-effect": "non-scaling-stroke"})
    ]


def tick_label(share: float, label: str, *, is_minor: bool, rise: str = "32") -> Element:
    """Write a label at a share of the width; a minor one may be hidden where there is little room."""
    attributes = {"x": per_cent(share), "y": rise, "text-anchor": anchor(share)}
    return h.text(attributes | ({"class": "minor"} if is_minor else {}))[label]


def anchor(share: float) -> str:
    """Return the side on which a label must grow to stay inside the drawing."""
    return "start" if share < 0.08 else "end" if share > 0.92 else "middle"


def per_cent(share: float) -> str:
    """Write a place for SVG, to a hundredth of a per cent."""
    return f"{share * 100:.2f}%"


def _hatch(name: str, colour: str) -> Element:
    size = {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return h.pattern(size)[
        h.rect(width="6", height="6", fill="var(--bg)"), h.rect(width="2", height="6", fill=f"var({colour})")
    ]
