"""The canvas as a page: the message, a card a capability, the gaps as a table."""

from dataclasses import dataclass

from milepost.presentation.canvas.fields import Group, groups, role
from milepost.presentation.canvas.view import message, place_said, titled, waiting_said
from milepost.presentation.report.marks import Badge, Cell, Grid, Row, Tone, said
from milepost.presentation.report.wording import counted
from milepost.presentation.values import columns
from milepost.roadmap.canvas.canvas import Canvas, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A capability: its title, what it is, its fields in groups, and how many gaps are its own."""

    id: str
    title: str
    about: str
    gaps: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvasPage:
    """Everything on the page; `gaps` has those first that hold work up."""

    title: str
    program: str
    message: str
    lede: str
    cards: tuple[Card, ...]
    gaps: Grid
    command: str = "milepost canvas"


def canvas_page(of: Canvas) -> CanvasPage:
    """Choose what the page shows."""
    program = of.draft.program
    return CanvasPage(
        title=program.title if program else "",
        program=program.id if program else "",
        message=message(of),
        lede="Each capability with the KPI it moves, what it rests on and who has to do what. Drawn from the program's "
        "files as they are, accepted or not.",
        cards=tuple(_card(of, each) for each in of.lines),
        gaps=_gaps(of),
    )


def _card(of: Canvas, line: Line) -> Card:
    own = [each for each in of.gaps if each.of.slug == line.slug and each.of.kind == "capability"]
    own += [each for each in of.gaps if line.slug in each.waiting]
    return Card(
        id=line.slug,
        title=line.capability.title,
        about=f"{line.capability.block} · {line.span.path if line.span else line.slug}",
        gaps=counted(len(own), "gap") if own else "no gap",
        groups=groups(of, line),
    )


_FIRST = Badge(word="before work", symbol="■", tone=Tone.BAD)
_LATER = Badge(word="later", symbol="▲", tone=Tone.WARN)


def _gaps(of: Canvas) -> Grid:
    rows = tuple(
        Row(cells=(
            Cell(text=said(titled(of, each.of))),
            Cell(text=said(each.what)),
            Cell(badge=_FIRST if each.is_first else _LATER),
            Cell(text=said(role(of.draft, each.owner))),
            Cell(text=said(each.todo.replace("`", ""))),
            Cell(text=said(waiting_said(of, each))),
            Cell(text=said(place_said(each))),
        ))
        for each in of.gaps
    )  # fmt: skip
    heads = columns("Of", "Gap", "When", "Owner", "What to do", "Waiting for it", "Where")
    return Grid(caption="Gaps", columns=heads, rows=rows, empty="No gap.")
