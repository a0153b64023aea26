import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, f_oneway

from milepost.statistics.estimate import difference
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.regression import NEARLY_EQUAL, adjusted, imbalance_p_value, slope_by_arm

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm
    import tea_tasting as tt
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
    from tea_tasting.aggr import Aggregates


def of(*columns):
    rows = np.array(columns, dtype=float)
    means = rows.mean(axis=1, keepdims=True)
    cross = (rows - means) @ (rows - means).T
    return Moments(
        n=rows.shape[1], means=tuple(map(float, means[:, 0])), cross=tuple(tuple(map(float, each)) for each in cross)
    )


def draw(rng, n, effect=0.0, covariates=1):
    before = rng.gamma(2, 1, (covariates, n))
    return (rng.normal(effect, 1, n) + before.sum(axis=0) * 0.8, *before)


def told(arm, names):
    cov = np.cov(arm)
    return Aggregates(
        count_=len(arm[0]),
        mean_={name: column.mean() for name, column in zip(names, arm, strict=True)},
        var_={name: cov[i, i] for i, name in enumerate(names)},
        cov_={(a, b): cov[names.index(a), names.index(b)] for a in names for b in names if a < b},
    )


def numbers(found):
    return (found.effect, found.low, found.high, found.p_value)


def test_a_mean_agrees_with_tea_tasting():
    rng = np.random.default_rng(5)
    arms = draw(rng, 500), draw(rng, 560, 0.3)
    oracle = tt.Mean("y", covariate="x").analyze_aggregates(*(told(each, ("y", "x")) for each in arms))
    found = adjusted(*(of(*each) for each in arms), 1)
    ours = difference(found.control, found.treatment)
    theirs = (oracle.effect_size, oracle.effect_size_ci_lower, oracle.effect_size_ci_upper, oracle.pvalue)
    assert numbers(ours) == pytest.approx(theirs, rel=1e-9)
    assert (found.control.value, found.treatment.value) == pytest.approx((oracle.control, oracle.treatment), rel=1e-9)


def test_a_ratio_agrees_with_tea_tasting():
    rng = np.random.default_rng(6)

    def clicks(n):
        views = rng.poisson(8, n) + 1
        rate = rng.beta(1, 4, n)
        return rng.binomial(views, rate).astype(float), views.astype(float), rate + rng.normal(0, 0.1, n)

    arms = clicks(500), clicks(540)
    names = ("a", "b", "x")
    oracle = tt.RatioOfMeans("a", "b", "x").analyze_aggregates(*(told(each, names) for each in arms))
    found = adjusted(*(of(*each) for each in arms), 1, is_ratio=True)
    theirs = (oracle.effect_size, oracle.effect_size_ci_lower, oracle.effect_size_ci_upper, oracle.pvalue)
    assert numbers(difference(found.control, found.treatment)) == pytest.approx(theirs, rel=1e-9)


def test_several_covariates_agree_with_statsmodels():
    rng = np.random.default_rng(7)
    arms = [np.array(draw(rng, n, effect, 3)) for n, effect in ((400, 0.0), (450, 0.2))]
    found = adjusted(*(of(*each) for each in arms), 3)
    y, *x = np.concatenate(arms, axis=1)
    slope = sm.OLS(y, sm.add_constant(np.array(x).T)).fit().params[1:]
    assert found.slope == pytest.approx(list(slope), rel=1e-9)
    control, treatment = (DescrStatsW(each[0] - slope @ each[1:]) for each in arms)
    oracle = CompareMeans(treatment, control)
    low, high = oracle.tconfint_diff(usevar="unequal")
    ours = difference(found.control, found.treatment)
    assert (ours.low, ours.high) == pytest.approx((low, high), rel=1e-9)
    assert ours.p_value == pytest.approx(oracle.ttest_ind(usevar="unequal")[1], rel=1e-9)


