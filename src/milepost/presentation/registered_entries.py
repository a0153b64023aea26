"""How experiments stand to their registered designs: lines for a terminal, and values for JSON."""

from collections.abc import Iterator

from milepost.kernel.time import day_in, format_instant
from milepost.presentation.status_entries import Entry
from milepost.record.canonical import Json, to_json
from milepost.roadmap.registered import RegisteredLine
from milepost.roadmap.status import RoadmapStatus


def registered_entries(status: RoadmapStatus) -> Iterator[Entry]:
    """Give an entry per registered experiment; none where nothing was ever registered."""
    zone = status.program.program.time_zone
    for each in status.registered:
        if each.at is not None:
            day = day_in(each.at, zone)
            yield Entry(
                mark="▲ changed" if each.changes else "▲ late" if each.late else "✓ registered",
                title=f"experiment/{each.experiment}, registered {day.day} {day:%b %Y} by {each.by}",
                lines=tuple(_lines(each)),
            )


def _lines(of: RegisteredLine) -> Iterator[str]:
    if of.late:
        yield f"after its first exposure ({of.late}): no claim that it was planned so"
    for each in of.changes:
        yield f"{each.part} was registered as {each.registered}"
        yield f"and is now {each.now}"
    if of.changes:
        yield "a reading under the changed design is one grade lower"


def registered_data(of: RegisteredLine) -> Json:
    """Give one experiment's registration as JSON; without one everything but the word is null or empty."""
    return {
        "experiment": f"experiment/{of.experiment}",
        "registration": of.word,
        "registered_at": format_instant(of.at) if of.at else None,
        "registered_by": of.by,
        "late": of.late,
        "changes": to_json(of.changes),
        "event": of.event,
    }
