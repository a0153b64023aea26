"""Skewed revenue, ratios over clusters, adjustment and quantiles: do intervals hold, and is power what theory says?

Each count stands twice: small for every day, full for `make prove`. A rate is held to both sides of the 99.9% binomial
band of what it should be; beside it stands the naive method, which must fall out of it.
"""

import math

import numpy as np
import pytest
from scipy.stats import binom, norm

from milepost.statistics.bootstrap import bootstrap_t
from milepost.statistics.estimate import difference
from milepost.statistics.groups import Groups
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_difference
from milepost.statistics.quantile_effect import quantile_difference
from milepost.statistics.ratio import ratio_difference
from milepost.statistics.regression import adjusted

COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
pytestmark = pytest.mark.slow


def band(rate: float, runs: int) -> tuple[float, float]:
    """Give between which two a rate lies in 999 of 1,000 simulations."""
    low, high = binom.interval(0.999, runs, rate)
    return low / runs, high / runs


def is_in(found: float, rate: float, runs: int) -> bool:
    low, high = band(rate, runs)
    return low <= found <= high


def moments(*columns) -> Moments:
    rows = np.array(columns, dtype=float)
    means = rows.mean(axis=1)
    apart = rows - means[:, None]
    return Moments(
        n=rows.shape[1],
        means=tuple(map(float, means)),
        cross=tuple(tuple(map(float, each)) for each in apart @ apart.T),
    )


def table(rows) -> Groups:
    return Groups.of_table(*np.unique(rows, return_counts=True))


def holds(of, truth: float) -> bool:
    return of.low <= truth <= of.high


def power(effect: float, error: float) -> float:
    """Give the chance that a two-sided test at 5% finds the effect on its own side: Phi(effect / error - 1.96)."""
    return float(norm.cdf(effect / error - norm.ppf(0.975)))


def near_theory(found: float, theory: float, runs: int) -> bool:
    """Within two points at the full count; at a tenth of it chance alone takes more, so that the band is asked."""
    return abs(found - theory) <= 0.02 if runs >= 2_000 else is_in(found, theory, runs)


BUYERS = 0.2


def spend(rng, n, basket=10.0):
    """Draw one buyer in five, who spends an exponential amount, to the tenth: the skewness of a unit is 4."""
    return np.round((rng.random(n) < BUYERS) * rng.exponential(basket, n), 1)


@COUNTS
def test_skewed_revenue_is_covered_in_a_small_arm(runs, prove_figure):
    rng, truth = np.random.default_rng(61), 0.0
    ours = naive = claims = naive_claims = 0
    for run in range(runs):
        control, treatment = spend(rng, 2_000), spend(rng, 100)
        found = bootstrap_t(table(control), table(treatment), (61, run), 1_000)
        plain = mean_difference(moments(control), moments(treatment))
        ours, naive = ours + holds(found, truth), naive + holds(plain, truth)
        claims, naive_claims = claims + (found.upper95 >= truth), naive_claims + (plain.upper95 >= truth)
    said = f"{ours / runs:.2%} of {runs:,}, one-sided {claims / runs:.2%}"
    said += f" (Welch {naive / runs:.1%}, {naive_claims / runs:.1%})"
    ok = is_in(ours / runs, 0.95, runs) and (runs < 2_000 or 0.935 <= ours / runs <= 0.97)
    prove_figure("skewed revenue: bootstrap-t covers", said, "95%, 99.9% band; 93.5-97%", ok)
    assert ok
    assert naive_claims / runs < band(0.95, runs)[0]
    assert runs < 2_000 or naive / runs < 0.935


