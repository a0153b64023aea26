"""The mean of the worst futures, and the cuts that hold it."""

import numpy as np
import pytest

from milepost.plan.tail import worst


def test_the_worst_futures_are_the_worst() -> None:
    net = np.arange(100.0)
    assert worst(net, 0.05)[0] == pytest.approx(2.0)
    # A tail of two futures and a half takes the third by half.
    assert worst(net, 0.025)[0] == pytest.approx((0 + 1 + 0.5 * 2) / 2.5)
    assert worst(net, 1.0)[0] == pytest.approx(net.mean())


def test_weights_add_up_to_one_and_none_is_over_its_share() -> None:
    rng = np.random.default_rng(1)
    net = rng.normal(size=333)
    mean, weights = worst(net, 0.07)
    assert weights.sum() == pytest.approx(1.0)
    assert weights.max() <= 1 / (0.07 * 333) + 1e-12
    # No other weights of that kind give less: what makes a cut true of every choice.
    for _ in range(50):
        other = np.zeros(333)
        other[rng.permutation(333)[:24]] = 1 / 24
        assert other @ net >= mean - 1e-9
