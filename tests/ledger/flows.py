"""Entries and costs for tests, from a few numbers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from milepost.kernel.words import Grade
from milepost.ledger.entry import Amount, LedgerEntry, ValueKind, column_of
from milepost.ledger.flows import Basis, CostFlow, PostedEntry
from milepost.statistics.portfolio import Normal


def entry(
    net: float = 100.0,
    error: float = 10.0,
    *,
    cost: str = "0",
    experiment: str = "spring-test",
    capability: str = "mail",
    rows: str = "sha256:00",
    treatment: str = "Mail",
    period: str | None = "2026-10-01/2026-11-01",
    grade: Grade = Grade.A,
    kind: ValueKind = ValueKind.MARGIN,
    currency: str = "USD",
    channel: str | None = "email",
    population: int = 300,
) -> LedgerEntry:
    """Make an entry whose amount is a normal of this mean and standard error, net of contact costs."""
    of = Normal(mean=net, standard_error=error)
    low, high = of.interval()
    numbers = [Decimal(repr(float(each))) for each in (net, low, high, of.lower95, of.upper95)]
    return LedgerEntry(
        column=column_of(grade), capability=capability, experiment=experiment, estimand="margin",
        amount=Amount(
            estimate=numbers[0], low=numbers[1], high=numbers[2], lower95=numbers[3], upper95=numbers[4],
            currency=currency,
        ),
        cost=Decimal(cost), population=population, unit_value=Decimal("0.3"), signed_by="finance", grade=grade,
        period=period, verdict="ev_v", rows_digest=rows, source="crm", metric="contribution", control="None",
        treatment=treatment, unit=None, kind=kind, channel=channel,
    )  # fmt: skip


def posted(
    of: LedgerEntry, event: str = "ev_1", arms: Mapping[str, int] | None = None, silenced: str | None = None
) -> PostedEntry:
    return PostedEntry(event=event, entry=of, day=date(2026, 11, 20), arms=arms or {}, silenced=silenced)


def cost(month: str, amount: str, kind: str = "compute", error: float = 0.0, **more: str) -> CostFlow:
    """Make a cost of a month, such as `2026-10`."""
    return CostFlow(
        day=date.fromisoformat(f"{month}-01"), kind=kind, amount=Decimal(amount), basis=Basis.BOOKED,
        standard_error=error, **more,
    )  # fmt: skip
