"""The roadmap as one HTML file: no script, nothing fetched."""

from functools import cache
from importlib.resources import files

import htpy as h
from htpy import Element, Node

from milepost.presentation.goal_lines import GoalLine, ValueChain
from milepost.presentation.roadmap_timeline import RoadmapTimeline, TimelineGroup, TimelineRow
from milepost.presentation.roadmap_view import RoadmapView
from milepost.rendering.html import roadmap_track
from milepost.rendering.html.document import document
from milepost.rendering.html.grid import worded
from milepost.rendering.html.marks import badge, grade, kept
from milepost.rendering.html.panels import panel
from milepost.rendering.html.report import LONG_TITLE, banner
from milepost.rendering.html.shapes import legend_key


@cache
def roadmap_style() -> str:
    """Return the style of the roadmap's own shapes, over the tokens of every page."""
    return files(__package__).joinpath("roadmap.css").read_text(encoding="utf-8")


def render_roadmap(view: RoadmapView) -> str:
    """Write the page: the same value gives the same bytes."""
    return document(
        f"{view.program}: roadmap",
        roadmap_track.hatch(),
        banner(view.banners),
        _header(view),
        h.main(".wrap", id="main", tabindex="-1")[_panels(view)],
        _footer(view),
        more_style=roadmap_style(),
    )


def _header(view: RoadmapView) -> Element:
    contents = [("roadmap", "Roadmap"), ("euro", "From data to euro"), ("items", view.table.title)]
    return h.header(".wrap.top")[
        h.div(".brand")[h.span[h.b[view.program], " · roadmap"], h.span[_when(view.timeline)]],
        h.h1(class_="long" if len(view.message) > LONG_TITLE else None)[kept(view.message)],
        h.p(".lede")[kept(view.notes[0])],
        h.nav(".contents", {"aria-label": "On this page"})[
            h.ul[[h.li[h.a(href=f"#{id_}")[title]] for id_, title in contents]]
        ],
    ]


def _when(of: RoadmapTimeline) -> str:
    return f"As of {of.today_said}" if of.today else "On paper, never accepted"


def _panels(view: RoadmapView) -> Node:
    return [
        panel("roadmap", "Goals, milestones and capabilities", timeline(view.timeline)),
        panel("what-if", view.what_if.title, worded(view.what_if)) if view.what_if else None,
        panel("euro", "From data to euro", h.div(".chains")[[_goal(each) for each in view.goals]]),
        panel("items", view.table.title, h.div(".items")[worded(view.table)]),
        panel("method", "How it is reckoned", [h.p[each] for each in view.notes[1:]]) if view.notes[1:] else None,
    ]


def timeline(of: RoadmapTimeline) -> Node:
    """Draw the timeline as lists whose tracks share one axis, with its legend: for any page of ours."""
    if not of.rows:
        return h.p(".nothing")["The program has no milestones and no capabilities yet."]
    return h.figure(".road")[
        h.div(".rows.axis-row")[h.div(".axis")[roadmap_track.axis(of)]],
        [_group(of, each) for each in of.groups],
        h.figcaption[h.ul(".legend")[[legend_key(drawn, text) for drawn, text in roadmap_track.legend(of)]]],
    ]


def _group(of: RoadmapTimeline, group: TimelineGroup) -> Node:
    return [
        h.h3(".group-title")[
            h.b[group.title],
            badge(group.badge) if group.badge else None,
            h.span[f"{group.hidden} more that do not press"] if group.hidden else None,
        ],
        h.ul(".rows")[[_row(of, each) for each in group.rows]],
    ]


def _row(of: RoadmapTimeline, row: TimelineRow) -> Element:
    room = row.room or row.chance
    critical = h.span["critical"] if row.is_critical and "critical" not in room else None
    slip = h.span(class_="slip late" if row.is_late else "slip")[row.slip] if row.slip else None
    return h.li[
        h.div(".label")[
            h.h4[row.title],
            h.p(".meta.small")[badge(row.badge), slip, h.span[room] if room else None, critical],
            h.p(".small")[kept(row.because)] if row.because else None,
            h.p(".small.quiet")[row.about],
            h.p(".small")[f"Delays {row.delays}"] if row.delays else None,
        ],
        h.div(".plot")[roadmap_track.track(of, row)],
    ]


def _goal(of: GoalLine) -> Element:
    gap = h.p(".gap")["Gap: no capability serves it; write ", h.code["serves:"], " in one."]
    return h.div[
        h.div(".head")[h.h3[of.title], badge(of.badge), h.span(".small.quiet")[kept(of.target)]],
        [_chain(each) for each in of.chains] or (None if of.hidden else gap),
    ]


_NAMES = {"data": "Data", "decision": "Decision", "customer": "Customer outcome", "value": "Value"}


def _chain(of: ValueChain) -> Element:
    return h.div(".chain")[
        h.div[h.h4[of.title], badge(of.badge)],
        [h.div[_head(of, name), _link(of, name)] for name, _ in of.links],
    ]


def _head(of: ValueChain, name: str) -> Element:
    letter = grade(of.grade, is_long=False) if name == "value" and of.grade else None
    return h.p(".dt")[_NAMES[name], letter]


def _link(of: ValueChain, name: str) -> Node:
    link = dict(of.links)[name]
    if link.is_gap:
        before, _, code = link.todo.partition("`")
        code, _, after = code.partition("`")
        return h.p(".gap")[h.b["Gap: "], before, h.code[code], after]
    if name == "value" and of.grade is not None:
        return h.p[kept(link.text), h.span(".quiet")[of.basis]]
    return h.p[kept(link.text)]


def _footer(view: RoadmapView) -> Element:
    return h.footer(".wrap")[h.div(".foot")[h.p["View as CLI"], h.code(".command")[view.command]]]
