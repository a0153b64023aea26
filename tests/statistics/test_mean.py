import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments

RNG = np.random.default_rng(1)
CONTROL, TREATMENT = RNG.gamma(0.3, 9, 400), RNG.gamma(0.4, 11, 300)


def of(values):
    return Moments.of_rows([(float(each),) for each in values], 1)


def test_welch_agrees_with_statsmodels():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

        oracle = CompareMeans(DescrStatsW(TREATMENT), DescrStatsW(CONTROL))
        low, high = oracle.tconfint_diff(usevar="unequal")
        _, p_value, degrees = oracle.ttest_ind(usevar="unequal")
    ours = mean_difference(of(CONTROL), of(TREATMENT))
    assert (ours.low, ours.high, ours.p_value) == pytest.approx((low, high, p_value), rel=1e-9)
    assert ours.degrees_of_freedom == pytest.approx(degrees, rel=1e-9)


def test_welch_agrees_with_tea_tasting():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import tea_tasting as tt
        from tea_tasting.aggr import Aggregates

        def aggregates(values):
            return Aggregates(count_=len(values), mean_={"x": values.mean()}, var_={"x": values.var(ddof=1)}, cov_={})

        oracle = tt.Mean("x").analyze_aggregates(aggregates(CONTROL), aggregates(TREATMENT))
    ours = mean_difference(of(CONTROL), of(TREATMENT))
    theirs = (oracle.effect_size, oracle.effect_size_ci_lower, oracle.effect_size_ci_upper, oracle.pvalue)
    assert (ours.effect, ours.low, ours.high, ours.p_value) == pytest.approx(theirs, rel=1e-9)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=9), st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=9))
def test_swapping_arms_mirrors(a, b):
    a, b = of([*a, 0.0, 1.0]), of(b)
    there, back = mean_difference(a, b), mean_difference(b, a)
    assert (there.effect, there.low, there.lower95) == pytest.approx((-back.effect, -back.high, -back.upper95))
    assert there.p_value == pytest.approx(back.p_value)


def test_bounds_nest():
    ours = mean_difference(of(CONTROL), of(TREATMENT))
    assert ours.low < ours.lower95 < ours.effect < ours.upper95 < ours.high


def test_nothing_varies():
    with pytest.raises(ValueError, match="nothing varies"):
        mean_difference(of([1, 1]), of([2, 2]))


@pytest.mark.slow
def test_false_positives_at_unequal_sizes_and_variances_where_pooling_fails():
    rng, runs = np.random.default_rng(5), 2_000
    ours = pooled = 0
    for _ in range(runs):
        a, b = rng.normal(0, 1, 200), rng.normal(0, 4, 40)
        ours += mean_difference(of(a), of(b)).p_value < 0.05
        common = (199 * a.var(ddof=1) + 39 * b.var(ddof=1)) / 238
        pooled += abs(b.mean() - a.mean()) / np.sqrt(common * (1 / 200 + 1 / 40)) > 1.97
    assert 0.034 < ours / runs < 0.066
    assert pooled / runs > 0.10  # the negative control: Student's pooled t
