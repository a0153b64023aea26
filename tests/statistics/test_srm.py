import numpy as np
import pytest
from scipy.stats import chi2_contingency

from milepost.statistics.srm import same_share_p_value, srm_p_value


def test_44_000_to_45_000_is_a_mismatch():
    assert srm_p_value([44_000, 45_000], [0.5, 0.5]) == pytest.approx(0.0008, abs=0.00005)


def test_hillstrom_fits():
    assert srm_p_value([21_307, 21_306, 21_387], [1 / 3] * 3) == pytest.approx(0.904, abs=0.0005)


def test_a_split_meant_to_be_uneven_fits():
    assert srm_p_value([1_000, 9_000], [0.1, 0.9]) == 1
    assert srm_p_value([1_000, 9_000], [0.5, 0.5]) < 1e-9


def test_one_arm_can_not_mismatch():
    assert srm_p_value([10], [1.0]) == 1


def test_nothing_counted():
    with pytest.raises(ValueError, match="no units"):
        srm_p_value([0, 0], [0.5, 0.5])


def test_p_values_are_uniform_when_the_split_is_right():
    counts = np.random.default_rng(7).multinomial(10_000, [0.2, 0.3, 0.5], size=2_000)
    rate = np.mean([srm_p_value(list(each), [0.2, 0.3, 0.5]) < 0.05 for each in counts])
    assert 0.034 < rate < 0.066  # binomial 99.9% band at 2,000


@pytest.mark.parametrize(("hits", "sizes"), [((80, 120), (200, 240)), ((5, 9, 30), (100, 90, 200))])
def test_one_share_is_tested_as_by_scipy(hits, sizes):
    table = [[hit, size - hit] for hit, size in zip(hits, sizes, strict=True)]
    assert same_share_p_value(hits, sizes) == pytest.approx(chi2_contingency(table, correction=False).pvalue, rel=1e-9)


def test_one_share_is_certain_where_all_or_none_are_hits():
    assert same_share_p_value((0, 0), (10, 20)) == same_share_p_value((10, 20), (10, 20)) == 1.0
    with pytest.raises(ValueError, match="empty"):
        same_share_p_value((0, 1), (0, 2))
