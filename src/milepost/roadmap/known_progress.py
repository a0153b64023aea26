"""What the record knows of a plan's progress: which capabilities are live, which of them work, what is achieved."""

from datetime import date
from itertools import chain

from milepost.kernel.time import day_in
from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.plan.progress import Known, Progress
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.capability import experiments_of
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item

WORKS = {
    CapabilityWord.PROVEN: True, CapabilityWord.ATTESTED: True, CapabilityWord.HARMFUL: False,
    CapabilityWord.STOPPED: False,
}  # fmt: skip
BEGAN = {CapabilityWord.RUNNING, CapabilityWord.PROVEN, CapabilityWord.INCONCLUSIVE, CapabilityWord.HARMFUL}


def known_progress(status: RoadmapStatus) -> Progress:
    """Read the progress off a status.

    A capability is live from the first day on which it met customers: the start of its first experiment, once one of
    them has data or its period has begun. Without an experiment it is live since it is attested. One that was retired
    before it was live lies behind since then, so that it holds no team. A milestone was achieved when it first was,
    also where it is reopened now.
    """
    zone = status.program.program.time_zone
    today = day_in(status.as_of, zone)
    live = {
        item.ref.partition("/")[2]: found
        for item in status.capabilities
        if (found := _live(status.program, item, today, zone)) is not None
    }
    works = {item.ref.partition("/")[2]: WORKS.get(item.judged.word) for item in status.capabilities}
    achieved = {item.ref.partition("/")[2]: _achieved(item, zone) for item in status.milestones}
    return Progress(
        day=today,
        capabilities={slug: Known(live=day, works=works.get(slug)) for slug, day in live.items()},
        achieved={slug: day for slug, day in achieved.items() if day is not None},
    )


def met_customers(program: CompiledProgram, item: Item[CapabilityWord], today: date) -> date | None:
    """Return the day from which one of its experiments ran; None where none did."""
    slug = item.ref.partition("/")[2]
    periods = [program.experiments[name].period for name in experiments_of(program, slug)]
    begun = [each.start for each in periods if each is not None and each.start <= today]
    words = {item.judged.word, *(each.word for each in item.spans)}
    return min(begun, default=None) if words & BEGAN else None


def _live(program: CompiledProgram, item: Item[CapabilityWord], today: date, zone: str) -> date | None:
    capability = program.capabilities.get(item.ref.partition("/")[2])
    if capability is None:
        return None
    if (met := met_customers(program, item, today)) is not None:
        return met
    if item.judged.word is CapabilityWord.STOPPED and capability.retired is not None:
        return capability.retired.on
    return _first(item, {CapabilityWord.ATTESTED, *BEGAN}, zone)


def _achieved(item: Item[MilestoneWord], zone: str) -> date | None:
    return _first(item, {MilestoneWord.ACHIEVED}, zone)


def _first(
    item: Item[CapabilityWord] | Item[MilestoneWord], words: set[CapabilityWord] | set[MilestoneWord], zone: str
) -> date | None:
    spans = [each.start for each in item.spans if each.word in words]
    now = [item.since] if item.judged.word in words else []
    return min((day_in(each, zone) for each in chain(spans, now)), default=None)
