"""The books, one event at a time, on one screen each."""

from datetime import date

from ledger.happenings import CALENDAR, FAR, PROGRAM, Log, entry, line
from milepost.kernel.time import Period, Quarter
from milepost.kernel.words import Grade
from milepost.ledger.books import books
from milepost.ledger.entry import ValueKind
from milepost.ledger.transaction import Cause, imbalance

Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)  # the fiscal year starts in February: August and November 2026
Q1 = Quarter(2027, 1)
WINTER = "2026-11-02/2026-11-16"


def sums(log: Log, quarter: Quarter | None = None) -> dict[str, str]:
    """Give each account's sum at the cent, the commodity in the name where that is not USD."""
    found = {}
    for each in log.books().trial(quarter):
        name = each.account if each.commodity == "USD" else f"{each.account} {each.commodity}"
        found[name] = f"{each.amount:.2f}"
    return found


def test_value_moves_from_income_to_assets() -> None:
    log = Log()
    log.post(entry("100.00"))
    assert sums(log) == {"Assets:Realised:Value": "100.00", "Income:Realised:Margin:Mail": "-100.00"}
    [only] = log.books().transactions
    assert (only.booked, only.about, str(only.date), only.why) == (Q3, Q3, "2026-10-18", "")


def test_projected_value_has_a_tree_of_its_own() -> None:
    log = Log()
    log.post(entry("100.00", grade=Grade.C))
    assert sums(log) == {"Assets:Projected:Value": "100.00", "Income:Projected:Margin:Mail": "-100.00"}


def test_capacity_is_no_money() -> None:
    log = Log()
    log.post(entry("40.00", kind=ValueKind.CAPACITY, currency="hours"))
    log.post(entry("30.00", kind=ValueKind.CASH, experiment="other"))
    assert sums(log) == {
        "Assets:Realised:Value": "30.00",
        "Assets:Realised:Value HOURS": "40.00",
        "Income:Realised:Capacity:Mail HOURS": "-40.00",
        "Income:Realised:Cash:Mail": "-30.00",
    }


def test_a_reversal_cancels() -> None:
    log = Log()
    told = entry("100.00")
    posted = log.post(told)
    log.reverse(posted, told)
    assert sums(log) == {}
    assert [each.cause for each in log.books().transactions] == [Cause.VALUE, Cause.VALUE_REVERSED]
    assert log.books().entries == ()


def test_a_reversal_told_twice_or_of_nothing_does_nothing() -> None:
    log = Log()
    told = entry("100.00")
    posted = log.post(told)
    log.reverse("ev_nobody", told)
    log.reverse(posted, told)
    log.reverse(posted, told, "ev_more")
    assert len(log.books().transactions) == 2


def test_costs_by_kind_and_a_load_that_changes_one_month() -> None:
    log, october, november = Log(), date(2026, 10, 1), date(2026, 11, 1)
    log.load([line(october, "10.00"), line(november, "20.005")], october, november)
    assert sums(log) == {"Equity:Budget": "-30.00", "Expenses:Compute:Mail": "30.00"}
    log.load([line(november, "25.00"), line(november, "5.00", kind="people")], november, november)
    assert sums(log) == {"Equity:Budget": "-40.00", "Expenses:Compute:Mail": "35.00", "Expenses:People:Mail": "5.00"}
    causes = [each.cause for each in log.books().transactions]
    assert causes == [Cause.COST, Cause.COST, Cause.COST_REVERSED, Cause.COST, Cause.COST]


def test_a_charge_inside_an_entry_is_no_cost_a_second_time() -> None:
    log, october = Log(), date(2026, 10, 1)
    log.load([line(october, "10.00"), line(october, "7.00", evidence="experiment/spring-test")], october, october)
    assert sums(log) == {
        "Equity:Budget": "-17.00",
        "Equity:Netted:Compute:Mail": "7.00",
        "Expenses:Compute:Mail": "10.00",
    }


def test_what_comes_late_is_booked_in_the_first_open_quarter() -> None:
    log = Log()
    told = entry("100.00")
    posted = log.post(told)
    log.close(Q3)
    before = log.books().trial(Q3)
    log.reverse(posted, told)
    log.post(entry("70.00"))
    log.load([line(date(2026, 10, 1), "3.00")], date(2026, 10, 1), date(2026, 10, 1))
    late = log.books().restatements
    assert log.books().trial(Q3) == before
    assert [(each.cause, each.about, each.booked) for each in late] == [
        (Cause.VALUE_REVERSED, Q3, Q4),
        (Cause.VALUE, Q3, Q4),
        (Cause.COST, Q3, Q4),
    ]
    assert late[0].why == "experiment/spring-test was read again (ev_again)"
    assert str(late[0].date) == "2026-11-01"
    assert sums(log, Q4)["Income:Realised:Margin:Mail"] == "30.00"
    assert [each.holds for each in log.books().closed] == [True]
    log.close(Q4)
    log.post(entry("5.00", experiment="third"))
    assert log.books().restatements[-1].booked == Q1


