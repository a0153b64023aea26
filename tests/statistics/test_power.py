"""Power, effect and units as statsmodels has them, and as simulated tests find them. The naive size fails beside it."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import (
    NormalIndPower,
    TTestIndPower,
    normal_power_het,
    normal_sample_size_one_tail,
)

from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.power import (
    detectable,
    left_by,
    one_sided_detectable,
    one_sided_power,
    power,
    rising,
    spread,
    units,
    units_times,
)
from milepost.statistics.proportion import proportion_difference
from milepost.statistics.ratio import ratio_difference, ratio_level

CASES = [(0.05, 2_000, 1.0), (0.1, 500, 0.5), (0.3, 50, 2.0), (0.02, 40_000, 4.0), (0.0, 100, 1.0)]
ALPHA = pytest.mark.parametrize("alpha", [0.05, 0.01, 0.2])
COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])


@ALPHA
@pytest.mark.parametrize(("effect", "n", "ratio"), CASES)
def test_the_power_of_a_mean_is_that_of_statsmodels(effect: float, n: int, ratio: float, alpha: float) -> None:
    error = math.sqrt(1 / n + 1 / (n * ratio))
    theirs = NormalIndPower().power(effect, n, alpha, ratio)
    assert power(effect, error, alpha) == pytest.approx(theirs, abs=1e-9)
    student = TTestIndPower().power(effect, n, alpha, ratio=ratio)
    freedom = n + n * ratio - 2
    assert power(effect, error, alpha, freedom) == pytest.approx(student, abs=1e-9)


@ALPHA
def test_the_power_of_a_proportion_is_that_of_statsmodels(alpha: float) -> None:
    before, after, n, more = 0.1, 0.112, 6_000, 9_000
    ours = spread(before * (1 - before), after * (1 - after), n / (n + more), more / (n + more))
    deviation = math.sqrt(before * (1 - before) + after * (1 - after) * n / more)
    theirs = normal_power_het(after - before, n, alpha, std_null=deviation, alternative="two-sided")
    assert power(after - before, math.sqrt(ours / (n + more)), alpha) == pytest.approx(
        theirs[0] if isinstance(theirs, tuple) else theirs, abs=1e-9
    )


def test_non_inferiority_is_the_one_sided_power_of_statsmodels() -> None:
    n, margin = 4_000, 0.06
    theirs = normal_power_het(margin, n, 0.05, std_null=math.sqrt(2), alternative="larger")
    theirs = theirs[0] if isinstance(theirs, tuple) else theirs
    assert one_sided_power(margin, math.sqrt(2 / n), 0.05) == pytest.approx(theirs, abs=1e-9)
    needed = units(spread(1, 1, 0.5, 0.5), margin, one_sided_detectable(0.8, 0.05)) / 2
    assert needed == pytest.approx(normal_sample_size_one_tail(margin, 0.8, 0.05, math.sqrt(2)), rel=1e-9)


@ALPHA
def test_effect_units_and_power_fit_each_other_and_statsmodels(alpha: float) -> None:
    for chance in (0.5, 0.8, 0.95):
        least = detectable(chance, alpha)
        assert power(least, 1.0, alpha) == pytest.approx(chance, abs=1e-12)
        n = units(spread(1, 1, 0.5, 0.5), 0.1, least) / 2
        assert n == pytest.approx(NormalIndPower().solve_power(0.1, None, alpha, chance), rel=1e-6)
    assert detectable(0.8, 0.05) == pytest.approx(2.8015818, abs=1e-7)


def test_a_covariate_leaves_what_its_correlation_does_not_explain() -> None:
    assert left_by(0.7) == pytest.approx(0.51)
    assert (left_by(0), left_by(1), left_by(-1)) == (1, 0, 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: power(1, 0.0, 0.05),
        lambda: power(1, math.nan, 0.05),
        lambda: one_sided_power(1, 0.0, 0.05),
        lambda: detectable(1.0, 0.05),
        lambda: detectable(0.05, 0.05),
        lambda: spread(1, 1, 0.0, 0.5),
        lambda: units(1.0, 0.0, 2.8),
    ],
)
def test_what_has_no_power_is_refused(call: Callable[[], float]) -> None:
    with pytest.raises(ValueError):
        call()


def test_rising_finds_where_a_function_reaches_its_aim() -> None:
    assert rising(lambda x: x**2, 2) == pytest.approx(math.sqrt(2), abs=1e-12)


def normal(rng, n, effect):
    return rng.normal(effect, 1, (n, 1))


def spend(rng, n, effect):
    return ((rng.random(n) < 0.1) * rng.lognormal(math.log(10) - 0.5, 1, n) + effect)[:, None]


def visits(rng, n, effect):
    return (rng.random(n) < 0.1 + effect)[:, None].astype(float)


def clicks(rng, n, effect):
    views = rng.poisson(8, n) + 1
    return np.stack([rng.binomial(views, np.minimum(1, rng.beta(1, 4, n) + effect)), views], axis=1)


def of(rows) -> Moments:
    centred = rows - rows.mean(axis=0)
    cross = centred.T @ centred
    means = tuple(map(float, rows.mean(axis=0)))
    return Moments(n=len(rows), means=means, cross=tuple(tuple(map(float, line)) for line in cross))


FAMILIES = {
    "mean": (normal, mean_difference, 0.1),
    "skewed mean": (spend, mean_difference, 0.45),
    "proportion": (visits, proportion_difference, 0.02),
    "ratio": (clicks, ratio_difference, 0.012),
}


def variance_of(draw, effect: float) -> float:
    """Measure a unit's variance on a sample of its own, far larger than the tests'."""
    rows = draw(np.random.default_rng(77), 400_000, effect)
    if rows.shape[1] == 2:
        return ratio_level(of(rows)).variance * len(rows)
    return float(rows.var())


def within(found: float, theory: float, runs: int) -> bool:
    """Tell whether a rate lies within two points of theory, and what chance adds at this count (99.9%)."""
    return abs(found - theory) <= 0.02 + (3.29 * math.sqrt(theory * (1 - theory) / runs) if runs < 2_000 else 0)


@COUNTS
@pytest.mark.parametrize("name", FAMILIES)
def test_a_test_of_the_planned_size_finds_the_effect_as_often_as_planned(name: str, runs: int, prove_figure) -> None:
    draw, read, effect = FAMILIES[name]
    rng = np.random.default_rng(81)
    total = units(spread(variance_of(draw, 0.0), variance_of(draw, effect), 0.4, 0.6), effect, detectable(0.8, 0.05))
    control, treatment = round(total * 0.4), round(total * 0.6)
    hits = sum(read(of(draw(rng, control, 0.0)), of(draw(rng, treatment, effect))).p_value < 0.05 for _ in range(runs))
    # The negative control: as many units as make the effect just significant, where it turns out to be as planned.
    n, m = (round(each * (1.96 / 2.8016) ** 2) for each in (control, treatment))
    naive = sum(read(of(draw(rng, n, 0.0)), of(draw(rng, m, effect))).p_value < 0.05 for _ in range(runs))
    ok = within(hits / runs, 0.8, runs)
    figure = f"{hits / runs:.1%} of {runs:,} at {control + treatment:,} units (naive {naive / runs:.0%} at {n + m:,})"
    prove_figure(f"design: power of a planned test, {name}", figure, "80% +- 2 points", ok)
    assert ok
    assert naive / runs < 0.65


@COUNTS
def test_cuped_sized_by_the_measured_gain_keeps_its_power(runs: int, prove_figure) -> None:
    rng, effect, kept, noise = np.random.default_rng(82), 0.1, 0.7, math.sqrt(1 - 0.49)
    total = units(spread(left_by(kept), left_by(kept), 0.5, 0.5), effect, detectable(0.8, 0.05))
    full = units(spread(1, 1, 0.5, 0.5), effect, detectable(0.8, 0.05))
    n = round(total / 2)
    hits = plain = 0
    for _ in range(runs):
        past = rng.normal(0, 1, (2, n))
        now = kept * past + noise * rng.normal(0, 1, (2, n)) + [[0], [effect]]
        slope = np.cov(now.ravel(), past.ravel())[0, 1] / past.var()
        adjusted = now - slope * past
        hits += mean_difference(of(adjusted[0][:, None]), of(adjusted[1][:, None])).p_value < 0.05
        plain += mean_difference(of(now[0][:, None]), of(now[1][:, None])).p_value < 0.05
    ok = within(hits / runs, 0.8, runs)
    figure = f"{hits / runs:.1%} of {runs:,}, unadjusted {plain / runs:.0%}, at {total / full:.0%} of the units"
    prove_figure("design: power with a covariate of correlation 0.7", figure, "80% +- 2 points", ok)
    assert ok
    assert plain / runs < 0.65  # the negative control: the same units without the covariate


@COUNTS
def test_a_guardrail_of_the_planned_size_clears_its_margin(runs: int, prove_figure) -> None:
    rng, margin = np.random.default_rng(83), 0.1
    n = round(units(spread(1, 1, 0.5, 0.5), margin, one_sided_detectable(0.8, 0.05)) / 2)
    cleared = harmed = tested = 0
    for _ in range(runs):
        control, same, worse = normal(rng, n, 0.0), normal(rng, n, 0.0), normal(rng, n, -margin)
        cleared += mean_difference(of(control), of(same)).lower95 > -margin
        harmed += mean_difference(of(control), of(worse)).lower95 > -margin
        tested += mean_difference(of(control), of(worse)).p_value >= 0.05
    band = 3.29 * math.sqrt(0.05 * 0.95 / runs)
    ok = within(cleared / runs, 0.8, runs) and abs(harmed / runs - 0.05) <= band
    figure = f"{cleared / runs:.1%} of {runs:,} clear, at the margin itself {harmed / runs:.1%}"
    prove_figure("design: power of non-inferiority", figure, "80% +- 2 points, 5% in its band", ok)
    assert ok
    assert tested / runs > 0.15  # the negative control: "no significant harm" passes what is as bad as the margin


@given(error=st.floats(0.001, 10), distance=st.floats(0.01, 10))
def test_so_many_times_the_units_give_the_power_asked_for(error, distance):
    times = units_times(distance, error)
    assert one_sided_power(distance, error / times**0.5, 0.05) == pytest.approx(0.8, rel=1e-9)
