"""The effect of a staggered start: groups that start one after the other, few of them, in an order drawn at random.

Between one start and the next each group either has started or has not: these stretches are the steps. What a started
group would have been without the start is imputed from what had not started: a level for each group and one for each
step, by least squares weighted by rows, fitted to cells that had not started and to no others. So no effect, however
it grows or differs, leaks into the comparison: Borusyak, Jaravel & Spiess (2024), "Revisiting event-study designs:
robust and efficient estimation". The controls are those of Callaway & Sant'Anna (2021), "Difference-in-differences with
multiple time periods", the groups not yet started; all steps before the start are the baseline, not the last alone.

Eight teams have no law of large numbers, so the order's own chance is the only chance used: every order in which the
groups might have started is tried (Fisher; for roll-outs Roth & Sant'Anna 2023, "Efficient estimation for staggered
rollout designs", whose estimator needs several groups that start together). The interval holds every effect that the
orders don't reject, each tried as the same effect on every row, or on every row by a given learning curve. It then is
exact; where effects differ in ways that no curve tells, it is wide rather than wrong, as the proofs show.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import numpy.typing as npt

from milepost.statistics.estimate import ONE_SIDED, Estimate

Reals = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

EXACT_GROUPS = 8
"""Up to so many groups every order is tried; 8! is 40,320."""
DRAWN_ORDERS = 20_000
LEAST_ORDERS = 40
"""With fewer, no outcome at all is rarer than 1 in 20, on two sides."""
_CHUNK_CELLS = 1 << 18
_SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """Groups by steps: `rows` counts each cell's rows, `means` are their means, in the metric's unit.

    `starts` gives the step with which each group starts, 1 or later, or the number of steps where it starts in none of
    them. Every group has rows in step 0, which is before all starts. `dose` is how much of the effect a cell is thought
    to have, relative to others (a learning curve), 0 before the start; None is the same for all that started.
    """

    rows: Reals
    means: Reals
    starts: Counts
    dose: Reals | None = None

    def __post_init__(self) -> None:
        groups, steps = self.rows.shape
        if self.means.shape != (groups, steps) or self.starts.shape != (groups,):
            raise ValueError("rows, means and starts are of different sizes")
        if self.starts.min() < 1 or self.starts.max() > steps or not (self.rows[:, 0] > 0).all():
            raise ValueError("every group needs rows in the step before all starts")

    @property
    def started(self) -> Reals:
        """Return 1 for the cells that had started, else 0."""
        steps: Reals = (np.arange(self.rows.shape[1])[None, :] >= self.starts[:, None]).astype(np.float64)
        return steps

    @property
    def compared(self) -> Reals:
        """Return the rows of started cells with anybody left to compare them with; 0 elsewhere."""
        left = (self.rows * (1 - self.started)).sum(axis=0) > 0
        rows: Reals = self.rows * self.started * left[None, :]
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutEffect:
    """The mean effect on the `rows` that were started and compared, and how surely it is above zero, in [0, 1].

    `orders` counts the orders tried; `is_exact` tells whether they are all there are.
    """

    estimate: Estimate
    rows: int
    orders: int
    is_exact: bool
    probability_positive: float


def orders_of(starts: Sequence[int] | Counts) -> int:
    """Count the different orders in which groups could have had these starts."""
    _, counts = np.unique(np.asarray(starts), return_counts=True)
    return math.factorial(int(counts.sum())) // math.prod(math.factorial(int(each)) for each in counts)


def rollout_effect(of: Rollout, draws: np.random.Generator) -> RolloutEffect:
    """Estimate the mean effect per started row, with the 95% interval that the drawing of the order gives.

    `draws` is used above EXACT_GROUPS groups only, for DRAWN_ORDERS orders. A bound that no order can give is infinite.
    Raises ValueError when no started row can be compared, or below LEAST_ORDERS orders.
    """
    return rollout_effects((of,), draws)[0]


def rollout_effects(several: Sequence[Rollout], draws: np.random.Generator) -> tuple[RolloutEffect, ...]:
    """Estimate as `rollout_effect` does, of several metrics of the same rows, starts and dose: the orders are shared.

    Raises ValueError also when those differ.
    """
    of = several[0]
    if any((each.rows != of.rows).any() or (each.starts != of.starts).any() for each in several):
        raise ValueError("the metrics are of different rows or starts")
    rows = of.compared
    if not rows.any():
        raise ValueError("nobody is left who has not started")
    if orders_of(of.starts) < LEAST_ORDERS:
        raise ValueError("too few orders for an interval")
    orders = _orders(of.starts, draws)
    dose = of.started if of.dose is None else of.dose * of.started
    shape = dose * rows.sum() / (dose * rows).sum()
    *found, known = _contrasts(of.rows, orders, np.stack([*(each.means for each in several), shape]))
    return tuple(
        _effect(each, known, round(float(rows.sum())), is_exact=len(of.starts) <= EXACT_GROUPS) for each in found
    )


def imputed_effect(of: Rollout) -> float:
    """Return the mean effect per started row that could be compared, without its uncertainty."""
    return float(_contrasts(of.rows, of.starts[None, :], of.means[None])[0, 0])


def learnt(first: Reals, last: Reals, days: float) -> Reals:
    """Return the mean of a learning curve that climbs straight to 1 over `days`, from day `first` up to day `last`.

    Days count from the start, 0 being the first with it; what is before counts as nothing. `last` is not included.
    """

    def area(upto: Reals) -> Reals:
        climbed = np.clip(upto, 0, days)
        whole: Reals = climbed**2 / (2 * days) + np.maximum(0, upto - days)
        return whole

    mean: Reals = (area(last) - area(first)) / np.maximum(last - first, 1)
    return mean


def scaled(of: Estimate, factor: float) -> Estimate:
    """Give the estimate of the effect times a constant other than zero; a negative one turns the interval around."""
    low, high = sorted((of.low * factor, of.high * factor))
    lower, upper = sorted((of.lower95 * factor, of.upper95 * factor))
    return Estimate(
        effect=of.effect * factor, low=low, high=high, lower95=lower, upper95=upper, p_value=of.p_value,
        standard_error=of.standard_error * abs(factor), degrees_of_freedom=of.degrees_of_freedom,
    )  # fmt: skip


def _orders(starts: Counts, draws: np.random.Generator) -> Counts:
    """Give starts in other orders, a row each, the true one first; each order once where all are tried."""
    if len(starts) > EXACT_GROUPS:
        drawn = draws.permuted(np.tile(starts, (DRAWN_ORDERS - 1, 1)), axis=1)
        return np.concatenate([starts[None, :], drawn])
    places = np.array(list(permutations(range(len(starts)))), dtype=np.int64)
    every = starts[places] if orders_of(starts) == len(places) else np.unique(starts[places], axis=0)
    return np.concatenate([starts[None, :], every[(every != starts).any(axis=1)]])


def _contrasts(rows: Reals, orders: Counts, cells: Reals) -> Reals:
    """Give the imputed effect on each layer of `cells` under each order: layers by orders."""
    chunk = max(1, _CHUNK_CELLS // rows.size)
    parts = (orders[at : at + chunk] for at in range(0, len(orders), chunk))
    return np.concatenate([_contrast(rows, part, cells) for part in parts], axis=1)


def _contrast(rows: Reals, orders: Counts, cells: Reals) -> Reals:
    started = np.arange(rows.shape[1])[None, None, :] >= orders[:, :, None]
    waiting = rows * ~started
    left = waiting.sum(axis=1, keepdims=True)
    share = np.divide(waiting, left, out=np.zeros_like(waiting), where=left > 0)
    treated = rows * started * (left > 0)
    # The normal equations of the groups' levels, once the steps' are solved for; a common shift is pinned by adding 1.
    gram = -np.matmul(waiting, share.transpose(0, 2, 1)) + 1.0
    groups = np.arange(rows.shape[0])
    gram[:, groups, groups] += waiting.sum(axis=2)
    by_step = treated.sum(axis=1, keepdims=True)
    pull = (by_step * share).sum(axis=2) - treated.sum(axis=2)
    level = np.linalg.solve(gram, pull[:, :, None])
    own = level * waiting
    weights = treated - by_step * share + own - own.sum(axis=1, keepdims=True) * share
    weights /= np.maximum(treated.sum(axis=(1, 2), keepdims=True), 1)
    found: Reals = cells.reshape(len(cells), -1) @ weights.reshape(len(orders), -1).T
    return found


def _effect(found: Reals, known: Reals, rows: int, *, is_exact: bool) -> RolloutEffect:
    """Invert the test of each effect by all orders.

    An order's statistic on data freed of an effect t is `found - t * known`, the true order's `found[0] - t`: they meet
    at one t, where the order stops being less extreme. Orders whose `known` is 1 or more never fall behind, and count
    on both sides.
    """
    apart = known < 1 - _SAME
    meets = np.sort((found[0] - found[apart]) / (1 - known[apart]))
    always, orders = int((~apart).sum()), len(found)
    slack = _SAME * max(1.0, abs(float(found[0])))
    above, below = (meets <= slack).sum() + always, (meets >= -slack).sum() + always

    def bounds(alpha: float) -> tuple[float, float]:
        # So many orders may be more extreme before an effect is no longer rejected.
        spare = math.floor(alpha * orders + _SAME) - always
        inside = 0 <= spare < len(meets)
        return (float(meets[spare]), float(meets[-1 - spare])) if inside else (-math.inf, math.inf)

    (low, high), (lower, upper) = bounds((1 - ONE_SIDED) / 2), bounds(1 - ONE_SIDED)
    estimate = Estimate(
        effect=float(found[0]), low=low, high=high, lower95=lower, upper95=upper,
        p_value=min(1.0, 2 * float(min(above, below)) / orders),
        standard_error=float((found - found[0] * known).std()), degrees_of_freedom=None,
    )  # fmt: skip
    positive = 1 - float(above) / orders
    return RolloutEffect(estimate=estimate, rows=rows, orders=orders, is_exact=is_exact, probability_positive=positive)
