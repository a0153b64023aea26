"""A table, aggregated: one SELECT, and a second one only where a cell breaks a rule."""

from dataclasses import replace
from typing import TYPE_CHECKING

from milepost.actions.ports import Warehouse
from milepost.outcomes.aggregates import Aggregates, AggregateSpec
from milepost.outcomes.aggregation import aggregate, aggregates_of, broken_checks, broken_of

if TYPE_CHECKING:
    import ibis


def aggregated(warehouse: Warehouse, table: "ibis.Table", spec: AggregateSpec, name: str) -> Aggregates:
    """Aggregate an open table whose columns are there; `name` stands for it in findings.

    What comes back says which checks are broken: with any, or with units in two arms, its moments are not to be used.
    """
    found = aggregates_of(warehouse.fetch(aggregate(table, spec)), spec, name)
    if found.is_whole:
        return found
    [row] = warehouse.fetch(broken_checks(table, spec))
    return replace(found, broken=broken_of(row, spec))
