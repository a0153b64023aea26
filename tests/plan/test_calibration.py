"""What a plan calls 80% holds in 80% of companies that live it; a plan on paper and one without correlation do not."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from milepost.plan.simulate import as_planned, simulate
from plan.company import lived, some_plan

COUNTS = pytest.mark.parametrize("companies", [200, pytest.param(2_000, marks=pytest.mark.prove)])
SCENARIOS = 1_000


def band(share: float, runs: int) -> tuple[float, float]:
    """Give what a rate stays between in 999 of 1,000 simulations."""
    half = 3.29 * math.sqrt(share * (1 - share) / runs)
    return share - half, share + half


def inside(values, truth: float) -> bool:
    low, high = np.quantile(values, (0.1, 0.9))
    return bool(low <= truth <= high)


@COUNTS
@pytest.mark.parametrize("chance", [1.0, 0.85])
def test_eight_of_ten_are_inside_what_is_called_eight_of_ten(chance, companies, prove_figure):
    rng = random.Random(11)
    net, dates, paper = [], [], []
    for seed in range(companies):
        model = some_plan(rng, chance=chance, correlation=0.3)
        told, came = simulate(model, seed, SCENARIOS), lived(model, rng)
        net.append(inside(told.net, came.net))
        place = rng.randrange(len(came.live))
        if math.isfinite(came.live[place]):
            days = told.live[:, place]
            dates.append(inside(days[np.isfinite(days)], came.live[place]))
        if math.isfinite(came.milestones[0]):
            paper.append(came.milestones[0] <= as_planned(model).milestones[0, 0])
    for what, found in (("net", net), ("date", dates)):
        share, (low, high) = np.mean(found), band(0.8, len(found))
        figure = f"{share:.1%} of {len(found):,} (paper dates kept {np.mean(paper):.1%})"
        prove_figure(f"plan: 80% of {what}, chance {chance}", figure, f"{low:.1%} to {high:.1%}", low <= share <= high)
        assert low <= share <= high, (what, share)
    assert np.mean(paper) < band(0.5, len(paper))[0]  # the negative control: a date on paper is no median


@COUNTS
def test_benefits_that_move_together_are_wider_than_their_sum(companies, prove_figure):
    rng = random.Random(12)
    ours, alone = [], []
    for seed in range(companies):
        model = some_plan(rng, chance=1.0, correlation=0.6, wide=14)
        came = lived(model, rng)
        ours.append(inside(simulate(model, seed, SCENARIOS).net, came.net))
        alone.append(inside(simulate(replace(model, correlation=0.0), seed, SCENARIOS).net, came.net))
    low, high = band(0.8, companies)
    figure = f"{np.mean(ours):.1%} of {companies:,} (taken as independent {np.mean(alone):.1%})"
    prove_figure("plan: 80% of net, benefits correlated 0.6", figure, f"{low:.1%} to {high:.1%}", low <= np.mean(ours))
    assert low <= np.mean(ours) <= high
    assert np.mean(alone) < low  # the negative control


@COUNTS
def test_a_chance_is_a_frequency(companies, prove_figure):
    """Of milestones told a chance of making their date, that share makes it; in three groups of chances."""
    rng = random.Random(13)
    told, made = [], []
    for seed in range(companies):
        model = some_plan(rng, chance=0.95, correlation=0.3)
        due = rng.uniform(60, 400)
        days = simulate(model, seed, SCENARIOS).milestones[:, 0]
        told.append(float(np.mean(days <= due)))
        made.append(lived(model, rng).milestones[0] <= due)
    chances, came = np.array(told), np.array(made)
    for low, high in ((0, 0.33), (0.33, 0.66), (0.66, 1.01)):
        among = (chances >= low) & (chances < high)
        error = math.sqrt(float((chances[among] * (1 - chances[among])).sum())) / among.sum()
        gap = float(came[among].mean() - chances[among].mean())
        figure = f"told {chances[among].mean():.1%}, came {came[among].mean():.1%} of {among.sum():,}"
        prove_figure(f"plan: chance of a date, {low:.0%} up", figure, f"± {3.29 * error:.1%}", abs(gap) <= 3.29 * error)
        assert abs(gap) <= 3.29 * error