def test_unequal_arms_have_slopes_of_their_own_as_lin_has_it():
    rng = np.random.default_rng(8)
    control, treatment = np.array(draw(rng, 900, 0.0, 2)), np.array(draw(rng, 100, 0.5, 2))
    treatment[0] += treatment[1]  # another slope
    found = adjusted(of(*control), of(*treatment), 2)
    y, *x = np.concatenate([control, treatment], axis=1)
    is_treated = np.repeat([0.0, 1.0], [900, 100])
    centred = np.array(x) - np.array(x).mean(axis=1, keepdims=True)
    design = np.column_stack([np.ones(1000), is_treated, centred.T, (centred * is_treated).T])
    assert difference(found.control, found.treatment).effect == pytest.approx(
        sm.OLS(y, design).fit().params[1], rel=1e-9
    )
    assert found.slope == slope_by_arm(of(*control), of(*treatment), 2)


@pytest.mark.parametrize("share", [0.5, NEARLY_EQUAL - 0.05])
def test_a_correlation_of_seven_tenths_takes_out_half_of_the_variance(share):
    rng = np.random.default_rng(9)

    def arm(n):
        x = rng.normal(0, 1, n)
        return of(0.7 * x + np.sqrt(1 - 0.49) * rng.normal(0, 1, n), x)

    found = adjusted(arm(int(40_000 * share)), arm(int(40_000 * (1 - share))), 1)
    assert found.reduction == pytest.approx(0.49, abs=0.01)


def test_a_covariate_that_tells_nothing_takes_out_nothing():
    rng = np.random.default_rng(10)
    arms = [of(rng.normal(0, 1, 20_000), rng.normal(0, 1, 20_000)) for _ in range(2)]
    assert adjusted(*arms, 1).reduction == pytest.approx(0, abs=0.001)


def test_the_same_covariate_twice_is_once():
    rng = np.random.default_rng(11)
    arms = draw(rng, 300), draw(rng, 310)
    once = adjusted(*(of(*each) for each in arms), 1)
    twice = adjusted(*(of(*each, each[1] * 3 + 1) for each in arms), 2)
    assert twice.control.value == pytest.approx(once.control.value, rel=1e-9)
    assert twice.reduction == pytest.approx(once.reduction, rel=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([(50, 50), (40, 160)]))
def test_swapped_arms_give_the_mirrored_effect(seed, sizes):
    rng = np.random.default_rng(seed)
    one, other = (of(*draw(rng, n)) for n in sizes)
    there, back = adjusted(one, other, 1), adjusted(other, one, 1)
    assert there.reduction == pytest.approx(back.reduction, rel=1e-6, abs=1e-9)
    first, second = difference(there.control, there.treatment), difference(back.control, back.treatment)
    assert (first.effect, first.low, first.p_value) == pytest.approx(
        (-second.effect, -second.high, second.p_value), rel=1e-6, abs=1e-9
    )


def test_numbers_far_from_zero_keep_their_variance():
    rng = np.random.default_rng(12)
    arms = [draw(rng, 400) for _ in range(2)]
    plain = adjusted(*(of(*each) for each in arms), 1)
    far = adjusted(*(of(each[0] + 1e9, each[1] + 1e9) for each in arms), 1)
    assert far.reduction == pytest.approx(plain.reduction, rel=1e-5)
    assert far.treatment.value - far.control.value == pytest.approx(
        plain.treatment.value - plain.control.value, abs=1e-5
    )


def test_nothing_varies():
    flat = of([1, 1, 1], [1, 2, 3])
    with pytest.raises(ValueError, match="nothing varies"):
        adjusted(flat, flat, 1)


def test_what_a_covariate_tells_all_of_has_no_variance_left():
    arms = [of(x * 2, x) for x in (np.arange(30.0), np.arange(31.0))]
    found = adjusted(*arms, 1)
    assert found.control.variance == pytest.approx(0, abs=1e-20)
    assert found.reduction == pytest.approx(1)


def test_imbalance_agrees_with_the_analysis_of_variance():
    rng = np.random.default_rng(13)
    arms = [rng.gamma(2, 1, n) for n in (100, 120, 140)]
    assert imbalance_p_value([of(each) for each in arms], 0) == pytest.approx(f_oneway(*arms).pvalue, rel=1e-9)
    arms[1] += 1.5
    assert imbalance_p_value([of(each) for each in arms], 0) < 0.001
    assert imbalance_p_value([of(arms[0])], 0) == 1


