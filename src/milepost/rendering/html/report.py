"""The report as one HTML file."""

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.wording import counted
from milepost.presentation.report_page import ReportPage
from milepost.rendering.html import figures, panels, svg
from milepost.rendering.html.document import document
from milepost.rendering.html.folded import opened
from milepost.rendering.html.grid import grid
from milepost.rendering.html.marks import phrases
from milepost.rendering.html.panels import panel
from milepost.rendering.html.shapes import shape

CONTENTS = (
    ("milestones", "Milestones"), ("value", "Value"), ("returns", "Returns"), ("proposals", "Proposals"),
    ("concerns", "Stands badly"),
    ("needs", "Needs a person"), ("risks", "Risks"), ("goals", "Goals and capabilities"), ("grades", "Grades"),
    ("evidence", "Evidence"), ("limits", "Limits"), ("provenance", "Provenance"),
)  # fmt: skip

LONG_TITLE = 190


def render_report(page: ReportPage) -> str:
    """Write the page: the same value gives the same bytes."""
    return document(
        f"{page.program}: {page.title}",
        svg.patterns(),
        banner(page.banners),
        _header(page),
        h.main(".wrap", id="main", tabindex="-1")[_panels(page)],
        _footer(page),
    )


def banner(texts: tuple[str, ...]) -> Node:
    """Draw what must be known before anything is read."""
    if not texts:
        return None
    said = [h.p[shape("▲", 16), h.span[each]] for each in texts]
    return h.aside(".banner", {"aria-label": "Caution"})[h.div(".wrap")[said]]


def _header(page: ReportPage) -> Element:
    version = f"program {page.digest}" + (f", accepted {page.accepted}" if page.accepted else ", never accepted")
    return h.header(".wrap.top")[
        h.div(".brand")[
            h.span[h.b[page.program], f" · for {page.sponsor}" if page.sponsor else ""],
            h.span[f"As of {page.as_of} · {version}"],
        ],
        h.h1(class_="long" if len(page.title) > LONG_TITLE else None)[phrases(page.sentence)],
        h.p(".lede")[[[phrases(each), " "] for each in page.lede]],
        h.nav(".contents", {"aria-label": "On this page"})[
            h.ul[[h.li[h.a(href=f"#{id_}")[title]] for id_, title in CONTENTS if id_ != "returns" or page.returns]]
        ],
    ]


def _panels(page: ReportPage) -> Node:
    return [
        h.section({"aria-labelledby": "tiles-title"})[
            h.h2("#tiles-title.hidden")["Key figures"], h.ul(".tiles")[[figures.tile(each) for each in page.tiles]]
        ],
        panel("milestones", "Milestones", figures.milestones(page.timeline)),
        panel("value", "Value", figures.value(page.value)),
        panel("returns", "Returns: what came back of the money", panels.returns(page.returns))
        if page.returns
        else None,
        panel("proposals", "What is proposed, for people to decide", panels.proposals(page.proposals)),
        h.div(".pair")[
            panel("concerns", "What stands badly now", panels.concerns(page.concerns, page.removed)),
            panel("needs", "What needs a person", panels.asks(page.asks)),
        ],
        panel("risks", "Risk register: what may go wrong", panels.risks(page.risks)),
        panel("goals", "Goals and capabilities", h.div(".stack")[grid(page.goals), grid(page.capabilities)]),
        panel("grades", "How far the evidence may be trusted", panels.grades(page.grades)),
        panel("evidence", "Evidence, milestone by milestone", _evidence(page)),
        panel("sources", "Data", grid(page.sources)),
        panel("limits", "What the numbers do not say", panels.limits(page.limits)),
        panel("provenance", "Provenance", _provenance(page)),
    ]


def _evidence(page: ReportPage) -> Node:
    asked = [panels.checklist(each) for each in page.checklists]
    return opened(f"What is asked of {counted(len(asked), 'milestone', 'milestones')}, and what was found", asked)


def _provenance(page: ReportPage) -> Node:
    told = f"{counted(len(page.provenance.rows), 'source', 'sources')}, by number, with the command that traces each"
    return opened(told, grid(page.provenance, is_caption_hidden=True))


def _footer(page: ReportPage) -> Element:
    return h.footer(".wrap")[
        h.div(".foot")[
            h.p["View as CLI"],
            h.code(".command")[page.view],
            h.p[
                f"Derived by Milepost from the record of {page.program_id} as of {page.as_of}. "
                "Nobody sets a status: each word follows from the accepted program and the facts recorded by then."
            ],
        ]
    ]
