"""Expected loss and the value of more data, in closed form, against Monte Carlo. A plug-in sees no risk, and fails."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.statistics.decision import clearing_chance, clearing_units, expected_loss, sample_value, unit_loss

CASES = pytest.mark.parametrize(("mean", "error"), [(1.0, 2.0), (-0.5, 1.0), (0.0, 0.3), (1.0, 0.6)])
RUNS = 400_000


@CASES
def test_the_expected_loss_is_that_of_drawn_truths(mean: float, error: float) -> None:
    truths = np.random.default_rng(5).normal(mean, error, RUNS)
    lost = np.maximum(-truths, 0) if mean > 0 else np.maximum(truths, 0)
    band = 4 * lost.std() / RUNS**0.5
    assert expected_loss(mean, error) == pytest.approx(lost.mean(), abs=band)
    # The negative control: deciding on the estimate as if it were the truth sees nothing to lose.
    assert max(0.0, -abs(mean)) == 0 < lost.mean() - band


@CASES
@pytest.mark.parametrize("more", [0.25, 1.0, 8.0])
def test_what_more_data_saves_is_that_of_drawn_second_halves(mean: float, error: float, more: float) -> None:
    rng = np.random.default_rng(6)
    truths = rng.normal(mean, error, RUNS)
    seen = rng.normal(truths, error / more**0.5)
    later = (mean + more * seen) / (1 + more)
    now = truths if mean > 0 else np.zeros(RUNS)
    gained = np.where(later > 0, truths, 0) - now
    assert sample_value(mean, error, more) == pytest.approx(gained.mean(), abs=4 * gained.std() / RUNS**0.5)


@CASES
def test_more_data_never_saves_more_than_there_is_to_lose(mean: float, error: float) -> None:
    steps = [sample_value(mean, error, more) for more in (0, 0.1, 1, 10, 1e3, 1e9)]
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert steps[-1] == pytest.approx(expected_loss(mean, error), rel=1e-6)


@pytest.mark.parametrize("more", [0.5, 3.0])
def test_the_chance_of_a_claim_is_that_of_drawn_second_halves(more: float) -> None:
    rng, mean, error = np.random.default_rng(7), 1.0, 0.9
    later = (mean + more * rng.normal(mean, error / more**0.5, RUNS)) / (1 + more)
    claims = later - 1.645 * error / (1 + more) ** 0.5 > 0
    assert clearing_chance(mean, error, more, 1.645) == pytest.approx(claims.mean(), abs=0.004)


@given(st.floats(0.01, 3), st.floats(0.1, 3))
def test_the_units_to_a_claim_give_the_chance_asked_for(mean: float, error: float) -> None:
    more = clearing_units(mean, error, 1.645, 0.8)
    assert more is not None
    assert more >= 0
    if more > 0:
        assert clearing_chance(mean, error, more, 1.645) == pytest.approx(0.8, abs=1e-6)
    else:
        assert mean > 1.645 * error


def test_an_estimate_below_zero_never_becomes_a_claim() -> None:
    assert clearing_units(-1.0, 2.0, 1.645, 0.8) is None
    assert clearing_units(0.0, 2.0, 1.645, 0.8) is None
    assert clearing_units(5.0, 1.0, 1.645, 0.8) == 0.0


def test_nothing_uncertain_is_nothing_to_lose() -> None:
    assert expected_loss(3.0, 0.0) == 0
    assert sample_value(3.0, 1.0, 0.0) == 0
    assert unit_loss(0) == pytest.approx(0.3989422804)
    assert 0 <= unit_loss(40) < 1e-300
