"""Instants, days, periods, durations and quarters."""

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from milepost.kernel.time import (
    Duration,
    Period,
    Quarter,
    add_months,
    day_in,
    end_of_day,
    format_instant,
    parse_instant,
    start_of_day,
)

TICK = timedelta(microseconds=1)
# Clocks that change at midnight, at noon's other side of the world, by half an hour, and never.
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe")
ZONES += ("Pacific/Auckland", "Pacific/Kiritimati", "Asia/Kolkata", "America/Santiago")

INSTANTS = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.timezones())  # noqa: DTZ001
DAYS = st.dates(date(2015, 1, 1), date(2037, 1, 1))


@given(INSTANTS)
def test_an_instant_comes_back_from_its_text(at: datetime) -> None:
    text = format_instant(at)
    assert parse_instant(text) == at.astimezone(UTC)
    assert format_instant(parse_instant(text)) == text
    assert text.endswith("Z")


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_their_texts(one: datetime, other: datetime) -> None:
    utc = one.astimezone(UTC), other.astimezone(UTC)
    assert (format_instant(one) < format_instant(other)) == (utc[0] < utc[1])


def test_years_are_written_with_four_digits() -> None:
    assert format_instant(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01T00:00:00.000000Z"
    assert str(Quarter.parse("0999Q1")) == "0999Q1"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_an_instant_without_a_zone_is_refused_whatever_the_machines_zone(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    with pytest.raises(ValueError, match="time zone"):
        format_instant(datetime(2026, 11, 22))  # noqa: DTZ001


def test_other_zones_are_brought_to_utc() -> None:
    east = datetime(2026, 11, 22, 9, 10, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert format_instant(east) == "2026-11-22T03:40:00.000000Z"
    assert parse_instant("2026-11-22T09:10+05:30") == east


@pytest.mark.parametrize("text", ["", "2026-11-22", "2026-11-22T09:10:00", "yesterday", "2026-13-01T00:00:00Z"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text)


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_means_its_end(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    assert day_in(end, zone) == day
    assert day_in(end + TICK, zone) == day + timedelta(days=1)
    assert end + TICK == start_of_day(day + timedelta(days=1), zone)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("UTC", date(2026, 3, 8), 24),
    ],
)
def test_a_day_on_which_the_clock_changes_has_its_own_length(zone: str, day: date, hours: float) -> None:
    assert end_of_day(day, zone) + TICK - start_of_day(day, zone) == timedelta(hours=hours)


@given(st.dates(), st.dates())
def test_a_period_comes_back_from_its_text_unless_it_runs_backwards(start: date, end: date) -> None:
    if start < end:
        assert Period.parse(str(Period(start, end))) == Period(start, end)
    else:
        with pytest.raises(ValueError, match="ends before it starts"):
            Period.parse(f"{start}/{end}")


@pytest.mark.parametrize("text", ["", "/", "2026-07-01", "2026-07-01/", "2026-07-01/soon", "2026-02-30/2026-03-01"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("90d", Duration(days=90)),
        ("1 day", Duration(days=1)),
        ("90 days", Duration(days=90)),
        ("2 weeks", Duration(days=14)),
        ("3w", Duration(days=21)),
        (" 18 months ", Duration(months=18)),
        ("2 quarters", Duration(months=6)),
        ("1 year", Duration(months=12)),
        ("0d", Duration()),
    ],
)
def test_durations_as_people_write_them(text: str, meant: Duration) -> None:
    assert Duration.parse(text) == meant
    assert Duration.parse(str(meant)) == meant


@pytest.mark.parametrize("text", ["", "90", "d", "-1d", "1.5 days", "3 fortnights", "1d 2d", "3m", "100000d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 90d, 2 weeks or 18 months"):
        Duration.parse(text)


@given(DAYS, st.integers(-240, 240))
def test_months_keep_the_day_or_end_with_the_month(start: date, months: int) -> None:
    moved = add_months(start, months)
    assert (moved.year * 12 + moved.month) - (start.year * 12 + start.month) == months
    last = calendar.monthrange(moved.year, moved.month)[1]
    assert moved.day == min(start.day, last)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_at_their_ends(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(INSTANTS, st.integers(0, 90))
@example(datetime(2026, 3, 8, 12, tzinfo=UTC), 1)
def test_days_before_and_since_undo_each_other(at: datetime, days: int) -> None:
    utc, span = parse_instant(format_instant(at)).replace(year=2026, day=1), Duration(days=days)
    assert span.since(span.before(utc)) == span.before(span.since(utc)) == utc
    assert span.since(utc) - utc == timedelta(days=days)


@given(st.dates(date(2015, 1, 1), date(2037, 1, 1)), st.integers(0, 40))
def test_months_before_and_since_undo_each_other_but_for_the_days_that_months_lack(day: date, months: int) -> None:
    at, span = datetime(day.year, day.month, day.day, 9, 10, tzinfo=UTC), Duration(months=months)
    assert span.since(at).time() == span.before(at).time() == at.time()
    assert span.since(at).date() == span.after(day)
    lost = at - span.since(span.before(at))
    assert timedelta(0) <= lost <= timedelta(days=3)
    if day.day <= 28:
        assert not lost


@given(DAYS, st.integers(0, 23), st.integers(0, 60), st.sampled_from(ZONES))
def test_in_a_zone_its_clock_is_kept_over_a_change_of_it(day: date, hour: int, days: int, zone: str) -> None:
    at, span = start_of_day(day, zone) + timedelta(hours=hour, minutes=30), Duration(days=days)
    for moved, expected in ((span.since(at, zone), days), (span.before(at, zone), -days)):
        assert (day_in(moved, zone) - day_in(at, zone)).days == expected
    start = start_of_day(day, zone)
    assert span.since(start, zone) == start_of_day(day + timedelta(days=days), zone)


def test_a_month_before_the_31st_of_march_does_not_come_back() -> None:
    month, at = Duration(months=1), datetime(2026, 3, 31, tzinfo=UTC)
    assert month.before(at) == datetime(2026, 2, 28, tzinfo=UTC)
    assert month.since(month.before(at)) == datetime(2026, 3, 28, tzinfo=UTC)


@given(st.integers(2000, 2100), st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_four_quarters_make_a_fiscal_year(year: int, first: date) -> None:
    periods = [Quarter(year, number).period(first.month, first.day) for number in (1, 2, 3, 4)]
    periods.append(Quarter(year + 1, 1).period(first.month, first.day))
    assert all(one.end == next_.start for one, next_ in pairwise(periods))
    assert periods[0].start == date(year, first.month, first.day)
    assert all(89 <= (each.end - each.start).days <= 93 for each in periods)


def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts() -> None:
    assert str(Quarter.parse("2026Q4").period(2, 1)) == "2026-11-01/2027-02-01"
    assert str(Quarter.parse("2026Q1").period(2, 1)) == "2026-02-01/2026-05-01"
    assert str(Quarter.parse("2026Q4").period(1, 1)) == "2026-10-01/2027-01-01"


@given(st.integers(1000, 9999), st.integers(1, 4))
def test_a_quarter_comes_back_from_its_text(year: int, number: int) -> None:
    assert Quarter.parse(str(Quarter(year, number))) == Quarter(year, number)


@pytest.mark.parametrize("text", ["", "2026", "2026Q0", "2026Q5", "26Q1", "2026 Q1", "2026q1", "Q12026"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 2026Q4"):
        Quarter.parse(text)
