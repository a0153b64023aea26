"""A unit's place under a salt, as a lazy expression: what `kernel.assignment` gives, on any engine that has SHA-256."""

from decimal import Decimal
from typing import TYPE_CHECKING

from milepost.kernel.assignment import DIGITS, end_of, prefix_of, text_of

if TYPE_CHECKING:
    import ibis


def is_within(
    table: "ibis.Table", unit: str, salt: str, share: Decimal
) -> "ibis.expr.types.BooleanValue | ibis.expr.types.BooleanScalar":
    """Tell of each row whether its unit lies within a share under a salt; null where the unit is.

    The unit's column holds texts or whole numbers (see `can_be_hashed`): of other types each engine writes its own
    text. Raises ValueError for a share that is not above 0 and below 1.
    """
    import ibis

    text = ibis.literal(prefix_of(salt)) + table[unit].cast("string")
    return text.hexdigest("sha256").lower().substr(0, DIGITS) < text_of(end_of(share))


def can_be_hashed(table: "ibis.Table", unit: str) -> bool:
    """Tell whether every engine writes the column's values as the same texts."""
    kind = table.schema()[unit]
    return bool(kind.is_string() or kind.is_integer())
