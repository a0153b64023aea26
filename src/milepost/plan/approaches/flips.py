"""What would change the choice first: each prior moved alone within its stated range, all others at their medians."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.approaches.compare import SEED, paper_cost
from milepost.plan.approaches.measured import LESS_IS_BETTER, measured
from milepost.plan.approaches.priors import SHARED, Assumptions, Held
from milepost.plan.approaches.shaped import shaped
from milepost.plan.approaches.traits import Traits, medians, number_of
from milepost.plan.draws import Floats
from milepost.plan.model import PlanModel
from milepost.plan.simulate import Simulated, simulate
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach

HALVINGS = 8
"""A point is found to 1/256 of the way from the median to the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A prior that changes which model is preferred: at `at` and beyond, `to` is. `share` is how far out that lies.

    0 is the prior's median, 1 the end of its stated range (p10 or p90). Of what is the company's, `held` names one for
    all three models.
    """

    held: Held
    at: float
    share: float
    to: Approach

    @property
    def change(self) -> float:
        """Return by how much it moves, in its unit."""
        return self.at - self.held.quantiles[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """Which model is preferred by a measure with all priors at their medians, and what changes it, nearest first.

    It is ahead of `second` by `ahead`, in the measure's unit, with the Monte-Carlo standard error `error` of the
    difference in the same futures.
    """

    measure: Measure
    preferred: Approach
    second: Approach
    ahead: float
    error: float
    means: Mapping[Approach, float]
    flips: tuple[Flip, ...]
    tried: int
    scenarios: int

    @property
    def is_told(self) -> bool:
        """Tell whether it is ahead by more than the luck of these futures: two standard errors."""
        return self.ahead > 2 * self.error


def flips(plan: PlanModel, assumptions: Assumptions, measure: Measure, seed: int = SEED) -> Flips:
    """Move each prior to both ends of its range, and where the preferred model changes, find the nearest such point.

    Means over the same futures are compared. A change in the middle of a range that is undone at its end is not seen.
    """
    bench = _Bench(plan, assumptions, measure, seed)
    preferred = bench.preferred(bench.means)
    tried = [
        each
        for each in assumptions.held
        if each.quantiles[0] < each.quantiles[2] and (each.name not in SHARED or each.approach is Approach.TOP_DOWN)
    ]
    found = [flip for each in tried for flip in [_nearest(bench, each, preferred)] if flip is not None]
    ranked = sorted(found, key=lambda each: (each.share, each.held.approach, each.held.name))
    second = bench.preferred({each: mean for each, mean in bench.means.items() if each is not preferred})
    ahead, error = bench.ahead(preferred, second)
    return Flips(
        measure=measure,
        preferred=preferred,
        second=second,
        ahead=ahead,
        error=error,
        means=bench.means,
        flips=tuple(ranked),
        tried=len(tried),
        scenarios=bench.sets * bench.each,
    )


def _nearest(bench: "_Bench", held: Held, preferred: Approach) -> Flip | None:
    middle = held.quantiles[1]
    found = []
    for end in {held.quantiles[0], held.quantiles[2]} - {middle}:
        if bench.at(held, end) is preferred:
            continue
        near, far = 0.0, 1.0
        for _ in range(HALVINGS):
            half = (near + far) / 2
            near, far = (half, far) if bench.at(held, middle + half * (end - middle)) is preferred else (near, half)
        at = middle + far * (end - middle)
        found.append(Flip(held=held, at=at, share=far, to=bench.at(held, at)))
    return min(found, key=lambda each: each.share, default=None)


class _Bench:
    """The means of a measure with all priors at their medians, and with one of them moved."""

    def __init__(self, plan: PlanModel, assumptions: Assumptions, measure: Measure, seed: int) -> None:
        self.plan, self.measure, self.seed = plan, measure, seed
        # A large program's chance evens out over its capabilities, and each of its futures takes longer.
        self.sets, self.each = max(1, min(3, 100 // len(plan.capabilities))), 100
        self.known: dict[tuple[Approach, int], tuple[PlanModel, Simulated]] = {}
        self.usual = {approach: medians(assumptions.of(approach)) for approach in Approach}
        self.cost = paper_cost(plan)
        self.means = {approach: self._mean(approach, self.usual[approach]) for approach in Approach}

    def preferred(self, means: Mapping[Approach, float]) -> Approach:
        """Return the model whose mean is best."""
        sign = 1 if self.measure in LESS_IS_BETTER else -1
        return min((each for each in Approach if each in means), key=lambda each: sign * means[each])

    def ahead(self, one: Approach, other: Approach) -> tuple[float, float]:
        """Return by how much a model is better than another at the medians, and the standard error of that."""
        sign = -1 if self.measure in LESS_IS_BETTER else 1
        mine, theirs = (
            np.concatenate([self._values(approach, self.usual[approach], place) for place in range(self.sets)])
            for approach in (one, other)
        )
        gains = sign * (mine - theirs)
        return float(gains.mean()), float(gains.std(ddof=1) / np.sqrt(len(gains)))

    def at(self, held: Held, value: float) -> Approach:
        """Return the preferred model with one prior at a value; what is the company's moves in all three."""
        moved = tuple(Approach) if held.name in SHARED else (held.approach,)
        changed = {each: self._mean(each, replace(self.usual[each], **{held.name: value})) for each in moved}
        return self.preferred({**self.means, **changed})

    def _mean(self, approach: Approach, traits: Traits) -> float:
        told = [self._values(approach, traits, place) for place in range(self.sets)]
        return float(np.mean(told))

    def _values(self, approach: Approach, traits: Traits, place: int) -> Floats:
        seed = number_of(self.seed, "flip", place)
        made = shaped(self.plan, approach, traits, self.usual[approach], self.cost, seed)
        known = self.known.get((approach, place))
        if known is None or known[0] != made.model:
            # What only prices hours leaves the plan as it was.
            simulated = simulate(made.model, seed, self.each)
            self.known.setdefault((approach, place), (made.model, simulated))
        else:
            simulated = known[1]
        return measured(made, simulated).values[self.measure]
