"""Aggregates over time, planned by their own first look: looking often stays safe."""

import numpy as np
import pytest

from milepost.experiments.looks.reading import PLANNED_PER_FIRST, read_looks
from milepost.outcomes.look_table import LookRow

LOOKS, STEP = 30, 100
COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])


def rows(rng, effect: float, steps: np.ndarray, name: str) -> list[LookRow]:
    """Give a row a look of two arms that grow, of skewed rows."""
    arms = [rng.exponential(1, int(steps[-1])) + shift for shift in (0.0, effect)]
    sums, squares = ([np.cumsum(each**power)[steps - 1] for each in arms] for power in (1, 2))
    means = [each / steps for each in sums]
    variances = [(square - steps * mean**2) / (steps - 1) for square, mean in zip(squares, means, strict=True)]
    table = np.stack([steps, steps, steps, *means, *variances], axis=1)
    return [LookRow(row=at + 1, key=("e", name, "m"), numbers=tuple(map(float, each))) for at, each in enumerate(table)]


def called(table: list[LookRow], planned: int | None = None):
    found, findings = read_looks(table, "t.csv", alpha=0.05, sequential=True, planned=planned)
    assert findings == ()
    return found


@COUNTS
def test_no_effect_is_called_one_in_one_of_twenty_at_most(runs, prove_figure):
    """Arms whose first look has 100 to 3,000 units, so that each has another plan, and none knows its outcomes."""
    rng, table = np.random.default_rng(51), []
    for run in range(runs):
        steps = np.cumsum(rng.integers(50, 1_500, LOOKS)) if run % 2 else np.arange(1, LOOKS + 1) * STEP
        table += rows(rng, 0.0, np.maximum(steps, 50), str(run))
    found = called(table)
    figure = f"{found.valid.at_any / runs:.2%} of {runs:,} (naive {found.fixed.at_any / runs:.1%})"
    ok = found.valid.at_any <= 0.05 * runs
    prove_figure("sequential: aggregates planned by their first look, A/A, 30 looks", figure, "<= 5%", ok)
    assert ok
    assert found.fixed.at_any > 0.15 * runs  # the negative control


def test_the_plan_is_that_of_the_first_readable_look_or_the_one_told():
    table = rows(np.random.default_rng(52), 0.3, np.arange(1, 6) * STEP, "one")
    broken = LookRow(row=9, key=("e", "one", "m"), numbers=(0.0, 50.0, 50.0, 1.0, 1.0, None, 1.0))
    found, _ = read_looks([broken, *table], "t.csv", alpha=0.05, sequential=True, planned=None)
    assert found.series[0].planned == PLANNED_PER_FIRST * 2 * STEP
    assert called(table, 5_000).series[0].planned == 5_000
    assert read_looks(table, "t.csv", alpha=0.05, sequential=False, planned=None)[0].series[0].planned is None


def test_rows_in_any_order_give_the_same_reading():
    table = rows(np.random.default_rng(53), 0.3, np.arange(1, 6) * STEP, "one")
    table += rows(np.random.default_rng(54), 0.0, np.arange(1, 6) * STEP, "two")
    assert called(table).series == called(table[::-1]).series
