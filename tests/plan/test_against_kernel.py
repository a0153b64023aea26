"""The plan's arrays against the same model as loops over one scenario after the other: the peer of the benchmark."""

import numpy as np
import pytest
from bench.long_plan import long_plan
from bench.plan_kernel import drawn_for, kernel, table

from milepost.plan.simulate import simulate


def test_arrays_and_loops_are_one_model() -> None:
    model = long_plan(90, teams=5)
    ours = simulate(model, 11, 40)
    begun, live, works, value, cost, levels, earned, spent = kernel(*table(model), drawn_for(model, 11, 40), 18)
    assert (ours.works == works).all()
    assert 0.2 < works.mean() < 0.95
    for found, peer in (
        (ours.begun, begun),
        (ours.live, live),
        (ours.value, value),
        (ours.cost, cost),
        (ours.levels, levels),
        (ours.monthly_value, earned),
        (ours.monthly_cost, spent),
    ):
        assert found == pytest.approx(peer, rel=1e-5, abs=1e-3)
    assert np.isinf(live).any()
