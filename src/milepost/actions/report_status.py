"""The verb `status`: derive it from the record as of an instant; the folder's edits only as a draft."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milepost.actions.known_facts import Versions, facts_now, facts_then, make_sure, versions_of
from milepost.actions.ports import Clock, ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder, in_force, named_documents
from milepost.actions.rules import DRAFT_DIFFERS, NOTHING_YET
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.time import day_in, end_of_day
from milepost.program.acceptance import ACCEPTED
from milepost.program.rules import ACCEPT_FIRST
from milepost.record.event import PINNED, UNPINNED
from milepost.roadmap.facts import Facts
from milepost.roadmap.status import RoadmapStatus, derive_status

A_MOMENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A status and what goes with it."""

    status: RoadmapStatus
    facts: Facts
    findings: tuple[Finding, ...]


def report_status(
    folder: ProgramFolder,
    record: RecordReader,
    now: datetime,
    day: date | datetime | None = None,
    *,
    draft: bool = False,
    with_spans: bool = False,
) -> Reported:
    """Derive the status at `now`, at an instant, or at the end of a day in the program's time zone.

    `with_spans` tells the words over time too; a page draws them.
    Raises Refused when the chain is broken (no status is drawn from it), nothing was accepted by then, or the draft
    does not compile.
    """
    versions = versions_of(record)
    sound = make_sure(record, versions)
    as_of = _now(now, sound.recorded_at) if day is None else _as_of(versions, day)
    if draft:
        return _draft(folder, record, versions, as_of)
    is_now = sound.recorded_at is None or as_of >= sound.recorded_at
    facts = facts_now(record, versions, sound) if is_now else facts_then(record, versions, as_of)
    status = derive_status(facts, as_of, with_spans=with_spans)
    if status is None:
        ever = bool(versions.accepted)
        rule = NOTHING_YET if ever else ACCEPT_FIRST
        raise Refused(rule.at(None, "no program was accepted by then" if ever else rule.title.lower(), rule.fix))
    return Reported(status=status, facts=facts, findings=_edited(folder, facts, status) if day is None else ())


def now_of(record: RecordReader, clock: Clock) -> datetime:
    """Return the instant that a status is asked at: the clock's, but for a real clock on a simulated record.

    To a record whose instants were set by hand a real clock means nothing; its now is the end of its own last day.
    """
    told = record.events(PINNED, UNPINNED)
    if clock.pinned or not told or told[-1].type != PINNED or not record.events(ACCEPTED):
        return clock.now()
    zone = in_force(record).program.program.time_zone
    return end_of_day(day_in(record.sound().recorded_at or clock.now(), zone), zone)


def _now(now: datetime, last: datetime | None) -> datetime:
    """Return now, or the last entry's instant where that is a moment later: one run's facts may not fall out of it."""
    return last if last is not None and now < last <= now + A_MOMENT else now


def _as_of(versions: Versions, day: date | datetime) -> datetime:
    if isinstance(day, datetime):
        return day
    ends = [(accepted, end_of_day(day, each.program.time_zone)) for accepted, each in versions.accepted]
    in_force = [end for accepted, end in ends if accepted <= end]
    # A later version in another zone may not move a day's answer; before the first version its zone will do.
    return in_force[-1] if in_force else ends[0][1] if ends else end_of_day(day, "UTC")


def _draft(folder: ProgramFolder, record: RecordReader, versions: Versions, as_of: datetime) -> Reported:
    made = compile_folder(folder)
    if made.program is None:
        raise Refused(*made.findings)
    facts = facts_then(record, versions, as_of, made.program)
    status = derive_status(facts, as_of, draft=made.program)
    assert status is not None
    return Reported(status=status, facts=facts, findings=made.findings)


def _edited(folder: ProgramFolder, facts: Facts, status: RoadmapStatus) -> tuple[Finding, ...]:
    """Say that the files differ from the program in force; a folder that can't be read takes nothing from a status."""
    try:
        if _is_as_accepted(folder, facts, status):
            return ()
        made = compile_folder(folder)
    except Refused:
        return ()
    if made.program is not None and made.program.digest == status.program.digest:
        return ()
    message = "the files differ from the accepted program; this status is by the accepted one"
    return (DRAFT_DIFFERS.at(None, message, DRAFT_DIFFERS.fix),)


def _is_as_accepted(folder: ProgramFolder, facts: Facts, status: RoadmapStatus) -> bool:
    """Tell whether each text is, byte for byte, the one that was accepted: then there is nothing to compile."""
    accepted = facts.program_at(status.as_of)
    if accepted is None or {path: digest_of(text) for path, text in folder.texts().items()} != accepted[0].fact.files:
        return False
    return all(folder.document_digest(document) is not None for document in named_documents(accepted[1]).values())
