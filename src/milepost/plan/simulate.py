"""Monte Carlo over a plan: precedence, teams, approvals, seats, effort, failure and exit, benefits that ramp and decay.

One pass over the capabilities in build order, all scenarios of a batch at once. A list schedule: a team serves the
capabilities in build order, each as early as its needs, its signature, its people and the team allow.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from milepost.plan.draws import BLOCK, Draws, Floats, at_the_median, draws
from milepost.plan.model import DAYS_A_MONTH, PlanModel, Planned, PlannedGoal, Range
from milepost.statistics.portfolio import STANDARD

SCENARIOS = 10_000
_TENTH = STANDARD.inv_cdf(0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What came of each scenario (rows). Columns are the model's capabilities, milestones and goals, and months.

    Days are day numbers, infinite where it never comes to that. `begun` is when work began, `live` when it was done.
    Money is in the model's currency, within the horizon, not discounted; `value` is before costs.
    """

    model: PlanModel
    seed: int
    begun: Floats
    live: Floats
    works: Floats
    value: Floats
    cost: Floats
    milestones: Floats
    levels: Floats
    monthly_value: Floats
    monthly_cost: Floats

    @property
    def scenarios(self) -> int:
        """Return how many futures were drawn."""
        return len(self.live)

    @property
    def net(self) -> Floats:
        """Return the program's value less its cost, by scenario."""
        whole: Floats = (self.monthly_value - self.monthly_cost).sum(axis=1)
        return whole


def simulate(model: PlanModel, seed: int, scenarios: int = SCENARIOS) -> Simulated:
    """Draw futures of a plan. The same model, seed and count give the same numbers, on one machine and the next."""
    parts = []
    for first in range(0, scenarios, BLOCK):
        last = min(first + BLOCK, scenarios)
        parts.append(_batch(model, draws(model, seed, first, last), seed, last - first))
    return parts[0] if len(parts) == 1 else _joined(parts)


def as_planned(model: PlanModel) -> Simulated:
    """Return the one future in which all takes and earns its median and works: what a Gantt chart would show."""
    return _batch(model, at_the_median(model), 0, 1)


def _batch(model: PlanModel, drawn: Iterable[Draws], seed: int, count: int) -> Simulated:
    edges = np.arange(model.months + 1) * DAYS_A_MONTH
    wide = len(model.capabilities)
    begun, live = np.full((count, wide), np.inf, np.float32), np.full((count, wide), np.inf, np.float32)
    works = np.zeros((count, wide), bool)
    value, cost = np.zeros((count, wide), np.float32), np.zeros((count, wide), np.float32)
    levels = np.tile([each.baseline for each in model.goals], (count, 1)).astype(np.float32)
    monthly_value, monthly_cost = np.zeros((count, model.months)), np.zeros((count, model.months))
    free = [np.full((count, each.parallel), each.starts) for each in model.teams]
    for place, (each, luck) in enumerate(zip(model.capabilities, drawn, strict=True)):
        begun[:, place], live[:, place] = _scheduled(each, luck, live, works, free)
        works[:, place] = _worked(each, luck, live[:, place])
        effect = _effect(each, live[:, place], works[:, place], edges)
        earned = effect * _quantile(each.money, luck.benefit)[:, None]
        spent = _spent(each, begun[:, place], live[:, place], works[:, place], effect, edges)
        value[:, place], cost[:, place] = earned.sum(axis=1), spent.sum(axis=1)
        monthly_value += earned
        monthly_cost += spent
        _raise(model.goals, place, each, luck, live[:, place], works[:, place], levels)
    return Simulated(
        model=model,
        seed=seed,
        begun=begun,
        live=live,
        works=works,
        value=value,
        cost=cost,
        milestones=_reached(model, live, works),
        levels=levels,
        monthly_value=monthly_value,
        monthly_cost=monthly_cost,
    )


def _scheduled(each: Planned, luck: Draws, live: Floats, works: Floats, free: list[Floats]) -> tuple[Floats, Floats]:
    count = len(luck.effort)
    if each.done is not None:
        known = np.full(count, each.done)
        return known - each.effort.p50, known
    ready = np.full(count, max(each.ready, each.staffed))
    for before in each.after:
        # What follows something that does not work never begins.
        ready = np.maximum(ready, np.where(works[:, before], live[:, before], np.inf))
    ready = ready + _length(each.approval, luck.approval)
    effort = _length(each.effort, luck.effort)
    if each.team is None:
        return ready, ready + effort
    servers = free[each.team]
    if not servers.shape[1]:
        return np.full(count, np.inf), np.full(count, np.inf)
    rows, soonest = np.arange(count), servers.argmin(axis=1)
    begun = np.maximum(ready, servers[rows, soonest])
    done = begun + effort
    servers[rows, soonest] = np.where(np.isinf(begun), servers[rows, soonest], done)
    return begun, done


