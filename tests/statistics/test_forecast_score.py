"""Forecasts against what came of them."""

import math

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from milepost.statistics.forecast_score import pinball, score, summary, wilson


def test_a_forecast_that_promised_too_much():
    scored = [score(50, 100, 150, 31, 5), score(5, 10, 15, 2, 0.5), score(0.5, 1, 1.5, 0.9, 0.1)]
    found = summary(scored)
    assert (found.forecasts, found.inside) == (3, 1)
    assert found.ratio == pytest.approx((0.31 + 0.2 + 0.9) / 3)
    assert found.bias < 0
    assert found.bias_ci95[1] - found.bias_ci95[0] == pytest.approx(2 * 1.959964 / math.sqrt(3))


def test_no_ratio_to_nothing():
    assert score(-1, 0, 1, 0.5, 0.1).ratio is None
    assert summary([score(-1, 0, 1, 0.5, 0.1)]).ratio is None


def test_none_can_not_be_summed_up():
    with pytest.raises(ValueError, match="no forecast"):
        summary([])


def test_pinball_is_least_at_the_quantile():
    draws = np.random.default_rng(3).normal(size=4_000)
    at = {value: np.mean([pinball(0.9, value, each) for each in draws]) for value in (0.8, 1.2816, 1.8)}
    assert min(at, key=at.get) == 1.2816


@pytest.mark.parametrize(("inside", "of"), [(0, 3), (1, 3), (3, 3), (40, 50)])
def test_wilson_as_statsmodels_has_it(inside, of):
    assert wilson(inside, of) == pytest.approx(proportion_confint(inside, of, method="wilson"), abs=1e-9)


@pytest.mark.parametrize("runs", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_forecasts_that_mean_what_they_say_are_inside_as_often_as_they_say(runs, prove_figure):
    rng = np.random.default_rng(42)
    p10, p50, p90 = 0.05, 0.15, 0.40
    z = rng.normal(size=runs)
    truth = np.where(z < 0, p50 + z * (p50 - p10) / 1.2815516, p50 + z * (p90 - p50) / 1.2815516)
    error = 0.15
    measured = rng.normal(truth, error)
    inside = sum(score(p10, p50, p90, each, error).is_inside for each in measured)
    naive = np.mean((p10 <= measured) & (measured <= p90))  # the measurement's own error held against the forecaster
    half = 3.29 * math.sqrt(0.8 * 0.2 / runs)
    ok = abs(inside / runs - 0.8) <= half
    found = f"{inside / runs:.1%} of {runs:,} (measurement error not counted in: {naive:.1%})"
    prove_figure("forecasts: between p10 and p90, where they mean what they say", found, f"80% +/- {half:.1%}", ok)
    assert ok
    assert naive < 0.8 - half
