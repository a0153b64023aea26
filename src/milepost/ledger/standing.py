"""What stands in the books: entries and costs that were not taken back, and closed quarters. Stable."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.kernel.time import Period, Quarter, day_in
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.closing import Closing
from milepost.ledger.costs import CostLine
from milepost.ledger.entry import LedgerEntry

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closed quarter: the closing, its event, when it was recorded, and whether the books still say the same."""

    quarter: Quarter
    closing: Closing
    event: str
    at: datetime
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An entry posted and not reversed: its event, and when that was recorded."""

    event: str
    entry: LedgerEntry
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCost:
    """A line of costs that stands, and the load that told it. `netted`: it is inside an entry already."""

    event: str
    line: CostLine
    netted: bool


def span_of(entry: LedgerEntry, at: datetime, calendar: FiscalCalendar) -> Period:
    """Return the dates that an entry is about; the day of its recording where nobody said when its data is from."""
    if entry.period is not None:
        return Period.parse(entry.period)
    day = day_in(at, calendar.zone)
    return Period(day, day + A_DAY)
