import math

import numpy as np
import pytest
from scipy.stats import skew

from milepost.statistics.bootstrap import bootstrap_t, draws_for, quantile_error
from milepost.statistics.estimate import Pivot, estimate, linear, probability_positive
from milepost.statistics.groups import Groups, buckets
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.quantile_effect import quantile_difference, quantile_level
from milepost.statistics.skewness import bound_error, difference_skewness, is_trusted
from milepost.statistics.winsorised import cap_of, capped_moments


def table(rows):
    return Groups.of_table(*np.unique(rows, return_counts=True))


def bucketed(rows, rng, count=200):
    """Put rows into buckets as a hash does."""
    place = rng.integers(0, count, len(rows))
    sums, squares, sizes = (np.bincount(place, weights, count) for weights in (rows, rows**2, np.ones(len(rows))))
    return buckets(sizes, sums[:, None], squares[:, None, None], (1.0,))


def spend(rng, n):
    return np.round((rng.random(n) < 0.2) * rng.lognormal(2, 1, n), 2)


def test_a_table_has_the_moments_of_its_rows():
    rows = spend(np.random.default_rng(1), 500)
    for groups in (table(rows), bucketed(rows, np.random.default_rng(2))):
        assert groups.moments.means[0] == pytest.approx(rows.mean(), rel=1e-12)
        assert groups.moments.variance(0) == pytest.approx(rows.var(ddof=1), rel=1e-9)
    assert table(rows).third == pytest.approx(((rows - rows.mean()) ** 3).mean(), rel=1e-9)
    assert table(rows + 1e9).moments.variance(0) == pytest.approx(rows.var(ddof=1), rel=1e-6)


def test_buckets_tell_the_third_moment_up_to_chance():
    rows = np.random.default_rng(3).exponential(1, 200_000)
    assert bucketed(rows, np.random.default_rng(4), 1_000).third == pytest.approx(2, abs=1)


def test_columns_are_added_as_they_are_turned():
    rng = np.random.default_rng(5)
    x, y, place = rng.normal(3, 1, 400), rng.normal(1, 2, 400), rng.integers(0, 50, 400)

    def total(weights):
        return np.bincount(place, weights, 50)

    cross = np.array([[total(a * b) for b in (x, y)] for a in (x, y)]).transpose(2, 0, 1)
    found = buckets(total(np.ones(400)), np.stack([total(x), total(y)], axis=1), cross, (2.0, -1.0)).moments
    assert found.means[0] == pytest.approx((2 * x - y).mean(), rel=1e-9)
    assert found.variance(0) == pytest.approx((2 * x - y).var(ddof=1), rel=1e-9)


@pytest.mark.parametrize("group", [lambda rows, _: table(rows), bucketed])
def test_where_nothing_is_skewed_it_is_welch(group):
    rng = np.random.default_rng(6)
    rows = [np.round(rng.normal(10, 2, n), 1) for n in (900, 1_100)]
    found = bootstrap_t(*(group(each, rng) for each in rows), (1,), 20_000)
    welch = mean_difference(*(Moments.of_rows([(float(x),) for x in each], 1) for each in rows))
    assert found.effect == pytest.approx(welch.effect)
    assert found.standard_error == pytest.approx(welch.standard_error)
    error = 0.12 if group is bucketed else 3 * quantile_error(found.pivot, 0.975)
    assert found.low == pytest.approx(welch.low, abs=error * welch.standard_error)
    assert found.high == pytest.approx(welch.high, abs=error * welch.standard_error)


def test_it_leans_where_the_data_leans():
    rng = np.random.default_rng(7)
    found = bootstrap_t(table(spend(rng, 3_000)), table(spend(rng, 200)), (1,))
    assert found.high - found.effect > 1.2 * (found.effect - found.low)


def test_the_same_seed_gives_the_same_numbers():
    rng = np.random.default_rng(8)
    arms = table(spend(rng, 300)), table(spend(rng, 300))
    assert bootstrap_t(*arms, (1, 2), 500) == bootstrap_t(*arms, (1, 2), 500)
    assert bootstrap_t(*arms, (1, 2), 500).low != bootstrap_t(*arms, (1, 3), 500).low


def test_many_values_are_drawn_alike():
    rows = np.random.default_rng(9).normal(0, 1, 3_000)
    mean, variance = table(rows).resampled(np.random.default_rng(1), 2_000)
    assert len(table(rows).counts) > 1_000
    assert mean.std() == pytest.approx(rows.std() / math.sqrt(3_000), rel=0.06)
    assert variance.mean() == pytest.approx(rows.var() / 3_000, rel=0.02)


def test_a_pivot_of_the_normal_gives_the_normal():
    draws = tuple(np.sort(np.random.default_rng(10).normal(0, 1, 200_000)).tolist())
    ours, theirs = estimate(1.0, 0.5, None, pivot=Pivot(draws=draws)), estimate(1.0, 0.5, None)
    for name in ("low", "high", "lower95", "upper95", "p_value"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=0.01)
    assert probability_positive(ours) == pytest.approx(probability_positive(theirs), abs=0.002)
    net = linear(ours, 3, -1)
    assert (net.low, net.lower95) == pytest.approx((ours.low * 3 - 1, ours.lower95 * 3 - 1))


def test_a_p_value_says_what_the_interval_says():
    draws = Pivot(draws=tuple(np.sort(np.random.default_rng(11).gamma(2, 1, 5_001) - 1.5).tolist()))
    for effect in np.linspace(-4, 4, 41):
        found = estimate(float(effect), 1.0, None, pivot=draws)
        assert (found.p_value < 0.05) == (found.low > 0 or found.high < 0) or abs(found.p_value - 0.05) < 0.002
    assert 0 < estimate(1e9, 1.0, None, pivot=draws).p_value < 0.001


