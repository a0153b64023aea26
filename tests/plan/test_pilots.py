"""Which pilot to buy first, where the answer is known."""

import numpy as np
import pytest

from milepost.plan.model import DAYS_A_MONTH, Planned
from milepost.plan.pilots import DETECTS, Terms, pilots_of
from milepost.plan.simulate import simulate
from milepost.statistics.look_worth import look_worth, unit_loss
from plan.plans import costs, known, normal, plan

WHOLE = 18 * DAYS_A_MONTH


def test_a_sure_builder_of_unsure_benefit_has_the_worth_of_the_closed_form():
    """Net is normal: benefit less a known cost; the pilot measures the benefit with the error of its size."""
    once, mean, deviation = 5_000.0, 10.0, 6.0
    each = Planned(slug="a", money=normal(mean, deviation), costs=costs(once=once))
    found = pilots_of(simulate(plan(each), 1), Terms(months=3, once=0.01), closely=0)[0]
    net, spread = mean * WHOLE - once, deviation * WHOLE
    assert found.knowing.gain == pytest.approx(spread * unit_loss(net / spread), abs=4 * found.knowing.error + 10)
    exact = look_worth(net, spread, mean / DETECTS * WHOLE)
    assert found.telling.gain == pytest.approx(exact, abs=4 * found.telling.error + 10)
    assert found.price == pytest.approx(50)


def test_whether_it_works_is_worth_the_cost_it_saves():
    """What does not work is not built: certainty saves its cost, a pilot four times of five of what it earns."""
    each = Planned(slug="a", succeeds=0.4, level=known(0.0), costs=costs(once=100))
    base = Planned(slug="b", after=(0,), money=known(1), costs=costs(once=10))
    told = simulate(plan(each, base), 2)
    found = {pilot.capability: pilot for pilot in pilots_of(told, closely=0)}["a"]
    gain = WHOLE - 110
    now = max(0.0, 0.4 * gain - 0.6 * 100)
    assert found.knowing.gain == pytest.approx(0.4 * gain - now, abs=4 * found.knowing.error)
    # Built where the pilot says yes: 4 of 5 that work, 1 of 20 that do not.
    told_yes = 0.4 * 0.8 * gain - 0.6 * 0.05 * 100
    told_no = 0.4 * 0.2 * gain - 0.6 * 0.95 * 100
    assert found.telling.gain == pytest.approx(
        max(0, told_yes) + max(0, told_no) - now, abs=4 * found.telling.error + 1
    )


def test_the_best_pilot_is_first_and_one_too_dear_does_not_pay():
    unsure = Planned(slug="unsure", money=normal(2, 8), costs=costs(once=1_000))
    sure = Planned(slug="sure", money=normal(8, 0.5), costs=costs(once=1_000))
    dear = Planned(slug="dear", money=normal(2, 8), costs=costs(once=1_000, a_month=900))
    found = pilots_of(simulate(plan(unsure, sure, dear), 3))
    assert found[0].capability == "unsure"
    assert found[0].pays
    assert found[0].delayed is not None
    assert found[0].delayed.gain < found[0].telling.gain
    by_name = {each.capability: each for each in found}
    assert not by_name["sure"].pays
    assert by_name["dear"].worth < found[0].worth
    for each in found:
        assert each.telling.gain <= each.knowing.gain + 4 * each.knowing.error
        assert each.knowing.gain <= each.certainty + 4 * each.knowing.error


def test_what_is_built_needs_no_pilot():
    built = Planned(slug="a", done=-3.0, works=True, money=normal(1, 5))
    assert pilots_of(simulate(plan(built), 4)) == ()


def test_a_pilot_is_the_same_twice():
    each = Planned(slug="a", money=normal(2, 8), costs=costs(once=1_000))
    told = simulate(plan(each), 5, 2_000)
    assert pilots_of(told) == pilots_of(told)
    assert np.isfinite(pilots_of(told)[0].worth)
