"""The books that the record gives, for the verbs of `value`."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from milepost.actions.ports import RecordReader
from milepost.actions.programs import accepted_program, sound
from milepost.actions.report_status import A_MOMENT
from milepost.actions.rules import NOTHING_YET
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.time import Quarter, end_of_day
from milepost.ledger.balance import Balance, balance
from milepost.ledger.books import HAPPENED, Books, books
from milepost.ledger.holdout_total import Total, totals_from
from milepost.ledger.rules import PERIOD_MOVED
from milepost.ledger.total import TOTAL_POSTED, TOTAL_REVERSED
from milepost.program.acceptance import ACCEPTED
from milepost.program.compiled import CompiledProgram
from milepost.program.rules import ACCEPT_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The books as of an instant, and the program that was in force then."""

    books: Books
    program: CompiledProgram
    findings: tuple[Finding, ...]


def keep_books(record: RecordReader, now: datetime, day: date | datetime | None = None) -> Kept:
    """Keep the books at `now`, at an instant, or at the end of a day in the program's time zone.

    Raises Refused when the chain is broken (MP601) or nothing was accepted by then (MP620, MP643). A closed period
    that moved is a finding (MP725).
    """
    last = sound(record)
    # What one run recorded may lie a moment after the instant that it was told.
    at = last if last is not None and now < last <= now + A_MOMENT else now
    program, as_of = _in_force(record, at if day is None else day)
    kept = books(record.events(*HAPPENED, until=as_of), program, as_of, totals_of(record, as_of))
    moved = [
        PERIOD_MOVED.at(None, f"{each.quarter} does not say any more what it said when it was closed", PERIOD_MOVED.fix)
        for each in kept.closed
        if not each.holds
    ]
    return Kept(books=kept, program=program, findings=tuple(moved))


def balance_of(record: RecordReader, kept: Kept, quarter: Quarter | None) -> Balance:
    """Draw the balance of a quarter, of everything for None; a closed quarter's is that of its closing, for ever.

    Only its restatements are those of now.
    """
    shown = balance(kept.books, quarter)
    closed = next((each for each in kept.books.closed if each.quarter == quarter), None)
    if closed is None:
        return shown
    events = record.events(*HAPPENED, until=closed.at)
    then = books(events, kept.program, closed.at, totals_of(record, closed.at))
    return replace(balance(then, quarter), restatements=shown.restatements)


def totals_of(record: RecordReader, as_of: datetime) -> tuple[Total, ...]:
    """Return the totals that holdouts showed by then."""
    return totals_from(record.events(TOTAL_POSTED, TOTAL_REVERSED, until=as_of))


def _in_force(record: RecordReader, at: date | datetime) -> tuple[CompiledProgram, datetime]:
    accepted = [(each.recorded_at, accepted_program(record, str(each.program))) for each in record.events(ACCEPTED)]
    if not accepted:
        raise Refused(ACCEPT_FIRST.at(None, "this program was never accepted", ACCEPT_FIRST.fix))
    ends = [(since, program, _end(at, program)) for since, program in accepted]
    known = [(program, end) for since, program, end in ends if since <= end]
    if not known:
        raise Refused(NOTHING_YET.at(None, "no program was accepted by then", NOTHING_YET.fix))
    return known[-1]


def _end(at: date | datetime, program: CompiledProgram) -> datetime:
    return at if isinstance(at, datetime) else end_of_day(at, program.program.time_zone)
