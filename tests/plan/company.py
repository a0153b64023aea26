"""A company that lives a plan once: scalar, event by event, day by day of money. It shares no code with the plan's own.

Its teams do what teams do: whoever is free takes the first in rank of what is signed, and cannot foresee what will be.
"""

import heapq
import math
import random
from dataclasses import dataclass
from datetime import date

import numpy as np

from milepost.plan.model import PlanModel, Planned, PlannedCost, PlannedMilestone, PlannedTeam, Range
from milepost.program.documents.capability import CostKind

TENTH = 1.2815515655446004


@dataclass
class Life:
    """What came of it: days live (inf for never), and whether each works; net within the horizon; milestones."""

    live: list[float]
    works: list[bool]
    net: float
    milestones: list[float]


def some_plan(rng: random.Random, *, chance: float, correlation: float, wide: int = 10) -> PlanModel:
    """Make up the plan of a company."""
    capabilities = []
    for place in range(wide):
        after = tuple(sorted(rng.sample(range(place), min(place, rng.choice((0, 0, 1, 2))))))
        middle = rng.uniform(10, 60)
        money = rng.uniform(5, 100)
        capabilities.append(
            Planned(
                slug=f"c{place}",
                after=after,
                team=rng.randrange(4),
                ready=rng.uniform(0, 60),
                staffed=rng.uniform(0, 120) if rng.random() < 0.2 else 0.0,
                approval=Range(p10=3, p50=rng.uniform(6, 14), p90=35),
                effort=Range(p10=middle * 0.6, p50=middle, p90=middle * rng.uniform(1.3, 2.5)),
                succeeds=chance,
                money=Range(p10=money * rng.uniform(-0.5, 0.8), p50=money, p90=money * rng.uniform(1.2, 3)),
                ramp=rng.choice((0, 30, 75)),
                half_life=rng.choice((None, 120, 400)),
                exit_after=60,
                costs=(
                    PlannedCost(kind=CostKind.PEOPLE, once=rng.uniform(0, 5_000), a_month=rng.uniform(0, 400)),
                    PlannedCost(kind=CostKind.COMPUTE, a_day=rng.uniform(0, 10)),
                ),
            )
        )
    return PlanModel(
        start=date(2026, 1, 1),
        months=18,
        currency="EUR",
        capabilities=tuple(capabilities),
        teams=tuple(PlannedTeam(slug=f"t{n}", parallel=rng.choice((1, 2))) for n in range(4)),
        milestones=(PlannedMilestone(slug="all", goal="g", due=300, capabilities=tuple(range(wide // 2, wide))),),
        correlation=correlation,
    )


def lived(model: PlanModel, rng: random.Random) -> Life:
    """Live the plan once."""
    luck = [_Luck(each, rng) for each in model.capabilities]
    live = _days(model, luck)
    works = [of.works and math.isfinite(day) for of, day in zip(luck, live[1], strict=True)]
    shared = rng.gauss(0, 1)
    net = sum(
        _net(each, begun, done, good, _benefit(each, model.correlation, shared, rng), model.days)
        for each, begun, done, good in zip(model.capabilities, *live, works, strict=True)
    )
    reached = [
        max((live[1][place] if works[place] else math.inf) for place in each.capabilities) for each in model.milestones
    ]
    return Life(live=live[1], works=works, net=net, milestones=reached)


class _Luck:
    def __init__(self, each: Planned, rng: random.Random) -> None:
        self.approval, self.effort = _length(each.approval, rng), _length(each.effort, rng)
        self.works = rng.random() < each.succeeds


def _length(of: Range, rng: random.Random) -> float:
    z = rng.gauss(0, 1)
    return math.exp(math.log(of.p50) + z / TENTH * math.log(of.p90 / of.p50 if z > 0 else of.p50 / of.p10))


def _benefit(each: Planned, correlation: float, shared: float, rng: random.Random) -> float:
    z = math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * rng.gauss(0, 1)
    return each.money.p50 + z / TENTH * (each.money.p90 - each.money.p50 if z > 0 else each.money.p50 - each.money.p10)


def _days(model: PlanModel, luck: list[_Luck]) -> tuple[list[float], list[float]]:
    wide = len(model.capabilities)
    begun, live = [math.inf] * wide, [math.inf] * wide
    open_needs = [len(each.after) for each in model.capabilities]
    free = [each.parallel for each in model.teams]
    queues: list[list[int]] = [[] for _ in model.teams]
    events: list[tuple[float, int, int]] = []  # day, what (0 done, 1 signed), which

    def ask(place: int, day: float) -> None:
        each = model.capabilities[place]
        heapq.heappush(events, (max(day, each.ready, each.staffed) + luck[place].approval, 1, place))

    for place in range(wide):
        if not open_needs[place]:
            ask(place, 0.0)
    while events:
        day, what, place = heapq.heappop(events)
        team = model.capabilities[place].team
        if what == 1:
            heapq.heappush(queues[team], place)
        else:
            live[place] = day
            free[team] += 1
            for after, each in enumerate(model.capabilities):
                if place in each.after and luck[place].works:
                    open_needs[after] -= 1
                    if not open_needs[after]:
                        ask(after, day)
        while free[team] and queues[team]:
            free[team] -= 1
            chosen = heapq.heappop(queues[team])
            begun[chosen] = day
            heapq.heappush(events, (day + luck[chosen].effort, 0, chosen))
    return begun, live


def _net(each: Planned, begun: float, live: float, works: bool, benefit: float, horizon: float) -> float:
    if begun >= horizon:
        return 0.0
    step = 0.5
    days = np.arange(step / 2, horizon, step)
    stop = math.inf if works else live + each.exit_after
    cost = sum(c.once for c in each.costs)
    cost += sum(c.a_month for c in each.costs) * max(0.0, min(horizon, stop) - begun) / (365.25 / 12)
    age = days[(days > live) & (days < stop)] - live
    reach = np.minimum(age / each.ramp, 1.0) if each.ramp else np.ones_like(age)
    cost += sum(c.a_day for c in each.costs) * float(reach.sum()) * step
    if not works:
        return -cost
    kept = 2.0 ** (-np.maximum(age - each.ramp, 0) / each.half_life) if each.half_life else 1.0
    return benefit * float((reach * kept).sum()) * step - cost
