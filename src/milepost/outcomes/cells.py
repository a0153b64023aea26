"""How cells are read, as lazy expressions."""

from typing import TYPE_CHECKING

from milepost.outcomes.aggregates import Check
from milepost.outcomes.rules import (
    NEGATIVE_MONEY,
    NOT_BINARY_VALUE,
    NOT_FINITE_VALUE,
    NULL_UNIT,
    NULL_VALUE,
    UNREADABLE_VALUE,
)

if TYPE_CHECKING:
    import ibis

# Squares of larger numbers overflow once they are summed.
LARGEST = 1e100


def arm_of(table: "ibis.Table", column: str) -> "ibis.expr.types.StringValue":
    """Read an arm as text; an empty one is null."""
    return table[column].cast("string").nullif("")


def number(table: "ibis.Table", column: str, *, binary: bool) -> "ibis.expr.types.FloatingValue":
    """Read a cell as float64; null where it is empty or unreadable. With `binary`, true and false are 1 and 0."""
    import ibis

    cell = table[column]
    if not cell.type().is_string():
        return cell.cast("float64")
    plain = cell.try_cast("float64")
    if not binary:
        return plain
    word = cell.strip().lower()
    return ibis.coalesce(plain, ibis.cases((word == "true", 1.0), (word == "false", 0.0)))


def usable(value: "ibis.expr.types.FloatingValue") -> "ibis.expr.types.FloatingValue":
    """Keep a finite number, else null: a variance over an infinity is an engine's error."""
    import ibis

    return ibis.ifelse(value.abs() <= LARGEST, value, ibis.null("float64"))


def breaks(check: Check, table: "ibis.Table", *, binary: bool = False) -> "ibis.expr.types.BooleanValue":
    """Tell of each row whether it breaks the check; `binary` as for `number`."""
    cell, rule = table[check.column], check.rule
    if rule is NULL_VALUE or rule is NULL_UNIT:
        return cell.isnull()
    if rule not in {UNREADABLE_VALUE, NOT_FINITE_VALUE, NOT_BINARY_VALUE, NEGATIVE_MONEY}:
        return arm_of(table, check.column).isnull()
    value = number(table, check.column, binary=binary)
    if rule is UNREADABLE_VALUE:
        return cell.notnull() & value.isnull()
    if rule is NOT_FINITE_VALUE:
        return value.notnull() & ~(value.abs() <= LARGEST)
    if rule is NOT_BINARY_VALUE:
        return (value.abs() <= LARGEST) & value.notin((0.0, 1.0))
    return value < 0
