"""A plan looked at whole: its futures with teams, queues and delays, and its one future on paper."""

from dataclasses import dataclass

import numpy as np

from milepost.plan.budget.asked import KINDS, Asked, FiscalDays, edges_of
from milepost.plan.budget.options import cost_on_paper
from milepost.plan.budget.worth import discounts
from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH, PlanModel
from milepost.plan.simulate import SCENARIOS, Simulated, as_planned, simulate
from milepost.plan.tail import worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a plan comes to, discounted at its rate: in the mean, in the worst futures, at p10 and p90, and on paper.

    `within` is the chance that a quarter's whole cost stays within its ceiling, by quarter; None where it has none.
    `loses` is the chance of a net below zero. `error` and `tail_error` are the standard errors of the mean and of the
    mean of the worst futures, for so many `scenarios` drawn by `seed`.
    """

    net: float
    error: float
    tail: float
    tail_error: float
    p10: float
    p90: float
    paper: float
    loses: float
    within: tuple[float | None, ...]
    scenarios: int
    seed: int


def fresh(seed: int) -> int:
    """Return the seed of other futures than those that a choice was made by: there its own luck flatters it."""
    return seed + 1


def outlook_of(model: PlanModel, asked: Asked, seed: int, scenarios: int = SCENARIOS) -> Outlook:
    """Simulate a plan whole, in the same futures whatever the plan."""
    futures = simulate(model, seed, scenarios)
    net = discounted_net(futures)
    p10, p90 = np.percentile(net, [10, 90])
    return Outlook(
        net=float(net.mean()),
        error=float(net.std() / np.sqrt(len(net))),
        tail=worst(net, asked.tail)[0],
        tail_error=worst_error(net, asked.tail),
        p10=float(p10),
        p90=float(p90),
        paper=float(discounted_net(as_planned(model))[0]),
        loses=float((net < 0).mean()),
        within=_within(futures, asked),
        scenarios=scenarios,
        seed=seed,
    )


def worst_error(net: Floats, tail: float) -> float:
    """Return the standard error of the mean of the worst `tail` of futures (Manistre & Hancock 2005)."""
    ordered = np.sort(net)[: max(1, round(tail * len(net)))]
    spread = float(ordered.var()) + (1 - tail) * float(ordered[-1] - ordered.mean()) ** 2
    return float(np.sqrt(spread / len(ordered)))


def discounted_net(futures: Simulated) -> Floats:
    """Return value less cost of each future, each month from its middle at the model's rate."""
    net: Floats = (futures.monthly_value - futures.monthly_cost) @ discounts(futures.model)
    return net


def paper_costs(model: PlanModel, edges: tuple[float, ...]) -> Floats:
    """Return what the plan as it stands costs on paper, by capability, kind and stretch between the edges (days)."""
    drawn = as_planned(model)
    found = np.zeros((len(model.capabilities), len(KINDS), len(edges) - 1))
    for place, each in enumerate(model.capabilities):
        begun, live = drawn.begun[:, place].astype(float), drawn.live[:, place].astype(float)
        if np.isfinite(live[0]):
            found[place] = cost_on_paper(each, begun, live, np.array(edges))[0]
    return found


def quarter_costs(model: PlanModel, quarters: tuple[FiscalDays, ...]) -> Floats:
    """Return the costs on paper by capability, kind and fiscal quarter."""
    return paper_costs(model, edges_of(quarters))


def _within(futures: Simulated, asked: Asked) -> tuple[float | None, ...]:
    """Spread each month's cost evenly over its days, and so over quarters."""
    months = np.arange(futures.model.months + 1) * DAYS_A_MONTH
    ceilings = {each.quarter: each.amount for each in asked.lines if each.kind is None}
    found: list[float | None] = []
    for place, quarter in enumerate(asked.quarters):
        if place not in ceilings:
            found.append(None)
            continue
        share = np.diff(np.clip(months, quarter.first, quarter.last)) / DAYS_A_MONTH
        found.append(float((futures.monthly_cost @ share <= ceilings[place] + 0.5).mean()))
    return tuple(found)
