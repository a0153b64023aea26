"""Monte Carlo over a plan: precedence, teams, approvals, seats, effort, failure and exit, benefits that ramp and decay.

One pass over the capabilities in build order, all scenarios of a batch at once. `schedule` says when, `flows` how much.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from milepost.plan.draws import BLOCK, Draws, Floats, at_the_median, draws, quantity_of
from milepost.plan.flows import Lived, grown, months_of, running, strength
from milepost.plan.model import DAYS_A_MONTH, NOTHING, PlanModel, Planned
from milepost.plan.schedule import calendars, scheduled

SCENARIOS = 10_000
BATCH = 2 * BLOCK  # what is worked on at once fits the cache


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
    found = _empty(model, seed, scenarios)
    for first in range(0, scenarios, BATCH):
        last = min(first + BATCH, scenarios)
        _fill(found, draws(model, seed, first, last), slice(first, last))
    return found


def with_luck(model: PlanModel, drawn: Iterable[Draws], scenarios: int) -> Simulated:
    """Return the futures of given draws, capability by capability in the model's order."""
    found = _empty(model, 0, scenarios)
    _fill(found, drawn, slice(0, scenarios))
    return found


def as_planned(model: PlanModel) -> Simulated:
    """Return the one future in which all takes and earns its median and works: what a Gantt chart would show."""
    return with_luck(model, at_the_median(model), 1)


def _empty(model: PlanModel, seed: int, count: int) -> Simulated:
    wide = len(model.capabilities)

    def columns(many: int, kind: type = np.float32) -> Floats:
        # A column is contiguous: it is written, and mostly read, as one.
        return np.zeros((many, count), kind).T

    return Simulated(
        model=model,
        seed=seed,
        begun=columns(wide),
        live=columns(wide),
        works=columns(wide, bool),
        value=columns(wide),
        cost=columns(wide),
        milestones=columns(len(model.milestones)),
        levels=columns(len(model.goals)),
        monthly_value=columns(model.months, np.float64),
        monthly_cost=columns(model.months, np.float64),
    )


def _fill(found: Simulated, drawn: Iterable[Draws], rows: slice) -> None:
    model, count = found.model, rows.stop - rows.start
    edges = months_of(model.months)
    purse = _Purse(edges, count)
    teams = calendars(model, count)
    lives: list[Lived] = []
    levels = [np.full(count, float(each.baseline)) for each in model.goals]
    moving = _moved(model)
    for place, (each, luck) in enumerate(zip(model.capabilities, drawn, strict=True)):
        needs = [(lives[before].live, lives[before].works) for before in each.after]
        calendar = None if each.team is None else teams[each.team]
        begun, live = scheduled(each, luck, needs, calendar, model.as_of)
        lived = Lived(begun=begun, live=live, works=_worked(each, luck, live))
        lives.append(lived)
        found.begun[rows, place], found.live[rows, place], found.works[rows, place] = begun, live, lived.works
        found.value[rows, place], found.cost[rows, place] = purse.account(each, luck, lived)
        for column in moving.get(place, ()):
            levels[column] += _moves(each, luck, lived, model.goals[column].by)
    for column, level in enumerate(levels):
        found.levels[rows, column] = level
    _reach(found, rows, lives)
    found.monthly_value[rows] = np.diff(purse.value, axis=0).T
    found.monthly_cost[rows] = (np.diff(purse.cost, axis=0) + purse.once).T


def _moved(model: PlanModel) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for column, goal in enumerate(model.goals):
        for place in goal.capabilities:
            found.setdefault(place, []).append(column)
    return found


class _Purse:
    """The program's running totals in each scenario, at each month's edge; `once` by month."""

    def __init__(self, edges: Floats, count: int) -> None:
        self.edges = edges
        self.value, self.cost = np.zeros((len(edges), count)), np.zeros((len(edges), count))
        self.once = np.zeros((len(edges) - 1, count))
        self._rows = np.arange(count)

    def account(self, each: Planned, luck: Draws, of: Lived) -> tuple[Floats, Floats]:
        """Add what a capability earns and costs; return its own value and cost within the horizon."""
        a_day, a_month, once = (sum(getattr(cost, per) for cost in each.costs) for per in ("a_day", "a_month", "once"))
        value = cost = np.zeros(len(of.live))
        if a_day or each.money != NOTHING:
            first = self._first(of.live)
            reach, effect = grown(each, of, self.edges[first:])
            if each.money != NOTHING:
                value = self._add(self.value[first:], effect * (quantity_of(each.money, luck.benefit) * of.works))
            if a_day:
                cost = cost + self._add(self.cost[first:], reach * a_day)
        if a_month:
            first = self._first(of.begun)
            days = running(each, of, self.edges[first:])
            days *= a_month / DAYS_A_MONTH
            cost = cost + self._add(self.cost[first:], days)
        if once:
            cost = cost + self._pay(once, of.begun)
        return value, cost

    def _first(self, since: Floats) -> int:
        """Return the last edge before anything happens: up to there all running totals are zero."""
        earliest = min(max(0.0, float(since.min())), self.edges[-1])
        return min(int(earliest / DAYS_A_MONTH), len(self.edges) - 2)

    def _add(self, to: Floats, amounts: Floats) -> Floats:
        to += amounts
        whole: Floats = amounts[-1] - amounts[0]
        return whole

    def _pay(self, once: float, begun: Floats) -> Floats:
        paid = (begun >= 0) & (begun < self.edges[-1])
        month = (np.where(paid, begun, 0.0) / DAYS_A_MONTH).astype(int)
        self.once[month, self._rows] += once * paid
        found: Floats = once * paid
        return found


def _worked(each: Planned, luck: Draws, live: Floats) -> Floats:
    works: Floats = luck.luck < each.succeeds if each.works is None else np.full(len(live), each.works)
    lived: Floats = works & np.isfinite(live)
    return lived


def _moves(each: Planned, luck: Draws, of: Lived, day: float) -> Floats:
    better = luck.benefit if each.is_up else -luck.benefit
    found: Floats = quantity_of(each.level, better) * strength(each, of.live, day) * of.works
    return found


def _reach(found: Simulated, rows: slice, lives: list[Lived]) -> None:
    for column, each in enumerate(found.model.milestones):
        day = np.full(rows.stop - rows.start, each.measured if each.achieved is None else each.achieved)
        if each.achieved is None:
            for place in each.capabilities:
                day = np.maximum(day, np.where(lives[place].works, lives[place].live, np.inf))
            for before in each.after:
                day = np.maximum(day, found.milestones[rows, before])
            day = np.maximum(day, found.model.as_of)
        found.milestones[rows, column] = day
