"""The company's own side as tables: products, hours, costs, campaigns, market, web, leads."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pyarrow as pa

from milepost.simulation.lumen import costs, products, timesheets, traffic
from milepost.simulation.lumen.truth import Lumen

TABLES: Mapping[str, Callable[[Lumen], pa.Table]] = MappingProxyType(
    {
        "products": products.table,
        "timesheets": timesheets.table,
        "automation_roll_out": timesheets.roll_out,
        "costs_focus": costs.table,
        "campaigns": traffic.campaigns,
        "market_signals": traffic.signals,
        "web_sessions": traffic.sessions,
        "leads": traffic.leads,
    }
)


def tables(lumen: Lumen) -> Iterator[tuple[str, pa.Table]]:
    """Give each table with its name, in the order of TABLES."""
    for name, make in TABLES.items():
        yield name, make(lumen)
