"""HiGHS, through scipy: the best choice under limits, with the appetite held by cuts.

The mean of the worst tail is at least the floor exactly when the mean under every re-weighting of futures, of at most
1/tail each, is (Rockafellar and Uryasev 2000). A choice that breaks it gives the weights that show it: one more row,
true of every choice, until none is broken (Künzi-Bay and Mayer 2006).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from milepost.plan.budget.asked import Asked
from milepost.plan.budget.limits import Limit, Sort, stacked
from milepost.plan.budget.options import Options
from milepost.plan.budget.worth import Worth
from milepost.plan.draws import Floats
from milepost.plan.tail import worst

GAP, WIDE_GAP, MANY = 0.0001, 0.004, 1_000
"""A choice this near the best there can be, as a share of its worth, is taken; the wide one of so many options."""
ROUNDS = 40
CLOSE = 1e-6

Left = Callable[[], float]
"""Seconds that are left; whoever has a clock gives it."""


@dataclass(slots=True, kw_only=True)
class Problem:
    """What is chosen from and what is kept. `cuts` grow while solving: each is true of every choice in the appetite."""

    options: Options
    asked: Asked
    limits: tuple[Limit, ...]
    worth: Worth
    mean: Floats
    net: Floats
    cuts: list[Floats] = field(default_factory=list)

    @property
    def scale(self) -> float:
        """Return the size of the money in question, for tolerances."""
        return max(1.0, float(np.abs(self.mean).sum()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What the solver found: the choice (0 or 1 an option; None where none was found) and the most there can be.

    `bound` is -inf where nothing keeps the limits at all. `is_whole` is False when time ran out.
    """

    choice: Floats | None
    bound: float
    is_whole: bool = True
    broken: Floats | None = None
    """Where time ran out: the last choice, which risks too much."""

    @property
    def is_infeasible(self) -> bool:
        """Tell whether no choice keeps the limits."""
        return self.is_whole and self.choice is None


def problem_of(options: Options, asked: Asked, limits: Sequence[Limit], worth: Worth) -> Problem:
    """Put a problem together."""
    return Problem(options=options, asked=asked, limits=tuple(limits), worth=worth, mean=worth.mean, net=worth.net)


def solve(problem: Problem, left: Left, gap: float | None = None, mean: Floats | None = None) -> Solved:
    """Return the choice of the highest mean that keeps all limits, within the time left."""
    earns = problem.mean if mean is None else mean
    if gap is None:
        gap = WIDE_GAP if len(problem.options) > MANY else GAP
    if not any(each.sort is Sort.APPETITE for each in problem.limits):
        return _milp(problem, earns, left, gap)
    _cut_the_relaxation(problem, earns, left)
    return _within_appetite(problem, earns, left, gap)


def _within_appetite(problem: Problem, earns: Floats, left: Left, gap: float) -> Solved:
    """Solve, cut what risks too much off, and again, until the best choice left risks no more than asked.

    Among many options the last steps take long. There a choice that keeps a little more than the appetite is tried in
    between; it will do where it is near enough the bound, which only the true problem gives.
    """
    bound, best, broken = np.inf, None, None
    for _ in range(ROUNDS):
        found = _milp(problem, earns, left, gap)
        bound = min(bound, found.bound)
        if found.choice is None or keeps_appetite(problem, found.choice):
            choice = found.choice if found.choice is not None else best
            return Solved(choice=choice, bound=bound, is_whole=found.is_whole, broken=broken)
        broken = found.choice
        add_cut(problem, broken)
        if len(problem.options) > MANY and left() > 0:
            best = _better(earns, best, _careful(problem, earns, left, gap, broken))
            if best is not None and bound - float(earns @ best) <= gap * abs(float(earns @ best)):
                return Solved(choice=best, bound=bound)
        if left() <= 0 or not found.is_whole:
            break
    return Solved(choice=best, bound=bound, is_whole=False, broken=broken)


def _careful(problem: Problem, earns: Floats, left: Left, gap: float, broken: Floats) -> Floats | None:
    """Return the best under a floor that is higher by what the last choice missed it, if that keeps the true one."""
    floor = problem.asked.floor
    assert floor is not None
    higher = floor + 1.5 * max(0.0, floor - tail_of(problem, broken))
    stricter = replace(problem, asked=replace(problem.asked, floor=higher))
    found = _milp(stricter, earns, left, gap).choice
    return found if found is not None and keeps_appetite(problem, found) else None


def _better(earns: Floats, one: Floats | None, other: Floats | None) -> Floats | None:
    if one is None or other is None:
        return one if other is None else other
    return max(one, other, key=lambda choice: float(earns @ choice))


def tail_of(problem: Problem, choice: Floats) -> float:
    """Return the mean net of the worst futures of a choice."""
    return worst(_by_future(problem, choice), problem.asked.tail)[0]


def keeps_appetite(problem: Problem, choice: Floats) -> bool:
    """Tell whether a choice risks no more than asked; True where nothing is asked."""
    floor = problem.asked.floor
    return floor is None or tail_of(problem, choice) >= floor - CLOSE * problem.scale


