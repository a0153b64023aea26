"""What a plan comes to: dates, chances and money of its capabilities, milestones, goals, and the whole. Grade D."""

from dataclasses import dataclass

import numpy as np

from milepost.plan.distributions import (
    Amounts,
    Chance,
    Days,
    amounts_of,
    chance_of,
    days_of,
    first_value,
    payback_month,
    present_value,
)
from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH, NEVER
from milepost.plan.simulate import Simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Value before costs, cost, and net, within the horizon and not discounted."""

    value: Amounts
    cost: Amounts
    net: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityOutlook:
    """When a capability is live, the chance that it is so within the horizon and works, and its money.

    `live` counts futures in which it never is as never, `if_live` leaves them out; one that fails was live too.
    """

    slug: str
    live: Days
    if_live: Days
    works: Chance
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneOutlook:
    """When a milestone is reached, its chance to be by `due` (a day number, NEVER for none), its capabilities' money.

    `reached` counts futures in which it never is as never, `if_reached` leaves them out.
    """

    slug: str
    goal: str
    due: float
    reached: Days
    if_reached: Days
    in_time: Chance
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalOutlook:
    """The level of a goal's KPI on its day, the chance to meet the target, and the money of what moves the KPI."""

    slug: str
    level: Amounts
    met: Chance
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramOutlook:
    """The whole. `payback` is a month from 1, `time_to_value` the days to the end of it, `first_value` days.

    All three within the horizon; `payback.ever` is the chance that it pays back in it.
    """

    money: Money
    npv: Amounts
    positive: Chance
    payback: Days
    time_to_value: Days
    first_value: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All of it, in the model's order."""

    program: ProgramOutlook
    goals: tuple[GoalOutlook, ...]
    milestones: tuple[MilestoneOutlook, ...]
    capabilities: tuple[CapabilityOutlook, ...]


def outlook_of(of: Simulated) -> Outlook:
    """Summarise simulated futures."""
    return Outlook(
        program=program_outlook(of),
        goals=tuple(_goal(of, place) for place in range(len(of.model.goals))),
        milestones=tuple(_milestone(of, place) for place in range(len(of.model.milestones))),
        capabilities=tuple(_capability(of, place) for place in range(len(of.model.capabilities))),
    )


def program_outlook(of: Simulated) -> ProgramOutlook:
    """Summarise the whole alone."""
    month = payback_month(of)
    return ProgramOutlook(
        money=_money(of.monthly_value.sum(axis=1), of.monthly_cost.sum(axis=1)),
        npv=amounts_of(present_value(of)),
        positive=chance_of(of.net > 0),
        payback=days_of(month),
        time_to_value=days_of(month * DAYS_A_MONTH),
        first_value=days_of(first_value(of)),
    )


def met(of: Simulated, goal: int) -> Floats:
    """Tell by scenario whether a goal, by its place, meets its target on its day."""
    told = of.model.goals[goal]
    # Levels are single precision: a target that is hit exactly shall count.
    slack = 1e-6 * max(1.0, abs(told.target))
    level = of.levels[:, goal]
    return level >= told.target - slack if told.is_up else level <= told.target + slack


def in_time(of: Simulated, milestone: int) -> Floats:
    """Tell by scenario whether a milestone, by its place, is reached by its date: at the end of that day."""
    return of.milestones[:, milestone] < of.model.milestones[milestone].due + 1


def _capability(of: Simulated, place: int) -> CapabilityOutlook:
    days, works = of.live[:, place], of.works[:, place]
    return CapabilityOutlook(
        slug=of.model.capabilities[place].slug,
        live=days_of(days),
        if_live=days_of(days[np.isfinite(days)]),
        works=chance_of(works & (days < of.model.days)),
        money=_money(of.value[:, place], of.cost[:, place]),
    )


def _milestone(of: Simulated, place: int) -> MilestoneOutlook:
    told, days = of.model.milestones[place], of.milestones[:, place]
    return MilestoneOutlook(
        slug=told.slug,
        goal=told.goal,
        due=told.due,
        reached=days_of(days),
        if_reached=days_of(days[np.isfinite(days)]),
        in_time=chance_of(in_time(of, place) if told.due < NEVER else np.isfinite(days)),
        money=_of_several(of, told.capabilities),
    )


def _goal(of: Simulated, place: int) -> GoalOutlook:
    told = of.model.goals[place]
    return GoalOutlook(
        slug=told.slug,
        level=amounts_of(of.levels[:, place]),
        met=chance_of(met(of, place)),
        money=_of_several(of, told.capabilities),
    )


def _of_several(of: Simulated, places: tuple[int, ...]) -> Money:
    columns = list(places)
    return _money(of.value[:, columns].sum(axis=1, dtype=np.float64), of.cost[:, columns].sum(axis=1, dtype=np.float64))


def _money(value: Floats, cost: Floats) -> Money:
    value, cost = value.astype(np.float64), cost.astype(np.float64)
    return Money(value=amounts_of(value), cost=amounts_of(cost), net=amounts_of(value - cost))
