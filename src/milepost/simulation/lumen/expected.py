"""The truth in numbers: what each trial changes in expectation, from the planted effects and never from outcomes.

Only tests, calibration and the last step of the demo may read it.
"""

from dataclasses import dataclass

import numpy as np

from milepost.simulation.lumen import customers, groups, response
from milepost.simulation.lumen.calendar import demand
from milepost.simulation.lumen.chance import Counts, Reals
from milepost.simulation.lumen.groups import CONTROL, TREATED
from milepost.simulation.lumen.orders import HANDLING_EUR
from milepost.simulation.lumen.people import People
from milepost.simulation.lumen.products import CATEGORIES, MARGIN, RETURNED
from milepost.simulation.lumen.trials import HELD_END, HELD_FIRST, HELD_FROM, TRIALS, WEEKS
from milepost.simulation.lumen.truth import Effects, Initiative, Lumen, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEffect:
    """Treatment minus control, the mean over the trial's customers outside the holdout, in its outcome window.

    `orders` are orders a customer, `spend` and `margin` EUR a customer, `net` is margin less the cost of treating.
    The `control_` values are the level without treatment.
    """

    customers: int
    orders: float
    spend: float
    margin: float
    net: float
    control_orders: float
    control_spend: float
    control_margin: float


def effect(
    seed: int, initiative: Initiative | str, customers: int = 20_000, effects: Effects | None = None
) -> TrueEffect:
    """Compute the true effect of the experiment that `experiments.table` gives for the same arguments."""
    lumen = Lumen(seed=seed, scale=Scale(customers=customers), effects=effects or Effects())
    return company_effect(lumen, Initiative(initiative))


def company_effect(lumen: Lumen, initiative: Initiative) -> TrueEffect:
    """Compute the true effect of one of a company's experiments: exact for its customers, over all chance after."""
    trial, n, totals = TRIALS[initiative], 0, np.zeros((2, 3))
    value = _value(lumen, trial.starts, trial.ends)
    for each in customers.chunks(lumen):
        who = each.where(groups.eligible(each, initiative) & ~each.held_out)
        code, n = response.codes(lumen.seed, who), n + len(who.ids)
        totals += [_added(value, who, response.moved(code, initiative, to)) for to in (CONTROL, TREATED)]
    return _contrast(n, totals, trial.cost_per_customer)


def program_effect(lumen: Lumen) -> TrueEffect:
    """Compute what all initiatives together bring the customers of `experiments.holdout` outside the global holdout.

    Over all days, against no initiative at all; `net` is `margin`, for costs of treating are per trial.
    """
    n, totals, value = 0, np.zeros((2, 3)), _value(lumen, 0, WEEKS)
    for each in customers.chunks(lumen):
        who = each.where((each.joined < 0) & ~each.held_out)
        n += len(who.ids)
        totals += [_added(value, who, code) for code in (who.kind, response.codes(lumen.seed, who))]
    return _contrast(n, totals, 0.0)


def held_effect(lumen: Lumen) -> TrueEffect:
    """Compute what all initiatives together bring the customers of `experiments.held` who are not held out.

    Over the year that is analysed, roll-outs and overlaps and all, against no initiative at all; `net` is `margin`.
    """
    n, totals, value = 0, np.zeros((2, 3)), _value(lumen, HELD_FIRST, HELD_END)
    for each in customers.chunks(lumen):
        who = each.where((each.joined < HELD_FROM * 7) & ~each.held_out)
        n += len(who.ids)
        totals += [_added(value, who, code) for code in (who.kind, response.codes(lumen.seed, who))]
    return _contrast(n, totals, 0.0)


def _contrast(n: int, totals: Reals, cost: float) -> TrueEffect:
    control, treated = totals / max(n, 1)
    orders, spend, margin = (float(each) for each in treated - control)
    return TrueEffect(
        customers=n, orders=orders, spend=spend, margin=margin, net=margin - cost,
        control_orders=float(control[0]), control_spend=float(control[1]), control_margin=float(control[2]),
    )  # fmt: skip


def _value(lumen: Lumen, first: int, end: int) -> Reals:
    """Sum over weeks, by code: orders, spend and earned of a unit of rate or rate times basket, less handling."""
    felt = response.factors(lumen.effects, first, end)
    orders = felt.orders * demand(lumen)[first:end, None]
    spend = orders * felt.basket
    back = [np.minimum(1.0, chance * felt.returns) for chance in RETURNED.values()]
    kept = zip(CATEGORIES.values(), back, MARGIN.values(), strict=True)
    earned = sum((share * (1 - gone) * (margin + felt.margin) for share, gone, margin in kept), np.zeros_like(spend))
    lost = sum((share * gone for share, gone in zip(CATEGORIES.values(), back, strict=True)), np.zeros_like(spend))
    return np.stack([each.sum(axis=0) for each in (orders, spend, spend * earned, orders * lost * HANDLING_EUR)])


def _added(value: Reals, who: People, code: Counts) -> Reals:
    """Add up expected orders, spend and margin of customers in the given groups."""
    orders, spend, earned, handling = value[:, code]
    worth = who.rate * who.basket
    sums = (orders * who.rate, spend * worth, earned * worth - handling * who.rate)
    return np.array([each.sum() for each in sums])