@COUNTS
def test_skewed_revenue_is_found_as_often_as_theory_says(runs, prove_figure):
    rng, n, baskets = np.random.default_rng(62), 3_200, (10.0, 12.2)
    variance = sum((BUYERS * 2 * each**2 - (BUYERS * each) ** 2) / n for each in baskets)
    theory = power(BUYERS * (baskets[1] - baskets[0]), math.sqrt(variance))
    found = 0
    for run in range(runs):
        arms = [table(np.round(spend(rng, n, each))) for each in baskets]
        read = bootstrap_t(*arms, (62, run), 500)
        found += read.p_value < 0.05 and read.effect > 0
    ok = near_theory(found / runs, theory, runs)
    prove_figure("skewed revenue: power of bootstrap-t", f"{found / runs:.1%} of {runs:,}", f"{theory:.1%} +- 2", ok)
    assert ok


SHARE, SPREAD = 0.2, 5  # of clicks among views, and how much people are alike: beta(1, 4)


def clicks(rng, n, lift=0.0):
    views = rng.poisson(8, n) + 1
    return rng.binomial(views, rng.beta(1, 4, n)) + lift * views, views


@COUNTS
def test_clustered_rows_deceive_the_row_wise_test_and_not_ours(runs, prove_figure):
    rng = np.random.default_rng(63)
    ours = naive = 0
    for _ in range(runs):
        (a, m), (b, n) = clicks(rng, 400), clicks(rng, 400)
        ours += ratio_difference(moments(a, m), moments(b, n)).p_value < 0.05
        rows = [Moments(n=int(v.sum()), means=(c.sum() / v.sum(),), cross=((0.0,),)) for c, v in ((a, m), (b, n))]
        naive += proportion_difference(*rows).p_value < 0.05
    ok = is_in(ours / runs, 0.05, runs) and (runs < 2_000 or 0.04 <= ours / runs <= 0.06)
    said = f"{ours / runs:.2%} of {runs:,} (row by row {naive / runs:.1%})"
    prove_figure("ratio with clusters: false positives", said, "5%, 99.9% band; 4-6%", ok)
    assert ok
    assert naive / runs > 0.10


@COUNTS
def test_a_ratio_is_found_as_often_as_theory_says(runs, prove_figure):
    rng, n, lift = np.random.default_rng(64), 400, 0.031
    # A person's clicks less the share of views: binomial within people, beta(1, 4) between; views are 1 + Poisson(8).
    views, views_squared = 9, 9**2 + 8
    between = SHARE * (1 - SHARE) / (SPREAD + 1)
    variance = (SHARE * (1 - SHARE) - between) * views + between * views_squared
    theory = power(lift, math.sqrt(2 * variance / views**2 / n))
    found = 0
    for _ in range(runs):
        read = ratio_difference(moments(*clicks(rng, n)), moments(*clicks(rng, n, lift)))
        found += read.p_value < 0.05 and read.effect > 0
    ok = near_theory(found / runs, theory, runs)
    prove_figure("ratio with clusters: power", f"{found / runs:.1%} of {runs:,}", f"{theory:.1%} +- 2", ok)
    assert ok


CORRELATION = 0.7


def related(rng, n, effect=0.0, moved=0.0):
    """Draw a metric and a covariate of before; `moved` is by how much the treatment moved that, which it must not."""
    before = rng.gamma(2, 1 / math.sqrt(2), n)
    noise = rng.normal(0, math.sqrt(1 - CORRELATION**2), n)
    return CORRELATION * before + noise + effect, before + moved


def read(control, treatment):
    found = adjusted(moments(*control), moments(*treatment), 1)
    return difference(found.control, found.treatment), found.reduction


@pytest.mark.parametrize("sizes", [(400, 400), (900, 100)])
@COUNTS
def test_adjustment_holds_and_takes_out_what_the_correlation_says(sizes, runs, prove_figure):
    rng, effect = np.random.default_rng(65), 0.2
    inside = alarms = misled = 0
    reductions = []
    for _ in range(runs):
        control = related(rng, sizes[0])
        found, reduction = read(control, related(rng, sizes[1], effect))
        inside += holds(found, effect)
        reductions.append(reduction)
        alarms += read(control, related(rng, sizes[1]))[0].p_value < 0.05
        misled += holds(read(control, related(rng, sizes[1], effect, moved=effect))[0], effect)
    taken, told = float(np.mean(reductions)), " to ".join(map(str, sizes))
    ok = is_in(inside / runs, 0.95, runs) and is_in(alarms / runs, 0.05, runs) and abs(taken - CORRELATION**2) < 0.02
    said = f"covers {inside / runs:.2%}, false {alarms / runs:.2%}, variance -{taken:.1%} of {runs:,}"
    said += f" (by a covariate of after: covers {misled / runs:.0%})"
    prove_figure(f"CUPED, correlation .7, {told}", said, "95%, 5%, 49%", ok)
    assert ok
    assert misled / runs < band(0.95, runs)[0]  # the negative control: the covariate took the effect away


