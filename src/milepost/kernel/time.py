"""Instants are UTC microseconds with `Z`; periods are half-open dates in the program's time zone."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

_DURATION = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?|months?|quarters?|years?)")
_MOST = {"d": 36_525, "w": 5_217, "m": 1_200, "q": 400, "y": 100}
_QUARTER = re.compile(r"(\d{4})Q([1-4])")


def format_instant(at: datetime) -> str:
    """Write an instant as `2026-11-22T09:10:00.000000Z`; text order is time order."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant with a zone; raises ValueError when there is none."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; end it in Z")
    return at.astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last microsecond of a day in the zone, as an instant: a day means its end."""
    if day.year == MAXYEAR:
        return datetime.combine(day, clock_time.max, UTC)  # no instant lies after it, whatever the zone
    return start_of_day(day + timedelta(days=1), zone) - timedelta(microseconds=1)


def start_of_day(day: date, zone: str) -> datetime:
    """Return the first instant of a day in the zone."""
    return datetime.combine(day, clock_time(), ZoneInfo(zone)).astimezone(UTC)


def day_in(at: datetime, zone: str) -> date:
    """Return the calendar day of an instant in the zone."""
    return at.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Dates from `start` up to, not including, `end`."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-07-01/2026-10-01`; raises ValueError when it is empty or runs backwards."""
        first, slash, second = text.partition("/")
        if not slash:
            raise ValueError(f"{text!r} is not a period: write START/END, two dates")
        start, end = date.fromisoformat(first.strip()), date.fromisoformat(second.strip())
        if end <= start:
            raise ValueError(f"{text!r} ends before it starts")
        return cls(start, end)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of days or of calendar months, as people write it: `90d`, `2 weeks`, `18 months`."""

    days: int = 0
    months: int = 0

    def __str__(self) -> str:
        return f"{self.months} months" if self.months else f"{self.days}d"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a duration; raises ValueError with a sentence for people."""
        match = _DURATION.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a duration: write 90d, 2 weeks or 18 months")
        count, unit = int(match[1]), match[2][0]
        if count > _MOST[unit]:
            raise ValueError(f"{text!r} is longer than a hundred years")
        return {
            "d": cls(days=count),
            "w": cls(days=7 * count),
            "m": cls(months=count),
            "q": cls(months=3 * count),
            "y": cls(months=12 * count),
        }[unit]

    def after(self, start: date) -> date:
        """Return the day this long after `start`; a month's end is kept inside the month."""
        return add_months(start, self.months) + timedelta(days=self.days)

    def before(self, at: datetime, zone: str = "UTC") -> datetime:
        """Return the instant this long before `at`, by the zone's calendar and clock."""
        local = at.astimezone(ZoneInfo(zone))
        day = add_months(local.date(), -self.months) - timedelta(days=self.days)
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def since(self, at: datetime, zone: str = "UTC") -> datetime:
        """Return the instant this long after `at`, by the zone's calendar and clock."""
        local = at.astimezone(ZoneInfo(zone))
        return datetime.combine(self.after(local.date()), local.timetz()).astimezone(UTC)


@lru_cache(maxsize=4096)
def add_months(start: date, months: int) -> date:
    """Move by calendar months; 31 January plus one month is the last of February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (following - timedelta(days=1)).day))


@dataclass(frozen=True, slots=True)
class Quarter:
    """A fiscal quarter, `2026Q4`; its dates depend on where the fiscal year starts."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026Q4`; raises ValueError."""
        match = _QUARTER.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a quarter: write 2026Q4")
        return cls(int(match[1]), int(match[2]))

    def period(self, month: int, day: int) -> Period:
        """Give its dates, for a fiscal year named by the year in which it starts, on `month`-`day`."""
        first = date(self.year, month, day)
        return Period(add_months(first, 3 * (self.number - 1)), add_months(first, 3 * self.number))
