"""A trace as text and JSON: one hop a block, from the money down to the line of the program."""

from collections.abc import Iterator

from milepost.kernel.digest import short
from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.record.canonical import Json
from milepost.roadmap.hop import Fit, Hop, Trace

MARKS = {Fit.FITS: "✓ fits", Fit.DIFFERS: "■ differs", Fit.UNSEEN: "◌ not seen"}


def trace_view(trace: Trace) -> StatusView:
    """Word a trace for a terminal."""
    fits = sum(each.fit is Fit.FITS for each in trace.hops)
    unseen = sum(each.fit is Fit.UNSEEN for each in trace.hops)
    note = f"{fits} of {len(trace.hops)} links recomputed and found to fit"
    note += f"; {unseen} could not be seen." if unseen else "."
    leads = tuple(Entry(mark="→", title=each) for each in trace.leads_to)
    return StatusView(
        title=f"Trace of {trace.asked}",
        notes=(note,),
        sections=(
            Section(heading="RESTS ON", entries=tuple(_hop(each) for each in trace.hops)),
            Section(heading="LEADS TO", entries=leads, empty="nothing yet"),
        ),
    )


def trace_data(trace: Trace) -> dict[str, Json]:
    """Give a trace as JSON values."""
    hops: list[Json] = [
        {
            "what": each.what,
            "id": each.id,
            "said": each.said,
            "claimed": each.claimed,
            "found": each.found,
            "fit": each.fit.value,
            "place": each.place,
        }
        for each in trace.hops
    ]
    return {"asked": trace.asked, "hops": hops, "leads_to": list(trace.leads_to)}


def _hop(hop: Hop) -> Entry:
    return Entry(mark=MARKS[hop.fit], title=f"{hop.what}  {hop.id}", lines=tuple(_lines(hop)))


def _lines(hop: Hop) -> Iterator[str]:
    yield hop.said
    if hop.place:
        yield hop.place
    if hop.fit is Fit.DIFFERS:
        yield f"the record names {hop.claimed}, found {hop.found or 'nothing'}"
    else:
        yield f"sha256 {short(hop.claimed)}…"
