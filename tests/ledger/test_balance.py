"""The balance: what is added, what never is, and how wide the sum of claims is."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from ledger.happenings import Log, amount, entry, line
from milepost.kernel.time import Period, Quarter
from milepost.kernel.words import Grade
from milepost.ledger.balance import added, balance, shifted, turned
from milepost.ledger.entry import ValueKind

AUTUMN = Period(date(2026, 9, 1), date(2026, 12, 1))
OCTOBER = date(2026, 10, 1)


def test_realised_projected_and_capacity_are_never_added() -> None:
    log = Log()
    log.post(entry("100", spread="10"))
    log.post(entry("500", experiment="modelled", grade=Grade.C))
    log.post(entry("40", experiment="hours", kind=ValueKind.CAPACITY, currency="hours"))
    log.post(entry("30", experiment="cash", kind=ValueKind.CASH, spread="5"))
    shown = balance(log.books())
    [mail] = shown.by_capability
    assert mail.realised == amount("130", "15")
    assert shown.net is None
    assert len(shown.value) == 4


def test_a_charge_of_an_experiment_waits_among_the_costs_until_its_entry_stands() -> None:
    log = Log()
    log.load([line(OCTOBER, "7.00", evidence="experiment/spring-test")], OCTOBER, OCTOBER)
    waiting = balance(log.books())
    assert [each.effective for each in waiting.costs] == [Decimal(7)]
    assert waiting.netted[0].taken_off is None
    told = entry("100", cost="8.00")
    posted = log.post(told)
    counted = balance(log.books())
    assert counted.costs == ()
    assert counted.netted[0].taken_off == Decimal(8)
    log.reverse(posted, told)
    assert balance(log.books()).costs == waiting.costs


def test_a_name_on_a_bill_hides_no_more_than_the_entry_took_off() -> None:
    """Charges of 7 a month name an experiment whose entry took 10 off: 4 are a cost, and not of the first quarter."""
    log, november = Log(), date(2026, 11, 1)
    log.post(entry("100", cost="10.00"))
    lines = [line(each, "7.00", evidence="experiment/spring-test") for each in (OCTOBER, november)]
    log.load(lines, OCTOBER, november)
    assert [(each.over, each.effective) for each in balance(log.books()).netted] == [(4, 14)]
    quarters = [balance(log.books(), Quarter(2026, each)).costs for each in (3, 4)]
    assert [sum(each.effective for each in costs) for costs in quarters] == [0, 4]
    [mail] = balance(log.books()).by_capability
    assert mail.costs == Decimal(4)


def test_what_a_projected_entry_took_off_was_spent_all_the_same() -> None:
    log = Log()
    log.post(entry("100", cost="10.00", grade=Grade.C))
    log.load([line(OCTOBER, "7.00", evidence="experiment/spring-test")], OCTOBER, OCTOBER)
    assert [each.effective for each in balance(log.books()).costs] == [Decimal(7)]


def test_with_a_holdout_the_program_has_a_net() -> None:
    log = Log()
    log.post(entry("90.00", spread="10", cost="10.00"))
    log.post(entry("0.00", experiment="autumn-test", period="2026-09-05/2026-09-19", spread="3"))
    log.total(AUTUMN, "120.00", opportunity="5.00")
    log.load([line(OCTOBER, "20.00"), line(OCTOBER, "2.00", capability=None, kind="data")], OCTOBER, OCTOBER)
    shown = balance(log.books())
    assert shown.remainder is not None
    assert (shown.remainder.estimate, shown.remainder.low, shown.remainder.high) == (20, 7, 33)
    # 120 earned, 10 for contacts, 20 + 2 charged, 5 not earned by who was held out.
    assert shown.net is not None
    assert shown.net.estimate == Decimal(83)
    # The quarter it is booked in shows the same net: a year's total is not held against a quarter's costs.
    in_quarter = balance(log.books(), Quarter(2026, 4))
    assert (in_quarter.totals, in_quarter.net) == (shown.totals, shown.net)
    assert in_quarter.remainder == shown.remainder
    assert balance(log.books(), Quarter(2027, 1)).net is None


def test_the_net_has_each_cost_of_its_time_once_and_none_of_another_time() -> None:
    log = Log()
    told = entry("90.00", cost="10.00")
    posted = log.post(told)
    log.post(entry("1.00", experiment="modelled", grade=Grade.C, cost="3.00"))
    log.post(entry("1.00", experiment="earlier", period="2026-07-01/2026-08-01", cost="50.00"))
    log.total(AUTUMN, "120.00")
    log.load(
        [line(OCTOBER, "9.00", evidence="experiment/spring-test"), line(date(2026, 12, 1), "70.00")],
        OCTOBER,
        date(2026, 12, 1),
    )
    # What was charged for the contacts is what their entry took off: ten, once; three are of a test of grade C.
    assert balance(log.books()).spent == Decimal(13)
    log.reverse(posted, told)
    # No entry stands that took it off, so that the charge itself counts.
    assert balance(log.books()).spent == Decimal(12)


def test_a_quarter_shows_a_late_reversal_as_taken_back() -> None:
    log = Log()
    told = entry("100", spread="10")
    posted = log.post(told)
    log.close(Quarter(2026, 3))
    log.reverse(posted, told)
    [back] = balance(log.books(), Quarter(2026, 4)).value
    assert back.is_reversal
    assert back.amount == amount("-100", "10")
    assert balance(log.books()).value == ()
    [closed] = balance(log.books(), Quarter(2026, 3)).value
    assert closed.amount == amount("100", "10")
    [restated] = balance(log.books()).restatements
    assert (restated.taken_back, restated.said_now, restated.change) == (100, 0, -100)


def test_a_turned_amount_turns_back() -> None:
    told = amount("7", "3")
    assert turned(turned(told)) == told
    assert shifted(shifted(told, Decimal(4)), Decimal(-4)) == told
    assert added([], "USD") is None
    assert added([told, amount("1", "1", "EUR")], "USD") == told


@pytest.mark.parametrize("correlation", [-1.0, 0.0, 0.5, 1.0])
def test_summed_bounds_cover_whatever_the_dependence(correlation: float) -> None:
    """Two claims of 95% each: their summed lower bound is below the truth in 95% of cases or more."""
    chance = np.random.default_rng(3)
    draws = chance.multivariate_normal([10, 20], [[4, 6 * correlation], [6 * correlation, 9]], 20_000)
    lower = draws - 1.6449 * np.array([2, 3])
    assert np.mean(lower.sum(axis=1) <= 30) >= 0.945
    # The control: taken as independent, dependent claims are claimed too surely.
    if correlation == 1.0:
        naive = draws.sum(axis=1) - 1.6449 * np.sqrt(13)
        assert np.mean(naive <= 30) < 0.9
