"""The panels of the report that are lists: what stands badly, what needs a person, risks, grades, criteria, limits."""

from collections.abc import Iterator

import htpy as h
from htpy import Element, Node

from milepost.presentation.report.concerns import NO_CONCERN, NO_NEED, Ask, Concern, Limit
from milepost.presentation.report.evidence_grades import GradeLine
from milepost.presentation.report.proposals_panel import ProposalCard, ProposalsPanel
from milepost.presentation.report.returns_panel import Fold, ReturnsPanel
from milepost.presentation.report.risk_register import NO_RISK, RiskLine, Struck
from milepost.presentation.report.tables import Checklist
from milepost.program.documents.risk import Level
from milepost.rendering.html.grid import grid
from milepost.rendering.html.marks import badge, grade, kept, phrases


def panel(id_: str, title: str, *content: Node) -> Element:
    """Make a section with its heading."""
    return h.section(".panel", {"id": id_, "aria-labelledby": f"{id_}-title"})[h.h2(id=f"{id_}-title")[title], content]


def concerns(of: tuple[Concern, ...], removed: tuple[str, ...]) -> Node:
    """List what stands badly; what was taken out of the program is said too."""
    gone = f"Taken out of the program since an earlier version: {', '.join(removed)}." if removed else ""
    return [
        h.ul(".cards")[[_concern(each) for each in of]] if of else h.p(".nothing")[NO_CONCERN],
        h.p(".note")[gone] if gone else None,
    ]


def asks(of: tuple[Ask, ...]) -> Element:
    """List what needs a person, with who and the command."""
    return h.ul(".cards")[[_ask(each) for each in of]] if of else h.p(".nothing")[NO_NEED]


def returns(of: ReturnsPanel) -> Node:
    """Draw what came back; the plan by quarter and the forecasts open on demand."""
    return [grid(of.returns), h.p(".note")[of.note], [_fold(each) for each in of.folds]]


def proposals(of: ProposalsPanel) -> Node:
    """List what is proposed, with its numbers and what to type; waivers stand below."""
    cards = h.ul(".cards")[[_proposal(each) for each in of.cards]] if of.cards else h.p(".nothing")[of.empty]
    waived = [h.h3["Waivers"], h.ul(".cards")[[h.li[each] for each in of.waivers]]] if of.waivers else None
    return [cards, h.p(".note")[f"{of.kept} {of.note}".strip()], waived]


def checklist(of: Checklist) -> Element:
    """Draw a milestone with its criteria."""
    return h.div(".checklist")[
        h.h3[of.title],
        h.p(".small")[badge(of.badge), h.span(".quiet")[phrases(of.about)]],
        h.p[of.because] if len(of.criteria.rows) != 1 else None,
        grid(of.criteria, is_caption_hidden=True),
    ]


def limits(of: tuple[Limit, ...]) -> Element:
    """List what the numbers do not cover."""
    return h.div(".limits")[[h.div[h.h3[each.title], h.p[each.text]] for each in of]]


def grades(of: tuple[GradeLine, ...]) -> Element:
    """Draw the legend of the grades, with what of the program has each."""
    return h.ul(".legend-grades")[[_grade(each) for each in of]]


def risks(of: tuple[RiskLine, ...]) -> Node:
    """List the risks, each beside its place in likelihood and impact."""
    if not of:
        return h.p(".nothing")[NO_RISK]
    return [
        h.ul(".register")[[_risk(each) for each in of]],
        h.p(".note")["In each square likelihood grows to the right and impact upward."],
    ]


def _grade(of: GradeLine) -> Element:
    return h.li[
        h.h3[grade(of.grade, is_long=False), " ", of.meaning],
        h.p(".here")[phrases((of.here,))],
        h.p(".small.quiet")[of.claim],
    ]


def _risk(of: RiskLine) -> Element:
    severity = f"{of.likelihood.value} likelihood, {of.impact.value} impact"
    return h.li[
        _square(of),
        h.div[
            h.h3[of.title],
            h.p(".severity")[severity[:1].upper() + severity[1:]],
            h.div(".strikes")[h.span["Would strike"], h.ul[[_struck(each) for each in of.strikes]]],
            h.p[of.response],
            h.p(".small.quiet")[of.owner],
        ],
    ]


def _struck(of: Struck) -> Element:
    return h.li[h.span[of.title], badge(of.badge) if of.badge else None]


def _square(of: RiskLine) -> Element:
    """Draw three by three fields, one of them filled; the words beside it say the same."""
    levels = list(Level)
    here = levels.index(of.likelihood), levels.index(of.impact)
    fields = [
        h.rect(
            {"class": "here" if (x, y) == here else "field", "x": str(1 + x * 16), "y": str(33 - y * 16)},
            width="14",
            height="14",
            rx="2",
        )
        for y in range(len(levels))
        for x in range(len(levels))
    ]
    return h.svg(".square", {"viewBox": "0 0 48 48", "width": "48", "height": "48", "aria-hidden": "true"})[fields]


def _fold(of: Fold) -> Element:
    return h.details(".folded")[h.summary[of.title], grid(of.grid), [h.p[list(_with_code(each))] for each in of.notes]]


def _with_code(text: str) -> Iterator[Node]:
    """Set what stands between backticks as code."""
    for place, each in enumerate(text.split("`")):
        yield h.code[each] if place % 2 else each


def _proposal(of: ProposalCard) -> Element:
    return h.li[
        h.div(".head")[h.h3[of.title], badge(of.badge), h.span(".small.quiet")[f"{of.decides} decides"]],
        h.p[kept(of.because)],
        h.p(".small.quiet")[kept(" ".join(of.numbers))],
        h.p(".small")[list(_with_code(of.todo))],
    ]


def _concern(of: Concern) -> Element:
    return h.li[
        h.div(".head")[h.h3[of.title], badge(of.badge)],
        h.p[phrases(of.because)],
        h.p(".small.quiet")[of.about],
    ]


def _ask(of: Ask) -> Element:
    return h.li[
        h.div(".head")[h.h3[of.what], h.span(".small.quiet")[of.owner]],
        h.p[kept(of.why + ".")],
        h.code(".command")[of.command] if of.command else None,
    ]
