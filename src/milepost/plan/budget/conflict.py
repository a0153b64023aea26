"""Why nothing keeps all limits: a set of them that cannot hold together and of which none can be spared, and what each
would have to give, alone, for a choice to exist.

The set is found by QuickXplain (Junker 2004): halves are tried before single limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.budget.greedy import needed
from milepost.plan.budget.limits import Limit, Sort
from milepost.plan.budget.solve import Left, Problem, least_added, solve, tail_of
from milepost.plan.draws import Floats

ANY = 1e6
"""A gap so wide that the first choice found is taken."""
MOST_SEATS = 8
HALVINGS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What one limit alone would have to be for a choice to exist; `to` None where nothing suffices.

    Of a line: an amount. Of a team: how much it does at once. Of a date: a day. Of a floor: a share. Of the
    appetite: the worst futures' mean. Of what must be built, or comes after other things: 0.0, not asked.
    """

    limit: Limit
    to: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Limits that cannot hold together, each with its repair. `is_least` False: time ran out, fewer may do.

    `added` is asked for where a line is in conflict that nothing mends alone: the least money, over all lines, that
    does, by line; empty where none does.
    """

    repairs: tuple[Repair, ...]
    is_least: bool = True
    added: tuple[tuple[Limit, float], ...] = ()


def conflict_of(problem: Problem, left: Left) -> Conflict | None:
    """Find the conflict of a problem that nothing solves; None where time ran out before that was sure."""
    search = _Search(problem, left)
    fixed, open_ = search.parted()
    if search.feasible((*fixed, *open_)) is not False:
        return None
    found = search.least(fixed, (), open_)
    kept = tuple(sorted(found, key=problem.limits.index))
    repairs = tuple(Repair(limit=each, to=search.repair(each)) for each in kept)
    is_short = any(each.limit.sort is Sort.LINE and each.to is None for each in repairs)
    added = (least_added(problem, left) or {}) if is_short else {}
    return Conflict(
        repairs=repairs,
        is_least=left() > 0,
        added=tuple((problem.limits[place], more) for place, more in added.items()),
    )


class _Search:
    def __init__(self, problem: Problem, left: Left) -> None:
        self.problem = problem
        self.left = left

    def parted(self) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
        """Part limits that are never at fault from the others: precedence of what nobody insists on."""
        musts = [each.place for each in self.problem.limits if each.sort is Sort.MUST]
        insisted = {before for place in musts for before in needed(self.problem, place)}
        fixed = [each for each in self.problem.limits if each.sort is Sort.AFTER and each.place not in insisted]
        return tuple(fixed), tuple(each for each in self.problem.limits if each not in fixed)

    def feasible(self, limits: Sequence[Limit]) -> bool | None:
        """Tell whether a choice keeps these limits; None where time ran out."""
        found = solve(self.under(limits), self.left, ANY)
        return True if found.choice is not None else (False if found.is_infeasible else None)

    def under(self, limits: Sequence[Limit]) -> Problem:
        return replace(self.problem, limits=tuple(limits))

    def least(self, kept: tuple[Limit, ...], added: tuple[Limit, ...], open_: tuple[Limit, ...]) -> tuple[Limit, ...]:
        if added and self.feasible(kept) is False:
            return ()
        if len(open_) <= 1:
            return open_
        half = len(open_) // 2
        first, second = open_[:half], open_[half:]
        of_second = self.least((*kept, *first), first, second)
        of_first = self.least((*kept, *of_second), of_second, first)
        return (*of_first, *of_second)

    def repair(self, limit: Limit) -> float | None:
        others = tuple(each for each in self.problem.limits if each is not limit)
        match limit.sort:
            case Sort.LINE:
                return self.at_least(others, limit.rows.dense(1, len(self.problem.options))[0])
            case Sort.DATE:
                mine = self.problem.options.capability == limit.place
                return self.at_least(others, np.where(mine, self.problem.options.live, 0.0))
            case Sort.FLOOR:
                return self.share(others, limit)
            case Sort.TEAM:
                return self.seats(others, limit)
            case Sort.APPETITE:
                return self.appetite(others)
            case Sort.MUST | Sort.AFTER:
                return 0.0 if self.feasible(others) else None

    def at_least(self, others: tuple[Limit, ...], row: Floats) -> float | None:
        """Return the least that a row comes to under the other limits."""
        found = solve(self.under(others), self.left, mean=-row)
        return None if found.choice is None else float(row @ found.choice)

    def share(self, others: tuple[Limit, ...], limit: Limit) -> float | None:
        row = limit.rows.dense(1, len(self.problem.options))[0]
        found = solve(self.under(others), self.left, mean=-row)
        if found.choice is None:
            return None
        paper = self.problem.options.paper
        whole = float(paper.sum(axis=(1, 2)) @ found.choice)
        return float(paper[:, limit.place].sum(axis=1) @ found.choice) / whole if whole else 0.0

    def seats(self, others: tuple[Limit, ...], limit: Limit) -> float | None:
        now = round(float(limit.upper[0]))
        for more in range(1, MOST_SEATS + 1):
            wider = replace(limit, upper=limit.upper + more)
            if self.feasible((*others, wider)):
                return float(now + more)
        return None

    def appetite(self, others: tuple[Limit, ...]) -> float | None:
        """Return a floor that can be kept: halving between one that is and the one that is not."""
        found = solve(self.under(others), self.left)
        floor = self.problem.asked.floor
        if found.choice is None or floor is None:
            return None
        kept, broken = tail_of(self.problem, found.choice), floor
        for _ in range(HALVINGS):
            middle = (kept + broken) / 2
            eased = replace(self.problem, asked=replace(self.problem.asked, floor=middle))
            tried = solve(eased, self.left, ANY)
            if tried.choice is not None:
                kept = max(middle, tail_of(self.problem, tried.choice))
            else:
                broken = middle
        return min(kept, floor)
