"""A budget's choice: what is built and when, how near the best it is, and the rule of thumb beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.budget.asked import Asked
from milepost.plan.budget.greedy import greedy, mended
from milepost.plan.budget.limits import limits_of
from milepost.plan.budget.options import options_of
from milepost.plan.budget.solve import Left, Problem, problem_of, solve, tail_of
from milepost.plan.budget.worth import worth_of
from milepost.plan.draws import BLOCK, Floats
from milepost.plan.model import PlanModel, PlannedGoal, PlannedMilestone

FEWEST, MOST_CELLS = 100, 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The best found. `chosen` gives the option of each capability that is built, by its place in the model.

    `net` is its expected net, `tail` the mean net of its worst futures, `bound` the most that any choice could earn;
    all discounted at the model's rate. `rule` is the rule of thumb's choice, None where it keeps no limits, and
    `rule_net` what it earns. `is_whole` is False where time ran out; `is_rule` where nothing better was found.
    """

    problem: Problem
    chosen: Mapping[int, int]
    net: float
    tail: float
    bound: float
    rule: Mapping[int, int] | None
    rule_net: float | None
    is_whole: bool
    is_rule: bool

    @property
    def gap(self) -> float:
        """Return how far below the bound it is, as a share of its net; infinite where nothing is known."""
        short = max(0.0, self.bound - self.net)
        return short / max(abs(self.net), 1.0) if np.isfinite(short) else float("inf")

    @property
    def ready(self) -> dict[int, float]:
        """Return the first day on which work on each may begin, by place."""
        return ready_of(self.problem, self.chosen)

    @property
    def vector(self) -> Floats:
        """Return the choice as 0 or 1 an option."""
        found = np.zeros(len(self.problem.options))
        found[list(self.chosen.values())] = 1.0
        return found


def stated(model: PlanModel, asked: Asked, seed: int, scenarios: int = BLOCK) -> Problem:
    """State the problem: options, what they are worth in the first futures of a seed, and all limits.

    Of very many options fewer futures are looked at, so that they stay within some hundred megabytes.
    """
    options = options_of(model, asked.quarters)
    scenarios = max(FEWEST, min(scenarios, MOST_CELLS // max(1, len(options))))
    return problem_of(options, asked, limits_of(options, asked), worth_of(options, seed, scenarios))


def choose(problem: Problem, left: Left, gap: float | None = None) -> Choice | None:
    """Return the best choice that time allows, never worse than the rule of thumb.

    None where nothing keeps all limits, or where time ran out before anything was found that does: `solve` again
    without a limit of time, or ask `conflict_of`, tells which.
    """
    rule = greedy(problem)
    found = solve(problem, left, gap)
    if found.is_infeasible:
        return None
    tried = [rule, found.choice, mended(problem, found.broken) if found.broken is not None else None]
    held = [each for each in tried if each is not None]
    if not held:
        return None
    best = max(held, key=lambda choice: float(problem.mean @ choice))
    net = float(problem.mean @ best)
    return Choice(
        problem=problem,
        chosen=_chosen(problem, best),
        net=net,
        tail=tail_of(problem, best),
        bound=max(found.bound, net),
        rule=None if rule is None else _chosen(problem, rule),
        rule_net=None if rule is None else float(problem.mean @ rule),
        is_whole=found.is_whole,
        is_rule=best is rule,
    )


def ready_of(problem: Problem, chosen: Mapping[int, int]) -> dict[int, float]:
    """Return the first day on which work on each capability may begin, by place."""
    return {place: float(problem.options.day[option]) for place, option in sorted(chosen.items())}


def _chosen(problem: Problem, vector: Floats) -> dict[int, int]:
    return {int(problem.options.capability[option]): int(option) for option in np.flatnonzero(vector > 0.5)}


def rebuilt(model: PlanModel, ready: Mapping[int, float]) -> PlanModel:
    """Return the plan with only the capabilities named, by place, each begun no earlier than its day.

    Teams serve them in the order of these days, as they do where the days stand as `starts` in the program.
    A milestone keeps what is left of its capabilities; one of which nothing is left goes.
    """
    # What the record knows to be live may have begun before what it needs, and still comes after it.
    turns: dict[int, float] = {}
    for place in sorted(ready):
        needs = (turns[each] for each in model.capabilities[place].after if each in turns)
        turns[place] = max([ready[place], *needs])
    kept = sorted(ready, key=lambda place: (turns[place], place))
    places = {old: new for new, old in enumerate(kept)}
    capabilities = tuple(
        replace(
            model.capabilities[old],
            ready=max(model.capabilities[old].ready, ready[old]),
            after=tuple(places[each] for each in model.capabilities[old].after if each in places),
        )
        for old in kept
    )
    return replace(
        model,
        capabilities=capabilities,
        milestones=_milestones(model, places),
        goals=tuple(_goal(each, places) for each in model.goals),
        serves={each.slug: model.serves[each.slug] for each in capabilities if each.slug in model.serves},
    )


def _milestones(model: PlanModel, places: Mapping[int, int]) -> tuple[PlannedMilestone, ...]:
    kept = [place for place, each in enumerate(model.milestones) if any(c in places for c in each.capabilities)]
    moved = {old: new for new, old in enumerate(kept)}
    return tuple(
        replace(
            model.milestones[old],
            capabilities=tuple(places[each] for each in model.milestones[old].capabilities if each in places),
            after=tuple(moved[each] for each in model.milestones[old].after if each in moved),
        )
        for old in kept
    )


def _goal(goal: PlannedGoal, places: Mapping[int, int]) -> PlannedGoal:
    return replace(goal, capabilities=tuple(places[each] for each in goal.capabilities if each in places))
