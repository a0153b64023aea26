import warnings

import pytest

from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_difference, proportion_level


def of(ones, n):
    share = ones / n
    return Moments(n=n, means=(share,), cross=((n * share * (1 - share),),))


def test_unpooled_z_agrees_with_statsmodels():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.stats.proportion import confint_proportions_2indep

        low, high = confint_proportions_2indep(260, 2_000, 215, 2_100, method="wald", compare="diff")
    ours = proportion_difference(of(215, 2_100), of(260, 2_000))
    assert (ours.low, ours.high) == pytest.approx((low, high), rel=1e-9)


def test_z_agrees_with_tea_tasting_on_the_same_variance():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import tea_tasting as tt
        from tea_tasting.aggr import Aggregates

        def aggregates(ones, n):
            return Aggregates(count_=n, mean_={"x": ones / n}, var_={"x": ones / n * (1 - ones / n)}, cov_={})

        oracle = tt.Mean("x", use_t=False).analyze_aggregates(aggregates(215, 2_100), aggregates(260, 2_000))
    ours = proportion_difference(of(215, 2_100), of(260, 2_000))
    theirs = (oracle.effect_size_ci_lower, oracle.effect_size_ci_upper, oracle.pvalue)
    assert (ours.low, ours.high, ours.p_value) == pytest.approx(theirs, rel=1e-9)
    assert ours.degrees_of_freedom is None


def test_all_zeros_give_no_number():
    assert proportion_level(of(0, 10)).variance == 0
    with pytest.raises(ValueError, match="nothing varies"):
        proportion_difference(of(0, 10), of(0, 10))


def test_no_rows():
    with pytest.raises(ValueError, match="a row"):
        proportion_level(Moments.none(1))
