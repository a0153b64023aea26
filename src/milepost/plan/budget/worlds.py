"""What would be chosen had one believed something else: the same problem under other priors, and other luck.

Whatever is chosen in every world does not hang on a guess; what flips is worth a measurement before its money is spent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.budget.asked import Asked
from milepost.plan.budget.choice import Choice, choose, stated
from milepost.plan.budget.solve import Left, Problem
from milepost.plan.model import PlanModel, Planned, Range

SAMPLES, DRAWN = 8, 100
WIDE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A belief, and the capabilities that are built under it, by place; None where nothing keeps the limits."""

    name: str
    built: frozenset[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """The worlds that there was time for, of so many asked."""

    worlds: tuple[World, ...]
    asked: int

    def share(self, place: int) -> float:
        """Return in which share of the worlds a capability is built; 0.0 where there was time for none."""
        built = [place in each.built for each in self.worlds if each.built is not None]
        return sum(built) / len(built) if built else 0.0

    def against(self, place: int, *, is_built: bool) -> tuple[str, ...]:
        """Return the worlds in which it is otherwise than chosen."""
        return tuple(each.name for each in self.worlds if each.built is not None and (place in each.built) != is_built)


_CHANGES: tuple[tuple[str, Callable[[Planned], Planned]], ...] = (
    ("benefits a quarter lower", lambda each: replace(each, money=each.money.times(0.75))),
    ("benefits a quarter higher", lambda each: replace(each, money=each.money.times(1.25))),
    ("chances of working a fifth lower", lambda each: replace(each, succeeds=each.succeeds * 0.8)),
    ("chances of failing a fifth lower", lambda each: replace(each, succeeds=1 - (1 - each.succeeds) * 0.8)),
    ("efforts half as long again", lambda each: replace(each, effort=each.effort.times(1.5))),
    ("approvals twice as long", lambda each: replace(each, approval=each.approval.times(2))),
    ("effects that halve in a year", lambda each: replace(each, half_life=min(each.half_life or 365.25, 365.25))),
    ("benefits at their p10", lambda each: replace(each, money=_known(each.money.p10))),
)


def stability_of(choice: Choice, model: PlanModel, asked: Asked, seed: int, left: Left) -> Stability:
    """Choose again in other worlds, as many as the time left allows; the first are the likeliest to flip something."""
    made = list(_worlds(choice, model, asked, seed))
    found = []
    for name, problem_in in made:
        if left() <= 0:
            break
        chosen = choose(problem_in(), left, WIDE if len(choice.problem.options) > 1000 else None)
        found.append(World(name=name, built=None if chosen is None else frozenset(chosen.chosen)))
    return Stability(worlds=tuple(found), asked=len(made))


def _worlds(choice: Choice, model: PlanModel, asked: Asked, seed: int) -> Iterator[tuple[str, Callable[[], Problem]]]:
    for name, change in _CHANGES:
        other = replace(model, capabilities=tuple(change(each) for each in model.capabilities))
        yield name, lambda other=other: stated(other, asked, seed)  # type: ignore[misc]
    for number in range(1, SAMPLES + 1):
        yield f"{DRAWN} futures drawn again, {number}", lambda number=number: _drawn(choice.problem, seed, number)  # type: ignore[misc]


def _drawn(problem: Problem, seed: int, number: int) -> Problem:
    rng = np.random.default_rng([seed, number])
    rows = rng.integers(0, len(problem.net), DRAWN)
    net = problem.net[rows]
    return replace(problem, net=net, mean=net.mean(axis=0, dtype=np.float64), cuts=[])


def _known(value: float) -> Range:
    return Range(p10=value, p50=value, p90=value)
