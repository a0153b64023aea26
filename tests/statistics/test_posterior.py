"""A forecast and what a measurement makes of it, against closed cases and a grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.statistics.posterior import forecast, predicted_below, prior_weight, updated

TENTH = 1.2815515655446004


@given(st.floats(-10, 10), st.floats(0.01, 10), st.floats(0.01, 10))
def test_the_three_quantiles_are_met(p50, below, above):
    found = forecast(p50 - below, p50, p50 + above)
    for probability, value in ((0.1, p50 - below), (0.5, p50), (0.9, p50 + above)):
        assert found.quantile(probability) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("of", [(2, 1, 3), (1, 1, 3), (1, 3, 3)])
def test_quantiles_out_of_order_are_refused(of):
    with pytest.raises(ValueError, match="p10 < p50 < p90"):
        forecast(*of)


def test_even_sides_give_the_conjugate_normal():
    prior = forecast(5 - 2 * TENTH, 5, 5 + 2 * TENTH)  # a normal, mean 5, deviation 2
    found = updated(prior, 9.0, 1.0)
    assert found.mean == pytest.approx(9 * 0.8 + 5 * 0.2)
    assert (found.quantile(0.9) - found.quantile(0.1)) / (2 * TENTH) == pytest.approx(0.8**0.5)
    assert prior_weight(prior, 1.0) == pytest.approx(0.2)


@given(st.floats(-2, 3), st.floats(0.02, 2), st.sampled_from([1.0, 0.5]))
def test_uneven_sides_agree_with_a_grid(measured, error, weight):
    values = np.linspace(-8, 8, 80_001)
    scale = np.where(values < 0.15, 0.1, 0.6) / TENTH
    mass = -(((values - 0.15) / scale) ** 2) / 2 - np.log(scale) - weight * ((measured - values) / error) ** 2 / 2
    mass = np.exp(mass - mass.max())
    mass /= mass.sum()
    found = updated(forecast(0.05, 0.15, 0.75), measured, error, weight)
    assert found.mean == pytest.approx(float((mass * values).sum()), abs=1e-3)


def test_evidence_without_weight_changes_nothing():
    prior = forecast(1, 2, 3)
    assert updated(prior, 99.0, 0.1, weight=0) == prior
    assert prior_weight(prior, 0.1, weight=0) == 1.0


def test_half_the_weight_is_twice_the_variance():
    prior = forecast(1, 2, 4)
    assert updated(prior, 3.0, 0.5, weight=0.5).mean == pytest.approx(updated(prior, 3.0, 0.5 * 2**0.5).mean)


def test_far_from_the_forecast_nothing_breaks():
    found = updated(forecast(0.9, 1.0, 1.1), -50.0, 0.01)
    assert -51 < found.mean < -49
    assert found.quantile(0.05) < found.quantile(0.95)


def test_a_forecast_counts_the_error_of_the_measurement_in():
    prior = forecast(5 - 2 * TENTH, 5, 5 + 2 * TENTH)
    assert predicted_below(prior, 5.0, 1.0) == pytest.approx(0.5, abs=1e-6)
    assert predicted_below(prior, 5 + TENTH * 5**0.5, 1.0) == pytest.approx(0.9, abs=1e-3)
    assert predicted_below(prior, 5 + 2 * TENTH, 0.0) == pytest.approx(0.9)
