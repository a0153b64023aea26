import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from milepost.statistics.heterogeneity import heterogeneity, trend

EFFECTS = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 3)), min_size=3, max_size=12)


@given(EFFECTS)
def test_cochrans_q_is_that_of_statsmodels(drawn):
    effects, errors = (np.array(each) for each in zip(*drawn, strict=True))
    found = heterogeneity(list(effects), list(errors))
    with np.errstate(all="ignore"):  # of its random-effects half, which is not asked for
        other = combine_effects(effects, errors**2, method_re="dl")
    assert found.q == pytest.approx(other.q, rel=1e-9, abs=1e-9)
    homogeneous = other.test_homogeneity()
    assert found.p_value == pytest.approx(homogeneous.pvalue, rel=1e-9)
    assert found.degrees_of_freedom == homogeneous.df


@given(EFFECTS)
def test_the_trend_is_that_of_a_weighted_regression_with_known_errors(drawn):
    effects, errors = (np.array(each) for each in zip(*drawn, strict=True))
    weeks = np.arange(len(effects), dtype=float)
    found = trend(list(weeks), list(effects), list(errors))
    other = sm.WLS(effects, sm.add_constant(weeks), weights=1 / errors**2).fit(
        cov_type="fixed scale", cov_kwds={"scale": 1.0}
    )
    assert found.effect == pytest.approx(other.params[1], rel=1e-9, abs=1e-9)
    assert found.standard_error == pytest.approx(other.bse[1], rel=1e-9)
    assert found.p_value == pytest.approx(other.pvalues[1], rel=1e-6, abs=1e-12)


def test_too_little_to_compare_is_refused():
    with pytest.raises(ValueError, match="two effects"):
        heterogeneity([1.0], [1.0])
    with pytest.raises(ValueError, match="three effects"):
        trend([0, 1], [1.0, 2.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="one place"):
        trend([1, 1, 1], [1.0, 2.0, 3.0], [1.0, 1.0, 1.0])
