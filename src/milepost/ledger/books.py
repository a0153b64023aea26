"""The books: every transaction that the facts give as of an instant. Derived, never stored.

`books(events, program, as_of, totals)` is pure: the same events give the same books, and an earlier `as_of` the books
as they were. Stable; other rooms call it with `roadmap.ledger_facts.ledger_events(facts)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.kernel.time import Quarter
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.closing import CLOSED, TrialLine, trial_balance
from milepost.ledger.costs import COSTED
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry
from milepost.ledger.keeper import Keeper
from milepost.ledger.standing import Closed, Standing, StandingCost
from milepost.ledger.total import Total
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
    later = sorted((each for each in totals if each.at <= as_of), key=lambda each: each.at)
    for event in events:
        if event.recorded_at > as_of:
            continue
        while later and later[0].at < event.recorded_at:
            keeper.take_total(later.pop(0))
        keeper.take(event)
    for each in later:
        keeper.take_total(each)
    return Books(
        currency=keeper.currency,
        calendar=keeper.calendar,
        as_of=as_of,
        transactions=tuple(keeper.transactions),
        entries=tuple(keeper.standing.values()),
        costs=tuple(keeper.costs.values()),
        totals=tuple(keeper.totals),
        closed=keeper.held(),
        posted=keeper.posted,
    )
