"""The good rule of thumb: what earns most for what it costs, with what it needs, as early as all limits allow.

It is what the solver is held against, and what is taken when time runs out before the solver has better.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from milepost.plan.budget.limits import Rows, Sort, stacked
from milepost.plan.budget.solve import CLOSE, Problem, keeps_appetite
from milepost.plan.draws import Floats
from milepost.plan.tail import worst

PASSES = 4


@dataclass(slots=True)
class _State:
    """The option chosen of each capability, and how much of each row is used."""

    chosen: dict[int, int]
    load: Floats
    net: Floats


class _Fit:
    """The limits by option, for asking what still fits. Precedence is looked at by dates."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        held = [each for each in problem.limits if each.sort in {Sort.LINE, Sort.TEAM, Sort.DATE}]
        rows, self.upper = stacked(held)
        self.used = _by_option(rows, len(problem.options))
        floors = [each for each in problem.limits if each.sort is Sort.FLOOR]
        rows, upper = stacked(floors)
        self.floors = rows.dense(len(upper), len(problem.options))
        self.room = CLOSE * (1 + np.abs(self.upper))
        options = problem.options
        self.of = [options.of(place) for place in range(len(options.model.capabilities))]

    def empty(self) -> _State:
        return _State(chosen={}, load=np.zeros(len(self.upper)), net=np.zeros(len(self.problem.net)))

    def with_option(self, state: _State, option: int) -> _State:
        place = int(self.problem.options.capability[option])
        return _State(
            chosen={**state.chosen, place: option},
            load=self.loaded(state.load, option, 1.0),
            net=state.net + self.problem.net[:, option],
        )

    def placed(self, state: _State, place: int, mean: Floats) -> _State | None:
        """Give the state with a capability and all it needs, each at its best start that fits; None where none does."""
        options = self.problem.options
        for each in needed(self.problem, place):
            if each in state.chosen:
                continue
            after = options.model.capabilities[each].after
            mine = self.of[each]
            if options.model.capabilities[each].done is None:
                since = max((options.live[state.chosen[before]] for before in after), default=-np.inf)
                mine = mine[options.day[mine] >= since]
            # What others wait for is best begun at once.
            ordered = mine if each != place else mine[np.argsort(-mean[mine], kind="stable")]
            best = next((int(option) for option in ordered if self.fits(state, int(option))), None)
            if best is None:
                return None
            state = self.with_option(state, best)
        return state

    def fits(self, state: _State, option: int) -> bool:
        row, value = self.used[option]
        return bool((state.load[row] + value <= self.upper[row] + self.room[row]).all())

    def loaded(self, load: Floats, option: int, sign: float) -> Floats:
        row, value = self.used[option]
        found = load.copy()
        found[row] += sign * value
        return found

    def short(self, state: _State) -> float:
        """Give by how much money the floors are missed, 0 where they are kept."""
        if not len(self.floors):
            return 0.0
        return float(np.clip(self.floors[:, list(state.chosen.values())].sum(axis=1), 0, None).sum())

    def choice(self, state: _State) -> Floats:
        found = np.zeros(len(self.problem.options))
        found[list(state.chosen.values())] = 1.0
        return found


def _by_option(rows: Rows, width: int) -> list[tuple[np.ndarray, Floats]]:
    order = np.argsort(rows.column, kind="stable")
    edges = np.searchsorted(rows.column[order], np.arange(width + 1))
    row, value = rows.row[order], rows.value[order]
    return [(row[first:last], value[first:last]) for first, last in pairwise(edges)]


def greedy(problem: Problem) -> Floats | None:
    """Return the best of several rules of thumb, None where none of them keeps all limits.

    With an appetite each is tried twice: taking only what keeps it, and taking all that earns and then out again.
    """
    fit = _Fit(problem)
    ways = (True, False) if _has_appetite(problem) else (False,)
    tried = [_one(fit, rank, is_careful=careful) for rank in _ranks(problem) for careful in ways]
    found = [fit.choice(state) for state in tried if state is not None]
    return max(found, key=lambda choice: float(problem.mean @ choice), default=None)


def mended(problem: Problem, choice: Floats) -> Floats | None:
    """Return a choice with as much taken out as its appetite asks; None where taking out does not mend it."""
    fit = _Fit(problem)
    state = fit.empty()
    for option in np.flatnonzero(choice > 0.5):
        state = fit.with_option(state, int(option))
    state = _trimmed(fit, state)
    found = fit.choice(state)
    return found if fit.short(state) <= CLOSE * problem.scale and keeps_appetite(problem, found) else None


Rank = Callable[[int, float], float]


def _ranks(problem: Problem) -> Iterator[Rank]:
    """Give what capabilities are ranked by: earned for the money, for the scarcest line, for nothing but itself."""
    paper = problem.options.paper
    cost = paper.sum(axis=(1, 2))
    lines = [each for each in problem.limits if each.sort is Sort.LINE]
    rows, upper = stacked(lines)
    share = rows.dense(len(upper), len(cost)) / np.maximum(upper, 1.0)[:, None] if lines else np.zeros((1, len(cost)))
    scarce = share.max(axis=0) if len(cost) else np.zeros(0)
    first = [mine[0] if len(mine := problem.options.of(place)) else None for place in range(_count(problem))]

    def by(size: Floats) -> Rank:
        return lambda place, earns: earns / max(float(size[first[place]]), 1e-9) if first[place] is not None else 0.0

    yield by(cost)
    yield by(scarce)
    yield lambda _, earns: earns


