"""What it is worth to learn, on the choice between two whose answer is the unit normal loss."""

import numpy as np
import pytest

from milepost.statistics.given_data import quantile_cells
from milepost.statistics.information_worth import worth_of_certainty, worth_of_learning
from milepost.statistics.look_worth import look_worth, unit_loss

N = 40_000


@pytest.mark.parametrize(
    ("mean", "deviation", "rest"), [(0.0, 1.0, 0.0), (0.5, 1.0, 2.0), (-0.8, 1.0, 1.0), (-3, 1, 1)]
)
def test_knowing_a_part_is_worth_the_unit_normal_loss(mean, deviation, rest):
    rng = np.random.default_rng(1)
    part = rng.standard_normal(N)
    net = mean + deviation * part + rest * rng.standard_normal(N)
    found = worth_of_learning(net, quantile_cells(part, 40))
    assert found.gain == pytest.approx(deviation * unit_loss(abs(mean) / deviation), abs=4 * found.error + 0.01)
    assert worth_of_certainty(net) >= found.gain


@pytest.mark.parametrize(("mean", "error"), [(0.3, 0.5), (-0.3, 1.0), (0.0, 2.0)])
def test_a_sample_is_worth_what_preposterior_analysis_says(mean, error):
    rng = np.random.default_rng(2)
    net = mean + rng.standard_normal(N)
    told = net + error * rng.standard_normal(N)
    found = worth_of_learning(net, quantile_cells(told, 40))
    assert found.gain == pytest.approx(look_worth(mean, 1.0, error), abs=4 * found.error + 0.01)


@pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
def test_learning_nothing_is_worth_nothing(runs, prove_figure):
    """Choosing and valuing by the same draws finds a worth where there is none."""
    rng, n, many = np.random.default_rng(3), 1_000, 30
    ours, naive, claimed = [], [], 0
    for _ in range(runs):
        net, cells = rng.standard_normal(n) + 0.05, rng.integers(many, size=n)
        found = worth_of_learning(net, cells)
        ours.append(found.gain)
        claimed += found.is_there
        sums = np.bincount(cells, weights=net, minlength=many)
        naive.append(np.maximum(sums, 0).sum() / n - max(0.0, net.mean()))
    error = np.std(ours) / np.sqrt(runs)
    ok = np.mean(ours) <= 3.1 * error and claimed <= max(2, 0.01 * runs)
    figure = f"{np.mean(ours):.4f} ± {error:.4f}, {claimed} of {runs:,} claimed (same draws {np.mean(naive):.4f})"
    prove_figure("plan: the worth of learning nothing, standard deviations", figure, "<= 0", ok)
    assert ok
    assert np.mean(naive) > 0.04  # the negative control
