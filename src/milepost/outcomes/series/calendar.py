"""The days of a series: read, in order, without gaps."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from milepost.kernel.finding import Finding, Span
from milepost.kernel.time import add_months
from milepost.outcomes.series.rows import PeriodRow
from milepost.outcomes.series.rules import GAP, MIXED_ZONES, NOT_A_DAY, TWICE

_FORM = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?( ?[zZ]|[+-]\d\d:?(\d\d)?)?)?")
_MONTH = 28


@dataclass(frozen=True, slots=True)
class Step:
    """How far one period is from the next: in days, or in months where `months` is above zero."""

    days: int
    months: int = 0

    def __str__(self) -> str:
        if self.months:
            return "month" if self.months == 1 else f"{self.months} months"
        return {1: "day", 7: "week"}.get(self.days, f"{self.days} days")

    def leads(self, one: date, other: date) -> bool:
        """Tell whether `other` is the period after `one`; the last day of a month leads to the last of another."""
        if not self.months:
            return one + timedelta(days=self.days) == other
        moved = add_months(one, self.months)
        return other == moved or (one == _month_end(one) and other == _month_end(moved))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A series' rows in the order of their days."""

    rows: tuple[PeriodRow, ...]
    days: tuple[date, ...]
    step: Step


def dated(rows: Sequence[PeriodRow], time: str, source: str) -> Dated | tuple[Finding, ...]:
    """Read and order the days, or find what is wrong with them: no date, several zones, twice the same, a gap.

    A series of one period has a step of one day.
    """
    read = [(_read(each.time), each) for each in rows]
    if wrong := tuple(_unreadable(read, time, source)):
        return wrong
    ordered = sorted(((at.date(), each) for at, each in read if at is not None), key=lambda pair: pair[0])
    days = tuple(day for day, _ in ordered)
    step = _step(days)
    if wrong := tuple(_repeated(ordered, time, source)) or tuple(_gaps(days, step, source)):
        return wrong
    return Dated(rows=tuple(each for _, each in ordered), days=days, step=step)


def _read(text: str | None) -> datetime | None:
    if text is None or not _FORM.fullmatch(text.strip()):
        return None
    try:
        return datetime.fromisoformat(text.strip().replace(" Z", "Z"))
    except ValueError:
        return None


def _unreadable(read: Sequence[tuple[datetime | None, PeriodRow]], time: str, source: str) -> Iterator[Finding]:
    bad = [each for at, each in read if at is None]
    if bad:
        said = "the cell is empty" if bad[0].time is None else f"{bad[0].time[:40]!r} is not a date"
        more = f" ({len(bad):,} such rows)" if len(bad) > 1 else ""
        yield NOT_A_DAY.at(_span(source, bad[0]), f"row {bad[0].row}, column {time!r}: {said}{more}", NOT_A_DAY.fix)
        return
    zones = {at.utcoffset(): each for at, each in reversed(read) if at is not None}
    if len(zones) > 1:
        one, other = sorted(zones.values(), key=lambda each: each.row)[:2]
        message = (
            f"rows {one.row} and {other.row}, column {time!r}: {one.time!r} and {other.time!r} differ in their zone"
        )
        yield MIXED_ZONES.at(_span(source, other), message, MIXED_ZONES.fix)


def _repeated(ordered: Sequence[tuple[date, PeriodRow]], time: str, source: str) -> Iterator[Finding]:
    counts = Counter(day for day, _ in ordered)
    doubled = [(day, each) for day, each in ordered if counts[day] > 1 or each.n > 1]
    if doubled:
        day, row = min(doubled, key=lambda pair: pair[1].row)
        many = max(counts[day], row.n)
        days = len({day for day, _ in doubled})
        more = f" ({days:,} such days)" if days > 1 else ""
        message = f"row {row.row}, column {time!r}: {day} stands in {many:,} rows{more}"
        yield TWICE.at(_span(source, row), message, TWICE.fix)


def _gaps(days: Sequence[date], step: Step, source: str) -> Iterator[Finding]:
    wrong = [(one, other) for one, other in pairwise(days) if not step.leads(one, other)]
    if wrong:
        one, other = wrong[0]
        more = f", and {len(wrong) - 1:,} more such places" if len(wrong) > 1 else ""
        message = f"after {one} comes {other}, and the others are a {step} apart{more}"
        yield GAP.at(Span(path=source), message, GAP.fix)


def _step(days: Sequence[date]) -> Step:
    """Return the commonest distance; of months where it is one by the calendar."""
    distances = Counter((other - one).days for one, other in pairwise(days))
    if not distances:
        return Step(1)
    common = distances.most_common(1)[0][0]
    if common < _MONTH or (len(distances) == 1 and common % 7 == 0):
        return Step(max(1, common))
    months = round(common / 30.44)
    return Step(0, months) if all(_is_months(days[0], day) for day in days[:2]) else Step(common)


def _is_months(one: date, other: date) -> bool:
    return one.day == other.day or (one == _month_end(one) and other == _month_end(other))


def _month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def _span(source: str, row: PeriodRow) -> Span:
    return Span(path=source, line=row.row + 1)
