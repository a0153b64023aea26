"""What tools and the cloud cost, as FOCUS 1.2 rows, one a service and day or month; all amounts in EUR."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from milepost.simulation.lumen.chance import Counts, Reals, lognormal
from milepost.simulation.lumen.columns import cents
from milepost.simulation.lumen.truth import FIRST_DAY, Lumen


@dataclass(frozen=True, slots=True)
class _Service:
    """`amount` is EUR a day (usage) or a month (purchase) at 20,000 customers; it begins on day `since`.

    A purchase is charged on the first of each month; one that begins later in a month pays for all of that month.
    """

    name: str
    category: str
    provider: str
    capability: str
    kind: str
    amount: float
    since: int = 0
    monthly: bool = False
    scales: bool = True


SERVICES = (
    _Service("Object Storage", "Storage", "Nimbus Cloud", "customer-data", "data", 6.0),
    _Service("Warehouse", "Databases", "Nimbus Cloud", "customer-data", "data", 38.0),
    _Service("Mail Delivery", "Integration", "Postbird", "marketing-automation", "compute", 22.0, since=119),
    _Service("Model Serving", "AI and Machine Learning", "Nimbus Cloud", "personalised-content", "compute", 41.0,
             since=230),
    _Service("Pop-up Studio", "Web", "Flashpane", "marketing-automation", "compute", 9.0, since=392),
    _Service("Language Model", "AI and Machine Learning", "Parrot Labs", "brief-automation", "compute", 17.0,
             since=200, scales=False),
    _Service("Answer Search", "AI and Machine Learning", "Parrot Labs", "answer-desk", "compute", 520.0, since=520,
             monthly=True),
    _Service("Consent Register", "Security", "Clearmark", "customer-data", "governance", 640.0, monthly=True),
    _Service("Marketing Suite", "Business Applications", "Postbird", "marketing-automation", "compute", 1900.0,
             monthly=True),
    _Service("Sentiment Reading", "AI and Machine Learning", "Parrot Labs", "sentiment-messages", "compute", 13.0,
             since=266),
    _Service("Forecast Runs", "AI and Machine Learning", "Nimbus Cloud", "demand-forecast", "compute", 11.0,
             since=300, scales=False),
)  # fmt: skip
"""A service's charges are drawn by its place here: add new ones at the end."""


def table(lumen: Lumen) -> pa.Table:
    """Give all charges in FOCUS 1.2 columns, with `x_CapabilityId` and `x_CostKind`; times are UTC, ends exclusive."""
    return pa.concat_tables([_charges(lumen, service, at) for at, service in enumerate(SERVICES)])


def _charges(lumen: Lumen, service: _Service, at: int) -> pa.Table:
    days = np.arange(service.since, lumen.scale.days, dtype=np.int64)
    starts = [FIRST_DAY + timedelta(days=int(day)) for day in days]
    if service.monthly:
        kept = np.array([start.day == 1 for start in starts], dtype=np.bool_)
        kept[:1] = True
        days, starts = days[kept], [start for start, paid in zip(starts, kept, strict=True) if paid]
    begins = [datetime(start.year, start.month, start.day, tzinfo=UTC) for start in starts]
    months = [begin.replace(day=1) for begin in begins]
    ends = [_next_month(begin) if service.monthly else begin + timedelta(days=1) for begin in begins]
    billed = _billed(lumen, service, days + 1000 * at)
    n, list_cost = len(days), cents(billed / 0.9)
    moment = pa.timestamp("us", tz="UTC")
    columns = {
        "BillingPeriodStart": pa.array(months, moment),
        "BillingPeriodEnd": pa.array([_next_month(month) for month in months], moment),
        "ChargePeriodStart": pa.array(begins, moment),
        "ChargePeriodEnd": pa.array(ends, moment),
        "BilledCost": pa.array(billed),
        # A commitment covers the warehouse: it is paid for evenly and used unevenly elsewhere.
        "EffectiveCost": pa.array(cents(billed * (0.94 if service.name == "Warehouse" else 1.0))),
        "ListCost": pa.array(list_cost),
        "ContractedCost": pa.array(billed),
    }
    words = {
        "BillingAccountId": "lumen-1", "BillingCurrency": "EUR", "ProviderName": service.provider,
        "PublisherName": service.provider, "InvoiceIssuerName": service.provider, "ServiceName": service.name,
        "ServiceCategory": service.category, "ChargeCategory": "Purchase" if service.monthly else "Usage",
        "ChargeFrequency": "Recurring" if service.monthly else "Usage-Based",
        "ChargeDescription": f"{service.name}, {'month' if service.monthly else 'day'}",
        "x_CapabilityId": service.capability, "x_CostKind": service.kind,
    }  # fmt: skip
    return pa.table({**columns, **{name: pa.repeat(pa.scalar(word), n) for name, word in words.items()}})


def _billed(lumen: Lumen, service: _Service, counters: Counts) -> Reals:
    if service.monthly:
        return np.full(len(counters), service.amount)
    size = lumen.scale.customers / 20_000 if service.scales else 1.0
    return cents(service.amount * size**0.8 * lognormal(lumen.seed, "charge", counters, 0.15))


def _next_month(moment: datetime) -> datetime:
    return (moment.replace(day=1) + timedelta(days=32)).replace(day=1)
