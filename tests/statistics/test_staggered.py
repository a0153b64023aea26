"""A staggered start: equal to least squares, exact under every order, and mirrored when the outcome is."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.statistics.staggered import (
    DRAWN_ORDERS,
    Rollout,
    imputed_effect,
    learnt,
    orders_of,
    rollout_effect,
    scaled,
)

DICE = np.random.default_rng(0)


def made(seed: int, groups: int = 6, steps: int = 7, *, never: bool = False, effect: float = 0.0) -> Rollout:
    """Make a roll-out with uneven cells; the last group starts with the last step's end, or never."""
    rng = np.random.default_rng(seed)
    starts = np.minimum(rng.permutation(groups) + 1, steps)
    if not never:
        starts[starts == starts.max()] = steps
    rows = rng.integers(1, 40, (groups, steps)).astype(float)
    means = 16 + rng.normal(0, 2, (groups, 1)) + rng.normal(0, 1, (groups, steps)) + rng.normal(0, 1, steps)
    started = np.arange(steps)[None, :] >= starts[:, None]
    return Rollout(rows=rows, means=means + effect * started, starts=starts)


def by_least_squares(of: Rollout) -> float:
    """Impute as the paper writes it: fit groups and steps to what has not started, predict what has."""
    groups, steps = of.rows.shape
    g, t = (each.ravel() for each in np.indices((groups, steps)))
    design = np.concatenate([np.eye(groups)[g], np.eye(steps)[t][:, 1:]], axis=1)
    waits, y, weights = of.started.ravel() == 0, of.means.ravel(), of.rows.ravel()
    design = design[:, np.abs(design[waits]).sum(axis=0) > 0]  # a step in which nobody waits has no level
    fitted = sm.WLS(y[waits], design[waits], weights=weights[waits]).fit()
    compared = of.compared.ravel()
    return float(((y - design @ fitted.params) * compared).sum() / compared.sum())


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_imputation_by_weighted_least_squares(seed):
    of = made(seed, never=seed % 2 == 1, effect=-3.0)
    assert imputed_effect(of) == pytest.approx(by_least_squares(of), abs=1e-9)
    assert rollout_effect(of, DICE).estimate.effect == pytest.approx(imputed_effect(of), abs=1e-9)


def test_effects_that_grow_and_differ_are_averaged_by_rows_and_leak_into_no_comparison():
    of = made(3)
    since = np.maximum(0, np.arange(7)[None, :] - of.starts[:, None] + 1)
    effect = -since * np.arange(1, 7)[:, None] * of.started
    flat = Rollout(rows=of.rows, means=np.arange(6)[:, None] + np.arange(7)[None, :] + effect, starts=of.starts)
    assert imputed_effect(flat) == pytest.approx((effect * of.compared).sum() / of.compared.sum(), abs=1e-9)


@pytest.mark.parametrize("effect", [0.0, -2.0])
def test_over_all_orders_the_truth_is_outside_in_one_of_twenty_at_most(effect):
    """The exactness itself: one set of outcomes, every order that could have been drawn of five groups."""
    base = made(5, groups=5, steps=6)
    outside = below = 0
    orders = [np.array(each) for each in _permutations(base.starts)]
    for starts in orders:
        started = np.arange(6)[None, :] >= starts[:, None]
        found = rollout_effect(Rollout(rows=base.rows, means=base.means + effect * started, starts=starts), DICE)
        outside += not found.estimate.low <= effect <= found.estimate.high
        below += not found.estimate.lower95 <= effect
    assert outside <= 0.05 * len(orders)
    assert below <= 0.05 * len(orders)
    assert outside > 0


def test_its_p_value_and_interval_agree():
    for seed in range(30):
        found = rollout_effect(made(seed, effect=-1.0 * (seed % 3)), DICE).estimate
        assert (found.p_value <= 0.05) is not (found.low <= 0 <= found.high)
        assert found.low <= found.lower95 <= found.effect <= found.upper95 <= found.high


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-50, 50))
def test_the_outcome_mirrored_gives_the_mirrored_answer_and_a_shift_none(seed, shift):
    of = made(seed, groups=5, steps=6, effect=-2.0)
    found = rollout_effect(of, DICE)
    mirrored = rollout_effect(Rollout(rows=of.rows, means=shift - of.means, starts=of.starts), DICE)
    turned = scaled(mirrored.estimate, -1)
    for name in ("effect", "low", "high", "lower95", "upper95", "p_value", "standard_error"):
        assert getattr(turned, name) == pytest.approx(getattr(found.estimate, name), abs=1e-6)
    assert found.estimate.effect != pytest.approx(mirrored.estimate.effect)


def test_the_order_of_the_groups_in_the_table_changes_nothing():
    of, other = made(8), np.random.default_rng(1).permutation(6)
    turned = Rollout(rows=of.rows[other], means=of.means[other], starts=of.starts[other])
    one, two = rollout_effect(of, DICE).estimate, rollout_effect(turned, DICE).estimate
    assert (two.effect, two.low, two.high) == pytest.approx((one.effect, one.low, one.high), abs=1e-9)


def test_many_groups_are_judged_by_orders_drawn_with_a_seed():
    of = made(9, groups=12, steps=8, effect=-3.0)
    one, two = (rollout_effect(of, np.random.default_rng(4)) for _ in range(2))
    assert one == two
    assert (one.orders, one.is_exact) == (DRAWN_ORDERS, False)
    assert one.estimate.upper95 < 0


def test_it_refuses_what_no_order_can_tell():
    with pytest.raises(ValueError, match="too few orders"):
        rollout_effect(made(1, groups=4, steps=5), DICE)
    of = made(1)
    with pytest.raises(ValueError, match="nobody is left"):
        rollout_effect(Rollout(rows=of.rows[:, :2], means=of.means[:, :2], starts=np.ones(6, dtype=int)), DICE)
    with pytest.raises(ValueError, match="step before all starts"):
        Rollout(rows=of.rows * (np.arange(7) > 0), means=of.means, starts=of.starts)
    with pytest.raises(ValueError, match="different sizes"):
        Rollout(rows=of.rows, means=of.means[:, 1:], starts=of.starts)


def test_orders_are_counted_without_those_that_are_alike():
    assert orders_of([1, 2, 3, 4]) == 24
    assert orders_of([1, 1, 1, 2, 2, 2]) == 20
    assert orders_of(range(8)) == 40_320


def test_a_learning_curve_climbs_to_one():
    first, last = np.array([-10.0, 0, 28, 14]), np.array([0.0, 28, 56, 28])
    assert learnt(first, last, 28.0) == pytest.approx([0, 0.5, 1, 0.75])


def _permutations(starts):
    from itertools import permutations

    return permutations(starts.tolist())
