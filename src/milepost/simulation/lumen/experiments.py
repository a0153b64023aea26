"""Randomised experiments of the company, one row a customer; outcomes are sums of the very orders of `orders`."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from milepost.simulation.lumen import customers, groups, orders, response
from milepost.simulation.lumen.calendar import demand
from milepost.simulation.lumen.chance import Claims, Counts, Reals, uniform
from milepost.simulation.lumen.columns import cents, choice, dates, totals
from milepost.simulation.lumen.groups import TREATED
from milepost.simulation.lumen.orders import Orders
from milepost.simulation.lumen.people import NEVER, People
from milepost.simulation.lumen.trials import HELD_END, HELD_FIRST, HELD_FROM, PRE_WEEKS, TRIALS
from milepost.simulation.lumen.truth import Effects, Faults, Initiative, Lumen, Scale

ARMS = ("holdout", "control", "treatment")
SPLIT = {"control": 0.475, "treatment": 0.475, "holdout": 0.05}
"""The intended shares; the global holdout is part of every experiment's population and never treated."""
VISITS_AN_ORDER = 4.0
"""Visits without purchase for each order in an ordinary market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What each customer of a trial did, as arrays of one length; money in EUR.

    `before` is spend in the pre-period; `spend` and `margin` (contribution after returns) are those of orders in the
    outcome window.
    """

    who: People
    arm: Counts
    before: Reals
    bought: Counts
    spend: Reals
    margin: Reals
    visited: Claims
    unsubscribed: Claims


def table(seed: int, initiative: Initiative | str, customers: int = 20_000, effects: Effects | None = None) -> pa.Table:
    """Give one experiment's table of a company without faults, without making the rest of it.

    One row an eligible customer: `customer_id`, `assigned_on`, `arm` ("control", "treatment" or "holdout"),
    `global_holdout`, `pre_spend` (EUR, the 13 weeks before), then for the outcome window `visit`, `conversion`,
    `orders`, `spend`, `margin` (EUR, after returns) and `unsubscribed`. The same numbers as in the full company.
    Raises ValueError for an initiative that Lumen does not have.
    """
    lumen = Lumen(seed=seed, scale=Scale(customers=customers), effects=effects or Effects(), faults=Faults())
    return company_table(lumen, Initiative(initiative))


def company_table(lumen: Lumen, initiative: Initiative) -> pa.Table:
    """Give one experiment's table of a company, in the columns of `table`."""
    trial, parts = TRIALS[initiative], []
    for each in customers.chunks(lumen):
        who = each.where(groups.eligible(each, initiative))
        drawn = orders.draw(lumen, who, trial.starts - PRE_WEEKS, trial.ends)
        parts.append(rows(outcomes(lumen, initiative, who, drawn), initiative))
    return pa.concat_tables(parts)


def outcomes(lumen: Lumen, initiative: Initiative, everybody: People, drawn: Orders) -> Outcomes:
    """Add up what the eligible among some customers did, from the orders drawn for them."""
    trial, n = TRIALS[initiative], len(everybody.ids)
    mine = groups.eligible(everybody, initiative)
    before = (drawn.week >= trial.starts - PRE_WEEKS) & (drawn.week < trial.starts)
    inside = (drawn.week >= trial.starts) & (drawn.week < trial.ends)
    who, at = everybody.where(mine), drawn.who[inside]
    arm, bought = groups.group(lumen.seed, who, initiative), np.bincount(at, minlength=n)[mine]
    return Outcomes(
        who=who,
        arm=arm,
        before=totals(drawn.who[before], drawn.spend[before], n)[mine],
        bought=bought,
        spend=totals(at, drawn.spend[inside], n)[mine],
        margin=totals(at, drawn.margin[inside], n)[mine],
        visited=(bought > 0) | _browsed(lumen, initiative, who, arm),
        unsubscribed=(who.withdrew != NEVER) & (groups.left_on(lumen, who, initiative) == who.withdrew),
    )


def holdout(lumen: Lumen) -> pa.Table:
    """Give the whole program against the global holdout: all customers of the first day, over all days.

    One row a customer: `customer_id`, `arm` ("program" or "holdout"), `orders`, `spend`, `margin` (EUR).
    """
    return pa.concat_tables([holdout_rows(lumen, each, orders.draw(lumen, each)) for each in customers.chunks(lumen)])