def _worked(each: Planned, luck: Draws, live: Floats) -> Floats:
    works: Floats = luck.luck < each.succeeds if each.works is None else np.full(len(live), each.works)
    lived: Floats = works & np.isfinite(live)
    return lived


def _effect(each: Planned, live: Floats, works: Floats, edges: Floats) -> Floats:
    """Return the days of full effect in each month: rising over `ramp`, then halving each `half_life` days."""
    ages = np.clip(np.minimum(edges[None, :], each.ends) - live[:, None], 0.0, None)
    grown = np.minimum(ages, each.ramp)
    held = ages - grown
    whole = grown**2 / (2 * each.ramp) if each.ramp else np.zeros_like(ages)
    if each.half_life is None:
        whole += held
    else:
        rate = np.log(2) / each.half_life
        whole += -np.expm1(-rate * held) / rate
    gained: Floats = np.diff(whole, axis=1) * works[:, None]
    return gained


def _spent(each: Planned, begun: Floats, live: Floats, works: Floats, effect: Floats, edges: Floats) -> Floats:
    """Return what it costs in each month: once and monthly from when work begins, and by reach while it runs."""
    end = np.where(works, each.ends, np.minimum(live + each.exit_after, each.ends))
    inside = np.clip(edges[None, :], begun[:, None], np.maximum(end, begun)[:, None])
    inside = np.where(np.isinf(begun)[:, None], 0.0, np.minimum(inside, edges[-1]))
    share = np.diff(inside, axis=1) / DAYS_A_MONTH
    starts = (begun[:, None] >= edges[:-1]) & (begun[:, None] < edges[1:]) | (begun[:, None] < 0) & (edges[:-1] == 0)
    found = np.zeros_like(share)
    for cost in each.costs:
        found += cost.a_month * share + cost.once * starts + cost.a_day * effect
    return found


def _raise(
    goals: tuple[PlannedGoal, ...],
    place: int,
    each: Planned,
    luck: Draws,
    live: Floats,
    works: Floats,
    levels: Floats,
) -> None:
    moved = None
    for column, goal in enumerate(goals):
        if place in goal.capabilities:
            moved = _quantile(each.level, luck.benefit) if moved is None else moved
            levels[:, column] += moved * _strength(each, live, goal.by) * works


def _strength(each: Planned, live: Floats, day: float) -> Floats:
    """Return the share of the full effect on a day."""
    age = np.clip(min(day, each.ends) - live, 0.0, None)
    if day >= each.ends:
        return np.zeros_like(age)
    risen = np.minimum(age / each.ramp, 1.0) if each.ramp else (age > 0).astype(float)
    if each.half_life is None:
        return risen
    faded: Floats = risen * 0.5 ** (np.clip(age - each.ramp, 0.0, None) / each.half_life)
    return faded


def _reached(model: PlanModel, live: Floats, works: Floats) -> Floats:
    days = np.zeros((len(live), len(model.milestones)), np.float32)
    for column, each in enumerate(model.milestones):
        day = np.full(len(live), each.measured)
        for place in each.capabilities:
            day = np.maximum(day, np.where(works[:, place], live[:, place], np.inf))
        for before in each.after:
            day = np.maximum(day, days[:, before])
        days[:, column] = day
    return days


def _length(range_: Range, normal: Floats) -> Floats:
    """Draw a length from its quantiles: log-normal on each side of the median, so that none is negative."""
    if range_.p50 <= 0:
        return np.zeros_like(normal)
    down, up = np.log(range_.p50 / max(range_.p10, 1e-9)), np.log(max(range_.p90, range_.p50) / range_.p50)
    drawn: Floats = range_.p50 * np.exp(normal * np.where(normal < 0, down, up) / _TENTH)
    return drawn


def _quantile(range_: Range, normal: Floats) -> Floats:
    """Draw a quantity from its quantiles: normal on each side of the median."""
    down, up = range_.p50 - range_.p10, range_.p90 - range_.p50
    drawn: Floats = range_.p50 + normal * np.where(normal < 0, down, up) / _TENTH
    return drawn


def _joined(parts: list[Simulated]) -> Simulated:
    names = ("begun", "live", "works", "value", "cost", "milestones", "levels", "monthly_value", "monthly_cost")
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Simulated(model=parts[0].model, seed=parts[0].seed, **whole)
