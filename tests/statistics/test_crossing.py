"""When an always-valid test decides, by integration, held against walks that were drawn."""

import numpy as np
import pytest

from milepost.statistics.always_valid import AT_PLAN, two_sided
from milepost.statistics.crossing import decided, inflation
from milepost.statistics.power import detectable

TIMES = [look / 10 for look in range(1, 31)]


@pytest.mark.parametrize("drift", [0.0, 1.5, 2.8])
def test_the_chances_are_those_of_walks(drift: float) -> None:
    rng, runs, times = np.random.default_rng(91), 40_000, np.array(TIMES)
    steps = np.diff(times, prepend=0)
    walks = np.cumsum(rng.normal(drift * steps, np.sqrt(steps), (runs, len(times))), axis=1)
    edges = np.sqrt(times) * [two_sided(AT_PLAN * time, 0.05) for time in times]
    out = np.abs(walks) >= edges
    first = np.where(out.any(axis=1), out.argmax(axis=1), len(times))
    found = decided(drift, TIMES, 1.0, 0.05)
    for look in (1, 5, 10, 20, 30):
        seen = (first < look).mean()
        assert found.by(look) == pytest.approx(seen, abs=4 * np.sqrt(max(seen, 0.001) / runs))
    ended = times[np.minimum(first, len(times) - 1)]
    assert found.mean_time == pytest.approx(ended.mean(), abs=0.02)


def test_looking_often_takes_a_sixth_more_units_on_average() -> None:
    """The figure of test_looks, 1.18, and that half the tests end by the plan, without simulating."""
    found = inflation(detectable(0.8, 0.05), 0.05)
    assert found.mean_time == pytest.approx(1.17, abs=0.01)
    assert found.by(30) == pytest.approx(0.50, abs=0.01)
    assert found.by(180) > 0.999
    assert found.mean_time <= 1.2


def test_no_effect_is_never_called_one_more_often_than_alpha() -> None:
    often = decided(0.0, [look / 100 for look in range(1, 1_001)], 1.0, 0.05)
    assert sum(often.at) < 0.05
    assert often.mean_time > 9.5


def test_more_looks_and_more_time_only_add() -> None:
    few, many = decided(2.8, [0.5, 1.0], 1.0, 0.05), decided(2.8, [0.25, 0.5, 0.75, 1.0], 1.0, 0.05)
    assert many.by(4) > few.by(2)
    assert decided(2.8, [0.5, 1.0, 2.0], 1.0, 0.05).by(3) > few.by(2)
