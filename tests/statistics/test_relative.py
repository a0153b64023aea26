import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.statistics.estimate import Level, difference, quantile
from milepost.statistics.relative import relative_lift


def level(value, variance, degrees=None):
    return Level(value=value, variance=variance, degrees_of_freedom=degrees)


POSITIVE = st.floats(0.01, 100)


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
def test_the_bounds_solve_fiellers_equation(control, treatment, a, b):
    one, other = level(control, a), level(treatment, b)
    found = relative_lift(one, other)
    if found is None or found.interval is None:
        assert quantile(0.975, None) ** 2 * a >= control**2 * 0.999999
        return
    for bound in found.interval:
        ratio = bound + 1
        left, right = (treatment - ratio * control) ** 2, quantile(0.975, None) ** 2 * (b + ratio**2 * a)
        assert left == pytest.approx(right, rel=1e-5)


@given(POSITIVE, POSITIVE, st.floats(1e-4, 1), st.floats(1e-4, 1))
def test_it_leaves_out_zero_exactly_when_the_difference_does(control, treatment, a, b):
    one, other = level(control, a, 50), level(treatment, b, 60)
    found, plain = relative_lift(one, other), difference(one, other)
    if found and found.interval and min(abs(plain.low), abs(plain.high)) > 1e-9:
        assert (found.interval[0] > 0 or found.interval[1] < 0) == (plain.low > 0 or plain.high < 0)


def test_unbounded_where_the_control_may_be_zero():
    found = relative_lift(level(0.1, 1.0), level(2.0, 1.0))
    assert found is not None
    assert found.interval is None
    assert relative_lift(level(0.0, 1.0), level(2.0, 1.0)) is None


def test_coverage_where_the_control_is_noisy():
    rng, runs = np.random.default_rng(3), 4_000
    hits = 0
    for _ in range(runs):
        found = relative_lift(level(rng.normal(10, 2), 4.0), level(rng.normal(12, 2), 4.0))
        assert found is not None
        hits += found.interval is not None and found.interval[0] <= 0.2 <= found.interval[1]
    assert 0.938 < hits / runs < 0.961


@pytest.mark.parametrize("level", [1e-200, 5e-324])
def test_a_control_next_to_nothing_has_no_bounded_lift(level):
    control, treatment = (Level(value=value, variance=1.0, degrees_of_freedom=9) for value in (level, 1.0))
    found = relative_lift(control, treatment)
    assert found is None or found.interval is None
