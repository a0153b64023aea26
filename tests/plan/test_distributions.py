"""Quantiles, chances, and their errors."""

import numpy as np
import pytest

from milepost.plan.distributions import amounts_of, chance_of, days_of
from milepost.plan.model import NEVER, Planned, PlannedGoal, PlannedMilestone
from milepost.plan.outlook import in_time, met, outlook_of
from milepost.plan.simulate import simulate
from plan.plans import costs, known, lognormal, normal, plan


def test_quantiles_are_futures_and_half_way_to_never_is_never():
    days = np.array([10.0, 20, 30, 40, 50, 60, NEVER, NEVER, NEVER, NEVER])
    found = days_of(days)
    assert (found.p10, found.p50, found.p90) == (10, 50, NEVER)
    assert found.ever.value == 0.6
    assert days_of(days, until=30).p50 == NEVER
    assert days_of(days[:0]).ever.value == 0


def test_errors_are_those_of_repeated_simulations():
    rng = np.random.default_rng(1)
    told = [amounts_of(rng.gamma(2, size=1_000)) for _ in range(300)]
    for value, error in (("mean", "error"), ("p50", "p50_error")):
        spread = np.std([getattr(each, value) for each in told])
        assert np.mean([getattr(each, error) for each in told]) == pytest.approx(spread, rel=0.15)
    chances = [chance_of(rng.random(1_000) < 0.3) for _ in range(300)]
    assert np.mean([each.error for each in chances]) == pytest.approx(
        np.std([each.value for each in chances]), rel=0.15
    )
    assert chance_of(np.ones(50, bool)).error == 1 / 50


def test_the_parts_add_up_and_what_is_known_has_no_error():
    several = [Planned(slug=f"c{n}", money=normal(5, 1), effort=lognormal(50, 0.5), costs=costs(500)) for n in range(3)]
    found = outlook_of(simulate(plan(*several), 1, 1_000))
    parts = sum(each.money.net.mean for each in found.capabilities)
    assert parts == pytest.approx(found.program.money.net.mean, rel=1e-5)
    sure = outlook_of(simulate(plan(Planned(slug="a", money=known(5))), 1, 1_000))
    assert sure.program.money.net.error == pytest.approx(0, abs=1e-6)


def test_a_date_is_kept_until_the_end_of_its_day_and_a_target_when_it_is_hit():
    each = Planned(slug="a", effort=known(30.4), level=known(0.7))
    goal = PlannedGoal(slug="g", kpi="k", baseline=0.1, target=0.8, by=200, is_up=True, capabilities=(0,))
    due = [PlannedMilestone(slug=f"m{day}", goal="g", due=day, capabilities=(0,)) for day in (29, 30, NEVER)]
    told = simulate(plan(each, milestones=tuple(due), goals=(goal,)), 1, 100)
    assert [bool(in_time(told, place).all()) for place in range(2)] == [False, True]
    assert met(told, 0).all()
    assert outlook_of(told).milestones[2].in_time.value == 1
