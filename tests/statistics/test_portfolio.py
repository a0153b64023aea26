"""Sums and ratios of normals against closed cases, and against draws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.statistics.portfolio import Normal, Part, loadings, ratio, weighted


def part(estimate=1.0, error=1.0, **more):
    return Part(estimate=estimate, standard_error=error, **more)


def test_independent_parts_add_their_variances():
    found = weighted([part(10, 3), part(20, 4)], [1, 1])
    assert (found.mean, found.standard_error) == (30, 5)
    assert found.lower95 == pytest.approx(30 - 1.6448536 * 5)
    assert found.interval() == pytest.approx((30 - 1.9599640 * 5, 30 + 1.9599640 * 5))


def test_parts_that_share_all_of_their_error_add_their_errors():
    found = weighted([part(10, 3, shared="control"), part(20, 4, shared="control")], [1, 1])
    assert found.standard_error == pytest.approx(7)


def test_two_arms_of_one_control_are_as_their_means_say():
    """Gains of two arms over one control: Var = n1^2 v1/n1 + n2^2 v2/n2 + (n1 + n2)^2 v/n0, for one variance."""
    n0, n1, n2, variance = 500, 300, 200, 4.0
    errors = [n * math.sqrt(variance / n + variance / n0) for n in (n1, n2)]
    parts = [part(0, error, shared="c", share=n / (n + n0)) for error, n in zip(errors, (n1, n2), strict=True)]
    exact = n1 * variance + n2 * variance + (n1 + n2) ** 2 * variance / n0
    assert weighted(parts, [1, 1]).standard_error == pytest.approx(math.sqrt(exact), rel=1e-12)
    # The naive sum takes them for independent.
    assert math.hypot(*errors) < math.sqrt(exact)


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 9), st.floats(0, 1), st.floats(-3, 3)), min_size=1, max_size=5)
)
def test_the_order_of_parts_does_not_matter(of):
    parts = [part(estimate, error, shared="c", share=share) for estimate, error, share, _ in of]
    weights = [weight for *_, weight in of]
    one, other = weighted(parts, weights), weighted(parts[::-1], weights[::-1])
    assert one.mean == pytest.approx(other.mean, abs=1e-9)
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-9)


def test_loadings_name_what_moves_a_sum():
    found = loadings([part(0, 2, shared="c", share=0.25), part(0, 3)], [1, 2])
    assert found == pytest.approx({"c": 1.0, 0: 2 * math.sqrt(0.75), 1: 6.0})


@pytest.mark.parametrize(("mean", "chance"), [(2.0, 1.0), (-2.0, 0.0), (0.0, 0.5)])
def test_what_is_known_is_certain(mean, chance):
    assert Normal(mean=mean, standard_error=0).probability_positive == chance


def test_the_ratio_to_a_known_cost_is_the_bounds_over_it():
    top = Normal(mean=100, standard_error=10)
    low, high = top.interval()
    assert ratio(top, Normal(mean=50, standard_error=0)) == pytest.approx((low / 50, high / 50))


@pytest.mark.parametrize(("mean", "error"), [(0, 0), (-5, 0), (10, 6), (0, 3)])
def test_a_cost_that_is_not_told_from_zero_gives_no_interval(mean, error):
    assert ratio(Normal(mean=100, standard_error=10), Normal(mean=mean, standard_error=error)) is None


@pytest.mark.parametrize("runs", [2_000, pytest.param(20_000, marks=pytest.mark.prove)])
def test_the_ratio_of_uncertain_amounts_covers(runs, prove_figure):
    rng = np.random.default_rng(41)
    top, bottom = 3.0, 2.0
    draws = rng.normal([top, bottom], [1.0, 0.4], (runs, 2))
    found = [ratio(Normal(mean=a, standard_error=1.0), Normal(mean=b, standard_error=0.4)) for a, b in draws]
    inside = sum(each is not None and each[0] <= top / bottom <= each[1] for each in found)
    z = 1.959964
    # Naive: the worst of both bounds at once.
    wide = [((a - z) / (b + 0.4 * z), (a + z) / (b - 0.4 * z)) for a, b in draws if b > 0.4 * z]
    naive = sum(low <= top / bottom <= high for low, high in wide) / len(wide)
    half = 3.29 * math.sqrt(0.95 * 0.05 / runs)
    ok = abs(inside / runs - 0.95) <= half
    prove_figure(
        "returns: Fieller's interval of value over cost covers",
        f"{inside / runs:.2%} of {runs:,} (ratio of bounds {naive:.1%})", f"95% +/- {half:.2%}", ok,
    )  # fmt: skip
    assert ok
    assert naive > 0.95 + half
