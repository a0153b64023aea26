"""Sobol' indices from given draws, on models whose indices are known."""

import numpy as np
import pytest

from milepost.statistics.given_data import first_order, floor_of, normal_cells, quantile_cells, ranked

N, CELLS = 20_000, 20


def test_an_additive_model_has_the_shares_of_its_coefficients():
    rng = np.random.default_rng(1)
    weights = np.array([3.0, 2.0, 1.0, 0.0])
    drawn = rng.standard_normal((4, N))
    outcome = weights @ drawn
    exact = weights**2 / (weights**2).sum()
    for values, share in zip(drawn, exact, strict=True):
        found = first_order(outcome, normal_cells(values, CELLS))
        # Twenty cells miss a little of a line's variance: what is left within a cell.
        assert found.share == pytest.approx(share, abs=4 * found.error + 0.02 * share)


def test_a_product_has_no_first_order_and_all_of_it_in_the_pair():
    rng = np.random.default_rng(2)
    a, b = rng.choice([-1, 1], N), rng.choice([-1, 1], N)
    cells = [(each > 0).astype(int) for each in (a, b)]
    for each in cells:
        found = first_order(a * b, each)
        assert abs(found.share) < 4 * found.error
    assert first_order(a * b, cells[0] * 2 + cells[1]).share == pytest.approx(1)


def test_the_function_of_ishigami():
    """Ishigami & Homma (1990), with a = 7, b = 0.1: 0.3139, 0.4424, 0."""
    drawn = np.random.default_rng(3).uniform(-np.pi, np.pi, (3, N))
    outcome = np.sin(drawn[0]) + 7 * np.sin(drawn[1]) ** 2 + 0.1 * drawn[2] ** 4 * np.sin(drawn[0])
    found = [first_order(outcome, quantile_cells(each, 40)).share for each in drawn]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)


def test_its_error_is_that_of_repeated_simulations():
    rng = np.random.default_rng(4)
    found = []
    for _ in range(300):
        a, b = rng.standard_normal((2, 2_000))
        found.append(first_order(a + b, normal_cells(a, 10)))
    assert np.mean([each.error for each in found]) == pytest.approx(np.std([each.share for each in found]), rel=0.2)


@pytest.mark.parametrize("runs", [100, pytest.param(1_000, marks=pytest.mark.prove)])
def test_what_drives_nothing_is_not_ranked(runs, prove_figure):
    """Fifty inputs without influence beside one with: any ranked in one simulation of a hundred at most."""
    rng, inputs, n = np.random.default_rng(5), 50, 2_000
    false = naive = missed = 0
    for _ in range(runs):
        drawn = rng.standard_normal((inputs + 1, n))
        outcome = drawn[0] + 2 * rng.standard_normal(n)
        found = [(f"{place}", first_order(outcome, normal_cells(each, 8))) for place, each in enumerate(drawn)]
        names = [name for name, _ in ranked(found, n)]
        missed += names[:1] != ["0"]
        false += len(names) > 1
        naive += any(index.share > floor_of(8, n, 1, 0.025) for name, index in found if name != "0")
    bound = 0.01 + 3.1 * (0.01 * 0.99 / runs) ** 0.5
    ok = false / runs <= bound and not missed
    figure = f"{false / runs:.2%} of {runs:,} (each for itself: {naive / runs:.0%})"
    prove_figure("plan: an input without influence is ranked among 50", figure, f"<= {bound:.2%}", ok)
    assert ok
    assert naive / runs > 0.3  # the negative control


def test_an_outcome_that_does_not_vary_has_no_drivers():
    found = first_order(np.full(100, 3.0), np.arange(100) % 4)
    assert found.share == 0.0
    assert floor_of(4, 100, 1) > 0
