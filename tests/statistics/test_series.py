"""A change in a series: what is found keeps its promise whatever the errors remember, and the naive ways do not."""

from dataclasses import dataclass

import numpy as np
import pytest

from milepost.statistics.series import SeriesEffect, before_after, coefficients, interrupted

COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
MEMORIES = pytest.mark.parametrize("memory", [0.0, 0.3, 0.6])


@dataclass(frozen=True)
class Case:
    before: int
    after: int
    season: int | None


CASES = {
    "fewest, 24 and 4": Case(24, 4, None),
    "months, 36 and 12, season": Case(36, 12, 12),
    "days, 42 and 14, season": Case(42, 14, 7),
    "weeks, 78 and 13, season": Case(78, 13, 52),
}
LEVEL, SLOPE = 2.0, 0.1


def errors(rng: np.random.Generator, count: int, memory: float) -> np.ndarray:
    drawn = rng.normal(size=count)
    drawn[0] /= (1 - memory**2) ** 0.5
    for k in range(1, count):
        drawn[k] += memory * drawn[k - 1]
    return drawn


def expected(case: Case, trend: float = 0.05) -> np.ndarray:
    """Give a level with a trend, and a season of the shape that is fitted."""
    time = np.arange(case.before + case.after)
    wave = 0.0 if case.season is None else 3 * np.sin(2 * np.pi * time / case.season)
    return 50 + trend * time + wave


def change(case: Case) -> np.ndarray:
    after = np.arange(case.before + case.after) - case.before
    return np.where(after >= 0, LEVEL + SLOPE * after, 0.0)


def band(rate: float, runs: int) -> tuple[float, float]:
    """Give between what a rate lies in 999 of 1,000 simulations."""
    half = 3.2905 * (rate * (1 - rate) / runs) ** 0.5
    return rate - half, rate + half


@pytest.mark.parametrize("name", CASES)
@MEMORIES
@COUNTS
def test_the_interval_of_a_series_holds_the_truth_as_often_as_it_says(name, memory, runs, prove_figure):
    case, rng = CASES[name], np.random.default_rng(41)
    truth = change(case)
    inside = bound = plain = hac = 0
    for _ in range(runs):
        values = expected(case) + truth + errors(rng, len(truth), memory)
        found = interrupted(values, case.before, case.season)
        inside += found.total.low <= truth.sum() <= found.total.high
        bound += found.total.lower95 <= truth.sum()
        plain += found.plain.low <= truth.sum() <= found.plain.high
        hac += found.newey_west.low <= truth.sum() <= found.newey_west.high
    low, high = band(0.95, runs)
    ok = low <= inside / runs <= high
    said = (
        f"{inside / runs:.1%} of {runs:,}, claims {bound / runs:.1%} (plain {plain / runs:.1%}, HAC {hac / runs:.1%})"
    )
    prove_figure(f"series: coverage, {name}, memory {memory}", said, f"{low:.1%} to {high:.1%}", ok)
    assert ok
    assert bound / runs >= low
    # The negative controls: errors that forget fail where there is memory, and Newey-West's are too narrow as well.
    assert memory < 0.3 or max(plain, hac) / runs < low


@MEMORIES
@COUNTS
def test_before_and_after_holds_without_a_trend_and_fails_with_one(memory, runs, prove_figure):
    case, rng = Case(40, 20, None), np.random.default_rng(20261126)
    inside = plain = fooled = quiet = 0
    for _ in range(runs):
        drawn = errors(rng, 60, memory)
        level = before_after(drawn, case.before)
        inside += level.total.low <= 0 <= level.total.high
        plain += level.plain.low <= 0 <= level.plain.high
        trended = expected(case) + drawn
        fooled += before_after(trended, case.before).total.p_value < 0.05
        quiet += interrupted(trended, case.before).total.p_value < 0.05
    low, high = band(0.95, runs)
    ok = low <= inside / runs <= high
    said = (
        f"{inside / runs:.1%} of {runs:,} (plain {plain / runs:.1%}); with a trend {fooled / runs:.1%} called an effect"
    )
    prove_figure(f"before/after: coverage without a trend, memory {memory}", said, f"{low:.1%} to {high:.1%}", ok)
    assert ok
    # The negative control: a trend and no change is called an effect; against the trend before, it is not.
    assert fooled / runs > 2 * (1 - low)
    assert quiet / runs <= 1 - low


def test_a_season_that_is_not_told_widens_the_interval_and_one_that_is_does_not():
    case, rng = CASES["days, 42 and 14, season"], np.random.default_rng(3)
    values = expected(case) + errors(rng, 56, 0.0)
    assert width(interrupted(values, 42, 7)) < 0.6 * width(interrupted(values, 42))


def width(of: SeriesEffect) -> float:
    return of.total.high - of.total.low


def test_what_was_expected_and_what_changed_is_what_came():
    rng = np.random.default_rng(5)
    values = rng.normal(10, 1, 60)
    for found in (interrupted(values, 40), before_after(values, 40)):
        assert found.expected + found.total.effect == pytest.approx(values[40:].sum())
        assert -1 < found.memory < 1


def test_before_and_after_is_the_difference_of_means():
    values = np.random.default_rng(6).normal(10, 1, 60)
    found = before_after(values, 40)
    assert found.level.effect == pytest.approx(values[40:].mean() - values[:40].mean())
    assert found.total.effect == pytest.approx(20 * found.level.effect)
    assert found.slope is None


@pytest.mark.parametrize("season", [None, 7, 52])
def test_units_and_level_change_nothing_but_the_units(season):
    values = np.random.default_rng(7).normal(10, 1, 120)
    one, other = interrupted(values, 90, season), interrupted(1000 * values + 5e4, 90, season)
    assert other.total.effect == pytest.approx(1000 * one.total.effect, rel=1e-6)
    assert other.total.standard_error == pytest.approx(1000 * one.total.standard_error, rel=1e-6)
    assert other.memory == pytest.approx(one.memory, abs=1e-6)


def test_the_series_turned_upside_down_gives_the_mirrored_answer():
    values = np.random.default_rng(8).normal(10, 1, 60)
    one, other = interrupted(values, 40), interrupted(-values, 40)
    assert (other.total.low, other.total.high) == pytest.approx((-one.total.high, -one.total.low))


def test_a_jump_and_a_slope_are_told_apart():
    case = Case(60, 30, None)
    values = expected(case) + change(case) + 0.05 * np.random.default_rng(9).normal(size=90)
    found = interrupted(values, 60)
    assert found.level.effect == pytest.approx(LEVEL, abs=0.1)
    assert found.slope is not None
    assert found.slope.effect == pytest.approx(SLOPE, abs=0.01)


def test_a_series_on_its_line_is_refused():
    with pytest.raises(ValueError, match="nothing varies"):
        interrupted(np.arange(60.0), 40)
    with pytest.raises(ValueError, match="nothing varies"):
        before_after(np.ones(60), 40)


def test_how_many_coefficients_there_are():
    assert [coefficients(each) for each in (None, 7, 12, 52)] == [4, 10, 15, 8]
