"""From a lift to money: by the metric's own interval where margin and cost are constants, else by joint resampling."""

import math
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.design import MoneySpec
from milepost.experiments.readout import Interval, MoneyReading, Resampling
from milepost.outcomes.grouping import Grouped
from milepost.statistics.bootstrap import bootstrap_t, draws_for, quantile_error
from milepost.statistics.estimate import Estimate, linear, probability_positive
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.skewness import difference_skewness, is_trusted

DRAWS = 20_000


def price(
    arm: str,
    control: Moments,
    treatment: Moments,
    money: MoneySpec,
    information: float | None = None,
    effect: Estimate | None = None,
) -> MoneyReading:
    """Price one arm: (effect * margin - cost per unit) times the units treated.

    The estimand is the incremental contribution margin, intention to treat, over the arm's own units. `effect` is the
    metric's, None for the plain difference of means. With information its interval and bounds hold at every look, each
    about the units treated by then. Raises ValueError below two units in an arm, or when nothing varies.
    """
    contacted, cost = treatment.n, money.cost_per_unit * treatment.n
    found = effect or mean_difference(control, treatment, information=information)
    net = linear(found, float(money.margin) * contacted, -float(cost))
    spent = float(cost)
    roi = (net.low / spent, net.high / spent) if spent else None
    return _reading(arm, money, contacted, cost, net, roi)


def price_jointly(
    arm: str, pair: tuple[Grouped, Grouped], money: MoneySpec, slope: tuple[float, ...], seed: tuple[int, ...]
) -> MoneyReading:
    """Price one arm whose cost varies by unit: people are drawn with their revenue and their cost.

    `pair` is control and treatment, grouped by revenue, cost, then covariates, whose `slope` revenue is adjusted by.
    The interval is the percentile one, as near to Welch's where the estimate is not skewed; else, or from buckets,
    bootstrap-t. Return on the cost has the standard error of its linear part, since its denominator varies too, and the
    draws of the net. Raises ValueError below two units in an arm, or when nothing varies.
    """
    margin, fixed = float(money.margin), float(money.cost_per_unit)
    adjust = tuple(-margin * each for each in slope)
    net, kind = _resampled(pair, (margin, -1.0, *adjust), seed)
    spent, contacted = _level(pair, len(adjust)) + fixed, int(pair[1].counts.sum())
    per_unit = linear(net, 1.0, -fixed)
    roi = None
    if spent > 0:
        ratio = per_unit.effect / spent
        error = _error(pair, (margin, -1.0 - ratio, *adjust)) / spent
        roi = tuple(ratio + (bound - net.effect) / net.standard_error * error for bound in (net.low, net.high))
    assert net.pivot is not None
    error = quantile_error(net.pivot, 0.95) * net.standard_error * contacted
    found = _reading(arm, money, contacted, _exact(spent * contacted), linear(per_unit, contacted, 0.0), roi)
    resampling = Resampling(kind=kind, draws=len(net.pivot.draws), seed=seed[0], error=error)
    return replace(found, resampling=resampling)


def _resampled(
    pair: tuple[Grouped, Grouped], turn: tuple[float, ...], seed: tuple[int, ...]
) -> tuple[Estimate, Interval]:
    control, treatment = (each.along(turn) for each in pair)
    skewness = difference_skewness(control.moments, treatment.moments, (control.third, treatment.third))
    is_plain = is_trusted(skewness) and control.of_values and treatment.of_values
    draws = draws_for(max(len(control.counts), len(treatment.counts)), DRAWS)
    found = bootstrap_t(control, treatment, seed, draws, is_studentised=not is_plain)
    return found, Interval.PERCENTILE if is_plain else Interval.BOOTSTRAP_T


def _level(pair: tuple[Grouped, Grouped], covariates: int) -> float:
    """Return what the treatment cost a unit, beyond what the control did."""
    before, after = (each.along((0.0, 1.0, *(0.0,) * covariates)).moments.means[0] for each in pair)
    return after - before


def _error(pair: tuple[Grouped, Grouped], turn: tuple[float, ...]) -> float:
    levels = [each.along(turn).moments for each in pair]
    return math.sqrt(sum(each.variance(0) / each.n for each in levels))


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.12g}")


def _reading(
    arm: str, money: MoneySpec, contacted: int, cost: Decimal, net: Estimate, roi: tuple[float, ...] | None
) -> MoneyReading:
    return MoneyReading(
        arm=arm,
        currency=money.currency,
        contacted=contacted,
        cost=cost,
        net=net.effect,
        net_ci95=(net.low, net.high),
        net_lower95=net.lower95,
        net_upper95=net.upper95,
        roi=net.effect / float(cost) if roi else None,
        roi_ci95=(roi[0], roi[1]) if roi else None,
        probability_positive=probability_positive(net),
        standard_error=net.standard_error,
    )
