"""Value and cost -> net, return on investment, net present value, payback and time to value, by one distribution.

Entries are normals that share what they were compared with; sums, weights and the ratio to cost are then closed forms.
Only the payback month draws numbers, since it is the first of many that passes.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from milepost.kernel.money import posted
from milepost.kernel.time import add_months
from milepost.ledger.entry import Amount
from milepost.ledger.flows import CostFlow, ValueFlow
from milepost.statistics.path import DRAWS, Critical, critical
from milepost.statistics.portfolio import Normal, Part, loadings, ratio, weighted

if TYPE_CHECKING:
    import numpy as np

NO_COST = "no cost is known, so there is nothing to hold the return against"
VAGUE_COST = "the cost can't be told from zero"
NEGATIVE_COST = "the cost is below zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple:
    """A pure number with its two-sided 95% interval and one-sided 95% bounds."""

    estimate: float
    low: float
    high: float
    lower95: float
    upper95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Payback:
    """The months, by first day, in which the cumulative net is back at zero; None where it is not by the last month.

    `claimed` is by the one-sided 95% lower bound, `estimate` by the estimate, `earliest` and `latest` by the two-sided
    95% bounds; each bound holds in all months at once. `again_below` is the first month after `claimed` in which the
    bound is below zero again. The `days` run from the approval to the end of the claimed month.
    """

    claimed: date | None
    estimate: date | None
    earliest: date | None
    latest: date | None
    again_below: date | None
    days: int | None
    days_ci95: tuple[int | None, int | None]
    critical: Critical


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """What value and cost of one scope come to. `roi` is None with its reason in `roi_because`."""

    gross: Amount
    cost: Amount
    costs: Mapping[str, Decimal]
    net: Amount
    probability_positive: float
    roi: Multiple | None
    roi_because: str
    npv: Amount
    payback: Payback


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what returns are reckoned: the currency, a year's discount rate, and the month to which values are brought.

    `last` is the last month that is looked at. A month's flow counts from its middle. `draws` are made for a payback.
    """

    currency: str
    discount_rate: Decimal
    base: date
    last: date
    draws: int = DRAWS


def returns_of(
    values: Sequence[ValueFlow],
    costs: Sequence[CostFlow],
    terms: Terms,
    rng: "np.random.Generator",
    approved: date | None = None,
) -> Returns:
    """Return what these flows come to; nothing at all gives zeros. `approved` is when time to value starts."""
    sums = _Sums(values, costs)
    gross, cost, net = sums.gross(), sums.cost(), sums.net()
    roi = _roi(gross, cost)
    discounted = sums.net(lambda month: discount(terms, month))
    return Returns(
        gross=_amount(gross, terms.currency),
        cost=_amount(cost, terms.currency),
        costs=_by_kind(costs),
        net=_amount(net, terms.currency),
        probability_positive=net.probability_positive,
        roi=roi,
        roi_because="" if roi is not None else _why_no_roi(cost),
        npv=_amount(discounted, terms.currency),
        payback=_payback(sums, terms, rng, approved),
    )


def discount(terms: Terms, month: date) -> float:
    """Return what a unit of a month is worth at the base: from the middle of the month, by the month."""
    passed = (month.year - terms.base.year) * 12 + month.month - terms.base.month
    return math.pow(1 + float(terms.discount_rate), -(passed + 0.5) / 12)