def test_imbalance_of_what_does_not_vary_within_arms():
    same, other = of([1, 1]), of([2, 2])
    assert imbalance_p_value([same, same], 0) == 1
    assert imbalance_p_value([same, other], 0) == 0
    with pytest.raises(ValueError, match="two rows"):
        imbalance_p_value([of([1]), of([2])], 0)


def test_a_false_alarm_of_balance_is_one_in_a_thousand():
    rng, runs = np.random.default_rng(14), 4_000
    alarms = sum(imbalance_p_value([of(each) for each in rng.exponential(1, (3, 60))], 0) < 0.01 for _ in range(runs))
    assert 0.0054 < alarms / runs < 0.0157  # at p < .01, where 4,000 runs tell; 99.9% band


def test_unadjusted_is_what_it_was():
    rng = np.random.default_rng(15)
    arms = [of(*draw(rng, 200)) for _ in range(2)]
    assert mean_difference(*arms).effect == pytest.approx(arms[1].means[0] - arms[0].means[0])


def test_a_slope_of_its_own_has_the_errors_of_statsmodels():
    """With one covariate the two arms' own regressions, each at the common mean, and how far their slopes differ."""
    rng = np.random.default_rng(16)
    control, treatment = np.array(draw(rng, 90, 0.0, 2)), np.array(draw(rng, 12, 0.5, 2))
    arms = [of(*each) for each in (control, treatment)]
    found = adjusted(*arms, 2)
    together = np.concatenate([control, treatment], axis=1)
    middle = together[1:].mean(axis=1, keepdims=True)
    slope = np.array(found.slope)
    for level, rows in ((found.control, control), (found.treatment, treatment)):
        fit = sm.OLS(rows[0], sm.add_constant((rows[1:] - middle).T)).fit()
        apart = fit.params[1:] - slope
        moves = apart @ np.cov(rows[1:]) @ apart / rows.shape[1]
        assert level.variance == pytest.approx(fit.bse[0] ** 2 + moves, rel=1e-9)
        assert level.degrees_of_freedom == fit.df_resid
    assert found.treatment.value - found.control.value == pytest.approx(
        sm.OLS(treatment[0], sm.add_constant((treatment[1:] - middle).T)).fit().params[0]
        - sm.OLS(control[0], sm.add_constant((control[1:] - middle).T)).fit().params[0],
        rel=1e-9,
    )


def test_too_few_rows_for_a_slope_of_their_own():
    rng = np.random.default_rng(17)
    with pytest.raises(ValueError, match="two rows more"):
        adjusted(of(*draw(rng, 90, 0.0, 3)), of(*draw(rng, 4, 0.0, 3)), 3)


@pytest.mark.parametrize(("sizes", "covariates"), [((90, 10), 5), ((180, 20), 3)])
@pytest.mark.parametrize("runs", [400, pytest.param(2_000, marks=pytest.mark.prove)])
def test_adjustment_in_a_small_arm_covers_as_it_says(sizes, covariates, runs, prove_figure):
    rng = np.random.default_rng(20261129)
    inside = naive = 0
    for _ in range(runs):
        arms = [of(*draw(rng, n, 0.0, covariates)) for n in sizes]
        found = adjusted(*arms, covariates)
        ours = difference(found.control, found.treatment)
        inside += ours.low <= 0 <= ours.high
        # As if the slope were known: what it leaves over n - 1 rows, and no error of its own.
        turn = np.array([1.0, *(-each for each in found.slope)])
        left = [turn @ np.array(each.cross) @ turn / (each.n - 1) / each.n for each in arms]
        naive += abs(ours.effect) <= 1.96 * sum(left) ** 0.5
    low, high = (each / runs for each in binom.interval(0.999, runs, 0.95))
    ok = low <= inside / runs <= high
    said = f"{inside / runs:.2%} of {runs:,} (as if the slope were known {naive / runs:.1%})"
    name = f"adjustment, {covariates} covariates, {sizes[0]} to {sizes[1]} rows: covers"
    prove_figure(name, said, f"{low:.1%} to {high:.1%}", ok)
    assert ok
    assert naive / runs < low
