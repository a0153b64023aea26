"""When capabilities may begin, and what they cost on paper."""

from dataclasses import replace

import numpy as np
import pytest
from bench.budget_instance import instance

from milepost.plan.budget.asked import KINDS
from milepost.plan.budget.options import options_of
from milepost.plan.budget.outlook import quarter_costs
from milepost.plan.model import DAYS_A_MONTH, NEVER
from milepost.plan.simulate import as_planned


def test_costs_on_paper_are_those_of_the_plan_on_paper() -> None:
    model, asked = instance(10, 1, months=18)
    paper = quarter_costs(model, asked.quarters)
    assert paper.sum(axis=(1, 2)) == pytest.approx(as_planned(model).cost[0], rel=1e-4)


def test_no_option_is_before_what_it_needs_or_its_people() -> None:
    model, asked = instance(6, 2)
    first, *rest = model.capabilities
    late = replace(first, staffed=100.0)
    rest[0] = replace(rest[0], after=(0,), ready=0.0)
    options = options_of(replace(model, capabilities=(late, *rest)), asked.quarters)
    assert options.day[options.of(0)].min() == 100.0
    assert options.day[options.of(1)].min() == options.live[options.of(0)].min()


def test_who_is_never_staffed_has_no_option_nor_has_who_follows() -> None:
    model, asked = instance(2, 2)
    first, second = model.capabilities
    options = options_of(
        replace(model, capabilities=(replace(first, staffed=NEVER), replace(second, after=(0,)))), asked.quarters
    )
    assert len(options) == 0


def test_nothing_is_chosen_to_begin_before_the_day_of_asking() -> None:
    model, asked = instance(4, 2)
    first, *rest = model.capabilities
    live = replace(first, done=20.0, ready=0.0)
    known = options_of(replace(model, capabilities=(live, *rest), as_of=100.0), asked.quarters)
    assert known.day[known.capability > 0].min() == 100.0
    assert (len(known.of(0)), known.live[known.of(0)[0]]) == (1, 20.0)


def test_what_was_spent_before_the_first_day_is_no_cost_on_paper() -> None:
    model, asked = instance(10, 1)
    early = tuple(replace(each, done=-30.0) for each in model.capabilities)
    paper = quarter_costs(replace(model, capabilities=early), asked.quarters)
    monthly = sum(cost.a_month for each in early for cost in each.costs)
    assert paper.sum() == pytest.approx(monthly * model.months)


def test_all_options_are_live_in_time() -> None:
    model, asked = instance(20, 9)
    options = options_of(model, asked.quarters)
    assert (options.live < model.days).all()
    assert (np.diff(options.month[options.of(0)]) == 1).all()
    assert options.paper.shape[1:] == (len(KINDS), len(asked.quarters))
    assert options.day.max() < model.months * DAYS_A_MONTH
