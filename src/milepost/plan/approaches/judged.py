"""What a comparison says and what it does not: differences, a model named only where all is clear, balance tested.

Two models are told apart by a measure where the 80% interval of their difference in the same future leaves out zero by
more than the run's own error. A model is named only where the first measure tells it apart from both others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from milepost.plan.approaches.compare import Comparison, Interval
from milepost.plan.approaches.measured import LESS_IS_BETTER
from milepost.plan.draws import Floats
from milepost.program.documents.choosing import Choosing, Measure, Weights
from milepost.program.documents.outline import Approach

ERRORS = 2.0
"""Monte-Carlo standard errors by which an interval must leave out zero."""
HOLDS, FAILS = 0.8, 0.2
PAIRS = tuple(combinations((Approach.HYBRID, Approach.PILOT_LED, Approach.TOP_DOWN), 2))
WEIGHED = {
    Measure.FIRST_VALUE: "first_value",
    Measure.NET: "net",
    Measure.GOVERNANCE_COST: "governance_cost",
    Measure.REWORK_COST: "rework_cost",
    Measure.VISIBILITY: "visibility",
    Measure.GOALS_MISSED: "goals_missed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much `one` has more of a measure than `other`. `winner` is the better one, None where it can't be told.

    `chance` is that of `one` to be better in a future.
    """

    one: Approach
    other: Approach
    measure: Measure
    interval: Interval
    chance: float
    winner: Approach | None


class Word(StrEnum):
    """What became of a hypothesis."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "stays open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How an operating model stands by all measures together, over the sets of assumptions.

    `best` is the chance to have the best weighted rank; `undominated` that of no other model being as good by every
    measure that is weighed and better by one. `dominated_by` are those that are so on the average of all futures.
    """

    approach: Approach
    best: float
    undominated: float
    dominated_by: tuple[Approach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What can be said of a comparison. `named` is the model that is clearly better by `first`; None where none is."""

    first: Measure
    differences: tuple[Difference, ...]
    named: Approach | None
    balances: Mapping[Approach, Balance]

    def of(self, measure: Measure) -> tuple[Difference, ...]:
        """Return the differences by one measure."""
        return tuple(each for each in self.differences if each.measure is measure)

    @property
    def hypothesis(self) -> Word:
        """Return what became of "hybrid is the best balance": it holds where four in five sets of assumptions say so.

        One that is dominated on the average is no best balance.
        """
        hybrid = self.balances[Approach.HYBRID]
        if hybrid.dominated_by or hybrid.best <= FAILS:
            return Word.FAILS
        return Word.HOLDS if hybrid.best >= HOLDS else Word.OPEN


def judge(comparison: Comparison, choosing: Choosing) -> Judgement:
    """Judge a comparison by the sponsor's first measure and weights."""
    found = tuple(_difference(comparison, one, other, measure) for measure in Measure for one, other in PAIRS)
    return Judgement(
        first=choosing.first,
        differences=found,
        named=_named(tuple(each for each in found if each.measure is choosing.first)),
        balances=_balances(comparison, choosing.weights),
    )


def told_apart(interval: Interval) -> bool:
    """Tell whether an interval of a difference leaves out zero, the run's own error allowed for."""
    low, high = interval.errors[0], interval.errors[2]
    return interval.low - ERRORS * low > 0 or interval.high + ERRORS * high < 0


def _difference(comparison: Comparison, one: Approach, other: Approach, measure: Measure) -> Difference:
    found = comparison.difference(one, other, measure)
    winner = None
    if told_apart(found):
        winner = one if (found.middle > 0) is (measure not in LESS_IS_BETTER) else other
    chance = comparison.better(one, other, measure)
    return Difference(one=one, other=other, measure=measure, interval=found, chance=chance, winner=winner)


def _named(by_first: tuple[Difference, ...]) -> Approach | None:
    for approach in Approach:
        mine = [each for each in by_first if approach in {each.one, each.other}]
        if mine and all(each.winner is approach for each in mine):
            return approach
    return None


def _balances(comparison: Comparison, weights: Weights) -> dict[Approach, Balance]:
    counted = {measure: float(getattr(weights, name)) for measure, name in WEIGHED.items()}
    counted = {measure: weight for measure, weight in counted.items() if weight > 0}
    order = tuple(Approach)
    # Sets by measures by models, less being better throughout.
    means = np.array([[_by_set(comparison, each, measure) for each in order] for measure in counted])
    scores = np.tensordot(list(counted.values()), _ranks(means), axes=1) if counted else np.zeros((3, comparison.sets))
    best = scores <= scores.min(axis=0) + 1e-9
    shares = (best / best.sum(axis=0)).mean(axis=1)
    return {
        each: Balance(
            approach=each,
            best=float(shares[place]),
            undominated=_undominated(means, place),
            dominated_by=tuple(order[other] for other in _dominators_on_average(means, place)),
        )
        for place, each in enumerate(order)
    }


def _by_set(comparison: Comparison, approach: Approach, measure: Measure) -> Floats:
    values: Floats = comparison.of(approach, measure).reshape(comparison.sets, -1).mean(axis=1)
    return values if measure in LESS_IS_BETTER else -values


def _ranks(means: Floats) -> Floats:
    """Rank the models by each measure in each set: 0 for the best; equals share their ranks."""
    others = means[:, :, None, :]
    ranks: Floats = (means[:, None, :, :] < others).sum(axis=2) + 0.5 * (
        (means[:, None, :, :] == others).sum(axis=2) - 1
    )
    return ranks


def _undominated(means: Floats, place: int) -> float:
    if not means.size:
        return 1.0
    return float(np.mean([not _dominators(means[:, :, [each]], place) for each in range(means.shape[2])]))


def _dominators(means: Floats, place: int) -> list[int]:
    """Name the models that are as good by every measure and better by one."""
    if not means.size:
        return []
    mine = means[:, place, 0]
    others = [each for each in range(means.shape[1]) if each != place]
    return [each for each in others if (means[:, each, 0] <= mine).all() and (means[:, each, 0] < mine).any()]


def _dominators_on_average(means: Floats, place: int) -> list[int]:
    """Name those that are as good by every measure's average, and better by one beyond the run's own error."""
    if not means.size:
        return []
    found = _dominators(means.mean(axis=2, keepdims=True), place)
    return [each for each in found if _clearly(means[:, place] - means[:, each])]


def _clearly(losses: Floats) -> bool:
    """Tell whether the average over the sets is above zero for one of the measures (rows)."""
    errors = losses.std(axis=1, ddof=1) / np.sqrt(losses.shape[1])
    return bool((losses.mean(axis=1) > ERRORS * errors).any())
