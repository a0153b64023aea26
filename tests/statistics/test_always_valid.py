import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import ndtr

from milepost.statistics.always_valid import AT_PLAN, information, one_sided, one_sided_p, two_sided, two_sided_p
from milepost.statistics.estimate import Level, difference, estimate, linear, probability_positive
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_difference
from milepost.statistics.ratio import ratio_difference
from milepost.statistics.relative import relative_lift

X = st.floats(1e-3, 1e4)
ALPHA = st.floats(1e-6, 0.5)
FREEDOM = st.none() | st.floats(3, 1e6)
READ = {"mean": mean_difference, "proportion": proportion_difference, "ratio": ratio_difference}


def test_it_is_tightest_at_the_planned_units():
    found = minimize_scalar(lambda x: two_sided(x, 0.05), bounds=(1, 100), method="bounded", options={"xatol": 1e-9})
    assert found.x == pytest.approx(AT_PLAN, abs=1e-4)
    assert math.log1p(AT_PLAN) - 2 * math.log(0.05) == pytest.approx(AT_PLAN, abs=1e-12)
    assert (
        two_sided(AT_PLAN, 0.05) == pytest.approx(math.sqrt(1 + AT_PLAN), rel=1e-12) == pytest.approx(3.035, abs=1e-3)
    )
    assert information(12_000, 12_000) == AT_PLAN
    assert information(3_000, 12_000) == AT_PLAN / 4
    # What the help of --planned says of a plan that is ten times off.
    assert two_sided(information(10, 1), 0.05) / two_sided(AT_PLAN, 0.05) == pytest.approx(1.07, abs=0.005)
    assert two_sided(information(1, 10), 0.05) / two_sided(AT_PLAN, 0.05) == pytest.approx(1.26, abs=0.005)


@pytest.mark.parametrize(("units", "planned"), [(0, 10), (10, 0), (10, -1)])
def test_units_and_plan_are_above_zero(units, planned):
    with pytest.raises(ValueError, match="above zero"):
        information(units, planned)


@given(X, ALPHA)
def test_the_two_sided_boundary_is_where_the_mixture_reaches_one_over_alpha(x, alpha):
    z = two_sided(x, alpha)
    effects = np.linspace(-12, 12, 20_001)
    log_ratio = effects * math.sqrt(x) * z - effects**2 * x / 2  # of a drift of effect * rho over n units
    peak = log_ratio.max()
    weighed = np.exp(log_ratio - peak - effects**2 / 2) / math.sqrt(2 * math.pi)
    log_mixture = peak + math.log(weighed.sum() * (effects[1] - effects[0]))
    if x < 100:  # beyond, the grid is too coarse
        assert log_mixture == pytest.approx(-math.log(alpha), rel=1e-5, abs=1e-5)


@given(X, ALPHA)
def test_the_one_sided_boundary_is_no_tighter_than_the_exact_mixture(x, alpha):
    z = one_sided(x, alpha)
    y = z * math.sqrt(x / (1 + x))
    log_mixture = math.log(2 * ndtr(y)) - math.log1p(x) / 2 + y**2 / 2  # over the normal's upper half
    assert log_mixture >= -math.log(alpha) - 1e-9
    # The control: the two-sided one at twice the level is a little too tight to stand in for it.
    y = two_sided(x, 2 * alpha) * math.sqrt(x / (1 + x)) if alpha < 0.4 else 0
    assert math.log(2 * ndtr(y)) - math.log1p(x) / 2 + y**2 / 2 < -math.log(alpha) + 1e-9


@given(X, ALPHA)
def test_a_p_value_is_the_level_whose_boundary_is_met(x, alpha):
    assert two_sided_p(x, two_sided(x, alpha)) == pytest.approx(alpha, rel=1e-6)
    assert two_sided_p(x, -two_sided(x, alpha)) == pytest.approx(alpha, rel=1e-6)
    assert one_sided_p(x, one_sided(x, alpha)) == pytest.approx(alpha, rel=1e-6)


