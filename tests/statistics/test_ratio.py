import warnings

import numpy as np
import pytest

from milepost.statistics.moments import Moments
from milepost.statistics.ratio import ratio_difference, ratio_level


def of(top, bottom):
    return Moments.of_rows([(float(a), float(b)) for a, b in zip(top, bottom, strict=True)], 2)


def draw(rng, users):
    views = rng.poisson(8, users) + 1
    return rng.binomial(views, rng.beta(1, 4, users)), views


def test_delta_method_agrees_with_tea_tasting():
    rng = np.random.default_rng(2)
    arms = draw(rng, 500), draw(rng, 700)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import tea_tasting as tt
        from tea_tasting.aggr import Aggregates

        def aggregates(top, bottom):
            cov = np.cov(top, bottom)
            return Aggregates(
                count_=len(top),
                mean_={"a": top.mean(), "b": bottom.mean()},
                var_={"a": cov[0, 0], "b": cov[1, 1]},
                cov_={("a", "b"): cov[0, 1]},
            )

        oracle = tt.RatioOfMeans("a", "b").analyze_aggregates(aggregates(*arms[0]), aggregates(*arms[1]))
    ours = ratio_difference(of(*arms[0]), of(*arms[1]))
    theirs = (oracle.effect_size, oracle.effect_size_ci_lower, oracle.effect_size_ci_upper, oracle.pvalue)
    assert (ours.effect, ours.low, ours.high, ours.p_value) == pytest.approx(theirs, rel=1e-9)


def test_a_ratio_that_is_the_same_for_every_unit_does_not_vary():
    bottom = np.arange(1, 30) / 7
    assert ratio_level(of(bottom * 0.3, bottom)).variance == 0


def test_a_denominator_of_zero():
    with pytest.raises(ValueError, match="sums to zero"):
        ratio_level(of([1, 2], [0, 0]))
