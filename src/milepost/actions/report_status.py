"""The verb `status`: derive it from the record as of an instant; the folder's edits only as a draft."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder, facts_until, sound
from milepost.actions.rules import DRAFT_DIFFERS, NOTHING_YET
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.time import end_of_day
from milepost.program.acceptance import ACCEPTED
from milepost.program.rules import ACCEPT_FIRST
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
) -> Reported:
    """Derive the status at `now`, at an instant, or at the end of a day in the program's time zone.

    Raises Refused when the chain is broken (no status is drawn from it), nothing was accepted by then, or the draft
    does not compile.
    """
    last = sound(record)
    as_of = _now(now, last) if day is None else _as_of(record, day)
    facts = facts_until(record, as_of)
    if draft:
        return _draft(folder, facts, as_of)
    status = derive_status(facts, as_of)
    if status is None:
        ever = bool(record.events(ACCEPTED))
        rule = NOTHING_YET if ever else ACCEPT_FIRST
        raise Refused(rule.at(None, "no program was accepted by then" if ever else rule.title.lower(), rule.fix))
    return Reported(status=status, facts=facts, findings=tuple(_edited(folder, status)) if day is None else ())


def _now(now: datetime, last: datetime | None) -> datetime:
    """Return now, or the last entry's instant where that is a moment later: one run's facts may not fall out of it."""
    return last if last is not None and now < last <= now + A_MOMENT else now


def _as_of(record: RecordReader, day: date | datetime) -> datetime:
    if isinstance(day, datetime):
        return day
    ends = [(told.at, end_of_day(day, each.program.time_zone)) for told, each in facts_until(record).programs]
    in_force = [end for accepted, end in ends if accepted <= end]
    # A later version in another zone may not move a day's answer; before the first version its zone will do.
    return in_force[-1] if in_force else ends[0][1] if ends else end_of_day(day, "UTC")


def _draft(folder: ProgramFolder, facts: Facts, as_of: datetime) -> Reported:
    made = compile_folder(folder)
    if made.program is None:
        raise Refused(*made.findings)
    status = derive_status(facts, as_of, draft=made.program)
    assert status is not None
    return Reported(status=status, facts=facts, findings=made.findings)


def _edited(folder: ProgramFolder, status: RoadmapStatus) -> tuple[Finding, ...]:
    """Say that the files differ from the program in force; a folder that can't be read takes nothing from a status."""
    try:
        made = compile_folder(folder)
    except Refused:
        return ()
    if made.program is not None and made.program.digest == status.program.digest:
        return ()
    message = "the files differ from the accepted program; this status is by the accepted one"
    return (DRAFT_DIFFERS.at(None, message, DRAFT_DIFFERS.fix),)
