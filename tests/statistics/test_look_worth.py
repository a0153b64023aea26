"""What a look is worth, against the choice that it would change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from milepost.statistics.decision import expected_loss, sample_value
from milepost.statistics.look_worth import look_worth, unit_loss


@pytest.mark.parametrize(("mean", "deviation", "error"), [(0.0, 1.0, 1.0), (-0.5, 1.0, 0.5), (2.0, 1.5, 3.0)])
def test_it_is_what_deciding_after_the_look_gains(mean, deviation, error):
    rng = np.random.default_rng(9)
    truth = rng.normal(mean, deviation, 400_000)
    seen = rng.normal(truth, error)
    after = (seen * deviation**2 + mean * error**2) / (deviation**2 + error**2)
    gained = np.where(after > 0, truth, 0.0)
    exact = gained.mean() - max(0.0, mean)
    assert look_worth(mean, deviation, error) == pytest.approx(exact, abs=4 * gained.std() / 400_000**0.5)


def test_a_look_that_can_change_nothing_is_worth_nothing():
    assert look_worth(5.0, 0.0, 1.0) == 0
    assert look_worth(50.0, 1.0, 1.0) == pytest.approx(0, abs=1e-9)


def test_a_perfect_look_is_worth_the_loss_of_not_knowing():
    assert look_worth(0.0, 1.0, 0.0) == pytest.approx((2 * np.pi) ** -0.5)


@given(st.floats(-10, 10), st.floats(1e-3, 10), st.floats(1e-3, 1e3))
def test_it_is_what_as_many_units_again_are_worth(mean, error, more):
    assert look_worth(mean, error, error) == pytest.approx(sample_value(mean, error, 1), rel=1e-9, abs=1e-300)
    # By its own formula: more units move the mean by this much, and the loss is that of the mean so moved.
    moved = error * (more / (1 + more)) ** 0.5
    assert sample_value(mean, error, more) == pytest.approx(moved * unit_loss(abs(mean) / moved), rel=1e-6, abs=1e-12)
    assert sample_value(mean, error, more) <= expected_loss(mean, error) * (1 + 1e-9)


@pytest.mark.parametrize("u", [0.0, 0.3, 1.0, 2.5, 5.0, 8.0])
def test_the_unit_loss_is_the_integral_of_the_tail(u):
    exact, _ = quad(lambda x: x * norm.pdf(x + u), 0, np.inf, epsabs=0)
    assert unit_loss(u) == pytest.approx(exact, rel=1e-6 if u < 8 else 0.05)
