"""What a look is worth, against the choice that it would change."""

import numpy as np
import pytest

from milepost.statistics.look_worth import look_worth


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
