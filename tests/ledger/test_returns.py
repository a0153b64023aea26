"""Returns in closed cases."""

import math
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.flows import cost, entry, posted
from milepost.kernel.time import Period
from milepost.ledger.flows import value_flows, within
from milepost.ledger.returns import NEGATIVE_COST, NO_COST, VAGUE_COST, Returns, Terms, returns_of

TERMS = Terms(currency="USD", discount_rate=Decimal(0), base=date(2026, 10, 1), last=date(2027, 9, 1))


def of(entries=(), costs=(), terms=TERMS, approved=None) -> Returns:
    values, contact, _ = value_flows([posted(each, f"ev_{n}") for n, each in enumerate(entries)], "USD")
    return returns_of(values, (*contact, *costs), terms, np.random.default_rng(1), approved)


@pytest.mark.parametrize(
    ("net", "error", "spent", "roi"),
    [(3855.46, 928.6, "1065.35", 3.62), (2790.11, 928.6, "2130.70", 1.31)],
)
def test_the_golden_campaign(net, error, spent, roi):
    """Hillstrom's men's mail, of GUARANTEES: at 0.05 and at 0.10 a contact."""
    found = of([entry(net, error, cost=spent)])
    assert float(found.net.estimate) == pytest.approx(net)
    assert float(found.net.lower95) == pytest.approx(net - 1.6448536 * error, abs=0.01)
    assert found.roi is not None
    assert round(found.roi.estimate, 2) == roi
    # A known cost: the bounds of the net over it.
    low, high = float(found.net.low) / float(spent), float(found.net.high) / float(spent)
    assert (found.roi.low, found.roi.high) == pytest.approx((low, high), abs=1e-4)
    assert found.probability_positive > 0.99


def test_claims_are_summed_by_their_joint_distribution_never_by_their_bounds():
    found = of([entry(100, 30, rows="a"), entry(200, 40, rows="b")])
    assert float(found.net.lower95) == pytest.approx(300 - 1.6448536 * 50, abs=0.01)
    assert float(found.net.lower95) > (100 - 1.6448536 * 30) + (200 - 1.6448536 * 40)


def test_net_present_value_discounts_from_the_middle_of_the_month():
    terms = Terms(currency="USD", discount_rate=Decimal("0.21"), base=date(2026, 10, 1), last=date(2027, 12, 1))
    found = of([entry(1000, 100, period="2027-10-01/2027-11-01")], terms=terms)
    at = 1.21 ** (-12.5 / 12)
    assert float(found.npv.estimate) == pytest.approx(1000 * at, abs=0.01)
    assert float(found.npv.lower95) == pytest.approx((1000 - 164.485) * at, abs=0.01)
    assert of([entry(1000, 100)]).npv == of([entry(1000, 100)]).net


def test_payback_is_the_month_in_which_the_lower_bound_is_back():
    spend = cost("2026-10", "1000")
    found = of([entry(3000, 300, period="2026-10-01/2027-10-01")], [spend], approved=date(2026, 9, 20)).payback
    # At least 2,506 of 3,000 a year, 2,412 by the two-sided bound: 146 days, or 151.3, where February ends with 151.
    assert found.claimed == date(2027, 2, 1)
    assert found.estimate == date(2027, 1, 1)
    assert (found.critical.draws, found.critical.error) == (0, 0)
    assert found.days == (date(2027, 2, 28) - date(2026, 9, 20)).days
    assert (found.earliest, found.latest) == (date(2027, 1, 1), date(2027, 3, 1))


def test_payback_is_not_reached_where_the_bound_stays_below():
    found = of([entry(3000, 3000, period="2026-10-01/2027-10-01")], [cost("2026-10", "2000")]).payback
    assert (found.claimed, found.latest, found.days) == (None, None, None)
    assert found.estimate == date(2027, 6, 1)  # 243.3 days; May ends with the 243rd


def test_payback_says_when_a_later_cost_takes_it_back():
    found = of([entry(1000, 10)], [cost("2026-12", "5000")]).payback
    assert (found.claimed, found.again_below) == (date(2026, 10, 1), date(2026, 12, 1))


def test_before_there_is_value_nothing_pays_back():
    assert of([entry(1000, 10, period="2027-01-01/2027-02-01")]).payback.claimed == date(2027, 1, 1)


def test_many_months_of_their_own_ask_for_more_than_one():
    entries = [entry(100, 30, rows=f"{month}", period=f"2026-{month}-01/2026-{month}-28") for month in (10, 11, 12)]
    found = of(entries).payback.critical
    assert found.value > 1.7
    assert found.draws > 0
    assert found.error > 0


@pytest.mark.parametrize(
    ("costs", "because"),
    [
        ((), NO_COST),
        ((cost("2026-10", "0"),), NO_COST),
        ((cost("2026-10", "-50"),), NEGATIVE_COST),
        ((cost("2026-10", "50", error=40.0),), VAGUE_COST),
    ],
)
def test_no_return_on_what_cost_nothing_or_who_knows_what(costs, because):
    found = of([entry()], costs)
    assert (found.roi, found.roi_because) == (None, because)


def test_an_uncertain_cost_widens_the_return():
    known = of([entry(1000, 100)], [cost("2026-10", "500")])
    unsure = of([entry(1000, 100)], [cost("2026-10", "500", error=50.0)])
    assert known.roi is not None
    assert unsure.roi is not None
    assert unsure.roi.low < known.roi.low
    assert unsure.roi.high > known.roi.high
    assert unsure.net.lower95 < known.net.lower95


def test_nothing_comes_to_nothing():
    found = of()
    assert (found.net.estimate, found.probability_positive, found.payback.claimed) == (0, 0.5, None)


def test_costs_stand_by_kind():
    found = of([entry(cost="10")], [cost("2026-10", "5"), cost("2026-11", "7"), cost("2026-10", "9", "people")])
    assert found.costs == {"compute": Decimal("12.00"), "contact": Decimal("10.00"), "people": Decimal("9.00")}
    assert found.cost.estimate == 31


AMOUNTS = st.tuples(st.floats(-1e4, 1e4), st.floats(0, 1e3), st.integers(0, 300), st.integers(1, 200))
START, DAY = date(2026, 10, 1), timedelta(days=1)


@settings(max_examples=40)
@given(st.lists(AMOUNTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_parts_of_time_and_any_order_come_to_the_whole(of, dice):
    entries = [
        posted(
            entry(net, error, rows=f"{place}", period=f"{START + DAY * first}/{START + DAY * (first + days)}"),
            f"ev_{place}",
        )
        for place, (net, error, first, days) in enumerate(of)
    ]
    values, _, _ = value_flows(entries, "USD")
    cut = START + DAY * 120
    parts = [
        part
        for each in values
        for period in (Period(START, cut), Period(cut, START + DAY * 900))
        if (part := within(each, period)) is not None
    ]
    assert math.fsum(each.part.estimate for each in parts) == pytest.approx(sum(net for net, *_ in of), abs=1e-6)
    assert sum(each.units for each in parts) == pytest.approx(300 * len(of))
    shuffled = list(values)
    dice.shuffle(shuffled)
    one, other = (returns_of(each, (), TERMS, np.random.default_rng(1)) for each in (values, shuffled))
    assert float(one.net.lower95) == pytest.approx(float(other.net.lower95), abs=0.02)
    assert float(one.npv.estimate) == pytest.approx(float(other.npv.estimate), abs=0.02)
