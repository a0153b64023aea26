"""The canvas for a terminal: the message, the gaps that hold work up, each capability, the other gaps."""

from milepost.kernel.ids import Ref
from milepost.presentation.canvas.fields import fields_of, role
from milepost.presentation.report.wording import counted
from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.roadmap.canvas.canvas import Canvas, Line
from milepost.roadmap.canvas.gap import Gap


def message(of: Canvas) -> str:
    """Say in one sentence how far the canvas is filled."""
    lines = len(of.lines)
    if not lines:
        return "The canvas is empty: no capability is in the files."
    moved = f"{counted(lines, 'capability', 'capabilities')} {'moves' if lines == 1 else 'move'} "
    moved += counted(len(of.kpis), "KPI")
    if not of.gaps:
        return f"{moved}; no gap."
    first = f", {len(of.first)} of them before work can begin" if of.first else ", none of them holds work up"
    return f"{moved}; {counted(len(of.gaps), 'gap')}{first}."


def canvas_view(of: Canvas, *, title: str) -> StatusView:
    """Word the canvas under a title."""
    later = [each for each in of.gaps if not each.is_first]
    first = tuple(_gap(of, each) for each in of.first)
    return StatusView(
        title=title,
        notes=(message(of),),
        sections=(
            Section(heading="BEFORE WORK CAN BEGIN", entries=first, empty="nothing stands in the way"),
            *(Section(heading=each.capability.title.upper(), entries=_entries(of, each)) for each in of.lines),
            Section(heading="OTHER GAPS", entries=tuple(_gap(of, each) for each in later), empty="none"),
        ),
    )


def titled(of: Canvas, ref: Ref) -> str:
    """Return a document's title, or its id; capabilities by title alone."""
    found = of.draft.documents.get(ref)
    title = getattr(found, "title", None) or ref.slug
    return str(title) if ref.kind == "capability" else f"{title} ({ref.kind})"


def place_said(of: Gap) -> str:
    """Write where a gap stands: file and line; empty where that is not known."""
    return f"{of.span.path}:{of.span.line}" if of.span else ""


def waiting_said(canvas: Canvas, of: Gap) -> str:
    """Name the capabilities that wait for it; empty where it is a capability's own."""
    return ", ".join(titled(canvas, Ref("capability", each)) for each in of.waiting)


def _entries(canvas: Canvas, of: Line) -> tuple[Entry, ...]:
    return tuple(
        Entry(mark=each.label.lower() if each.label != "KPI" else "KPI", title=each.texts[0], lines=each.texts[1:])
        for each in fields_of(canvas, of)
    )


def _gap(canvas: Canvas, of: Gap) -> Entry:
    waits = f"{waiting_said(canvas, of)} waits for it" if len(of.waiting) == 1 else ""
    waits = waits or (f"{waiting_said(canvas, of)} wait for it" if of.waiting else "")
    lines = (f"{role(canvas.draft, of.owner)}: {of.todo}", waits, place_said(of))
    return Entry(
        mark="■ first" if of.is_first else "▲ gap",
        title=f"{titled(canvas, of.of)}: {of.what}",
        lines=tuple(each for each in lines if each),
    )
