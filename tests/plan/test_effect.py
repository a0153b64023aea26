"""A difference is told where it is more than luck, and by how much: held against what can be reckoned by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from milepost.plan.effect import Figure, costs_by_kind, effect_of
from milepost.plan.model import PlanModel, Planned, PlannedCost, PlannedGoal, PlannedMilestone, Range
from milepost.plan.simulate import simulate
from milepost.plan.tail import worst
from milepost.program.documents.capability import CostKind

SOME = Range(p10=20.0, p50=40.0, p90=90.0)
PEOPLE = PlannedCost(kind=CostKind.PEOPLE, once=500.0, a_month=100.0)
MAIL = Planned(
    slug="mail", approval=Range(p10=3, p50=10, p90=30), effort=SOME, succeeds=0.6, money=Range(p10=1, p50=5, p90=9),
    level=Range(p10=0.1, p50=0.2, p90=0.3), ramp=60, exit_after=90,
    costs=(PEOPLE, PlannedCost(kind=CostKind.COMPUTE, a_day=2.0)),
)  # fmt: skip


def model(mail: Planned = MAIL, *more: Planned) -> PlanModel:
    return PlanModel(
        start=date(2026, 1, 1), months=18, currency="EUR", capabilities=(mail, *more),
        milestones=(PlannedMilestone(slug="there", goal="grow", due=80.0, capabilities=(0,)),),
        goals=(
            PlannedGoal(slug="grow", kpi="margin", baseline=1, target=1.15, by=500, is_up=True, capabilities=(0,)),
        ),
    )  # fmt: skip


def figures(
    before: PlanModel, after: PlanModel, seed: int = 1, other: int | None = None
) -> dict[tuple[str, str], Figure]:
    found = effect_of(simulate(before, seed, 2_000), simulate(after, other or seed, 2_000))
    return {(each.name, each.unit): each for each in found}


def test_the_same_plan_differs_in_nothing() -> None:
    assert all(each.change is None for each in figures(model(), model()).values())


def test_luck_alone_is_not_told_and_one_euro_is() -> None:
    dearer = replace(MAIL, costs=(replace(PEOPLE, once=501.0), MAIL.costs[1]))
    told = figures(model(), model(dearer))
    change = told["net value", "EUR"].change
    assert change is not None
    assert (change.p10, change.mean, change.p90) == pytest.approx((-1, -1, -1), abs=0.02)
    assert told["cost of compute", "EUR"].change is None
    assert told["milestone/there", "chance"].change is None
    # Negative control: with luck of their own the two plans differ by hundreds in each future, and one euro drowns.
    assert figures(model(), model(dearer), other=2)["net value", "EUR"].change is None


def test_an_added_capability_moves_no_luck_of_the_others() -> None:
    told = figures(model(), model(MAIL, Planned(slug="more", costs=(PlannedCost(kind=CostKind.DATA, once=10.0),))))
    change = told["cost", "EUR"].change
    assert change is not None
    assert change.mean == pytest.approx(10, abs=0.02)
    assert told["value", "EUR"].change is None


def test_a_later_start_shifts_the_date_by_as_much() -> None:
    told = figures(model(), model(replace(MAIL, ready=28.0)))
    change = told["milestone/there", "weeks"].change
    assert change is not None
    assert (change.p10, change.mean, change.p90) == pytest.approx((4, 4, 4), abs=1e-3)
    chance = told["milestone/there", "chance"].change
    assert chance is not None
    assert chance.mean < -0.1


def test_the_kinds_add_up_to_the_cost() -> None:
    drawn = simulate(model(), 3, 1_000)
    kinds = costs_by_kind(drawn)
    assert sum(kinds.values()) == pytest.approx(drawn.cost.sum(axis=1), rel=1e-4)
    assert kinds[CostKind.GOVERNANCE].max() == 0
    # Work is paid whether it works or not. What is tried in vain reaches people until its exit: 30 full days while it
    # rises over 60, and 30 more.
    assert kinds[CostKind.COMPUTE][drawn.works[:, 0] == 0].max() == pytest.approx(2.0 * 60, abs=0.5)
    assert kinds[CostKind.PEOPLE].min() > 500


def test_the_worst_twentieth_is_the_mean_of_the_tail() -> None:
    assert worst(np.arange(100.0), 0.05)[0] == pytest.approx(2.0)


def test_a_first_plan_promises_and_compares_nothing() -> None:
    found = effect_of(None, simulate(model(), 1, 500))
    assert all(each.before is None and each.change is None for each in found)
