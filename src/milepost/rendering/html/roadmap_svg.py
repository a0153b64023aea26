"""The roadmap as a picture by itself: an SVG that a deck, a wiki or a printer takes.

Colours follow light and dark where the viewer can; one that does not know CSS variables draws the light ones. The words
of every row stand in the description, for whoever does not see it.
"""

import re
import textwrap
from collections.abc import Iterator

import htpy as h
from htpy import Element, Node
from markupsafe import Markup

from milepost.presentation.roadmap_timeline import RoadmapTimeline, TimelineGroup, TimelineRow
from milepost.presentation.roadmap_view import RoadmapView
from milepost.rendering.html import roadmap_track
from milepost.rendering.html.document import style
from milepost.rendering.html.marks import tone_class
from milepost.rendering.html.roadmap import roadmap_style
from milepost.rendering.html.shapes import shape

WIDTH, EDGE, LABEL, RIGHT = 1200, 24, 320, 112
PLOT = WIDTH - 2 * EDGE - LABEL - RIGHT - 32
TITLE_WIDTH, LABEL_WIDTH, GROUP_WIDTH = 92, 44, 110
MARK = "<!-- A roadmap, drawn by Milepost. -->\n"
"""The first line, by which a picture of ours is known."""
_TOKEN = re.compile(r"--(\w+): (#[0-9A-F]{6})")
_USED = re.compile(r"([\w-]+): (var\(--(\w+)\))")
_OWN = """
  .ground { fill: var(--bg); } text { font: 13px var(--sans); fill: var(--ink); font-variant-numeric: tabular-nums; }
  .head { font-size: 22px; font-weight: 650; } .quiet { fill: var(--muted); } .strong { font-weight: 600; }
  .name { font-size: 14px; font-weight: 600; } .group { font-size: 13px; font-weight: 650; }
  .rule { stroke: var(--hair); } .rule-strong { stroke: var(--ink); }
  .late { fill: var(--bad); font-weight: 600; } .good { color: var(--good); } .active { color: var(--accent); }
  .warn { color: var(--warn); } .bad { color: var(--bad); } .tone-quiet { color: var(--muted); }
  .word { fill: currentColor; font-weight: 600; } .year { font-weight: 600; } .now-text { font-weight: 600; }
  .hatch-ground { fill: var(--bg); } .hatch-line { fill: var(--accent); }
"""


def roadmap_svg(view: RoadmapView) -> str:
    """Draw the picture: the same value gives the same bytes."""
    rows, height = _laid_out(view)
    told = [view.program, *view.banners, *(each.told for each in view.timeline.rows)]
    size = {"width": str(WIDTH), "height": str(height), "viewBox": f"0 0 {WIDTH} {height}"}
    names = {"role": "img", "aria-labelledby": "roadmap-title roadmap-words", "xmlns": "http://www.w3.org/2000/svg"}
    drawn = h.svg(names | size)[
        h.title(id="roadmap-title")[view.message],
        h.desc(id="roadmap-words")["\n".join(told)],
        h.style[Markup(_style())],  # noqa: S704 - our own files
        h.defs[roadmap_track.hatch_pattern()],
        h.rect({"class": "ground", "width": str(WIDTH), "height": str(height)}),
        rows,
    ]
    return f"{MARK}{drawn}\n"


def _laid_out(view: RoadmapView) -> tuple[list[Node], int]:
    """Place everything from the top; returns it with the height that it takes."""
    of, found, y = view.timeline, list[Node](), 40
    found.append(_text(EDGE, y, f"{view.program} · roadmap", "quiet"))
    y += 34
    for line in textwrap.wrap(view.message, TITLE_WIDTH):
        found.append(_text(EDGE, y, line, "head"))
        y += 30
    for line in textwrap.wrap(" ".join(view.banners), 150):
        found.append(_text(EDGE, y, line, "quiet"))
        y += 18
    y += 4
    found.append(_nested(EDGE + LABEL + 16, y, PLOT, 44, list(roadmap_track.axis_labels(of))))
    y += 52
    for group in of.groups:
        drawn, y = _group(of, group, y)
        found += drawn
    found.append(_line(EDGE, y, WIDTH - EDGE, y, "rule-strong"))
    drawn, y = _legend(of, y + 16)
    found += drawn
    return found, y + EDGE


