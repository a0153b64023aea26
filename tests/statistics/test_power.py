import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower

from milepost.statistics.power import POWER, one_sided_power, units_times


@given(n=st.integers(50, 5_000), distance=st.floats(0.01, 0.5))
def test_power_is_that_of_statsmodels(n, distance):
    other = NormalIndPower().power(effect_size=distance, nobs1=n, alpha=0.05, alternative="larger")
    assert one_sided_power((2 / n) ** 0.5, distance) == pytest.approx(other, rel=1e-9)


@given(error=st.floats(0.001, 10), distance=st.floats(0.01, 10))
def test_so_many_times_the_units_give_the_power_asked_for(error, distance):
    times = units_times(error, distance)
    assert one_sided_power(error / times**0.5, distance) == pytest.approx(POWER, rel=1e-9)