@COUNTS
def test_adjustment_finds_as_often_as_theory_says(runs, prove_figure):
    rng, n, effect = np.random.default_rng(66), 300, 0.163
    theory = power(effect, math.sqrt(2 * (1 - CORRELATION**2) / n))
    plain_theory = power(effect, math.sqrt(2 / n))
    found = plain = 0
    for _ in range(runs):
        control, treatment = related(rng, n), related(rng, n, effect)
        ours = read(control, treatment)[0]
        found += ours.p_value < 0.05 and ours.effect > 0
        plain += mean_difference(moments(control[0]), moments(treatment[0])).p_value < 0.05
    ok = near_theory(found / runs, theory, runs) and plain / runs < theory - 0.1
    said = f"{found / runs:.1%} of {runs:,} (without {plain / runs:.1%}, theory {plain_theory:.1%})"
    prove_figure("CUPED, correlation .7: power", said, f"{theory:.1%} +- 2", ok)
    assert ok


AT = 0.9


def baskets(rng, n, lift=1.0):
    return np.round(rng.lognormal(3, 0.8, n) * lift, 2)


@COUNTS
def test_a_quantile_is_covered(runs, prove_figure):
    rng, n, lift = np.random.default_rng(67), 1_500, 1.2
    truth = math.exp(3 + 0.8 * norm.ppf(AT)) * (lift - 1)
    ours = naive = alarms = 0
    for _ in range(runs):
        arms = baskets(rng, n), baskets(rng, n, lift)
        ours += holds(quantile_difference(*map(table, arms), AT), truth)
        alarms += quantile_difference(table(arms[0]), table(baskets(rng, n)), AT).p_value < 0.05
        # As if amounts were normal, where a quantile's error follows from the deviation.
        error = math.sqrt(sum(each.var() / n for each in arms)) * math.sqrt(AT * (1 - AT)) / norm.pdf(norm.ppf(AT))
        naive += abs(np.quantile(arms[1], AT) - np.quantile(arms[0], AT) - truth) <= 1.96 * error
    ok = is_in(ours / runs, 0.95, runs) and is_in(alarms / runs, 0.05, runs)
    said = f"{ours / runs:.2%} of {runs:,}, false positives {alarms / runs:.2%} (as if normal {naive / runs:.1%})"
    prove_figure("quantile .9 of skewed amounts: covers", said, "95%, 5%, 99.9% band", ok)
    assert ok
    assert not is_in(naive / runs, 0.95, runs)


@COUNTS
def test_a_quantile_is_found_as_often_as_theory_says(runs, prove_figure):
    rng, n, lift = np.random.default_rng(68), 1_500, 1.155
    level = math.exp(3 + 0.8 * norm.ppf(AT))
    # sqrt(p (1 - p) / n) over the density at the quantile, which is the normal's over sigma times the level.
    error = math.sqrt(AT * (1 - AT) / n) * 0.8 * level / norm.pdf(norm.ppf(AT))
    theory = power(level * (lift - 1), error * math.hypot(1, lift))
    found = 0
    for _ in range(runs):
        seen = quantile_difference(table(baskets(rng, n)), table(baskets(rng, n, lift)), AT)
        found += seen.p_value < 0.05 and seen.effect > 0
    ok = near_theory(found / runs, theory, runs)
    prove_figure("quantile .9: power", f"{found / runs:.1%} of {runs:,}", f"{theory:.1%} +- 2", ok)
    assert ok
