"""What the company sells: a list of products with price, cost and the day from which they were on sale."""

import numpy as np
import pyarrow as pa

from milepost.simulation.lumen.chance import lognormal, pick, whole
from milepost.simulation.lumen.columns import choice, dates, numbered
from milepost.simulation.lumen.orders import CATEGORIES, MARGIN
from milepost.simulation.lumen.truth import Lumen

PRODUCTS = 240


def table(lumen: Lumen) -> pa.Table:
    """Give one row a product: `product_id`, `category`, `list_price` and `unit_cost` (EUR), `on_sale_from`."""
    seed, row = lumen.seed, np.arange(PRODUCTS, dtype=np.int64)
    category = pick(seed, "product category", row, tuple(CATEGORIES.values()))
    price = np.round(42 * lognormal(seed, "product price", row, 0.6)) + 0.95
    cost = price * (1 - np.array(list(MARGIN.values()))[category]) * lognormal(seed, "product cost", row, 0.05)
    return pa.table({
        "product_id": numbered("p-", row),
        "category": choice(CATEGORIES, category),
        "list_price": pa.array(price),
        "unit_cost": pa.array(np.round(cost, 2)),
        "on_sale_from": dates(whole(seed, "on sale", row, 900) - 600),
    })  # fmt: skip
