"""Orders, week by week: who buys, when, for how much, what comes back, what is earned."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milepost.simulation.lumen import customers, products, response
from milepost.simulation.lumen.calendar import WEEKDAY, demand
from milepost.simulation.lumen.chance import Claims, Counts, Reals, events, lognormal, pick, uniform, whole
from milepost.simulation.lumen.columns import cents, choice, dates, numbered, some_dates
from milepost.simulation.lumen.people import People
from milepost.simulation.lumen.products import CATEGORIES, MARGIN, RETURNED
from milepost.simulation.lumen.response import Factors
from milepost.simulation.lumen.trials import WEEKS
from milepost.simulation.lumen.truth import Lumen

HANDLING_EUR = 4.5
"""What a returned order costs; its spend is paid back and its margin lost."""
BASKET_SIGMA = 0.55
_WEEK_BITS, _ORDER_BITS = 7, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Orders as arrays of one length. `who` is the position in the people they were drawn for.

    `spend` is what was paid, in EUR; `gross` the margin on it, `margin` what is left of that once every return is
    known, both in EUR. `returned` is the day on which the goods came back, below zero where they never do.
    """

    key: Counts
    who: Counts
    week: Counts
    day: Counts
    category: Counts
    spend: Reals
    gross: Reals
    margin: Reals
    returned: Counts

    def where(self, claims: Claims) -> "Orders":
        """Keep some of the orders; `who` stays the position in all the people."""
        return Orders(**{each.name: getattr(self, each.name)[claims] for each in fields(self)})

    def known(self, day: int) -> "Orders":
        """Give the orders as they stood when a day began: what comes back later has not come back."""
        back = (self.returned >= 0) & (self.returned < day)
        known = replace(
            self, margin=np.where(back, self.margin, self.gross), returned=np.where(back, self.returned, -1)
        )
        return known.where(self.day < day)


def draw(lumen: Lumen, who: People, first: int = 0, end: int = WEEKS) -> Orders:
    """Draw the orders of some customers in the weeks from `first` to `end` - 1, ordered by week and customer."""
    code, felt = response.codes(lumen.seed, who), response.factors(lumen.effects, first, end)
    weekly = demand(lumen)
    factor = felt.orders * weekly[first:end, None]
    found = [_bought(lumen.seed, who, factor[week - first][code], week) for week in range(first, end)]
    position = np.concatenate([each[0] for each in found])
    week = np.repeat(np.arange(first, end, dtype=np.int64), [len(each[0]) for each in found])
    counts = np.concatenate([each[1] for each in found])
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    position, week = np.repeat(position, counts), np.repeat(week, counts)
    return _priced(lumen.seed, who, felt, code, (position, week, nth))


def _bought(seed: int, who: People, factor: Reals, week: int) -> tuple[Counts, Counts]:
    mean = np.where(who.joined < week * 7, who.rate * factor, 0.0)
    return events(uniform(seed, "orders", (who.ids << _WEEK_BITS) + week), mean)


def _priced(seed: int, who: People, felt: Factors, code: Counts, at: tuple[Counts, Counts, Counts]) -> Orders:
    position, week, nth = at
    key = (((who.ids[position] << _WEEK_BITS) + week) << _ORDER_BITS) + nth
    cell = (week - felt.first, code[position])
    category = pick(seed, "category", key, tuple(CATEGORIES.values()))
    spend = cents(who.basket[position] * lognormal(seed, "spend", key, BASKET_SIGMA) * felt.basket[cell])
    day = week * 7 + _weekday(seed, week, key)
    back = uniform(seed, "returned", key) < np.array(list(RETURNED.values()))[category] * felt.returns[cell]
    lag = 3 + np.floor(-9 * np.log(uniform(seed, "return lag", key))).astype(np.int64)
    share = np.array(list(MARGIN.values()))[category] + felt.margin[cell]
    gross = cents(spend * share)
    return Orders(
        key=key, who=position, week=week, day=day, category=category, spend=spend, gross=gross,
        margin=np.where(back, -HANDLING_EUR, gross), returned=np.where(back, day + lag, -1),
    )  # fmt: skip


def _weekday(seed: int, week: Counts, key: Counts) -> Counts:
    # The last week has two days only.
    drawn = pick(seed, "weekday", key, tuple(WEEKDAY / WEEKDAY.sum()))
    return np.where(week == WEEKS - 1, drawn % 2, drawn)


def table(lumen: Lumen, who: People, orders: Orders) -> pa.Table:
    """Give orders as the shop exports them on the last day, faults included.

    `margin` is before returns; `returned_on` is null while nothing came back, `refund` then 0. `loaded_on` is the
    day of the order unless the row came late; rows that come after the last day are not there.
    """
    loaded = loaded_on(lumen, orders)
    last = lumen.scale.days
    back = (orders.returned >= 0) & (orders.returned < last)
    rows = pa.table({
        "order_id": numbered("o-", orders.key),
        "customer_id": pa.array(buyers(lumen, who, orders)),
        "ordered_on": dates(orders.day),
        "loaded_on": dates(loaded),
        "channel": choice(customers.CHANNELS, customers.channels(lumen.seed, who.ids)[orders.who]),
        "category": choice(CATEGORIES, orders.category),
        "product_id": numbered("p-", products.bought(lumen.seed, orders.key, orders.category, orders.day)),
        "spend": pa.array(orders.spend),
        "margin": pa.array(orders.gross),
        "returned_on": some_dates(orders.returned, back),
        "refund": pa.array(np.where(back, orders.spend, 0.0)),
    })  # fmt: skip
    again = uniform(lumen.seed, "order row twice", orders.key) < lumen.faults.duplicate_rows
    there = loaded < last
    return pa.concat_tables([rows.filter(pa.array(there)), rows.filter(pa.array(there & again))])


def exports(lumen: Lumen, rows: pa.Table) -> dict[str, pa.Table]:
    """Split orders into files by schema: `orders` alone, or `orders` and `orders_v2` when the schema changes."""
    if lumen.faults.schema_change_day is None:
        return {"orders": rows}
    since = dates(np.array([lumen.faults.schema_change_day]))[0]
    later = pc.greater_equal(rows["ordered_on"], since)
    return {"orders": rows.filter(pc.invert(later)), "orders_v2": second_schema(rows.filter(later))}


def second_schema(rows: pa.Table) -> pa.Table:
    """Give orders in the later schema: `gross_cents`, whole numbers, for `spend`, and no `category`."""
    amount = pc.cast(pc.round(pc.multiply(rows["spend"], 100.0)), pa.int64())
    new = rows.set_column(rows.schema.get_field_index("spend"), "gross_cents", amount)
    return new.drop_columns(["category"])


def loaded_on(lumen: Lumen, orders: Orders) -> Counts:
    """Return the day on which the shop's system had each order: its own, or up to 30 days later."""
    late = uniform(lumen.seed, "late row", orders.key) < lumen.faults.late_rows
    return orders.day + np.where(late, 1 + whole(lumen.seed, "late by", orders.key, 30), 0)


def buyers(lumen: Lumen, who: People, orders: Orders) -> Counts:
    """Return the id under which each order was given; a person with two ids buys under either."""
    ids = who.ids[orders.who]
    other = customers.is_duplicated(lumen, ids) & (uniform(lumen.seed, "second id", orders.key) < 0.5)
    return np.where(other, customers.second_ids(lumen, ids), ids)
