"""A plain file of FOCUS rows, made ready for `charges_query` without a contract."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from milepost.tables.typed import ROW

if TYPE_CHECKING:
    import ibis


def numbered(table: "ibis.Table", instants: Sequence[str]) -> "ibis.Table":
    """Give a plain file's table as one of charges: rows numbered from 1, instants read, null if none."""
    import ibis

    read = {each: table[each].cast("string").try_cast("timestamp('UTC')").cast("timestamp") for each in instants}
    return table.mutate(**{ROW: ibis.row_number() + 1}, **read)