def test_draws_are_not_always_valid():
    with pytest.raises(ValueError, match="always-valid"):
        estimate(1.0, 1.0, None, information=1.0, pivot=Pivot(draws=(0.0, 1.0)))


def test_the_monte_carlo_error_is_that_of_repeated_draws():
    rng = np.random.default_rng(12)
    pivots = [Pivot(draws=tuple(np.sort(rng.normal(0, 1, 2_000)).tolist())) for _ in range(300)]
    told = np.mean([quantile_error(each, 0.95) for each in pivots])
    assert told == pytest.approx(np.std([each.quantile(0.95) for each in pivots]), rel=0.15)


def test_fewer_draws_where_groups_are_many():
    assert draws_for(100) == 10_000
    assert draws_for(100, 20_000) == 20_000
    assert draws_for(65_536) == 2_000


def test_skewness_is_that_of_the_estimate():
    rng = np.random.default_rng(13)
    rows = [rng.exponential(1, n) for n in (200, 800)]
    moments = [Moments.of_rows([(float(x),) for x in each], 1) for each in rows]
    thirds = tuple(float(((each - each.mean()) ** 3).mean()) for each in rows)
    drawn = [rng.exponential(1, (40_000, n)).mean(axis=1) for n in (200, 800)]
    assert difference_skewness(*moments, thirds) == pytest.approx(skew(drawn[1] - drawn[0]), abs=0.06)
    assert difference_skewness(moments[0], moments[0], (5.0, 5.0)) == 0


def test_the_rule_is_one_point_of_the_bound():
    assert bound_error(0.0909) == pytest.approx(0.01, abs=1e-4)
    assert is_trusted(0.09)
    assert not is_trusted(-0.1)


def test_a_quantile_is_that_of_the_rows():
    rows = np.round(np.random.default_rng(14).lognormal(2, 1, 5_001), 2)
    found = quantile_level(table(rows), 0.9)
    assert found.value == pytest.approx(np.quantile(rows, 0.9, method="hazen"), rel=1e-12)
    density = np.exp(-((1.2816) ** 2) / 2) / math.sqrt(2 * math.pi) / np.exp(2 + 1.2816)
    assert math.sqrt(found.variance) == pytest.approx(math.sqrt(0.09 / 5_001) / density, rel=0.2)


def test_a_quantile_among_zeros_does_not_vary():
    zeros = table(np.array([0.0] * 95 + [1.0] * 5))
    with pytest.raises(ValueError, match="nothing varies"):
        quantile_difference(zeros, zeros, 0.5)


def test_buckets_have_no_quantile():
    groups = bucketed(np.arange(100.0), np.random.default_rng(1))
    with pytest.raises(ValueError, match="buckets"):
        quantile_level(groups, 0.5)
    with pytest.raises(ValueError, match="buckets"):
        cap_of((groups,), 0.5)


def test_values_above_the_cap_of_all_arms_are_the_cap():
    one, other = np.arange(100.0), np.arange(100.0) * 10
    cap = cap_of((table(one), table(other)), 0.9)
    assert cap == np.sort(np.concatenate([one, other]))[179]
    assert capped_moments(table(other), cap).means[0] == pytest.approx(np.minimum(other, cap).mean())


def test_no_rows():
    with pytest.raises(ValueError, match="no rows"):
        Groups.of_table([], [])
    with pytest.raises(ValueError, match="no rows"):
        buckets(np.zeros(2), np.zeros((2, 1)), np.zeros((2, 1, 1)), (1.0,))


@pytest.mark.parametrize(("control", "treatment"), [(1, 2), (2, 1), (1, 3)])
def test_where_a_buyer_or_two_hold_all_there_is_no_interval(control, treatment):
    """Resamples without them have no error at all: a bound would be infinite, or no number."""
    arms = [Groups.of_table([0, 20], [100 - buyers, buyers]) for buyers in (control, treatment)]
    with pytest.raises(ValueError, match="so few units"):
        bootstrap_t(*arms, (1,), 2_000)


def test_some_thirty_buyers_are_enough_for_finite_bounds():
    arms = [Groups.of_table([0, 10, 50], [2_000 - buyers, buyers, 3]) for buyers in (30, 40)]
    found = bootstrap_t(*arms, (1,), 2_000)
    assert all(map(math.isfinite, (found.low, found.high, found.lower95, found.upper95)))
    assert found.low < found.effect < found.high


@pytest.mark.parametrize(("n", "at"), [(20, 0.95), (100, 0.99), (100, 0.01), (5, 0.5)])
def test_a_quantile_near_the_end_of_its_units_is_refused(n, at):
    """Cut off at the last unit its interval covers in 63 to 80%."""
    groups = table(np.random.default_rng(3).lognormal(3, 0.8, n))
    with pytest.raises(ValueError, match="too few for the interval"):
        quantile_level(groups, at)


def test_a_quantile_beside_a_value_that_many_have_is_refused():
    """Forty-five of a hundred spend nothing: the median is among those who do, and the next hundred's may not be."""
    rows = np.concatenate([np.zeros(45), np.arange(5, 60)])
    with pytest.raises(ValueError, match="beside a value that many units have"):
        quantile_level(table(rows), 0.5)
    assert quantile_level(table(rows), 0.7).variance > 0
    assert quantile_level(table(np.zeros(100)), 0.5).variance == 0
