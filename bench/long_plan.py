"""A plan of many capabilities as numbers: needs, teams, empty seats, every shape of benefit and cost."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from milepost.plan.model import (
    NEVER,
    PlanModel,
    Planned,
    PlannedCost,
    PlannedGoal,
    PlannedMilestone,
    PlannedTeam,
    Range,
)
from milepost.program.documents.capability import CostKind

SEED = 20_261_126


def long_plan(capabilities: int = 200, months: int = 18, teams: int = 12) -> PlanModel:
    """Make up a plan; the same each time."""
    rng = np.random.default_rng(SEED)
    return PlanModel(
        start=date(2026, 1, 1),
        months=months,
        currency="EUR",
        capabilities=tuple(_capability(rng, place, teams) for place in range(capabilities)),
        teams=tuple(PlannedTeam(slug=f"t{n}", parallel=int(rng.integers(1, 4))) for n in range(teams)),
        milestones=tuple(_milestone(n, capabilities) for n in range(capabilities // 5)),
        goals=tuple(_goal(n, capabilities) for n in range(8)),
        discount=0.08,
        correlation=0.2,
    )


def _capability(rng: np.random.Generator, place: int, teams: int) -> Planned:
    after: Iterable[int] = rng.integers(max(0, place - 30), place, rng.integers(0, 3)) if place > 12 else []
    money = float(rng.lognormal(4, 1))
    return Planned(
        slug=f"c{place}",
        after=tuple(sorted({int(each) for each in after})),
        team=int(rng.integers(teams)),
        ready=float(rng.integers(0, 120)),
        staffed=float(rng.integers(0, 200)) if rng.random() < 0.1 else 0.0,
        approval=_range(10, 0.3, 3),
        effort=_range(float(rng.uniform(5, 25)), 0.6, 1.8),
        succeeds=float(rng.uniform(0.75, 1)),
        money=_range(money, 0.2, 2),
        kpi=f"k{place % 8}",
        level=_range(0.1, 0.2, 2),
        is_up=place % 8 != 3,
        ramp=60.0 if place % 5 else 0.0,
        half_life=float(rng.choice([200, 400])) if rng.random() < 0.5 else None,
        exit_after=90,
        costs=(
            PlannedCost(kind=CostKind.PEOPLE, once=2_000, a_month=200),
            PlannedCost(kind=CostKind.COMPUTE, a_day=money / 10),
        ),
        done=30.0 if place == 3 else None,
        works=True if place == 3 else None,
        ends=300.0 if place % 40 == 7 else NEVER,
    )


def _range(middle: float, low: float, high: float) -> Range:
    return Range(p10=middle * low, p50=middle, p90=middle * high)


def _milestone(n: int, capabilities: int) -> PlannedMilestone:
    return PlannedMilestone(
        slug=f"m{n}",
        goal="g0",
        due=90.0 * (n % 6 + 1),
        capabilities=tuple(range(n * 5, min(n * 5 + 5, capabilities))),
        after=(n - 1,) if n % 4 else (),
    )


def _goal(n: int, capabilities: int) -> PlannedGoal:
    moved = tuple(range(n, capabilities, 8))
    return PlannedGoal(
        slug=f"g{n}", kpi=f"k{n}", baseline=10.0, target=12.0, by=500.0, is_up=n != 3, capabilities=moved
    )
