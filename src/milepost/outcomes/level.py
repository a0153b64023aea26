"""A metric's level over a whole contracted table."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from milepost.program.documents.outline import Aggregate, Metric

if TYPE_CHECKING:
    import ibis

# The last digits of a parallel sum depend on its order; these do not.
_DIGITS = 12


def level_query(table: "ibis.Table", metric: Metric) -> "ibis.Table":
    """Give the one-row expression: `n` rows that count and the `level`, before the metric's unit value."""
    column = table[metric.column].cast("float64")
    if metric.aggregate is Aggregate.RATIO and metric.denominator is not None:
        denominator = table[metric.denominator].cast("float64")
        both = column.notnull() & denominator.notnull()
        level = column.sum(where=both) / denominator.sum(where=both)
        return table.aggregate(n=both.sum(), level=level)
    return table.aggregate(n=column.count(), level=column.mean())


def level_of(row: Mapping[str, object], metric: Metric) -> tuple[int, Decimal | None]:
    """Read the fetched row: how many rows count, and the level times the unit value; None where there is none."""
    n, level = int(str(row["n"] or 0)), row["level"]
    if level is None or n == 0:
        return n, None
    exact = Decimal(f"{float(str(level)):.{_DIGITS}g}")
    if not exact.is_finite():
        return n, None
    return n, exact * (metric.times.value if metric.times else 1)
