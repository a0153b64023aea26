"""When units were first exposed: days, weeks since the start, and the cells that can't be such a day."""

from datetime import date
from typing import TYPE_CHECKING

from milepost.outcomes.faults import Row
from milepost.outcomes.zones import zone_of

if TYPE_CHECKING:
    import ibis

NEVER = "never"
WEEK_DAYS = 7


def first_day(table: "ibis.Table", column: str, unit: str | None) -> "ibis.expr.types.DateValue":
    """Read the day of first exposure, null where there was none; with a unit, the earliest of its rows."""
    import ibis

    cell = table[column]
    if cell.type().is_string():
        day = cell.strip().nullif("").try_cast("timestamp").date()
    else:
        day = cell.cast("date")
    return day if unit is None else day.min().over(ibis.window(group_by=unit))


def exposure_query(table: "ibis.Table", column: str, started: date | None) -> "ibis.Table":
    """Give the one-row expression: first and last day, and of cells at fault the count, first row (from 0) and text.

    At fault are cells that are no day (`no_day`), days before the start (`early`), where a start is told, and instants
    of another time zone than some other row (`zone`); `zone_low` and `zone_high` name two of them.
    """
    import ibis

    zone = zone_of(table[column])
    everywhere = ibis.window()
    rows = table.mutate(
        milepost_row=ibis.row_number(), milepost_zone=zone, milepost_zone_last=zone.max().over(everywhere)
    )
    cell, day = rows[column], first_day(rows, column, None)
    filled = cell.notnull() if not cell.type().is_string() else cell.strip().nullif("").notnull()
    faults = {"no_day": filled & day.isnull(), "early": ibis.literal(value=False) if started is None else day < started}
    faults["zone"] = rows.milepost_zone < rows.milepost_zone_last
    zones = {"zone_low": rows.milepost_zone.min(), "zone_high": rows.milepost_zone.max()}
    columns = {"first": day.min(), "last": day.max()} | zones
    for name, wrong in faults.items():
        columns[name] = rows.count(where=wrong)
        columns[f"{name}_row"] = rows.milepost_row.min(where=wrong)
        columns[f"{name}_cell"] = cell.cast("string").argmin(rows.milepost_row, where=wrong)
    return rows.aggregate(**columns)


def week_of(table: "ibis.Table", column: str, unit: str | None, start: date) -> "ibis.expr.types.StringValue":
    """Read the week of first exposure, 0 from `start` on, as text; `never` where there was none."""
    days = first_day(table, column, unit).delta(start, unit="day")
    return (days // WEEK_DAYS).cast("string").fill_null(NEVER)


def day_in(row: Row, name: str) -> date | None:
    """Return a day of the fetched row; None where no unit was exposed."""
    cell = row[name]
    return None if cell is None else date.fromisoformat(str(cell)[:10])