def _one(fit: _Fit, rank: Rank, *, is_careful: bool) -> _State | None:
    problem, mean = fit.problem, fit.problem.mean
    state: _State | None = fit.empty()
    fixed = [place for place, each in enumerate(problem.options.model.capabilities) if each.done is not None]
    must = [each.place for each in problem.limits if each.sort is Sort.MUST]
    for place in (*fixed, *must):
        state = state and fit.placed(state, place, mean)
    if state is None:
        return None
    for _ in range(PASSES):
        added = _pass(fit, state, rank, is_careful=is_careful)
        if len(added.chosen) == len(state.chosen):
            break
        state = added
    state = _trimmed(fit, _mended(fit, state, mean))
    if fit.short(state) > CLOSE * problem.scale or not keeps_appetite(problem, fit.choice(state)):
        return None
    return state


def _pass(fit: _Fit, state: _State, rank: Rank, *, is_careful: bool) -> _State:
    mean = fit.problem.mean
    best = np.array([mean[mine].max() if len(mine) else -np.inf for mine in fit.of])
    ranked = []
    for place in range(len(best)):
        wanted = [each for each in needed(fit.problem, place) if each not in state.chosen]
        earns = float(best[wanted].sum()) if wanted else 0.0
        if earns > 0:
            ranked.append((-rank(place, earns), place))
    for _, place in sorted(ranked):
        if place in state.chosen:
            continue
        added = fit.placed(state, place, mean)
        if (
            added is not None
            and _earned(added, mean) > _earned(state, mean)
            and _no_worse(fit, state, added, is_careful=is_careful)
        ):
            state = added
    return state


def _mended(fit: _Fit, state: _State, mean: Floats) -> _State:
    """Add what brings the shares of data and governance up to their floors, the least dear first."""
    for _ in range(_count(fit.problem)):
        short = fit.short(state)
        if short <= CLOSE * fit.problem.scale:
            return state
        tried = [fit.placed(state, place, mean) for place in range(_count(fit.problem)) if place not in state.chosen]
        better = [each for each in tried if each is not None and fit.short(each) < short - CLOSE]
        if not better:
            return state
        held = state
        state = max(
            better, key=lambda each: (short - fit.short(each)) / max(1.0, _earned(held, mean) - _earned(each, mean))
        )
    return state


def _trimmed(fit: _Fit, state: _State) -> _State:
    """Take out what adds most to the worst futures for what it earns, until the appetite is kept or nothing helps."""
    problem = fit.problem
    asked, model = problem.asked, problem.options.model
    if asked.floor is None or not _has_appetite(problem):
        return state
    must = {each.place for each in problem.limits if each.sort is Sort.MUST}
    tail = worst(state.net, asked.tail)[0]
    while tail < asked.floor:
        kept = must | {before for place in state.chosen for before in model.capabilities[place].after}
        free = [p for p in state.chosen if p not in kept and model.capabilities[p].done is None]
        tried = [(each, worst(each.net, asked.tail)[0]) for each in (_without(fit, state, place) for place in free)]
        better = [(each, found) for each, found in tried if found > tail]
        if not better:
            return state
        state, tail = max(better, key=lambda each: each[1])
    return state


def _has_appetite(problem: Problem) -> bool:
    return any(each.sort is Sort.APPETITE for each in problem.limits)


def _without(fit: _Fit, state: _State, place: int) -> _State:
    option = state.chosen[place]
    return _State(
        chosen={each: found for each, found in state.chosen.items() if each != place},
        load=fit.loaded(state.load, option, -1.0),
        net=state.net - fit.problem.net[:, option],
    )


def _no_worse(fit: _Fit, before: _State, after: _State, *, is_careful: bool) -> bool:
    """Tell whether floors and appetite are kept, or at least missed by no more than before."""
    asked = fit.problem.asked
    tolerance = CLOSE * fit.problem.scale
    if fit.short(after) > max(tolerance, fit.short(before)):
        return False
    if asked.floor is None or not is_careful:
        return True
    tail = worst(after.net, asked.tail)[0]
    return tail >= asked.floor or tail >= worst(before.net, asked.tail)[0]


def needed(problem: Problem, place: int) -> list[int]:
    """Return a capability and all that must be built before it, each after what it needs."""
    found: dict[int, None] = {}
    waiting = [place]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            capability = problem.options.model.capabilities[each]
            # What is live already waits for nothing.
            waiting += capability.after if capability.done is None else ()
    # The model's order is a build order.
    return sorted(found)


def _earned(state: _State, mean: Floats) -> float:
    return float(mean[list(state.chosen.values())].sum())


def _count(problem: Problem) -> int:
    return len(problem.options.model.capabilities)
