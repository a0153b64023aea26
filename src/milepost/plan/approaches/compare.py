"""The same capabilities under three operating models, in the same futures.

Sets of assumptions are drawn from the priors; in each, all three are simulated with the same luck, so that what differs
between two of them in a future is the operating model's doing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from milepost.kernel.finding import Finding, Refused
from milepost.plan.approaches.measured import LESS_IS_BETTER, Futures, measured
from milepost.plan.approaches.priors import Assumptions
from milepost.plan.approaches.rules import HOUR_IN_OTHER_MONEY, NOTHING_TO_COMPARE, SOFT_VALUE
from milepost.plan.approaches.shaped import shaped
from milepost.plan.approaches.traits import Traits, drawn, medians, number_of
from milepost.plan.draws import Floats
from milepost.plan.model import PlanModel
from milepost.plan.simulate import as_planned, simulate
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach

SEED = 20_261_126
FUTURES = 3_000
"""Of each model: not the 10,000 of one plan's simulation, as three are run."""
SETS = ((40, 200), (100, 100), (300, 60), (1_000, 20), (None, 8))
"""Up to how many capabilities how many sets of assumptions share them: sets carry most of the error, and cost most."""
SHOWN = (10.0, 50.0, 90.0)
HOUR_IN = frozenset({"EUR", "USD", "GBP", "CHF"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The 10th, 50th and 90th percentile of a quantity, with the Monte-Carlo standard error of each."""

    low: float
    middle: float
    high: float
    errors: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Futures of each operating model, in blocks of one set of assumptions each; the same row is the same luck."""

    plan: PlanModel
    seed: int
    sets: int
    each: int
    futures: Mapping[Approach, Futures]
    cost: float
    """What the plan costs on paper."""

    @property
    def scenarios(self) -> int:
        """Return how many futures were drawn."""
        return self.sets * self.each

    def of(self, approach: Approach, measure: Measure) -> Floats:
        """Return a measure in each future."""
        return self.futures[approach].values[measure]

    def shown(self, approach: Approach, measure: Measure) -> Interval:
        """Return a measure's distribution."""
        return interval(self.of(approach, measure), self.sets)

    def difference(self, one: Approach, other: Approach, measure: Measure) -> Interval:
        """Return by how much `one` has more than `other` in the same future."""
        return interval(self.of(one, measure) - self.of(other, measure), self.sets)

    def better(self, one: Approach, other: Approach, measure: Measure) -> float:
        """Return the chance that `one` is better than `other`, a tie counting half."""
        gain = self.of(one, measure) - self.of(other, measure)
        gain = -gain if measure in LESS_IS_BETTER else gain
        return float(((gain > 0) + 0.5 * (gain == 0)).mean())

    def miss(self, approach: Approach, place: int) -> float:
        """Return the chance to miss a goal, by its place in the plan."""
        return float(self.futures[approach].missed[:, place].mean())

    def miss_error(self, approach: Approach, place: int) -> float:
        """Return the Monte-Carlo standard error of that chance."""
        means = self.futures[approach].missed[:, place].reshape(self.sets, -1).mean(axis=1)
        return float(means.std(ddof=1) / np.sqrt(self.sets)) if self.sets > 1 else 0.0


def interval(values: Floats, sets: int) -> Interval:
    """Return percentiles of values that come in `sets` blocks, their errors by a bootstrap over the blocks.

    Blocks and not values are resampled: the futures of one set of assumptions have them in common.
    """
    low, middle, high = (float(each) for each in np.percentile(values, SHOWN))
    blocks = values.reshape(sets, -1)
    picks = np.random.Generator(np.random.Philox(key=number_of("blocks", sets))).integers(0, sets, (50, sets))
    again = np.percentile(blocks[picks].reshape(len(picks), -1), SHOWN, axis=1)
    errors = again.std(axis=1, ddof=1)
    return Interval(low=low, middle=middle, high=high, errors=(float(errors[0]), float(errors[1]), float(errors[2])))


def size_for(plan: PlanModel) -> tuple[int, int]:
    """Return how many sets of assumptions are drawn for a plan by default, and how many futures in each."""
    count = len(plan.capabilities)
    sets = next(sets for most, sets in SETS if most is None or count <= most)
    return sets, FUTURES // sets


def compare(plan: PlanModel, assumptions: Assumptions, seed: int, sets: int, each: int) -> Comparison:
    """Run a plan under the three operating models. The same arguments give the same numbers.

    Raises Refused with MP767 where the plan has no capability.
    """
    if not plan.capabilities:
        raise Refused(NOTHING_TO_COMPARE.at(None, "the program has no capability", NOTHING_TO_COMPARE.fix))
    luck = drawn(assumptions, seed, sets)
    usual = {approach: medians(assumptions.of(approach)) for approach in Approach}
    cost = paper_cost(plan)
    futures = {
        approach: _joined(
            [
                futures_of(plan, approach, traits, usual[approach], cost, number_of(seed, "set", place), each)
                for place, traits in enumerate(luck[approach])
            ]
        )
        for approach in Approach
    }
    return Comparison(plan=plan, seed=seed, sets=sets, each=each, futures=futures, cost=cost)


def futures_of(
    plan: PlanModel, approach: Approach, traits: Traits, usual: Traits, cost: float, seed: int, count: int
) -> Futures:
    """Simulate one operating model by one set of assumptions; the same seed is the same luck in all three."""
    made = shaped(plan, approach, traits, usual, cost, seed)
    return measured(made, simulate(made.model, seed, count))


def paper_cost(plan: PlanModel) -> float:
    """Return what the plan costs where all takes its median and works."""
    return float(as_planned(plan).monthly_cost.sum())


def cautions(plan: PlanModel, assumptions: Assumptions) -> Iterator[Finding]:
    """Warn of what weakens a comparison: an hour priced in other money, capabilities that say no value."""
    held = [each for each in assumptions.held if each.name == "hour" and not each.own]
    if held and plan.currency not in HOUR_IN:
        message = f"an hour is taken to cost {held[0].prior.p50} {plan.currency}, which was meant as euro or dollar"
        yield HOUR_IN_OTHER_MONEY.at(None, message, HOUR_IN_OTHER_MONEY.fix)
    if not any(each.money.p50 for each in plan.capabilities):
        yield SOFT_VALUE.at(None, "no capability has a value in money with its reach", SOFT_VALUE.fix)


def _joined(parts: list[Futures]) -> Futures:
    values = {each: np.concatenate([part.values[each] for part in parts]) for each in Measure}
    return Futures(values=values, missed=np.concatenate([part.missed for part in parts]))
