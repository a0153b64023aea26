"""Shrinkage: toward the mean, less where precise; and what picking winners does to their sum."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from milepost.statistics.shrinkage import shrink

NUMBERS = st.floats(-1e6, 1e6)
PAIRS = st.lists(st.tuples(NUMBERS, st.floats(1e-3, 1e6)), min_size=4, max_size=12)
COUNTS = pytest.mark.parametrize("runs", [400, pytest.param(4_000, marks=pytest.mark.prove)])
TESTS, MEAN, APART = 20, 0.2, 1.0


@given(PAIRS)
def test_no_estimate_is_moved_away_from_the_mean_or_past_it(pairs):
    values, errors = zip(*pairs, strict=True)
    for each, value in zip(shrink(values, errors), values, strict=True):
        assert 0 <= each.weight <= 1
        assert min(values) - 1e-6 <= each.estimate <= max(values) + 1e-6
        assert abs(each.estimate - value) <= max(values) - min(values) + 1e-6


@given(PAIRS)
def test_the_more_precise_keeps_more(pairs):
    values, errors = zip(*pairs, strict=True)
    found = sorted(zip(errors, (each.weight for each in shrink(values, errors)), strict=True))
    assert all(one >= other - 1e-12 for (_, one), (_, other) in pairwise(found))


@given(PAIRS, st.floats(0.01, 100), st.floats(-1e3, 1e3))
def test_another_unit_gives_the_same(pairs, scale, shift):
    values, errors = zip(*pairs, strict=True)
    assume(max(values) - min(values) > 1e-3)
    moved = shrink([scale * each + shift for each in values], [scale * each for each in errors])
    for one, other in zip(shrink(values, errors), moved, strict=True):
        assert other.estimate == pytest.approx(scale * one.estimate + shift, rel=1e-6, abs=1e-5 * scale + 1e-5)


def test_equal_errors_give_the_plain_moment():
    values = np.array([0.1, 2.0, -1.5, 3.0, 0.4, 1.1])
    squares, mean, count = ((values - values.mean()) ** 2).sum(), values.mean(), len(values)
    expected = mean + (1 - (count - 1) / squares) * (values - mean)
    assert [each.estimate for each in shrink(list(values), [1.0] * count)] == pytest.approx(list(expected), abs=1e-9)


def test_unequal_errors_give_the_variance_of_statsmodels():
    values, errors = [0.1, 2.0, -1.5, 3.0, 0.4, 1.1], [0.2, 0.5, 0.4, 1.0, 0.3, 0.7]
    oracle = combine_effects(np.array(values), np.array(errors) ** 2, method_re="iterated")
    found = shrink(values, errors)
    assert [each.weight for each in found] == pytest.approx(
        [oracle.tau2 / (oracle.tau2 + each**2) for each in errors], abs=1e-4
    )


def test_estimates_no_further_apart_than_their_errors_become_their_mean():
    assert [each.estimate for each in shrink([1.0, 1.1, 0.9, 1.0], [5.0] * 4)] == pytest.approx([1.0] * 4)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_are_not_shrunk(count):
    assert shrink([1.0] * count, [1.0] * count) == ()


@pytest.mark.parametrize(("values", "errors"), [([1.0], [1.0, 2.0]), ([1.0] * 4, [1, 1, 1, 0]), ([1] * 4, [-1] * 4)])
def test_what_is_no_error_is_refused(values, errors):
    with pytest.raises(ValueError, match="standard error"):
        shrink(values, errors)


@COUNTS
def test_the_sum_of_raw_winners_overstates_and_that_of_shrunk_ones_hardly(runs, prove_figure):
    """Twenty tests of unequal size; those whose one-sided bound is above zero are called winners and summed."""
    rng = np.random.default_rng(20261127)
    raw, ours, truth = np.empty(runs), np.empty(runs), np.empty(runs)
    for run in range(runs):
        errors = rng.uniform(0.3, 1.5, TESTS)
        true = rng.normal(MEAN, APART, TESTS)
        seen = rng.normal(true, errors)
        won = seen - 1.645 * errors > 0
        shrunk = np.array([each.estimate for each in shrink(list(seen), list(errors))])
        raw[run], ours[run], truth[run] = seen[won].sum(), shrunk[won].sum(), true[won].sum()
    over, off = raw.mean() / truth.mean() - 1, ours.mean() / truth.mean() - 1
    figure = f"raw {over:+.1%}, shrunk {off:+.1%} of the truth"
    ok = abs(off) < 0.05
    prove_figure(f"winners: sum of those of {TESTS} tests, {runs:,} runs", figure, "shrunk within 5%", ok)
    assert ok, figure
    assert over > 0.15  # the negative control: the winners as they were read


@pytest.mark.parametrize("tests", [6, 10])
@COUNTS
def test_of_few_tests_the_shrunk_sum_still_overstates(tests, runs, prove_figure):
    """Why the shrunk column is indicative: how far truths lie apart is hardly learnt from few."""
    rng = np.random.default_rng(20261130)
    raw = ours = truth = 0.0
    for _ in range(runs):
        errors = rng.uniform(0.3, 1.5, tests)
        true = rng.normal(MEAN, APART, tests)
        seen = rng.normal(true, errors)
        won = seen - 1.645 * errors > 0
        raw, truth = raw + seen[won].sum(), truth + true[won].sum()
        ours += sum(each.estimate for each, is_won in zip(shrink(list(seen), list(errors)), won, strict=True) if is_won)
    over, off = raw / truth - 1, ours / truth - 1
    prove_figure(
        f"winners: sum of those of {tests} tests, {runs:,} runs",
        f"raw {over:+.1%}, shrunk {off:+.1%} of the truth", "told, not promised", "told",
    )  # fmt: skip
    assert 0 < off < over
