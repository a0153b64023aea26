"""What an option is worth by itself is what the whole simulation says of a plan of that capability alone."""

from dataclasses import replace

import numpy as np
import pytest
from bench.budget_instance import instance

from milepost.plan.budget.options import options_of
from milepost.plan.budget.outlook import discounted_net
from milepost.plan.budget.worth import worth_of
from milepost.plan.model import NEVER
from milepost.plan.simulate import simulate


@pytest.mark.parametrize(("discount", "as_of"), [(0.0, -NEVER), (0.08, -NEVER), (0.08, 130.0)])
def test_one_capability_alone_is_worth_what_the_simulation_says(discount: float, as_of: float) -> None:
    whole, asked = instance(12, 5)
    for each in whole.capabilities:
        alone = replace(each, after=(), costs=tuple(replace(cost, a_day=3.0) for cost in each.costs))
        model = replace(whole, capabilities=(alone,), discount=discount, as_of=as_of)
        options = options_of(model, asked.quarters)
        worth = worth_of(options, 7, 400)
        for option in range(0, len(options), 5):
            begun_then = replace(model, capabilities=(replace(alone, ready=float(options.day[option])),))
            told = discounted_net(simulate(begun_then, 7, 400))
            # Live days are kept as 32-bit floats.
            assert worth.net[:, option] == pytest.approx(told, rel=2e-4, abs=2.0)


def test_a_follower_is_nothing_where_what_it_needs_does_not_work() -> None:
    model, asked = instance(2, 3)
    first, second = model.capabilities
    model = replace(model, capabilities=(replace(first, succeeds=0.4), replace(second, after=(0,), succeeds=0.9)))
    options = options_of(model, asked.quarters)
    worth = worth_of(options, 1, 1_000)
    follower = options.of(1)[0]
    idle = (worth.value[:, follower] == 0) & (worth.cost[:, follower] == 0)
    assert idle.mean() == pytest.approx(0.6, abs=0.05)
    assert worth.chance[follower] == pytest.approx(0.36, abs=0.05)


def test_what_is_live_already_has_one_option() -> None:
    model, asked = instance(1, 2)
    model = replace(model, capabilities=(replace(model.capabilities[0], done=-30.0, works=True),))
    options = options_of(model, asked.quarters)
    assert len(options) == 1
    assert options.live[0] == -30.0
    told = discounted_net(simulate(model, 1, 200))
    assert worth_of(options, 1, 200).net[:, 0] == pytest.approx(told, rel=2e-4, abs=2.0)


def test_luck_is_common() -> None:
    """The same future is as lucky for a capability whatever else is in the plan."""
    model, asked = instance(3, 4)
    fewer = replace(model, capabilities=model.capabilities[:1])
    one, all_ = options_of(fewer, asked.quarters), options_of(model, asked.quarters)
    assert np.array_equal(worth_of(one, 1, 100).net, worth_of(all_, 1, 100).net[:, all_.of(0)])
