"""What tools, the cloud and people's hours cost, as FOCUS 1.2 rows, one a service and day, week or month; in EUR."""

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


HOUR = 62.0
"""What an hour of a person costs, all in, in EUR."""


@dataclass(frozen=True, slots=True)
class _Work:
    """Hours of a team for a capability: so many a week on average at 20,000 customers, from day `since` on."""

    team: str
    capability: str
    kind: str
    hours: float
    since: int = 0


WORK = (
    _Work("Data team", "customer-data", "people", 2.5),
    _Work("Customer mail team", "marketing-automation", "people", 5.0),
    _Work("Review of offers", "marketing-automation", "governance", 0.5, since=119),
    _Work("Content team", "brief-automation", "people", 1.0, since=200),
    _Work("Shop team", "personalised-content", "people", 1.5, since=230),
    _Work("Review of profiling", "personalised-content", "governance", 0.25, since=230),
    _Work("Service team", "sentiment-messages", "people", 1.0, since=266),
    _Work("Review of moods kept", "sentiment-messages", "governance", 0.25, since=266),
    _Work("Data team", "demand-forecast", "people", 2.0, since=300),
    _Work("Service team", "answer-desk", "people", 1.0, since=520),
    _Work("Review of sources", "answer-desk", "governance", 1.0, since=520),
)
"""Who looks after what, and who reviews it. A team's hours are drawn by its place here: add new ones at the end."""


def table(lumen: Lumen) -> pa.Table:
    """Give all charges in FOCUS 1.2 columns, with `x_CapabilityId` and `x_CostKind`; times are UTC, ends exclusive."""
    services = [_charges(lumen, service, at) for at, service in enumerate(SERVICES)]
    return pa.concat_tables([*services, *(_hours(lumen, work, at) for at, work in enumerate(WORK))])


def _charges(lumen: Lumen, service: _Service, at: int) -> pa.Table:
    days = np.arange(service.since, lumen.scale.days, dtype=np.int64)
    begins = _instants(days)
    if service.monthly:
        kept = np.array([begin.day == 1 for begin in begins], dtype=np.bool_)
        kept[:1] = True
        days, begins = days[kept], [begin for begin, paid in zip(begins, kept, strict=True) if paid]
    ends = [_next_month(begin) if service.monthly else begin + timedelta(days=1) for begin in begins]
    # A commitment covers the warehouse: it is paid for evenly and used unevenly elsewhere.
    effective = 0.94 if service.name == "Warehouse" else 1.0
    words = {
        "ProviderName": service.provider, "ServiceName": service.name, "ServiceCategory": service.category,
        "ChargeCategory": "Purchase" if service.monthly else "Usage",
        "ChargeFrequency": "Recurring" if service.monthly else "Usage-Based",
        "ChargeDescription": f"{service.name}, {'month' if service.monthly else 'day'}",
        "x_CapabilityId": service.capability, "x_CostKind": service.kind,
    }  # fmt: skip
    return _rows(begins, ends, _billed(lumen, service, days + 1000 * at), effective, words)


def _hours(lumen: Lumen, work: _Work, at: int) -> pa.Table:
    """Give a row a week: the hours that were booked, in quarters, at what an hour costs."""
    days = np.arange(work.since, lumen.scale.days, 7, dtype=np.int64)
    begins = _instants(days)
    size = lumen.scale.customers / 20_000
    hours = work.hours * size**0.8 * lognormal(lumen.seed, "hours", days + 1000 * at, 0.25)
    words = {
        "ProviderName": "Lumen", "ServiceName": work.team, "ServiceCategory": "Other", "ChargeCategory": "Usage",
        "ChargeFrequency": "Usage-Based", "ChargeDescription": f"{work.team}, hours of a week at {HOUR:.0f} EUR",
        "x_CapabilityId": work.capability, "x_CostKind": work.kind,
    }  # fmt: skip
    booked = np.maximum(0.25, np.round(hours * 4) / 4)
    return _rows(begins, [begin + timedelta(days=7) for begin in begins], booked * HOUR, 1.0, words)


def _instants(days: Counts) -> list[datetime]:
    starts = (FIRST_DAY + timedelta(days=int(day)) for day in days)
    return [datetime(start.year, start.month, start.day, tzinfo=UTC) for start in starts]


def _rows(
    begins: list[datetime], ends: list[datetime], billed: Reals, effective: float, words: dict[str, str]
) -> pa.Table:
    """Give charges in FOCUS columns; `effective` is the share of what was billed that is charged to value."""
    months, moment = [begin.replace(day=1) for begin in begins], pa.timestamp("us", tz="UTC")
    columns = {
        "BillingPeriodStart": pa.array(months, moment),
        "BillingPeriodEnd": pa.array([_next_month(month) for month in months], moment),
        "ChargePeriodStart": pa.array(begins, moment),
        "ChargePeriodEnd": pa.array(ends, moment),
        "BilledCost": pa.array(billed),
        "EffectiveCost": pa.array(cents(billed * effective)),
        "ListCost": pa.array(cents(billed / 0.9)),
        "ContractedCost": pa.array(billed),
    }
    provider = words["ProviderName"]
    same = {
        "BillingAccountId": "lumen-1", "BillingCurrency": "EUR", "PublisherName": provider,
        "InvoiceIssuerName": provider,
    }  # fmt: skip
    return pa.table(columns | {name: pa.repeat(pa.scalar(word), len(begins)) for name, word in (same | words).items()})


def _billed(lumen: Lumen, service: _Service, counters: Counts) -> Reals:
    if service.monthly:
        return np.full(len(counters), service.amount)
    size = lumen.scale.customers / 20_000 if service.scales else 1.0
    return cents(service.amount * size**0.8 * lognormal(lumen.seed, "charge", counters, 0.15))


def _next_month(moment: datetime) -> datetime:
    return (moment.replace(day=1) + timedelta(days=32)).replace(day=1)