class _Sums:
    """Sums over the months: weights on the parts that are uncertain, and an offset that is not."""

    def __init__(self, values: Sequence[ValueFlow], costs: Sequence[CostFlow]) -> None:
        self._known = [each for each in costs if each.standard_error <= 0]
        self._unsure = [each for each in costs if each.standard_error > 0]
        self._months = [each.months for each in values]
        self._parts = [each.part for each in values]
        self._parts += [Part(estimate=float(each.amount), standard_error=each.standard_error) for each in self._unsure]
        self.first = min((month for months in self._months for month in months), default=None)

    def gross(self) -> Normal:
        return weighted(self._parts, [1.0] * len(self._months) + [0.0] * len(self._unsure))

    def cost(self) -> Normal:
        known = sum((each.amount for each in self._known), Decimal(0))
        return weighted(self._parts, [0.0] * len(self._months) + [1.0] * len(self._unsure), float(known))

    def net(self, weight: Callable[[date], float] = lambda _: 1.0) -> Normal:
        """Return the weighted net: each month's value less its cost, times the month's weight."""
        known = sum(float(each.amount) * weight(each.month) for each in self._known)
        return weighted(self._parts, self._weights(weight), -known)

    def loadings(self, weight: Callable[[date], float]) -> dict[str | int, float]:
        return loadings(self._parts, self._weights(weight))

    def _weights(self, weight: Callable[[date], float]) -> list[float]:
        earned = [sum(share * weight(month) for month, share in months.items()) for months in self._months]
        return earned + [-weight(each.month) for each in self._unsure]


def _payback(sums: _Sums, terms: Terms, rng: "np.random.Generator", approved: date | None) -> Payback:
    months = _months_from(sums.first, terms.last)
    path = [sums.net(_until(month)) for month in months]
    moves = [sums.loadings(_until(month)) for month in months]
    one, two = (critical(moves, rng, two_sided=each, draws=terms.draws) for each in (False, True))
    bounds = [each.mean - one.value * each.standard_error for each in path]
    claimed = _first(months, bounds)
    earliest = _first(months, [each.mean + two.value * each.standard_error for each in path])
    latest = _first(months, [each.mean - two.value * each.standard_error for each in path])
    below = (month for month, bound in zip(months, bounds, strict=True) if claimed and month > claimed and bound < 0)
    return Payback(
        claimed=claimed,
        estimate=_first(months, [each.mean for each in path]),
        earliest=earliest,
        latest=latest,
        again_below=next(below, None),
        days=_days(approved, claimed),
        days_ci95=(_days(approved, earliest), _days(approved, latest)),
        critical=one,
    )


def _months_from(first: date | None, last: date) -> list[date]:
    """Return the months from the first that earned to the last looked at: before there is value none pays back."""
    months: list[date] = []
    while first is not None and (month := add_months(first, len(months))) <= last:
        months.append(month)
    return months


def _until(last: date) -> Callable[[date], float]:
    return lambda month: float(month <= last)


def _first(months: Sequence[date], cumulative: Sequence[float]) -> date | None:
    return next((month for month, each in zip(months, cumulative, strict=True) if each >= 0), None)


def _days(approved: date | None, month: date | None) -> int | None:
    """Return the days from the approval to the last day of the month; None where either is not there."""
    if approved is None or month is None:
        return None
    return (add_months(month, 1) - timedelta(days=1) - approved).days


def _roi(gross: Normal, cost: Normal) -> Multiple | None:
    both, one = ratio(gross, cost), ratio(gross, cost, confidence=0.9)
    if both is None or one is None:
        return None
    # Net over cost is gross over cost, less one.
    return Multiple(
        estimate=gross.mean / cost.mean - 1,
        low=both[0] - 1,
        high=both[1] - 1,
        lower95=one[0] - 1,
        upper95=one[1] - 1,
    )


def _why_no_roi(cost: Normal) -> str:
    if cost.standard_error > 0 and cost.mean > 0:
        return VAGUE_COST
    return NEGATIVE_COST if cost.mean < 0 else NO_COST


def _by_kind(costs: Sequence[CostFlow]) -> dict[str, Decimal]:
    kinds = sorted({each.kind for each in costs})
    return {kind: posted(sum((each.amount for each in costs if each.kind == kind), Decimal(0))) for kind in kinds}


def _amount(of: Normal, currency: str) -> Amount:
    low, high = of.interval()
    return Amount(
        estimate=posted(of.mean),
        low=posted(low),
        high=posted(high),
        lower95=posted(of.lower95),
        upper95=posted(of.upper95),
        currency=currency,
    )
