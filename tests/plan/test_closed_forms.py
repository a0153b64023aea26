"""A plan's futures against what can be written down: sums, maxima, queues, chains of failures, streams of money."""

import math

import numpy as np
import pytest

from milepost.plan.distributions import first_value, payback_month, present_value
from milepost.plan.model import DAYS_A_MONTH, NEVER, Planned, PlannedGoal, PlannedMilestone, PlannedTeam
from milepost.plan.simulate import as_planned, simulate
from milepost.statistics.portfolio import STANDARD
from plan.plans import costs, known, lognormal, normal, plan

N = 20_000


def within(values, mean, deviation):
    """Tell whether an average is its mean, but for four standard errors."""
    return abs(float(np.mean(values)) - mean) < 4 * deviation / math.sqrt(len(values))


def test_a_chain_of_lognormals_has_the_mean_and_the_variance_of_their_sum():
    sigmas, medians = (0.3, 0.5, 0.2), (20, 35, 60)
    chain = [
        Planned(slug=f"c{n}", after=(n - 1,) if n else (), effort=lognormal(median, sigma))
        for n, (median, sigma) in enumerate(zip(medians, sigmas, strict=True))
    ]
    last = simulate(plan(*chain), 1, N).live[:, -1]
    mean = sum(m * math.exp(s * s / 2) for m, s in zip(medians, sigmas, strict=True))
    variance = sum(m * m * math.exp(s * s) * math.expm1(s * s) for m, s in zip(medians, sigmas, strict=True))
    assert within(last, mean, math.sqrt(variance))
    assert float(np.var(last)) == pytest.approx(variance, rel=0.06)


def test_a_milestone_of_parallel_work_is_the_maximum_not_the_median_path():
    many, sigma = 6, 0.5
    parts = [Planned(slug=f"c{n}", effort=lognormal(40, sigma)) for n in range(many)]
    reached = PlannedMilestone(slug="all", goal="g", due=60, capabilities=tuple(range(many)))
    model = plan(*parts, milestones=(reached,))
    days = simulate(model, 2, N).milestones[:, 0]
    for share in (0.1, 0.5, 0.9):
        exact = 40 * math.exp(sigma * STANDARD.inv_cdf(share ** (1 / many)))
        assert abs(float(np.mean(days <= exact)) - share) < 4 * math.sqrt(share * (1 - share) / N)
    paper = float(as_planned(model).milestones[0, 0])
    assert float(np.mean(days <= paper)) < 0.03  # the plan on paper is kept one time in sixty


def test_work_behind_a_team_waits_for_the_later_of_team_and_signature():
    """A maximum of a constant and a log-normal."""
    sigma, median, busy, effort = 0.6, 40.0, 45.0, 30.0
    first = Planned(slug="first", team=0, effort=known(busy))
    second = Planned(slug="second", team=0, approval=lognormal(median, sigma), effort=known(effort))
    told = simulate(plan(first, second, teams=(PlannedTeam(slug="t"),)), 3, N).begun[:, 1]
    # The gap before the first piece of work is never used: that begins on day 0.
    k = math.log(busy / median) / sigma
    mean = busy * STANDARD.cdf(k) + median * math.exp(sigma**2 / 2) * STANDARD.cdf(sigma - k)
    assert within(told, mean, float(np.std(told)))


def test_a_team_is_a_queue_with_fixed_service():
    """Pollaczek & Khinchine: the mean wait of M/D/1 is rho d / (2 (1 - rho))."""
    rng, service, rho, many = np.random.default_rng(4), 10.0, 0.5, 4_000
    waits = []
    for _ in range(3):
        arrivals = np.cumsum(rng.exponential(service / rho, many))
        jobs = [
            Planned(slug=f"j{n}", team=0, ready=float(day), effort=known(service)) for n, day in enumerate(arrivals)
        ]
        told = as_planned(plan(*jobs, teams=(PlannedTeam(slug="t"),)))
        waits.append(float((told.begun[0] - arrivals).mean()))
    assert np.mean(waits) == pytest.approx(rho * service / (2 * (1 - rho)), rel=0.08)