def add_cut(problem: Problem, choice: Floats) -> None:
    """Add the row that a choice breaks: the mean of each option over this choice's worst futures."""
    weights = worst(_by_future(problem, choice), problem.asked.tail)[1]
    problem.cuts.append(weights @ problem.net)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The relaxation in which parts of a capability can be built: its worth, and a price for each row of a limit."""

    choice: Floats
    value: float
    prices: tuple[Floats, ...]
    of_appetite: Floats


def relax(problem: Problem, earns: Floats | None = None, left: Left = lambda: np.inf) -> Relaxed | None:
    """Solve the relaxation; None where even that keeps no limits, or time ran out.

    Prices are money a unit of the limit, 0 or more.
    """
    from scipy.optimize import linprog

    if not len(problem.options):
        return None
    matrix, upper = _matrix(problem)
    found = linprog(
        -(problem.mean if earns is None else earns),
        A_ub=matrix,
        b_ub=upper,
        bounds=_bounds(problem),
        method="highs",
        options={"time_limit": max(1.0, left())},
    )
    if found.status != 0:
        return None
    prices = np.maximum(0.0, -found.ineqlin.marginals)
    heights = np.cumsum([0, *(len(each.upper) for each in problem.limits)])
    parts = tuple(prices[first:last] for first, last in pairwise(heights))
    places = len(problem.options.model.capabilities)
    return Relaxed(choice=found.x, value=-float(found.fun), prices=parts, of_appetite=prices[heights[-1] + places :])


def least_added(problem: Problem, left: Left) -> dict[int, float] | None:
    """Return the least money, added over all lines, with which the other limits can be kept: by place in the limits.

    None where no money suffices, or time ran out. The appetite is kept as far as its cuts know it.
    """
    from scipy import sparse
    from scipy.optimize import LinearConstraint, milp

    places = [place for place, each in enumerate(problem.limits) if each.sort is Sort.LINE]
    if not places or not len(problem.options):
        return None
    matrix, upper = _matrix(problem)
    heights = np.cumsum([0, *(len(each.upper) for each in problem.limits)])
    count, width = len(places), len(problem.options)
    cells = (np.full(count, -1.0), (heights[places], np.arange(count)))
    whole = sparse.hstack([matrix, sparse.coo_matrix(cells, shape=(len(upper), count))], format="csr")
    lower, most = np.array([*_bounds(problem), *((0.0, np.inf) for _ in places)]).T
    found = milp(
        np.concatenate([np.zeros(width), np.ones(count)]),
        integrality=np.concatenate([np.ones(width), np.zeros(count)]),
        bounds=(lower, most),
        constraints=LinearConstraint(whole, -np.inf, upper),
        options={"time_limit": max(0.05, left())},
    )
    if found.x is None:
        return None
    return {place: float(more) for place, more in zip(places, found.x[width:], strict=True) if more > 0.5}


def _by_future(problem: Problem, choice: Floats) -> Floats:
    kept = np.flatnonzero(choice > CLOSE)
    found: Floats = problem.net[:, kept].astype(np.float64) @ choice[kept]
    return found


def _cut_the_relaxation(problem: Problem, earns: Floats, left: Left) -> None:
    for _ in range(ROUNDS):
        found = relax(problem, earns, left)
        if found is None or keeps_appetite(problem, found.choice) or left() <= 0:
            return
        add_cut(problem, found.choice)


def _milp(problem: Problem, earns: Floats, left: Left, gap: float) -> Solved:
    from scipy.optimize import LinearConstraint, milp

    if not len(problem.options):
        return _of_nothing(problem)
    matrix, upper = _matrix(problem)
    lower, most = np.array(_bounds(problem)).T
    found = milp(
        -earns,
        integrality=np.ones(len(earns)),
        bounds=(lower, most),
        constraints=LinearConstraint(matrix, -np.inf, upper),
        options={"time_limit": max(0.05, left()), "mip_rel_gap": gap},
    )
    if found.status == 2:
        return Solved(choice=None, bound=-np.inf)
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else np.inf
    if found.x is None:
        return Solved(choice=None, bound=bound, is_whole=False)
    return Solved(choice=np.round(found.x), bound=bound, is_whole=found.status == 0)


def _of_nothing(problem: Problem) -> Solved:
    """Answer where there is nothing to choose from: nothing is built, if that may be."""
    _, upper = stacked(problem.limits)
    floor = problem.asked.floor if any(each.sort is Sort.APPETITE for each in problem.limits) else None
    if (upper < -CLOSE).any() or (floor is not None and floor > CLOSE):
        return Solved(choice=None, bound=-np.inf)
    return Solved(choice=np.zeros(0), bound=0.0)


def _matrix(problem: Problem) -> tuple[object, Floats]:
    """Return the limits, one start a capability, and the cuts, as one sparse matrix with its bounds."""
    from scipy import sparse

    width, places = len(problem.options), len(problem.options.model.capabilities)
    rows, upper = stacked(problem.limits)
    limits = sparse.coo_matrix((rows.value, (rows.row, rows.column)), shape=(len(upper), width))
    once = sparse.coo_matrix((np.ones(width), (problem.options.capability, np.arange(width))), shape=(places, width))
    parts, bounds = [limits, once], [upper, np.ones(places)]
    if problem.cuts and any(each.sort is Sort.APPETITE for each in problem.limits):
        assert problem.asked.floor is not None
        parts.append(sparse.coo_matrix(-np.array(problem.cuts)))
        bounds.append(np.full(len(problem.cuts), -problem.asked.floor))
    return sparse.vstack(parts, format="csr"), np.concatenate(bounds)


def _bounds(problem: Problem) -> list[tuple[float, float]]:
    """Return for each option 0 to 1; what is live already is so."""
    model = problem.options.model
    done = [model.capabilities[place].done is not None for place in problem.options.capability]
    return [(1.0, 1.0) if each else (0.0, 1.0) for each in done]