def held(seed: int, customers: int = 20_000, effects: Effects | None = None) -> pa.Table:
    """Give the export of the global holdout of a company without faults, without making the rest of it."""
    return company_held(Lumen(seed=seed, scale=Scale(customers=customers), effects=effects or Effects()))


def company_held(lumen: Lumen) -> pa.Table:
    """Give a company's customers by the global holdout, in the columns of `held_rows`."""
    parts = []
    for each in customers.chunks(lumen):
        parts.append(held_rows(each, orders.draw(lumen, each, HELD_FIRST, HELD_END)))
    return pa.concat_tables(parts)


def held_rows(everybody: People, drawn: Orders) -> pa.Table:
    """Add up what each customer earned in the year that is analysed, of those who had joined when the holdout began.

    `customer_id`, `joined_on`, `global_holdout`, `orders`, `spend` and `margin` (EUR, after returns).
    """
    mine, n = everybody.joined < HELD_FROM * 7, len(everybody.ids)
    inside = (drawn.week >= HELD_FIRST) & (drawn.week < HELD_END)
    who, at = everybody.where(mine), drawn.who[inside]
    return pa.table({
        "customer_id": pa.array(who.ids),
        "joined_on": dates(who.joined),
        "global_holdout": pa.array(who.held_out),
        "orders": pa.array(np.bincount(at, minlength=n)[mine]),
        "spend": pa.array(cents(totals(at, drawn.spend[inside], n)[mine])),
        "margin": pa.array(cents(totals(at, drawn.margin[inside], n)[mine])),
    })  # fmt: skip


def _browsed(lumen: Lumen, initiative: Initiative, who: People, arm: Counts) -> Claims:
    trial, effect = TRIALS[initiative], lumen.effects.of(initiative)
    window = slice(trial.starts, trial.ends)
    felt = response.response(effect, trial, TREATED)[window] * demand(lumen)[window]
    plain = demand(lumen)[window].sum()
    mean = VISITS_AN_ORDER * who.rate * np.where(arm == TREATED, plain + effect.visits * felt.sum(), plain)
    claims: Claims = uniform(lumen.seed, f"visits/{initiative}", who.ids) > np.exp(-mean)
    return claims


def rows(seen: Outcomes, initiative: Initiative) -> pa.Table:
    """Write outcomes in the columns of `table`."""
    n = len(seen.who.ids)
    return pa.table({
        "customer_id": pa.array(seen.who.ids),
        "assigned_on": dates(np.full(n, TRIALS[initiative].starts * 7)),
        "arm": choice(ARMS, seen.arm),
        "global_holdout": pa.array(seen.who.held_out),
        "pre_spend": pa.array(cents(seen.before)),
        "visit": pa.array(seen.visited.astype(np.int64)),
        "conversion": pa.array((seen.bought > 0).astype(np.int64)),
        "orders": pa.array(seen.bought),
        "spend": pa.array(cents(seen.spend)),
        "margin": pa.array(cents(seen.margin)),
        "unsubscribed": pa.array(seen.unsubscribed.astype(np.int64)),
    })  # fmt: skip


def holdout_rows(lumen: Lumen, everybody: People, drawn: Orders) -> pa.Table:
    """Add up all orders of some customers into the columns of `holdout`; returns after the last day are not known."""
    margin = np.where(drawn.returned < lumen.scale.days, drawn.margin, drawn.gross)
    mine, n, inside = everybody.joined < 0, len(everybody.ids), drawn.day < lumen.scale.days
    who, at = everybody.where(mine), drawn.who[inside]
    return pa.table({
        "customer_id": pa.array(who.ids),
        "arm": choice(("program", "holdout"), who.held_out.astype(np.int64)),
        "orders": pa.array(np.bincount(at, minlength=n)[mine]),
        "spend": pa.array(cents(totals(at, drawn.spend[inside], n)[mine])),
        "margin": pa.array(cents(totals(at, margin[inside], n)[mine])),
    })  # fmt: skip
