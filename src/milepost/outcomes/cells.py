"""How cells are read, as lazy expressions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from milepost.kernel.finding import Rule
from milepost.outcomes.rules import (
    NEGATIVE_COST,
    NEGATIVE_MONEY,
    NOT_BINARY_VALUE,
    NOT_FINITE_VALUE,
    NULL_ARM,
    NULL_UNIT,
    NULL_VALUE,
    OTHER_CURRENCY,
    UNREADABLE_VALUE,
)

if TYPE_CHECKING:
    import ibis
    from ibis.expr.datatypes import DataType

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


def finite(value: "ibis.expr.types.FloatingValue") -> "ibis.expr.types.FloatingValue":
    """Keep a finite number, else null."""
    import ibis

    return ibis.ifelse(value.abs() <= LARGEST, value, ibis.null("float64"))


def usable(
    value: "ibis.expr.types.FloatingValue", kind: "DataType", rules: Sequence[Rule]
) -> "ibis.expr.types.FloatingValue":
    """Keep a number that keeps the rules, else null: a variance over an infinity is an engine's error.

    `kind` is the cell's own type: of a whole number or a truth value it is known that it is finite.
    """
    import ibis

    if NOT_BINARY_VALUE in rules:
        sound = None if kind.is_boolean() else (value == 0) | (value == 1)
    elif NEGATIVE_MONEY in rules or NEGATIVE_COST in rules:
        sound = value.between(0, LARGEST)
    else:
        sound = None if kind.is_integer() or kind.is_boolean() else value.between(-LARGEST, LARGEST)
    return value if sound is None else ibis.ifelse(sound, value, ibis.null("float64"))


def breaks(
    rule: Rule, cell: "ibis.Value", value: "ibis.expr.types.FloatingValue | None" = None, only: str = ""
) -> "ibis.expr.types.BooleanValue":
    """Tell of each row whether its cell breaks the rule.

    `value` is the cell read as a number, for rules on numbers; `only` the one text allowed, for a rule on texts. Raises
    ValueError for a rule that is not about cells, or one on numbers without a value.
    """
    if rule in {NULL_VALUE, NULL_UNIT, NULL_ARM}:
        return cell.isnull()
    if rule is OTHER_CURRENCY:
        return cell.isnull() | (cell.cast("string").strip() != only)
    if value is None:
        raise ValueError(f"{rule.code} needs the cell's number")
    if rule is UNREADABLE_VALUE:
        return cell.notnull() & value.isnull()
    if rule is NOT_FINITE_VALUE:
        return value.notnull() & ~(value.abs() <= LARGEST)
    if rule is NOT_BINARY_VALUE:
        return (value.abs() <= LARGEST) & value.notin((0.0, 1.0))
    if rule is NEGATIVE_MONEY or rule is NEGATIVE_COST:
        return value < 0
    raise ValueError(f"{rule.code} is not about a cell")
