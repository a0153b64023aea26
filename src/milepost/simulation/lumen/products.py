"""What the company sells: a list of products with price, cost and the day from which they were on sale."""

import numpy as np
import pyarrow as pa

from milepost.simulation.lumen.chance import Counts, lognormal, pick, uniform, whole
from milepost.simulation.lumen.columns import choice, dates, numbered
from milepost.simulation.lumen.truth import Lumen

CATEGORIES = {"clothes": 0.40, "shoes": 0.22, "home": 0.20, "outdoor": 0.18}
MARGIN = {"clothes": 0.42, "shoes": 0.36, "home": 0.34, "outdoor": 0.38}
"""Contribution margin as a share of spend, before returns."""
USUAL_MARGIN = sum(share * MARGIN[category] for category, share in CATEGORIES.items())
"""The margin's share of spend over all categories, before returns: the share that the shop plans with."""
RETURNED = {"clothes": 0.22, "shoes": 0.20, "home": 0.06, "outdoor": 0.09}
PRODUCTS = 240


def table(lumen: Lumen) -> pa.Table:
    """Give one row a product: `product_id`, `category`, `list_price` and `unit_cost` (EUR), `on_sale_from`."""
    seed, row = lumen.seed, np.arange(PRODUCTS, dtype=np.int64)
    category = _categories(seed)
    price = np.round(42 * lognormal(seed, "product price", row, 0.6)) + 0.95
    cost = price * (1 - np.array(list(MARGIN.values()))[category]) * lognormal(seed, "product cost", row, 0.05)
    return pa.table({
        "product_id": numbered("p-", row),
        "category": choice(CATEGORIES, category),
        "list_price": pa.array(price),
        "unit_cost": pa.array(np.round(cost, 2)),
        "on_sale_from": dates(_on_sale(seed)),
    })  # fmt: skip


def bought(seed: int, key: Counts, category: Counts, day: Counts) -> Counts:
    """Draw the product at the head of each order: of its category, on sale by its day, more often an old one."""
    product, begins = _categories(seed), _on_sale(seed)
    drawn, found = uniform(seed, "product", key) ** 1.5, np.zeros(len(key), dtype=np.int64)
    for at in range(len(CATEGORIES)):
        mine = category == at
        shelf = np.flatnonzero(product == at)
        shelf = shelf[np.argsort(begins[shelf], kind="stable")]
        there = np.searchsorted(begins[shelf], day[mine], side="right")
        found[mine] = shelf[np.floor(drawn[mine] * there).astype(np.int64)]
    return found


def _categories(seed: int) -> Counts:
    return pick(seed, "product category", np.arange(PRODUCTS, dtype=np.int64), tuple(CATEGORIES.values()))


def _on_sale(seed: int) -> Counts:
    return whole(seed, "on sale", np.arange(PRODUCTS, dtype=np.int64), 900) - 600