@pytest.mark.parametrize("servers", [1, 2, 3, 7])
def test_a_team_of_several_serves_a_heap_in_turns(servers):
    jobs = [Planned(slug=f"j{n}", team=0, effort=known(20)) for n in range(20)]
    told = as_planned(plan(*jobs, teams=(PlannedTeam(slug="t", parallel=servers, starts=5),)))
    assert told.live[0].tolist() == [5 + 20 * (n // servers + 1) for n in range(20)]


def test_a_gap_is_used_only_by_what_fits_whole():
    high = Planned(slug="high", team=0, ready=100, effort=known(30))
    fits = Planned(slug="fits", team=0, effort=known(60))
    also = Planned(slug="also", team=0, effort=known(40))
    not_ = Planned(slug="not", team=0, effort=known(41))
    told = as_planned(plan(high, fits, also, not_, teams=(PlannedTeam(slug="t"),)))
    assert told.begun[0].tolist() == [100, 0, 60, 130]


def test_failures_along_a_chain_are_geometric():
    chance, long = 0.8, 8
    chain = [Planned(slug=f"c{n}", after=(n - 1,) if n else (), succeeds=chance, effort=known(5)) for n in range(long)]
    told = simulate(plan(*chain), 5, N)
    for n in range(long):
        share = chance ** (n + 1)
        assert abs(float(told.works[:, n].mean()) - share) < 4 * math.sqrt(share * (1 - share) / N)
        begun = chance**n
        assert abs(float(np.isfinite(told.live[:, n]).mean()) - begun) <= 4 * math.sqrt(begun * (1 - begun) / N)
    worked = told.works.sum(axis=1)
    assert within(worked, chance * (1 - chance**long) / (1 - chance), float(worked.std()))


@pytest.mark.parametrize(
    ("ramp", "half_life"), [(0, None), (60, None), (0, 200.0), (90, 150.0), (45, 0.5), (700, 80.0)]
)
@pytest.mark.parametrize("ends", [NEVER, 333.3])
def test_a_stream_that_rises_and_fades_has_its_present_value(ramp, half_life, ends):
    live, rate, money = 47.3, 0.11, 3.0
    each = Planned(
        slug="a", ready=live, money=known(money), ramp=ramp, half_life=half_life, costs=costs(a_day=0.5), ends=ends
    )
    told = as_planned(plan(each, discount=rate))
    step = 0.05
    days = np.arange(step / 2, 18 * DAYS_A_MONTH, step)
    age = days - live
    risen = np.where(age > 0, np.minimum(age / ramp, 1) if ramp else 1.0, 0.0) * (days < ends)
    kept = 0.5 ** (np.maximum(age - ramp, 0) / half_life) if half_life else 1.0
    weight = (1 + rate) ** (-(np.floor(days / DAYS_A_MONTH) + 0.5) / 12)
    assert told.value[0, 0] == pytest.approx((risen * kept).sum() * step * money, rel=2e-3)
    assert told.cost[0, 0] == pytest.approx(risen.sum() * step * 0.5, rel=2e-3)  # contacts do not fade
    exact = ((risen * kept * money - risen * 0.5) * weight).sum() * step
    assert present_value(told)[0] == pytest.approx(exact, rel=2e-3, abs=0.05)


def test_what_fails_is_paid_until_its_exit_and_contacts_people_while_it_is_tried():
    each = Planned(
        slug="a", works=False, effort=known(30), money=known(5), exit_after=60, costs=costs(1_000, 100, 2), ramp=20
    )
    told = as_planned(plan(each))
    assert told.value[0, 0] == 0
    assert told.cost[0, 0] == pytest.approx(1_000 + 100 * 90 / DAYS_A_MONTH + 2 * (60 - 10), rel=1e-6)
    assert told.monthly_cost[0, 0] == pytest.approx(1_000 + 100 + 2 * 0.4375**2 / 40, abs=0.01)
    assert (told.monthly_cost[0, 3:] == 0).all()


def test_nothing_is_paid_while_it_waits_nor_for_what_was_before_the_start():
    waits = Planned(slug="w", staffed=NEVER, costs=costs(1_000, 100, 2), money=known(5))
    before = Planned(slug="b", done=-40.0, works=True, effort=known(30), costs=costs(1_000, 100), money=known(1))
    told = as_planned(plan(waits, before))
    assert told.cost[0].tolist() == pytest.approx([0, 1_800])
    assert told.value[0].tolist() == pytest.approx([0, 18 * DAYS_A_MONTH])


def test_what_is_retired_first_is_never_live():
    early = Planned(slug="e", effort=known(50), ends=40, costs=costs(a_month=DAYS_A_MONTH), money=known(1))
    late = Planned(slug="l", ready=90, effort=known(50), ends=40, costs=costs(7), money=known(1))
    told = as_planned(plan(early, late))
    assert np.isinf(told.live).all()
    assert told.cost[0].tolist() == pytest.approx([40, 0])
    assert (told.value == 0).all()


def test_months_begin_at_their_edges():
    at = [Planned(slug=f"c{n}", ready=n * DAYS_A_MONTH, costs=costs(1)) for n in range(19)]
    assert as_planned(plan(*at)).monthly_cost[0].tolist() == [1.0] * 18


def test_benefits_move_together_as_told_and_by_what_is_better():
    up = [Planned(slug=f"u{n}", money=normal(10, 2), level=normal(1, 0.2)) for n in range(2)]
    down = Planned(slug="d", level=normal(-1, 0.2), is_up=False)
    goals = tuple(
        PlannedGoal(slug=f"g{n}", kpi=f"k{n}", baseline=0, target=0, by=500, is_up=n != 2, capabilities=(n,))
        for n in range(3)
    )
    told = simulate(plan(*up, down, goals=goals, correlation=0.4), 6, N)
    error = 4 * (1 - 0.4**2) / math.sqrt(N)
    assert np.corrcoef(told.value[:, 0], told.value[:, 1])[0, 1] == pytest.approx(0.4, abs=error)
    assert np.corrcoef(told.levels[:, 0], told.levels[:, 2])[0, 1] == pytest.approx(-0.4, abs=error)


def test_what_is_known_not_to_be_live_takes_longer():
    """The log-normal beyond a day, and work that is long overdue is taken not to have begun."""
    sigma, median, day = 0.5, 60.0, 75.0
    each = Planned(slug="a", effort=lognormal(median, sigma))
    told = simulate(plan(each, as_of=day), 7, N).live[:, 0]
    k = math.log(day / median) / sigma
    mean = median * math.exp(sigma**2 / 2) * STANDARD.cdf(sigma - k) / STANDARD.cdf(-k)
    assert within(told, mean, float(told.std()))
    assert told.min() >= day
    overdue = simulate(plan(each, as_of=400.0), 7, N).live[:, 0]
    assert np.median(overdue) == pytest.approx(400 + median, abs=1.5)
    seat = as_planned(plan(Planned(slug="s", staffed=30, effort=known(10)), as_of=100.0))
    assert seat.live[0, 0] == 110  # a seat that was to be filled on day 30, and is still empty


def test_it_pays_back_when_value_has_made_up_for_cost_and_not_before_there_is_any():
    each = Planned(slug="a", ready=40, money=known(10), costs=costs(once=1_000))
    told = as_planned(plan(each))
    assert payback_month(told)[0] == math.ceil(140 / DAYS_A_MONTH)
    assert first_value(told)[0] == 40
    assert np.isinf(payback_month(as_planned(plan(Planned(slug="a", ready=40)))))[0]
    assert np.isinf(first_value(as_planned(plan(Planned(slug="a", ready=600, money=known(10))))))[0]
