"""The panels of the report that are lists: risks, what needs a person, criteria, limits."""

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.concerns import NO_NEED, NO_RISK, Ask, Limit, Risk, grades
from milepost.presentation.report.tables import Checklist
from milepost.rendering.html.grid import grid
from milepost.rendering.html.marks import badge, grade, phrases


def panel(id_: str, title: str, *content: Node) -> Element:
    """Make a section with its heading."""
    return h.section(".panel", {"id": id_, "aria-labelledby": f"{id_}-title"})[h.h2(id=f"{id_}-title")[title], content]


def risks(of: tuple[Risk, ...], removed: tuple[str, ...]) -> Node:
    """List what stands badly; what was taken out of the program is said too."""
    gone = f"Taken out of the program since an earlier version: {', '.join(removed)}." if removed else ""
    return [
        h.ul(".cards")[[_risk(each) for each in of]] if of else h.p(".nothing")[NO_RISK],
        h.p(".note")[gone] if gone else None,
    ]


def asks(of: tuple[Ask, ...]) -> Element:
    """List what needs a person, with who and the command."""
    return h.ul(".cards")[[_ask(each) for each in of]] if of else h.p(".nothing")[NO_NEED]


def checklist(of: Checklist) -> Element:
    """Draw a milestone with its criteria."""
    return h.div(".checklist")[
        h.h3[of.title],
        h.p(".small")[badge(of.badge), h.span(".quiet")[phrases(of.about)]],
        h.p[of.because],
        grid(of.criteria, is_caption_hidden=True),
    ]


def limits(of: tuple[Limit, ...]) -> Element:
    """List what the numbers do not cover, and what the grades mean."""
    return h.div(".limits")[
        [h.div[h.h3[each.title], h.p[each.text]] for each in of],
        h.div[
            h.h3["What the grades mean"],
            h.dl(".grades")[[[h.dt[grade(each, is_long=False)], h.dd[meaning]] for each, meaning in grades()]],
        ],
    ]


def _risk(of: Risk) -> Element:
    return h.li[
        h.div(".head")[h.h3[of.title], badge(of.badge)],
        h.p[phrases(of.because)],
        h.p(".small.quiet")[of.about],
    ]


def _ask(of: Ask) -> Element:
    return h.li[
        h.div(".head")[h.h3[of.what], h.span(".small.quiet")[of.owner]],
        h.p[of.why + "."],
        h.code(".command")[of.command] if of.command else None,
    ]
