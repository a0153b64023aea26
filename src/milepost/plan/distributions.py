"""Simulated futures as distributions: quantiles, means and chances, each with the error of a finite simulation."""

import math
from dataclasses import dataclass

import numpy as np

from milepost.plan.draws import Floats
from milepost.plan.model import NEVER
from milepost.plan.simulate import Simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A probability, and the standard error of its estimate."""

    value: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """A quantity: mean, quantiles, and the standard errors of mean and median over the scenarios."""

    mean: float
    p10: float
    p50: float
    p90: float
    error: float
    p50_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A day number: quantiles, NEVER where it does not come to that; `ever` is the chance that it comes at all.

    `p50_error` is the standard error of the median, in days; NEVER where it borders on never.
    """

    p10: float
    p50: float
    p90: float
    ever: Chance
    p50_error: float


def chance_of(happened: Floats) -> Chance:
    """Return how often something happened; the error of none or all of n is 1 / n."""
    n, share = len(happened), float(np.mean(happened))
    return Chance(value=share, error=max(math.sqrt(share * (1 - share) / n), 1 / n if share in (0, 1) else 0.0))


def amounts_of(values: Floats) -> Amounts:
    """Return the distribution of a finite quantity."""
    ordered = np.sort(np.asarray(values, np.float64))
    p10, p50, p90 = (_at(ordered, each) for each in (0.1, 0.5, 0.9))
    error = float(ordered.std()) / math.sqrt(len(ordered))
    mean = float(ordered.mean())
    return Amounts(mean=mean, p10=p10, p50=p50, p90=p90, error=error, p50_error=_median_error(ordered))


def days_of(days: Floats, until: float = NEVER) -> Days:
    """Return the distribution of a day; what is later than `until` is never, and of no days all is."""
    days = days if len(days) else np.full(1, NEVER)
    ordered = np.sort(np.where(days <= until, days, NEVER).astype(np.float64))
    p10, p50, p90 = (_at(ordered, each) for each in (0.1, 0.5, 0.9))
    return Days(p10=p10, p50=p50, p90=p90, ever=chance_of(np.isfinite(ordered)), p50_error=_median_error(ordered))


def _at(ordered: Floats, share: float) -> float:
    # An order statistic, never between two: half way to never is never.
    return float(ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)])


def _median_error(ordered: Floats) -> float:
    """Return half the distance of the order statistics one standard error of the rank beside the median."""
    n = len(ordered)
    half = math.sqrt(n) / 2
    low, high = ordered[max(0, math.floor(n / 2 - half) - 1)], ordered[min(n - 1, math.ceil(n / 2 + half) - 1)]
    return 0.0 if low == high else float((high - low) / 2) if np.isfinite(high) else NEVER


def present_value(of: Simulated) -> Floats:
    """Return the net present value by scenario: each month's flow from its middle, brought to the plan's first day."""
    months = np.arange(of.model.months)
    weights = (1 + of.model.discount) ** (-(months + 0.5) / 12)
    found: Floats = (of.monthly_value - of.monthly_cost) @ weights
    return found


def payback_month(of: Simulated) -> Floats:
    """Return by scenario the first month, from 1, at whose end value has made up for all cost; NEVER where none is.

    Months before there is any value do not count: nothing spent is not paid back.
    """
    value = of.monthly_value.cumsum(axis=1)
    back = (value > 0) & (value >= of.monthly_cost.cumsum(axis=1))
    return np.where(back.any(axis=1), back.argmax(axis=1) + 1.0, NEVER)


def first_value(of: Simulated) -> Floats:
    """Return by scenario the day on which the first capability that earns money and works is live."""
    found = np.full(of.scenarios, NEVER)
    for place, each in enumerate(of.model.capabilities):
        if each.money.p90 > 0:
            np.minimum(found, np.where(of.works[:, place], of.live[:, place], NEVER), out=found)
    return np.where(found < of.model.days, np.maximum(found, 0.0), NEVER)
