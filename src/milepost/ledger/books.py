"""The books: every transaction that the facts give as of an instant. Derived, never stored.

`books(events, program, as_of, totals)` is pure: the same events give the same books, and an earlier `as_of` the books
as they were. Stable; other rooms call it with `roadmap.ledger_facts.ledger_events(facts)`.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from milepost.kernel.time import Quarter
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.closing import CLOSED, TrialLine, trial_balance
from milepost.ledger.costs import COSTED
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry
from milepost.ledger.holdout_total import Total
from milepost.ledger.keeper import Keeper
from milepost.ledger.standing import Closed, Standing, StandingCost
from milepost.ledger.transaction import Transaction
from milepost.program.compiled import CompiledProgram
from milepost.record.event import Event

HAPPENED = (POSTED, REVERSED, COSTED, CLOSED)
"""Types of the events that move the books."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Transactions in the order of their recording, and what stands at the end of them.

    `entries`, `costs` and `totals` are what was posted and not taken back; `closed` the closed quarters in order.
    """

    currency: str
    calendar: FiscalCalendar
    as_of: datetime
    transactions: tuple[Transaction, ...]
    entries: tuple[Standing, ...]
    costs: tuple[StandingCost, ...]
    totals: tuple[Total, ...]
    inside: frozenset[str]
    """The events of the standing entries that are part of a total."""
    closed: tuple[Closed, ...]
    posted: Mapping[str, LedgerEntry]
    """Every entry ever posted, by its event; reversed ones too."""

    @property
    def restatements(self) -> tuple[Transaction, ...]:
        """Return what was booked about quarters that were closed by then."""
        return tuple(each for each in self.transactions if each.is_restatement)

    def trial(self, quarter: Quarter | None = None) -> tuple[TrialLine, ...]:
        """Return the trial balance of a quarter, of all of them for None."""
        return trial_balance(self.transactions, quarter)


def books(events: Iterable[Event], program: CompiledProgram, as_of: datetime, totals: Sequence[Total] = ()) -> Books:
    """Keep the books from events in the order of their recording; other types and later ones count for nothing.

    `program` gives the currency and the fiscal calendar.
    """
    keeper = Keeper(currency=program.program.currency, calendar=FiscalCalendar.of(program.program))
    later = deque(_told(totals, as_of))
    for event in events:
        if event.recorded_at > as_of:
            continue
        while later and later[0].at < event.recorded_at:
            later.popleft().take(keeper)
        keeper.take(event)
    for each in later:
        each.take(keeper)
    return Books(
        currency=keeper.currency,
        calendar=keeper.calendar,
        as_of=as_of,
        transactions=tuple(keeper.transactions),
        entries=tuple(keeper.standing.values()),
        costs=tuple(keeper.costs.values()),
        totals=tuple(keeper.totals),
        inside=keeper.inside(),
        closed=keeper.held(),
        posted=keeper.posted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _TotalTold:
    """A total that is told at an instant, or taken back by an event."""

    at: datetime
    total: Total
    reversed_by: str | None = None

    def take(self, keeper: Keeper) -> None:
        if self.reversed_by is None:
            keeper.take_total(self.total)
        else:
            keeper.drop_total(self.total, self.at, self.reversed_by)


def _told(totals: Sequence[Total], as_of: datetime) -> Iterator[_TotalTold]:
    """Give totals told and taken back by an instant in order; of one instant, what is taken back comes first."""
    told = []
    for each in totals:
        total = replace(each, taken_back=None)  # as it was known before
        told.append(_TotalTold(at=each.at, total=total))
        if each.taken_back is not None:
            at, event = each.taken_back
            told.append(_TotalTold(at=at, total=total, reversed_by=event))
    known = (each for each in told if each.at <= as_of)
    yield from sorted(known, key=lambda each: (each.at, each.reversed_by is None))
