"""What a choice has to keep, looked at without the solver's rows; and every choice there is of a small problem."""

import itertools
from collections.abc import Iterator, Mapping

import numpy as np

from milepost.plan.budget.asked import KINDS
from milepost.plan.budget.solve import Problem
from milepost.plan.model import DAYS_A_MONTH
from milepost.plan.tail import worst


def faults(problem: Problem, chosen: Mapping[int, int]) -> list[str]:
    """Say what a choice breaks; `chosen` gives the option of each capability that is built."""
    return [*_order(problem, chosen), *_money(problem, chosen), *_teams(problem, chosen), *_risk(problem, chosen)]


def _order(problem: Problem, chosen: Mapping[int, int]) -> Iterator[str]:
    options, asked, model = problem.options, problem.asked, problem.options.model
    yield from (f"must {place}" for place in asked.must if place not in chosen)
    for place, option in chosen.items():
        for before in model.capabilities[place].after:
            if before not in chosen or options.live[chosen[before]] > options.day[option] + 1e-6:
                yield f"{place} before {before}"
        due = asked.due.get(place)
        if due is not None and options.live[option] > due.day:
            yield f"{place} late"


def _money(problem: Problem, chosen: Mapping[int, int]) -> Iterator[str]:
    asked = problem.asked
    paper = problem.options.paper[list(chosen.values())].sum(axis=0)
    for line in asked.lines:
        spent = paper[:, line.quarter].sum() if line.kind is None else paper[KINDS.index(line.kind), line.quarter]
        if spent > line.amount + 1e-3 * (1 + line.amount):
            yield f"line {line.quarter} {line.kind}"
    for kind, share in asked.floors.items():
        if paper[KINDS.index(kind)].sum() < share * paper.sum() - 1.0:
            yield f"floor {kind}"


def _teams(problem: Problem, chosen: Mapping[int, int]) -> Iterator[str]:
    options, model = problem.options, problem.options.model
    for number, team in enumerate(model.teams):
        mine = [option for place, option in chosen.items() if model.capabilities[place].team == number]
        for month in range(model.months):
            first, last = month * DAYS_A_MONTH, (month + 1) * DAYS_A_MONTH
            load = sum(np.clip(options.live[o], first, last) - np.clip(options.begun[o], first, last) for o in mine)
            if load > team.parallel * DAYS_A_MONTH + 1e-3:
                yield f"team {number} in {month}"


def _risk(problem: Problem, chosen: Mapping[int, int]) -> Iterator[str]:
    if problem.asked.floor is not None:
        net = problem.net[:, list(chosen.values())].sum(axis=1, dtype=np.float64)
        if worst(net, problem.asked.tail)[0] < problem.asked.floor - 1e-5 * problem.scale:
            yield "appetite"


def every_choice(problem: Problem) -> Iterator[dict[int, int]]:
    """Give every choice there is, good or bad."""
    places = range(len(problem.options.model.capabilities))
    for picked in itertools.product(*([None, *problem.options.of(place)] for place in places)):
        yield {place: int(option) for place, option in enumerate(picked) if option is not None}


def best_by_hand(problem: Problem) -> float | None:
    """Return the most that any choice without faults earns, None where there is none."""
    earned = [
        float(problem.mean[list(chosen.values())].sum())
        for chosen in every_choice(problem)
        if not faults(problem, chosen)
    ]
    return max(earned, default=None)
