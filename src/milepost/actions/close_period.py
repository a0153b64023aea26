"""The verb `value close`: a fiscal quarter's trial balance is recorded, and does not move from then on."""

from collections.abc import Iterator
from datetime import datetime

from milepost.actions.ports import State
from milepost.actions.programs import in_force
from milepost.actions.value_books import Kept, keep_books
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.time import Quarter, day_in
from milepost.ledger.calendar import FiscalCalendar, place_of
from milepost.ledger.closing import CLOSED, Closing, trial_digest
from milepost.ledger.rules import CLOSED_ALREADY, EARLIER_OPEN, NO_LEDGER, NOT_OVER, NOT_THE_CLOSER
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import to_json
from milepost.record.event import Event, EventId, Fact


def close_period(state: State, quarter: Quarter, signer: str, now: datetime) -> tuple[Event, Closing]:
    """Close a quarter; raises Refused with every reason against it (MP720-MP724)."""
    with state.lock():
        kept, version = keep_books(state.record, now), in_force(state.record)
        if denied := (*kept.findings, *_denied(kept, quarter, signer, now)):
            raise Refused(*denied)
        trial = kept.books.trial(quarter)
        closing = Closing(
            quarter=str(quarter),
            dates=str(kept.books.calendar.dates(quarter)),
            signer=signer,
            digest=trial_digest(trial),
            trial=trial,
        )
        causes = [EventId(event) for event in dict.fromkeys(_causes(kept, quarter))]
        fact = Fact(
            type=CLOSED,
            subject=f"period/{str(quarter).lower()}",
            key=str(quarter),
            actor=f"role/{signer}",
            program=kept.program.digest,
            data={"closing": to_json(closing)},
            causes=(*causes, EventId(version.event)),
        )
        return state.record.append([fact])[0], closing


def _causes(kept: Kept, quarter: Quarter) -> Iterator[str]:
    yield from (each.event for each in kept.books.transactions if each.booked == quarter)


def _denied(kept: Kept, quarter: Quarter, signer: str, now: datetime) -> Iterator[Finding]:
    ledger = kept.program.ledger
    if ledger is None:
        yield NO_LEDGER.at(None, "the accepted program has no document of kind Ledger", NO_LEDGER.fix)
        return
    if signer != ledger.closed_by:
        told = f"role/{ledger.closed_by} does" if ledger.closed_by else "`closed_by` names nobody"
        yield NOT_THE_CLOSER.at(None, f"role/{signer} does not close ledger/{ledger.id}: {told}", NOT_THE_CLOSER.fix)
    closed = {each.quarter for each in kept.books.closed}
    if quarter in closed:
        yield CLOSED_ALREADY.at(None, f"{quarter} is closed", CLOSED_ALREADY.fix)
        return
    yield from _too_early(kept.program, quarter, now)
    booked = {each.booked for each in kept.books.transactions} - closed
    earlier = [each for each in sorted(booked, key=place_of) if place_of(each) < place_of(quarter)]
    if earlier:
        yield EARLIER_OPEN.at(None, f"{earlier[0]} is still open", f"run `milepost value close {earlier[0]}` first")


def _too_early(program: CompiledProgram, quarter: Quarter, now: datetime) -> Iterator[Finding]:
    assert program.ledger is not None
    calendar = FiscalCalendar.of(program.program)
    end = calendar.dates(quarter).end
    final = program.ledger.returns_lag.after(end)
    if day_in(now, calendar.zone) < final:
        lag = f", and its value is final {program.ledger.returns_lag} later" if final != end else ""
        message = f"{quarter} runs until {end}{lag}"
        yield NOT_OVER.at(None, message, f"close it on {final} or later")
