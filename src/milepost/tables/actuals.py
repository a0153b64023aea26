"""What finance booked, by account and fiscal quarter, in one SELECT."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from milepost.tables.charges import MONEY
from milepost.tables.typed import ROW

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """The sum of an account and quarter, with the first row that is part of it; None where a cell is empty."""

    account: str | None
    period: str | None
    amount: Decimal | None
    row: int


def actuals_query(table: "ibis.Table") -> "ibis.Table":
    """Give the one aggregation; an amount that is no amount makes its sum none."""
    cells = table.select(
        row=table[ROW],
        account=table.account.strip(),
        period=table.period.strip(),
        amount=table.amount.try_cast(MONEY),
    )
    return cells.group_by(["account", "period"]).aggregate(
        row=cells.row.min(), amount=cells.amount.sum(), empty=cells.count(where=cells.amount.isnull())
    )


def actuals_of(rows: Sequence[Mapping[str, object]]) -> list[Actual]:
    """Read the fetched rows of `actuals_query`, in the order of their first rows."""
    found = (
        Actual(
            account=None if row["account"] is None else str(row["account"]),
            period=None if row["period"] is None else str(row["period"]),
            amount=None if row["amount"] is None or row["empty"] else Decimal(str(row["amount"])),
            row=int(str(row["row"])),
        )
        for row in rows
    )
    return sorted(found, key=lambda each: each.row)