def _group(of: RoadmapTimeline, group: TimelineGroup, y: int) -> tuple[list[Node], int]:
    found: list[Node] = [
        _line(EDGE, y, WIDTH - EDGE, y, "rule-strong"),
        _text(EDGE, y + 24, _cut(group.title), "group"),
    ]
    if group.badge is not None:
        found += _badge(
            EDGE + LABEL + PLOT + 32, y + 24, group.badge.symbol, group.badge.word, tone_class(group.badge.tone)
        )
    y += 36
    for row in group.rows:
        drawn, y = _row(of, row, y)
        found += drawn
    return found, y + 8


def _cut(text: str) -> str:
    return text if len(text) <= GROUP_WIDTH else f"{text[: GROUP_WIDTH - 1].rstrip()}…"


def _row(of: RoadmapTimeline, row: TimelineRow, y: int) -> tuple[list[Node], int]:
    title = textwrap.wrap(row.title, LABEL_WIDTH)[:2] or [row.ref]
    height = max(roadmap_track.HEIGHT, 20 * len(title) + 32)
    found: list[Node] = [_line(EDGE, y, WIDTH - EDGE, y, "rule")]
    found += [_text(EDGE, y + 20 + 18 * place, line, "name") for place, line in enumerate(title)]
    under = y + 22 + 18 * len(title)
    tone, name = tone_class(row.badge.tone), row.about.partition(",")[0]
    name += " · critical" if row.is_critical else ""
    found += _badge(EDGE, under, row.badge.symbol, row.badge.word, tone, name)
    at = EDGE + LABEL + 16
    middle = y + (height - roadmap_track.HEIGHT) // 2
    found.append(_nested(at, middle, PLOT, roadmap_track.HEIGHT, list(roadmap_track.shapes(of, row))))
    right = at + PLOT + 16
    found.append(_text(right, middle + 25, row.slip, "late" if row.is_late else "strong"))
    found.append(_text(right, middle + 43, row.room or row.chance, "quiet"))
    return found, y + height


def _legend(of: RoadmapTimeline, y: int) -> tuple[list[Node], int]:
    found, x = list[Node](), EDGE
    for drawn, text in roadmap_track.legend(of):
        wide = 52 + 63 * len(text) // 10
        if x + wide > WIDTH - EDGE:
            x, y = EDGE, y + 24
        found.append(_nested(x, y, 24, 16, [drawn]))
        found.append(_text(x + 32, y + 12, text, "quiet"))
        x += wide
    return found, y + 20


def _badge(x: int, y: int, symbol: str, word: str, tone: str, name: str = "") -> Iterator[Node]:
    """Write a word behind its shape, and who answers for it."""
    yield h.g({"class": tone})[
        h.g({"transform": f"translate({x} {y - 11})"})[shape(symbol, 13)],
        h.text(x=str(x + 19), y=str(y))[h.tspan(class_="word")[word], h.tspan(class_="quiet", dx="10")[name]],
    ]


def _nested(x: int, y: int, width: int, height: int, drawn: list[Node]) -> Element:
    size = {"x": str(x), "y": str(y), "width": str(width), "height": str(height), "overflow": "visible"}
    return h.svg(size)[drawn]


def _text(x: int, y: int, text: str, name: str) -> Element:
    return h.text({"class": name, "x": str(x), "y": str(y)})[text]


def _line(x1: int, y1: int, x2: int, y2: int, name: str) -> Element:
    return h.line({"class": name, "x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)})


def _style() -> str:
    """Take the tokens of every page and the rules of the rows; before each variable stands its light colour."""
    whole = style()
    tokens = whole[whole.index("@layer tokens {") + len("@layer tokens {") : whole.index("@layer reset")]
    tokens = tokens.rstrip().removesuffix("}")
    light = dict(_TOKEN.findall(tokens[: tokens.index("@media")]))
    rows = roadmap_style()
    rows = rows[rows.index("  .year") : rows.index("  .gap")]
    rules = _USED.sub(lambda found: f"{found[1]}: {light.get(found[3], 'inherit')}; {found[0]}", _OWN + rows)
    return f"{tokens}\n{rules}"
