"""Waiting has a price and a use: each held against drawn futures; whoever never waits, or always does, loses to it."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from milepost.experiments.readout import ArmSize, MoneyReading, ReadOut, SampleRatio
from milepost.experiments.waiting import HORIZON, Intake, Waiting, intake_of, waiting, waiting_stats, waits
from milepost.kernel.words import Grade
from milepost.presentation.waiting_view import waiting_data, waiting_ground, waiting_said

INTAKE = Intake(per_week=1_000, weeks=4)


def money(net: float, error: float, contacted: int = 2_000, cost: str = "100") -> MoneyReading:
    """Make a reading of `net` over all treated, with its standard error."""
    return MoneyReading(
        arm="Mail",
        currency="EUR",
        contacted=contacted,
        cost=Decimal(cost),
        net=net,
        net_ci95=(net - 1.96 * error, net + 1.96 * error),
        net_lower95=net - 1.645 * error,
        net_upper95=net + 1.645 * error,
        roi=None,
        roi_ci95=None,
        probability_positive=0.5,
        standard_error=error,
    )


def read(of: MoneyReading) -> ReadOut:
    return ReadOut(
        control="None",
        alpha=0.05,
        srm=SampleRatio(p_value=0.5, ok=True),
        arms=(ArmSize(arm="Mail", n=of.contacted, share=0.5), ArmSize(arm="None", n=of.contacted, share=0.5)),
        metrics=(),
        money=(of,),
        grade=Grade.A,
        sentence="",
    )


def priced(net: float, error: float) -> Waiting:
    found = waiting(money(net, error), 0.5, INTAKE)
    assert found is not None
    return found


@pytest.mark.parametrize(("net", "error"), [(100, 400), (-150, 300), (300, 300)])
def test_what_waiting_removes_and_costs_is_that_of_drawn_futures(net: float, error: float) -> None:
    """Draw the truth by the flat prior, then the weeks to come, and decide by them: the balance is the same."""
    found, runs, n = priced(net, error), 400_000, 2_000
    rng, weeks = np.random.default_rng(3), found.weeks
    truth = rng.normal(net / n, error / n, runs)
    more = weeks / INTAKE.weeks
    seen = rng.normal(truth, error / n / more**0.5)
    later = (net / n + more * seen) / (1 + more)
    all_weeks = INTAKE.per_week * HORIZON
    now = truth * all_weeks if net > 0 else np.zeros(runs)
    meanwhile = truth * INTAKE.per_week * weeks * 0.5
    waited = meanwhile + np.where(later > 0, truth, 0) * INTAKE.per_week * (HORIZON - weeks)
    gain = waited - now
    assert found.removes - found.costs == pytest.approx(gain.mean(), abs=4 * gain.std() / runs**0.5)


def test_where_much_is_at_risk_waiting_is_worth_it_and_where_all_is_shown_it_is_not() -> None:
    unsure, sure = priced(50, 500), priced(5_000, 500)
    assert unsure.is_worth_it
    assert not sure.is_worth_it
    assert sure.to_claim == 0
    assert waiting_said(unsure).endswith("of expected loss: worth it.")
    assert waiting_said(sure).endswith("not worth it; act now.")
    assert waiting_said(priced(-5_000, 500)).endswith("not worth it; leave it now.")


def test_the_weeks_named_pay_more_than_others() -> None:
    found = priced(50, 500)
    value = found.removes - found.costs
    never, always = 0.0, found.next_look - found.cost_per_week  # the controls: decide at once, wait a week by habit
    assert value >= max(never, always)


def test_an_estimate_below_zero_is_never_shown_to_gain() -> None:
    found = priced(-100, 300)
    assert found.to_claim is None
    assert "no gain is shown ever" in waiting_ground(found)
    assert not found.does_act


def test_weeks_to_a_claim_fall_with_traffic_and_end_at_the_horizon() -> None:
    slow, fast = priced(300, 300), waiting(money(300, 300), 0.5, replace(INTAKE, weeks=1))
    assert slow.to_claim is not None
    assert fast is not None
    assert fast.to_claim is not None
    assert 0 < fast.to_claim < slow.to_claim
    assert priced(10, 300).to_claim is None
    assert "within a year" in waiting_ground(priced(10, 300))


def test_a_week_costs_what_is_forgone_or_lost_on_those_who_wait() -> None:
    assert priced(200, 300).cost_per_week == pytest.approx(0.1 * 1_000 * 0.5)
    assert priced(-200, 300).cost_per_week == pytest.approx(0.1 * 1_000 * 0.5)
    found = waiting(money(200, 300), 0.9, INTAKE)
    assert found is not None
    assert found.cost_per_week == pytest.approx(0.1 * 1_000 * 0.1)
    assert found.treated_cost == pytest.approx(0.05 * 1_000 * 0.9)


def test_nothing_uncertain_or_nobody_to_decide_for_has_no_price() -> None:
    assert waiting(money(200, 0.0), 0.5, INTAKE) is None
    assert waiting(money(200, 300), 0.5, replace(INTAKE, per_week=0)) is None
    assert waits(replace(read(money(1, 1)), money=()), INTAKE) == ()
    assert waiting_stats(replace(read(money(1, 1)), money=()), 4) == {}
    assert waiting_stats(read(money(1, 1)), 0) == {}


def test_a_verdict_keeps_it_with_units() -> None:
    kept = waiting_stats(read(money(50, 500)), 4)
    assert kept["waiting_costs"].unit == "EUR"
    assert kept["waiting_weeks"].unit == "weeks"
    assert kept["waiting_removes"].estimate > kept["waiting_costs"].estimate
    by_hand = waits(read(money(50, 500)), Intake(per_week=500, weeks=4))[0]
    assert kept["waiting_expected_loss"].estimate == round(by_hand.expected_loss, 2)


def test_where_only_the_population_is_told_all_of_it_is_in_the_test() -> None:
    assert intake_of(read(money(1, 1)), 1_000) == Intake(per_week=1_000, weeks=4)


def test_words_and_values_are_the_same() -> None:
    found = priced(50, 500)
    told = waiting_data(found)
    assert told["sentence"] == waiting_said(found)
    assert told["worth_it"] is True
    assert float(str(told["costs"])) == pytest.approx(found.costs, abs=0.01)
    assert waiting_said(found).startswith(f"Waiting {found.weeks} more week")
