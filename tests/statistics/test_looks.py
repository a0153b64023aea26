"""Looking often is safe: experiments of known effect, read at thirty looks while they grow.

Each count stands twice: small for every day, full for `make prove`. Beside it stands the naive method, which must fail.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from milepost.statistics.always_valid import information
from milepost.statistics.estimate import Estimate
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_difference
from milepost.statistics.ratio import ratio_difference

LOOKS, PLANNED = 30, 6_000  # units in two arms together
STEPS = np.arange(1, LOOKS + 1) * (PLANNED // 2 // LOOKS)
COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
Rows = np.ndarray


def normal(rng, n, effect):
    return rng.normal(effect, 1, (n, 1))


def spend(rng, n, effect):
    """Draw one buyer in ten, who spends a skewed amount, 10 on average: the level is 1, more by the effect."""
    return ((rng.random(n) < 0.1) * rng.lognormal(np.log(10 * (1 + effect)) - 0.5, 1, n))[:, None]


def visits(rng, n, effect):
    return (rng.random(n) < 0.1 + effect)[:, None].astype(float)


def clicks(rng, n, effect):
    """Draw clicks over views of people who differ: the ratio is 0.2, more by the effect."""
    views = rng.poisson(8, n) + 1
    return np.stack([rng.binomial(views, rng.beta(1, 4, n)) + effect * views, views], axis=1)


@dataclass(frozen=True)
class Family:
    draw: Callable[..., Rows]
    read: Callable[..., Estimate]
    effect: float


FAMILIES = {
    "normal": Family(normal, mean_difference, 0.1),
    "skewed spend": Family(spend, mean_difference, 0.3),
    "proportion": Family(visits, proportion_difference, 0.02),
    "ratio": Family(clicks, ratio_difference, 0.01),
}
OF = pytest.mark.parametrize("name", FAMILIES)


def grown(rows: Rows, steps: Rows) -> list[Moments]:
    """Give the moments of the first rows, up to each step."""
    products = np.cumsum(rows[:, :, None] * rows[:, None, :], axis=0)[steps - 1]
    means = np.cumsum(rows, axis=0)[steps - 1] / steps[:, None]
    cross = products - steps[:, None, None] * means[:, :, None] * means[:, None, :]
    return [
        Moments(n=int(n), means=tuple(map(float, mean)), cross=tuple(tuple(map(float, line)) for line in each))
        for n, mean, each in zip(steps, means, cross, strict=True)
    ]


def looks(rng, family: Family, effect: float, steps: Rows = STEPS) -> Iterator[tuple[Estimate, Estimate]]:
    """Give at each look the always-valid reading, and the naive one of the same rows."""
    arms = [grown(family.draw(rng, steps[-1], each), steps) for each in (0.0, effect)]
    for control, treatment in zip(*arms, strict=True):
        x = information(control.n + treatment.n, PLANNED)
        yield family.read(control, treatment, information=x), family.read(control, treatment)


def holds(of: Estimate, effect: float) -> bool:
    return of.low <= effect <= of.high


def band(rate: float, runs: int) -> float:
    """Give what a rate stays below in 999 of 1,000 simulations."""
    return rate + 3.1 * (rate * (1 - rate) / runs) ** 0.5


@OF
@COUNTS
def test_no_effect_is_called_one_at_any_of_thirty_looks_in_one_of_twenty_at_most(name, runs, prove_figure):
    rng, family = np.random.default_rng(31), FAMILIES[name]
    ours = naive = 0
    for _ in range(runs):
        read = list(looks(rng, family, 0.0))
        ours += any(each.p_value < 0.05 for each, _ in read)
        naive += any(each.p_value < 0.05 for _, each in read)
        assert all((each.p_value < 0.05) == (not holds(each, 0.0)) for each, _ in read)
    found = f"{ours / runs:.2%} of {runs:,} (naive {naive / runs:.1%})"
    prove_figure(f"sequential: A/A, 30 looks, {name}: ever called an effect", found, "<= 5%", ours <= 0.05 * runs)
    assert ours <= 0.05 * runs
    assert naive / runs > band(0.05, runs)  # the negative control: the fixed interval, looked at as often
    assert 0.18 < naive / runs < 0.36


@OF
@COUNTS
def test_the_truth_is_inside_at_all_looks_at_once(name, runs, prove_figure):
    rng, family = np.random.default_rng(32), FAMILIES[name]
    inside = claimed = naive = 0
    for _ in range(runs):
        read = list(looks(rng, family, family.effect))
        inside += all(holds(each, family.effect) for each, _ in read)
        claimed += all(each.lower95 <= family.effect for each, _ in read)
        naive += all(holds(each, family.effect) for _, each in read)
    found = f"{inside / runs:.2%} of {runs:,}, claims {claimed / runs:.2%} (naive {naive / runs:.1%})"
    ok = min(inside, claimed) >= 0.95 * runs
    prove_figure(f"sequential: truth inside at all 30 looks, {name}", found, ">= 95%", ok)
    assert ok
    assert 1 - naive / runs > band(0.05, runs)


@OF
@pytest.mark.parametrize("runs", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_no_effect_ends_inconclusive_at_the_plan(name, runs, prove_figure):
    rng, family, last = np.random.default_rng(33), FAMILIES[name], STEPS[-1:]
    quiet = naive = 0
    for _ in range(runs):
        [(ours, fixed)] = looks(rng, family, 0.0, last)
        quiet += ours.lower95 <= 0 <= ours.upper95
        naive += fixed.lower95 <= 0 <= fixed.upper95
    found = f"{quiet / runs:.2%} of {runs:,} (fixed {naive / runs:.1%})"
    prove_figure(f"sequential: no effect ends inconclusive at the plan, {name}", found, ">= 99%", quiet >= 0.99 * runs)
    assert quiet >= 0.99 * runs
    assert 0.87 < naive / runs < 0.93  # two one-sided bounds, each at 5%


@pytest.mark.parametrize("runs", [100, pytest.param(2_000, marks=pytest.mark.prove)])
def test_what_looking_often_costs(runs, prove_figure):
    """The effect that a fixed test of the planned units finds in 80% of cases, followed until it is decided."""
    rng, most = np.random.default_rng(34), 6
    effect = (1.959964 + 0.841621) * (2 / (PLANNED / 2)) ** 0.5
    steps = np.arange(1, most * LOOKS + 1) * (PLANNED // 2 // LOOKS)
    units, right, powered = [], 0, 0
    for _ in range(runs):
        read = list(looks(rng, FAMILIES["normal"], effect, steps))
        at = next((place for place, (each, _) in enumerate(read) if each.p_value < 0.05), len(read) - 1)
        units.append(2 * steps[at] / PLANNED)
        right += read[at][0].low > 0
        powered += read[LOOKS - 1][1].p_value < 0.05
    found = (
        f"mean {np.mean(units):.2f}, median {np.median(units):.2f}, 90% of runs {np.quantile(units, 0.9):.2f}; "
        f"decided by the plan {np.mean(np.array(units) <= 1):.0%} (fixed {powered / runs:.0%}), "
        f"rightly {right / runs:.1%} by {most} plans"
    )
    # A tenth of the runs tells the mean less well: three standard errors are left to chance there.
    limit = 1.2 if runs >= 2_000 else 1.2 + 3 * float(np.std(units)) / runs**0.5
    ok = 0.8 < np.mean(units) <= limit
    prove_figure("sequential: units at decision over a fixed test's, effect of 80% power", found, "mean <= 1.2", ok)
    assert ok
    assert right >= 0.98 * runs
