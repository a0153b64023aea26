"""FOCUS 1.2 charges -> sums by fiscal month, capability, kind, channel, currency and rate, in one SELECT.

Faults are counted in the same SELECT: each group says in which row the first of a kind stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from milepost.tables.typed import ROW

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

Row = Mapping[str, object]
MONEY = "decimal(38, 10)"
"""Costs are added as decimals: a sum of floats depends on the order of rows."""
OLDEST_RATE_DAYS = 35
"""A rate holds for the charges of so many days: monthly rates do, a series with a gap does not."""
_MEASURES = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity", "PricingQuantity")
_PERIOD = ("ChargePeriodStart", "ChargePeriodEnd")


class ChargeFault(StrEnum):
    """What may be wrong with a charge."""

    NO_AMOUNT = "no_amount"
    NO_PERIOD = "no_period"
    NEGATIVE = "negative"
    NOT_IN_UTC = "not_in_utc"
    OVERLAPS = "overlaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """Charges that agree in everything but their amount; `month` is the first of the calendar month that the fiscal
    month begins in, `rate_day` the day of the rate in force (None where there is none), `stale` the first row whose
    rate is too old. `faults` gives the first row of each kind. Texts are None where the cell is empty.
    """

    month: date | None
    capability: str | None
    kind: str | None
    channel: str | None
    evidence: str | None
    currency: str | None
    rate_day: date | None
    effective: Decimal
    billed: Decimal
    rows: int
    row: int
    stale: int | None
    faults: Mapping[ChargeFault, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One row of the dated exchange rates: program currency for one unit. None where a cell is empty."""

    row: int
    day: date | None
    currency: str | None
    rate: Decimal | None


def charges_query(table: "ibis.Table", rates: "ibis.Table | None", month_starts: int) -> "ibis.Table":
    """Give the one aggregation. `rates` is None where all is in one currency; fiscal months start on a day of month."""
    cells = _cells(table)
    priced = _priced(cells, rates)
    return priced.group_by(
        ["capability", "kind", "channel", "evidence", "currency", "rate_day"],
        month=_month(priced.day, month_starts),
    ).aggregate(
        effective=priced.effective.sum(),
        billed=priced.billed.sum(),
        rows=priced.count(),
        row=priced.row.min(),
        stale=priced.row.min(where=priced.day.delta(priced.rate_day, unit="day") > OLDEST_RATE_DAYS),
        **{fault.value: priced.row.min(where=_wrong(priced, fault)) for fault in ChargeFault},
    )


def charges_of(rows: Sequence[Row]) -> list[Charges]:
    """Read the fetched rows of `charges_query`, in an order that does not depend on the engine."""
    return sorted((_read(row) for row in rows), key=lambda each: each.row)


def rates_query(table: "ibis.Table") -> "ibis.Table":
    """Give all rates with the numbers of their rows."""
    return table.select(row=table[ROW], day=table["date"].cast("date"), currency=table.currency, rate=table.rate)


def rates_of(rows: Sequence[Row]) -> list[Rate]:
    """Read the fetched rows of `rates_query`, in their order."""
    found = (
        Rate(row=_int(row["row"]), day=_day(row["day"]), currency=_text(row["currency"]), rate=_decimal(row["rate"]))
        for row in rows
    )
    return sorted(found, key=lambda each: each.row)


def _cells(table: "ibis.Table") -> "ibis.Table":
    import ibis

    def text(name: str) -> "ir.Value":
        there = table[name].cast("string").strip() if name in table.columns else ibis.literal(None, "string")
        return there.nullif("")

    start, end = (table[name].cast("timestamp") for name in _PERIOD)
    before = ibis.window(group_by=list(_identity(table)), order_by=[start, table[ROW]], preceding=(None, 1))
    return table.select(
        row=table[ROW],
        day=start.cast("date"),
        start=start,
        end=end,
        previous_end=end.max().over(before),
        capability=text("x_CapabilityId"),
        kind=text("x_CostKind"),
        channel=text("x_Channel"),
        evidence=text("x_EvidenceId"),
        currency=text("BillingCurrency"),
        effective=table.EffectiveCost.try_cast(MONEY),
        billed=table.BilledCost.try_cast(MONEY),
        may_be_negative=(text("ChargeCategory").fill_null("") == "Credit")
        | (text("ChargeClass").fill_null("") == "Correction"),
    )


def _identity(table: "ibis.Table") -> Iterator["ir.Value"]:
    """Give what two charges must share to be the same charge twice: all columns but amounts and the charge's period."""
    names = [each for each in table.columns if each not in {*_MEASURES, *_PERIOD} and not each.startswith("milepost__")]
    yield from (table[name] for name in sorted(names))


def _priced(cells: "ibis.Table", rates: "ibis.Table | None") -> "ibis.Table":
    import ibis

    if rates is None:
        return cells.mutate(rate_day=ibis.literal(None, "date"))
    dated = rates.filter(rates.rate.notnull() & rates["date"].notnull())
    dated = dated.select(rate_day=dated["date"].cast("date"), rate_currency=dated.currency.strip())
    dated = dated.distinct()
    return cells.asof_join(
        dated, on=cells.day >= dated.rate_day, predicates=[cells.currency == dated.rate_currency]
    ).drop("rate_currency")


def _month(day: "ir.DateValue", starts: int) -> "ir.DateValue":
    """Give the first of the calendar month that the fiscal month of a day begins in."""
    import ibis

    first = day.truncate("M")
    last_day = (first + ibis.interval(months=1) - ibis.interval(days=1)).day()
    begins = ibis.least(last_day, ibis.literal(starts))
    return ibis.ifelse(day.day() < begins, first - ibis.interval(months=1), first).cast("date")


def _wrong(cells: "ibis.Table", fault: ChargeFault) -> "ir.BooleanValue":
    import ibis

    match fault:
        case ChargeFault.NO_AMOUNT:
            return cells.effective.isnull() | cells.billed.isnull()
        case ChargeFault.NO_PERIOD:
            return cells.start.isnull() | cells.end.isnull() | (cells.end <= cells.start)
        case ChargeFault.NEGATIVE:
            return ((cells.effective < 0) | (cells.billed < 0)) & ~cells.may_be_negative
        case ChargeFault.NOT_IN_UTC:
            # A charge of whole days begins at midnight UTC; one that does not was written in another zone.
            whole = cells.end >= cells.start + ibis.interval(days=1)
            return whole & (cells.start != cells.start.truncate("D"))
        case ChargeFault.OVERLAPS:
            return cells.start < cells.previous_end


def _read(row: Row) -> Charges:
    return Charges(
        month=_day(row["month"]),
        capability=_text(row["capability"]),
        kind=_text(row["kind"]),
        channel=_text(row["channel"]),
        evidence=_text(row["evidence"]),
        currency=_text(row["currency"]),
        rate_day=_day(row["rate_day"]),
        effective=_decimal(row["effective"]) or Decimal(0),
        billed=_decimal(row["billed"]) or Decimal(0),
        rows=_int(row["rows"]),
        row=_int(row["row"]),
        stale=None if row["stale"] is None else _int(row["stale"]),
        faults={fault: _int(row[fault.value]) for fault in ChargeFault if row[fault.value] is not None},
    )


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _int(cell: object) -> int:
    return int(str(cell))


def _day(cell: object) -> date | None:
    return None if cell is None else date.fromisoformat(str(cell)[:10])


def _decimal(cell: object) -> Decimal | None:
    return None if cell is None else Decimal(str(cell))