def test_earlier_books_are_given_again() -> None:
    log = Log()
    told = entry("100.00")
    posted = log.post(told)
    earlier, then = log.books(), log.at
    log.close(Q3)
    log.reverse(posted, told)
    again = log.anew(then)
    assert again.transactions == earlier.transactions
    assert (again.closed, len(again.entries)) == ((), 1)


def test_the_remainder_makes_up_the_total_and_may_be_negative() -> None:
    log, autumn = Log(), Period(date(2026, 9, 1), date(2026, 12, 1))
    first, second = entry("100.00"), entry("50.00", experiment="other", period=WINTER)
    posted = log.post(first)
    log.total(autumn, "120.00", opportunity="9.00")
    assert sums(log)["Income:Realised:Unallocated"] == "-20.00"
    assert sums(log)["Expenses:Holdout:Shared"] == "9.00"
    log.post(second)
    assert sums(log)["Income:Realised:Unallocated"] == "30.00"
    assert sums(log)["Assets:Realised:Value"] == "120.00"
    log.reverse(posted, first)
    assert sums(log)["Income:Realised:Unallocated"] == "-70.00"
    assert sums(log)["Assets:Realised:Value"] == "120.00"


def test_a_later_total_takes_the_place_of_the_one_it_meets() -> None:
    log, autumn = Log(), Period(date(2026, 9, 1), date(2026, 12, 1))
    log.post(entry("100.00"))
    log.total(autumn, "120.00", opportunity="9.00")
    log.total(Period(date(2026, 10, 1), date(2027, 1, 1)), "80.00", opportunity="4.00")
    assert sums(log) == {
        "Assets:Realised:Value": "80.00",
        "Equity:Budget": "-4.00",
        "Expenses:Holdout:Shared": "4.00",
        "Income:Realised:Margin:Mail": "-100.00",
        "Income:Realised:Unallocated": "20.00",
    }
    log.total(Period(date(2027, 1, 1), date(2027, 4, 1)), "10.00")
    assert sums(log)["Assets:Realised:Value"] == "90.00"
    assert len(log.books().totals) == 2


def test_an_entry_outside_the_total_or_projected_is_not_taken_from_it() -> None:
    log, autumn = Log(), Period(date(2026, 9, 1), date(2026, 11, 1))
    log.post(entry("100.00", grade=Grade.C))
    log.post(entry("30.00", experiment="other", period=WINTER))
    log.post(entry("8.00", experiment="hours", kind=ValueKind.CASH))
    log.total(autumn, "20.00")
    assert sums(log)["Income:Realised:Unallocated"] == "-20.00"


def test_every_transaction_balances() -> None:
    log = Log()
    log.post(entry("100.00"))
    log.total(Period(date(2026, 9, 1), date(2026, 12, 1)), "20.00")
    assert [imbalance(each) for each in log.books().transactions] == [{}, {}]


def test_events_of_other_types_move_nothing() -> None:
    assert books((), PROGRAM, FAR).trial() == ()


def test_fiscal_quarters_and_months_are_the_programs() -> None:
    assert CALENDAR.quarter_of(date(2026, 1, 31)) == Quarter(2025, 4)
    assert CALENDAR.quarter_of(date(2026, 2, 1)) == Quarter(2026, 1)
    assert CALENDAR.month_of(date(2027, 1, 31)) == date(2027, 1, 1)
    assert CALENDAR.month_after(date(2027, 1, 1)) == date(2027, 2, 1)


def test_contact_costs_are_counted_once_and_a_total_may_be_taken_back() -> None:
    log, autumn = Log(), Period(date(2026, 9, 1), date(2026, 12, 1))
    log.post(entry("90.00", cost="10.00"))
    log.total(autumn, "120.00")
    # The total is before the costs of contacts: 100 of it are the entry's, 20 nobody's.
    assert sums(log)["Income:Realised:Unallocated"] == "-20.00"
    assert sums(log)["Assets:Realised:Value"] == "110.00"
    log.take_back(0)
    assert sums(log) == {"Assets:Realised:Value": "90.00", "Income:Realised:Margin:Mail": "-90.00"}
    assert log.books().totals == ()
