"""Charges are summed exactly, in one SELECT, by the fiscal month."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.ledger.calendar import FiscalCalendar
from milepost.tables.charges import charges_of, charges_query

WAREHOUSE = DuckDBWarehouse()


def table(rows: list[tuple[str, float]]) -> ibis.Table:
    """Make a table of charges of a day each; every service is another, so that none overlaps."""
    n, costs = len(rows), pa.array([cost for _, cost in rows], pa.float64())
    starts = [datetime.fromisoformat(day) for day, _ in rows]
    return ibis.memtable(
        pa.table(
            {
                "milepost__row": list(range(1, n + 1)),
                "BilledCost": costs,
                "EffectiveCost": costs,
                "BillingCurrency": ["EUR"] * n,
                "ChargePeriodStart": pa.array(starts, pa.timestamp("us")),
                "ChargePeriodEnd": pa.array([each + timedelta(days=1) for each in starts], pa.timestamp("us")),
                "ServiceName": [str(at) for at in range(n)],
                "x_CapabilityId": ["mail"] * n,
                "x_CostKind": ["data"] * n,
            }
        )
    )


def sums(rows: list[tuple[str, float]], starts: str = "01-01") -> dict[date, Decimal]:
    calendar = FiscalCalendar(starts=starts, zone="UTC")
    found = charges_of(WAREHOUSE.fetch(charges_query(table(rows), None, calendar.first_day)))
    return {calendar.month_in(each.month): each.effective for each in found if each.month is not None}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30), st.randoms())
def test_cents_are_added_exactly_in_any_order(cents: list[int], chance) -> None:
    rows = [("2026-10-05", each / 100) for each in cents]
    expected = Decimal(sum(cents)) / 100
    chance.shuffle(rows)
    assert sums(rows) == {date(2026, 10, 1): expected}


@pytest.mark.parametrize("starts", ["01-01", "02-01", "04-06", "01-31", "03-29"])
def test_the_month_is_the_fiscal_calendars(starts: str) -> None:
    days = [date(2027, 12, 1), date(2028, 1, 30), date(2028, 1, 31), date(2028, 2, 28), date(2028, 2, 29)]
    days += [date(2028, 3, 1), date(2028, 3, 28), date(2028, 3, 31), date(2028, 4, 5), date(2028, 4, 6)]
    calendar = FiscalCalendar(starts=starts, zone="UTC")
    expected: dict[date, Decimal] = {}
    for day in days:
        month = calendar.month_of(day)
        expected[month] = expected.get(month, Decimal(0)) + 1
    assert sums([(str(day), 1.0) for day in days], starts) == expected
