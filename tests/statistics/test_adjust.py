import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.statistics.adjust import benjamini_hochberg, holm

# Outside the test, since Hypothesis watches each line that runs inside, an import's too.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.stats.multitest import multipletests

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@pytest.mark.parametrize(("ours", "method"), [(holm, "holm"), (benjamini_hochberg, "fdr_bh")])
@settings(max_examples=12)  # statsmodels collects garbage in each call
@given(p_values=P_VALUES)
def test_agrees_with_statsmodels(ours, method, p_values):
    oracle = multipletests(p_values, method=method)[1]
    assert ours(p_values) == pytest.approx(list(oracle), abs=1e-9)


@given(P_VALUES)
def test_order_of_severity(p_values):
    for raw, bh, strict in zip(p_values, benjamini_hochberg(p_values), holm(p_values), strict=True):
        assert raw <= bh + 1e-12
        assert bh <= strict + 1e-12


def test_none_for_none():
    assert holm([]) == benjamini_hochberg([]) == ()
