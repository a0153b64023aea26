"""The sections of a status about other systems and about people."""

from collections.abc import Iterator

from milepost.kernel.time import day_in
from milepost.presentation.integrations_view import MARKS, integration_data
from milepost.presentation.status_entries import Entry
from milepost.record.canonical import Json
from milepost.roadmap.people import About, Done, PersonLine
from milepost.roadmap.status import RoadmapStatus

_MARKS = {Done.DONE: "✓ done", Done.OPEN: "● open", Done.LATE: "■ late", Done.UNSHOWN: "◌ not shown"}


def integration_entries(status: RoadmapStatus) -> Iterator[Entry]:
    """Give one entry an integration."""
    zone = status.program.program.time_zone
    for each in status.integrations:
        since = f"tested {day_in(each.tested, zone)} · " if each.tested else ""
        yield Entry(
            mark=f"{MARKS[each.word]} {each.word.value}",
            title=f"{each.system} (integration/{each.integration})",
            lines=(each.because, f"{since}{each.owner}"),
        )


def people_entries(status: RoadmapStatus) -> Iterator[Entry]:
    """Give what people must do or be, capability by capability; what is done stands last."""
    order = [Done.LATE, Done.OPEN, Done.UNSHOWN, Done.DONE]
    for each in sorted(status.people, key=lambda line: (order.index(line.word), line.capability or "")):
        by = f" · by {each.by}" if each.by else ""
        about = "seat" if each.about is About.SEAT else f"{each.about.value}, capability/{each.capability}"
        yield Entry(mark=_MARKS[each.word], title=each.what, lines=(each.because, f"{about} · {each.who}{by}"))


def tier_data(status: RoadmapStatus) -> dict[str, Json]:
    """Give integrations and people as JSON."""
    return {
        "integrations": [integration_data(status, each) for each in status.integrations],
        "people": [_person(each) for each in status.people],
    }


def _person(line: PersonLine) -> dict[str, Json]:
    return {
        "about": line.about.value,
        "what": line.what,
        "who": line.who,
        "word": line.word.value,
        "because": line.because,
        "capability": line.capability,
        "by": str(line.by) if line.by else None,
        "events": list(line.events),
    }