@given(X)
def test_p_values_stay_in_range(x):
    assert two_sided_p(x, 0) == 1
    assert one_sided_p(x, 0) == one_sided_p(x, -3) == one_sided_p(x, 1e-200) == 1
    assert two_sided_p(x, 1e5) == one_sided_p(x, 1e5) == 0 or x < 1


@given(st.floats(-60, 60), FREEDOM, X)
def test_it_contains_the_fixed_interval_and_both_agree_on_zero(effect, freedom, x):
    ours, fixed = estimate(effect, 1.0, freedom, information=x), estimate(effect, 1.0, freedom)
    assert ours.low < fixed.low < fixed.high < ours.high
    assert ours.lower95 < fixed.lower95 < fixed.upper95 < ours.upper95
    assert ours.low < ours.lower95 < ours.effect < ours.upper95 < ours.high
    assert ours.p_value >= fixed.p_value
    for bound in (ours.low, ours.high):
        assert (ours.p_value < 0.05) == (ours.low > 0 or ours.high < 0) or abs(bound) < 1e-9
    assert abs(probability_positive(ours) - 0.5) <= abs(probability_positive(fixed) - 0.5) + 1e-12
    assert (probability_positive(ours) > 0.95) == (ours.lower95 > 0) or abs(ours.lower95) < 1e-9


@given(st.floats(-60, 60), FREEDOM, X)
def test_the_other_way_round_it_is_mirrored(effect, freedom, x):
    there, back = estimate(effect, 1.0, freedom, information=x), estimate(-effect, 1.0, freedom, information=x)
    assert (there.low, there.lower95, there.p_value) == (-back.high, -back.upper95, back.p_value)
    assert probability_positive(there) == pytest.approx(1 - probability_positive(back))


def test_probability_is_a_half_until_more_is_shown():
    assert probability_positive(estimate(0.0, 1.0, None, information=AT_PLAN)) == 0.5
    assert probability_positive(estimate(1.0, 1.0, 20, information=AT_PLAN)) == 0.5
    at_bound = estimate(one_sided(AT_PLAN, 0.05), 1.0, None, information=AT_PLAN)
    assert probability_positive(at_bound) == pytest.approx(0.95)
    assert at_bound.lower95 == pytest.approx(0, abs=1e-9)


def test_a_linear_transform_stays_always_valid():
    base = estimate(0.77, 0.145, 36_671.0, information=4.0)
    net = linear(base, 10, -1)
    assert (net.low, net.lower95) == pytest.approx((base.low * 10 - 1, base.lower95 * 10 - 1))
    assert net.information == 4.0


@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_every_estimator_contains_its_fixed_interval_and_mirrors(read):
    rng = np.random.default_rng(8)
    views = rng.poisson(8, (2, 300)) + 1
    arms = [
        Moments.of_rows([(float(a), float(b)) for a, b in zip(rng.binomial(1, share, 300), each, strict=True)], 2)
        for share, each in zip((0.2, 0.3), views, strict=True)
    ]
    ours, fixed = read(*arms, information=2.0), read(*arms)
    back = read(*reversed(arms), information=2.0)
    assert ours.low < fixed.low < fixed.high < ours.high
    assert (ours.low, ours.lower95, ours.p_value) == pytest.approx((-back.high, -back.upper95, back.p_value))
    assert replace(ours, information=None).effect == fixed.effect


@given(st.floats(0.1, 5), st.floats(1e-4, 1), st.floats(1e-4, 1), X)
def test_the_relative_interval_contains_the_fixed_one_and_leaves_out_zero_as_the_difference_does(treatment, a, b, x):
    one = Level(value=1.0, variance=a, degrees_of_freedom=50)
    other = Level(value=treatment, variance=b, degrees_of_freedom=60)
    ours, fixed, plain = (
        relative_lift(one, other, information=x),
        relative_lift(one, other),
        difference(one, other, information=x),
    )
    assert ours.lift == fixed.lift
    if ours.interval is None:
        return
    assert ours.interval[0] < fixed.interval[0] < fixed.interval[1] < ours.interval[1]
    if min(abs(plain.low), abs(plain.high)) > 1e-9:
        assert (ours.interval[0] > 0 or ours.interval[1] < 0) == (plain.low > 0 or plain.high < 0)
