"""Bounds of a path at all points at once."""

import math

import numpy as np
import pytest

from milepost.statistics.path import critical


def rng():
    return np.random.default_rng(7)


@pytest.mark.parametrize(("two_sided", "value"), [(False, 1.6448536), (True, 1.9599640)])
def test_a_path_that_moves_as_one_needs_no_draws(two_sided, value):
    found = critical([{0: 1.0}, {0: 5.0}, {0: 0.1}], rng(), two_sided=two_sided)
    assert (found.value, found.error, found.draws) == (pytest.approx(value), 0.0, 0)


def test_points_that_move_on_their_own_need_the_power_of_the_chance():
    """The greatest of k independent normals is below c with a chance of Phi(c)^k."""
    found = critical([{place: 1.0} for place in range(5)], rng(), draws=200_000)
    exact = 2.3187  # Phi(c)^5 = 0.95
    assert 0.5 * (1 + math.erf(exact / math.sqrt(2))) == pytest.approx(0.95**0.2, abs=1e-5)
    assert abs(found.value - exact) < 4 * found.error
    assert 0 < found.error < 0.01


def test_what_is_certain_needs_nothing():
    assert critical([], rng()).value == 0
    assert critical([{0: 0.0}, {}], rng()).value == 0


def test_tiny_errors_do_not_vanish():
    assert critical([{0: 1e-200}, {0: 2e-200}], rng()).value == pytest.approx(1.6448536)


def test_certain_points_do_not_widen_the_others():
    assert critical([{0: 0.0}, {0: 2.0}], rng()).draws == 0


def test_the_same_seed_gives_the_same_number():
    path = [{0: 1.0}, {0: 1.0, 1: 1.0}]
    assert critical(path, rng()) == critical(path, rng())
