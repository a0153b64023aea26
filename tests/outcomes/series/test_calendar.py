"""The days of a series: what they may look like, and what is said where they are not in order."""

from datetime import date, timedelta

import pytest

from milepost.outcomes.series.calendar import Dated, dated
from milepost.outcomes.series.rows import PeriodRow


def rows(*times: str | None, counts: dict[int, int] | None = None) -> list[PeriodRow]:
    wanted = counts or {}
    return [PeriodRow(time=time, n=wanted.get(k, 1), row=k + 1, sums={}, broken={}) for k, time in enumerate(times)]


def found(*times: str | None, counts: dict[int, int] | None = None) -> list[tuple[str, str]]:
    read = dated(rows(*times, counts=counts), "day", "a.csv")
    assert not isinstance(read, Dated)
    return [(each.code, each.message) for each in read]


def steps(*times: str) -> str:
    read = dated(rows(*times), "day", "a.csv")
    assert isinstance(read, Dated), read
    return str(read.step)


def many(step: timedelta, count: int = 6) -> list[str]:
    return [str(date(2026, 1, 5) + k * step) for k in range(count)]


@pytest.mark.parametrize(
    ("times", "step"),
    [
        (many(timedelta(days=1)), "day"),
        (many(timedelta(days=7)), "week"),
        (many(timedelta(days=14)), "14 days"),
        (many(timedelta(days=28)), "28 days"),
        (["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"], "month"),
        (["2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"], "month"),
        (["2026-01-28", "2026-02-28", "2026-03-28", "2026-04-28"], "month"),
        (["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"], "3 months"),
        (["2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z"], "day"),
        (["2026-01-05 00:00:00", "2026-01-06 00:00:00"], "day"),
        (["2026-01-05"], "day"),
    ],
)
def test_steps_are_told_from_the_days(times, step):
    assert steps(*times) == step
    assert steps(*reversed(times)) == step


def test_days_come_in_order_whatever_the_file_does():
    read = dated(rows("2026-01-07", "2026-01-05", "2026-01-06"), "day", "a.csv")
    assert isinstance(read, Dated)
    assert [each.row for each in read.rows] == [2, 3, 1]


@pytest.mark.parametrize("cell", ["05-02-2010", "2026-02-30", "20260301", "soon", "2026-W10-1", "", None])
def test_what_is_no_date_is_found_at_its_row(cell):
    [(code, message)] = found("2026-01-05", cell, "2026-01-07")
    assert code == "MP580"
    assert "row 2, column 'day'" in message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-01-05T00:00:00Z", "2026-01-06T00:00:00+02:00"),
        ("2026-01-05", "2026-01-06T00:00:00Z"),
        ("2026-03-28T00:00+01:00", "2026-03-29T00:00+02:00"),
    ],
)
def test_several_zones_are_found(one, other):
    [(code, message)] = found(one, other)
    assert code == "MP581"
    assert repr(one) in message
    assert repr(other) in message


def test_a_day_that_stands_twice_is_found_whether_written_alike_or_not():
    [(code, message)] = found("2026-01-05", "2026-01-06", "2026-01-07", counts={1: 3})
    assert (code, message) == ("MP582", "row 2, column 'day': 2026-01-06 stands in 3 rows")
    [(code, message)] = found("2026-01-05", "2026-01-05 00:00", "2026-01-06 00:00")
    assert code == "MP582"


def test_a_gap_is_found_where_it_opens():
    times = many(timedelta(days=7), 12)
    [(code, message)] = found(*times[:4], *times[5:])
    assert (code, message) == ("MP583", "after 2026-01-26 comes 2026-02-09, and the others are a week apart")
    [(code, message)] = found("2026-01-01", "2026-02-01", "2026-03-01", "2026-05-01", "2026-06-01", "2026-08-01")
    assert "after 2026-03-01 comes 2026-05-01" in message
    assert message.endswith("and 1 more such places")
