"""Small plans for tests."""

from datetime import date

from milepost.plan.model import (
    PlanModel,
    Planned,
    PlannedCost,
    PlannedGoal,
    PlannedMilestone,
    PlannedTeam,
    Range,
)
from milepost.program.documents.capability import CostKind
from milepost.statistics.portfolio import STANDARD

TENTH = STANDARD.inv_cdf(0.9)


def known(value: float) -> Range:
    return Range(p10=value, p50=value, p90=value)


def lognormal(median: float, sigma: float) -> Range:
    """Give the range of a log-normal."""
    factor = 2.718281828459045 ** (sigma * TENTH)
    return Range(p10=median / factor, p50=median, p90=median * factor)


def normal(mean: float, deviation: float) -> Range:
    return Range(p10=mean - TENTH * deviation, p50=mean, p90=mean + TENTH * deviation)


def costs(once: float = 0.0, a_month: float = 0.0, a_day: float = 0.0) -> tuple[PlannedCost, ...]:
    return (PlannedCost(kind=CostKind.PEOPLE, once=once, a_month=a_month, a_day=a_day),)


def plan(
    *capabilities: Planned,
    teams: tuple[PlannedTeam, ...] = (),
    milestones: tuple[PlannedMilestone, ...] = (),
    goals: tuple[PlannedGoal, ...] = (),
    correlation: float = 0.0,
    discount: float = 0.0,
    months: int = 18,
    as_of: float = float("-inf"),
) -> PlanModel:
    return PlanModel(
        start=date(2026, 1, 1),
        months=months,
        currency="EUR",
        capabilities=capabilities,
        teams=teams,
        milestones=milestones,
        goals=goals,
        correlation=correlation,
        discount=discount,
        as_of=as_of,
    )
