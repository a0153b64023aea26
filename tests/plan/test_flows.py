"""What is counted of one capability is what the program's futures add up, month by month."""

from dataclasses import replace

import numpy as np
import pytest
from bench.budget_instance import instance

from milepost.plan.draws import draws, quantity_of
from milepost.plan.flows import Lived, months_of, tally
from milepost.plan.simulate import simulate

CHANGES = ({}, {"ends": 300.0}, {"done": -40.0, "works": True}, {"done": 20.0, "works": False}, {"half_life": 90.0})


@pytest.mark.parametrize("change", CHANGES)
def test_the_months_of_the_futures_are_the_differences_of_what_is_counted(change: dict[str, object]) -> None:
    model, _ = instance(6, 3)
    costs = [tuple(replace(cost, a_day=3.0) for cost in each.costs) for each in model.capabilities]
    changed = [replace(each, costs=mine, **change) for each, mine in zip(model.capabilities, costs, strict=True)]  # type: ignore[arg-type]
    model = replace(model, capabilities=tuple(changed))
    drawn = simulate(model, 1, 500)
    value, cost = np.zeros((model.months, 500)), np.zeros((model.months, 500))
    for place, (each, luck) in enumerate(zip(model.capabilities, draws(model, 1, 0, 500), strict=True)):
        begun, live, works = drawn.begun[:, place], drawn.live[:, place], drawn.works[:, place]
        counted = tally(each, Lived(begun=begun.astype(float), live=live.astype(float), works=works), months_of(18))
        cost += np.diff(sum(counted.cost(part) for part in each.costs), axis=0)
        value += np.diff(counted.effect, axis=0) * quantity_of(each.money, luck.benefit) * works
    # Days are kept in single precision: a euro in tens of thousands, and once in a while a cost falls a month aside.
    assert cost.sum(axis=0) == pytest.approx(drawn.monthly_cost.sum(axis=1), rel=1e-4, abs=1.0)
    assert np.quantile(np.abs(cost.T - drawn.monthly_cost), 0.999) < 2.0
    assert np.allclose(value.T, drawn.monthly_value, rtol=1e-3, atol=2.0)
