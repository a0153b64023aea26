import pytest

from milepost.statistics.estimate import estimate, linear, probability_positive


def test_a_linear_transform_is_the_estimate_of_the_transformed():
    base = estimate(0.77, 0.145, 36_671.0)
    net = linear(base, 0.3 * 21_307, -0.05 * 21_307)
    assert net.effect == pytest.approx((0.77 * 0.3 - 0.05) * 21_307)
    assert net.low == pytest.approx((base.low * 0.3 - 0.05) * 21_307)
    assert net.lower95 == pytest.approx((base.lower95 * 0.3 - 0.05) * 21_307)


def test_probability_fits_the_one_sided_bound():
    at_bound = estimate(1.644853626951, 1.0, None)
    assert probability_positive(at_bound) == pytest.approx(0.95)
    assert at_bound.lower95 == pytest.approx(0, abs=1e-9)
    assert probability_positive(estimate(0.0, 1.0, 9.0)) == 0.5


@pytest.mark.parametrize("error", [0.0, float("nan"), float("inf")])
def test_no_number_without_a_standard_error(error):
    with pytest.raises(ValueError, match="nothing varies"):
        estimate(1.0, error, None)


def test_a_slope_that_is_not_above_zero():
    with pytest.raises(ValueError, match="slope"):
        linear(estimate(1.0, 1.0, None), 0, 1)
