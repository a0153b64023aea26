"""The fiscal calendar: which quarter and month a day falls into."""

from dataclasses import dataclass
from datetime import date, timedelta

from milepost.kernel.time import Period, Quarter, add_months
from milepost.program.documents.outline import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalCalendar:
    """`starts` is the month and day on which a fiscal year starts (`02-01`); `zone` tells the day of an instant."""

    starts: str
    zone: str

    @classmethod
    def of(cls, program: Program) -> "FiscalCalendar":
        """Return the calendar that a program keeps."""
        return cls(starts=program.fiscal_year_starts, zone=program.time_zone)

    def dates(self, quarter: Quarter) -> Period:
        """Return the dates of a quarter."""
        return quarter.period(*self._start)

    def quarter_of(self, day: date) -> Quarter:
        """Return the quarter that a day falls into; fiscal years are named by the year in which they start."""
        month, first = self._start
        year = day.year if day >= date(day.year, month, first) else day.year - 1
        return next(each for n in (4, 3, 2, 1) if self.dates(each := Quarter(year, n)).start <= day)

    def month_of(self, day: date) -> date:
        """Return the first day of the fiscal month that a day falls into."""
        return next(each for each in reversed(self._months(day)) if each <= day)

    def month_after(self, first: date) -> date:
        """Return the first day of the fiscal month after the one that `first` falls into."""
        return next(each for each in self._months(first) if each > first)

    def month_in(self, first: date) -> date:
        """Return the first day of the fiscal month that begins in the calendar month of `first`."""
        last = (add_months(first.replace(day=1), 1) - timedelta(days=1)).day
        return first.replace(day=min(self._start[1], last))

    def _months(self, day: date) -> list[date]:
        """Return the first days of the fiscal months of a day's year, and of the month after it."""
        year = date(self.quarter_of(day).year, *self._start)
        return [add_months(year, n) for n in range(13)]

    @property
    def first_day(self) -> int:
        """Return on which day of a calendar month its fiscal month starts; later ones on the last of a short month."""
        return self._start[1]

    @property
    def _start(self) -> tuple[int, int]:
        month, _, day = self.starts.partition("-")
        return int(month), int(day)


def following(quarter: Quarter) -> Quarter:
    """Return the quarter after."""
    return Quarter(quarter.year + quarter.number // 4, quarter.number % 4 + 1)


def place_of(quarter: Quarter) -> tuple[int, int]:
    """Return what quarters are ordered by."""
    return quarter.year, quarter.number
