"""A column that only its contract describes: any values that keep it."""

from datetime import UTC, datetime, time, timedelta

import numpy as np
import pyarrow as pa

from milepost.kernel.time import Period
from milepost.program.documents.contract import LogicalType, Property

_MOST_WHOLE = 12
_TRUE = 0.6


def contracted(column: Property, rows: int, period: Period, dice: np.random.Generator) -> pa.Array:
    """Draw `rows` values by the column's type, bounds and list of values; days lie in the period."""
    days = dice.integers(0, (period.end - period.start).days, rows)
    match column.logical_type:
        case LogicalType.INTEGER:
            return _whole(column, rows, dice)
        case LogicalType.NUMBER:
            low, high = _bounds(column, 0.0, 100.0)
            return pa.array(np.round(np.clip(low + dice.gamma(2.0, 10.0, rows), low, max(low, high)), 2))
        case LogicalType.BOOLEAN:
            return pa.array(dice.random(rows) < _TRUE)
        case LogicalType.DATE:
            return pa.array([period.start + timedelta(days=int(each)) for each in days])
        case LogicalType.TIMESTAMP:
            midnight = datetime.combine(period.start, time(), UTC)
            return pa.array([midnight + timedelta(days=int(each), hours=9) for each in days], pa.timestamp("us", "UTC"))
        case LogicalType.STRING:
            return _words(column, rows, dice)


def _whole(column: Property, rows: int, dice: np.random.Generator) -> pa.Array:
    if column.unique or column.primary_key:
        return pa.array(np.arange(1, rows + 1))
    low, high = _bounds(column, 0.0, float(_MOST_WHOLE))
    return pa.array(dice.integers(int(low), int(high) + 1, rows))


def _words(column: Property, rows: int, dice: np.random.Generator) -> pa.Array:
    if column.unique or column.primary_key:
        return pa.array([f"{column.name.removesuffix('_id')}-{place:06d}" for place in range(1, rows + 1)])
    listed = [value for rule in column.quality for value in rule.arguments.valid_values]
    values = listed or [f"{column.name}-{letter}" for letter in "abcd"]
    return pa.array([values[each] for each in dice.integers(0, len(values), rows)])


def _bounds(column: Property, low: float, high: float) -> tuple[float, float]:
    least, most = column.options.minimum, column.options.maximum
    first = float(least) if least is not None else low
    return first, max(first, float(most) if most is not None else max(high, first + high))
