"""A conflict cannot hold, none of its parts can be spared, and its repairs are enough and no more."""

from dataclasses import replace

import pytest
from bench.budget_instance import instance

from milepost.plan.budget.asked import Asked, Due
from milepost.plan.budget.choice import choose, stated
from milepost.plan.budget.conflict import Conflict, conflict_of
from milepost.plan.budget.limits import Sort
from milepost.plan.budget.solve import Problem, solve
from milepost.plan.model import PlanModel, PlannedCost, Range
from milepost.program.documents.capability import CostKind

COSTS = PlannedCost(kind=CostKind.GOVERNANCE, a_month=2_000.0)


def left() -> float:
    return 1e9


def with_control(seed: int, **changes: object) -> tuple[PlanModel, Asked]:
    """Make a plan whose first capability is a control that costs money each month, and must be live within 200 days."""
    model, asked = instance(12, seed, teams=2, must=1, money=3.0)
    first, *rest = model.capabilities
    control = replace(first, ready=0.0, effort=Range(p10=20, p50=30, p90=40), costs=(COSTS,))
    model = replace(model, capabilities=(control, *rest))
    return model, replace(asked, due={0: Due(day=200.0, milestone="soon")}, floors={}, **changes)


def poor(asked: Asked, amount: float) -> Asked:
    """Leave so much money in the fourth quarter."""
    lines = tuple(
        replace(each, amount=amount) if each.quarter == 3 and each.kind is None else each for each in asked.lines
    )
    return replace(asked, lines=lines)


def found(of: Problem) -> Conflict:
    assert choose(of, left) is None
    conflict = conflict_of(of, left)
    assert conflict is not None
    return conflict


@pytest.mark.parametrize("seed", range(5))
def test_a_conflict_is_one_and_no_part_of_it_can_be_spared(seed: int) -> None:
    model, asked = with_control(seed)
    second = replace(model.capabilities[1], after=(0,), ready=0.0)
    model = replace(model, capabilities=(model.capabilities[0], second, *model.capabilities[2:]))
    of = stated(model, replace(poor(asked, 500.0), must=(0, 1)), 1, 200)
    conflict = found(of)
    insisted = {0, 1}
    fixed = tuple(each for each in of.limits if each.sort is Sort.AFTER and each.place not in insisted)
    parts = tuple(each.limit for each in conflict.repairs)
    assert 1 < len(parts) < 6
    assert solve(replace(of, limits=(*fixed, *parts)), left).is_infeasible
    for part in parts:
        rest = tuple(each for each in parts if each is not part)
        assert solve(replace(of, limits=(*fixed, *rest)), left).choice is not None


@pytest.mark.parametrize("seed", range(5))
def test_a_line_s_repair_is_enough_and_no_more(seed: int) -> None:
    model, asked = with_control(seed)
    conflict = found(stated(model, poor(asked, 10.0), 1, 200))
    line = next(each for each in conflict.repairs if each.limit.sort is Sort.LINE)
    assert line.to == pytest.approx(6_000, rel=0.01)
    assert choose(stated(model, poor(asked, line.to + 1.0), 1, 200), left) is not None
    assert choose(stated(model, poor(asked, line.to - 1.0), 1, 200), left) is None


def test_a_team_that_is_not_there() -> None:
    model, asked = instance(4, 1, teams=1, must=1, money=5.0)
    model = replace(model, teams=tuple(replace(each, parallel=0) for each in model.teams))
    conflict = found(stated(model, replace(asked, floors={}), 1, 200))
    assert [(each.limit.sort, each.to) for each in conflict.repairs] == [(Sort.MUST, 0.0), (Sort.TEAM, 1.0)]


def test_a_date_that_nobody_can_make() -> None:
    model, asked = instance(4, 1, teams=1, must=1, money=5.0)
    due = {0: Due(day=1.0, milestone="soon")}
    of = stated(model, replace(asked, due=due, floors={}), 1, 200)
    conflict = found(of)
    assert [each.limit.sort for each in conflict.repairs] == [Sort.MUST, Sort.DATE]
    assert conflict.repairs[1].to == pytest.approx(of.options.live[of.options.of(0)].min())


def test_an_appetite_that_nothing_satisfies_says_what_would() -> None:
    model, asked = instance(8, 1, teams=3, must=1, money=1.0)
    of = stated(model, replace(asked, floor=1e7), 1, 200)
    conflict = found(of)
    appetite = next(each for each in conflict.repairs if each.limit.sort is Sort.APPETITE)
    assert appetite.to is not None
    eased = stated(model, replace(asked, floor=appetite.to - 1.0), 1, 200)
    assert choose(eased, left) is not None
    assert conflict_of(eased, left) is None
