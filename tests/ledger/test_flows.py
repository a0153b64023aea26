"""Entries become flows: once, in money, spread over their days."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.flows import entry, posted
from ledger.happenings import line as told_line
from milepost.kernel.time import Period
from milepost.kernel.words import Grade
from milepost.ledger.entry import ValueKind
from milepost.ledger.flows import booked, covers, month_of, shares, standard_error_of, value_flows
from milepost.ledger.standing import StandingCost

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def test_an_amount_is_spread_evenly_over_the_days_of_its_period():
    found = shares(Period(date(2026, 10, 22), date(2026, 11, 11)), month_of)
    assert found == {OCTOBER: 0.5, NOVEMBER: 0.5}


def test_contact_costs_come_back_to_the_value_and_stand_as_costs():
    (flow,), costs, left = value_flows(
        [posted(entry(2790.0, 930.0, cost="2130.70", period="2026-10-22/2026-11-11"))], "USD"
    )
    assert flow.part.estimate == pytest.approx(2790 + 2130.70)
    assert {each.month: each.amount for each in costs} == {
        OCTOBER: Decimal("1065.35"), NOVEMBER: Decimal("1065.35")
    }  # fmt: skip
    assert left == ()


def test_without_a_period_it_falls_on_the_day_it_was_posted():
    (flow,), _, _ = value_flows([posted(entry(period=None))], "USD")
    assert flow.months == {NOVEMBER: 1.0}


def test_the_lower_bound_is_kept():
    assert standard_error_of(entry(100.0, 10.0)) == pytest.approx(10)


def test_the_same_rows_count_once():
    flows, _, left = value_flows([posted(entry(), "ev_1"), posted(entry(experiment="again"), "ev_2")], "USD")
    assert [each.event for each in flows] == ["ev_1"]
    assert [(each.event, each.because) for each in left] == [
        ("ev_2", "the same rows, arms and metric are counted by another entry")
    ]


def test_two_arms_of_the_same_rows_share_their_control():
    arms = {"None": 600, "Mail": 300, "Letter": 200}
    flows, _, _ = value_flows(
        [posted(entry(), "ev_1", arms), posted(entry(treatment="Letter", capability="letter"), "ev_2", arms)], "USD"
    )
    assert {each.part.shared for each in flows} == {"sha256:00 None"}
    assert [each.part.share for each in flows] == [300 / 900, 200 / 800]


def test_without_sizes_all_of_the_error_is_taken_as_shared():
    (flow,), _, _ = value_flows([posted(entry())], "USD")
    assert flow.part.share == 1.0


@pytest.mark.parametrize(
    ("of", "because"),
    [
        (posted(entry(kind=ValueKind.CAPACITY, currency="hours")), "capacity freed is no money"),
        (posted(entry(currency="EUR")), "it is in EUR, the program in USD"),
        (posted(entry(), silenced="its design was changed"), "its design was changed"),
    ],
)
def test_what_is_no_money_of_the_program_is_left_out_and_said(of, because):
    flows, costs, (left,) = value_flows([of], "USD")
    assert (flows, costs, left.because) == ((), (), because)


def test_a_charge_is_a_cost_beyond_what_its_entry_took_off():
    line = told_line(OCTOBER, "7.00", evidence="experiment/spring-test")
    standing = StandingCost(event="ev_c", line=line, netted=True)
    taken = covers([entry(cost="5.00")], "USD")
    assert [each.amount for each in booked([standing], taken)] == [Decimal("2.00")]
    for none in (entry(cost="5.00", grade=Grade.C), entry(cost="5.00", experiment="other")):
        assert [each.amount for each in booked([standing], covers([none], "USD"))] == [Decimal("7.00")]
    assert booked([standing], covers([entry(cost="7.00")], "USD")) == ()
