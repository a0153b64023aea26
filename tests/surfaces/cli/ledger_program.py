"""The small program with books: FOCUS charges, exchange rates and actuals beside the customers' table.

Its fiscal year starts in February: 2026Q3 runs from August to October 2026, and the experiment's data is of October.
"""

from pathlib import Path

from cli import Journey, Said
from surfaces.cli.small_program import WINS, small_journey

BOOKS = "kind: Ledger\nid: books\ncosts: costs\nrates: rates\nactuals: actuals\nclosed_by: finance\nreturns_lag: 30d\n"
SOURCES = "---\n".join(
    f"kind: Source\nid: {name}\nowner: analyst\ncontract: {name}\n" for name in ("costs", "rates", "actuals")
)
COLUMNS = {
    "costs": {
        "BilledCost": "number", "EffectiveCost": "number", "BillingCurrency": "string",
        "ChargePeriodStart": "timestamp", "ChargePeriodEnd": "timestamp", "ChargeCategory": "string",
        "ServiceName": "string", "x_CapabilityId": "string", "x_CostKind": "string", "x_Channel": "string",
        "x_EvidenceId": "string",
    },
    "rates": {"date": "date", "currency": "string", "rate": "number"},
    "actuals": {"account": "string", "period": "string", "amount": "number"},
}  # fmt: skip
RATES = "date,currency,rate\n2026-09-30,EUR,1.10\n2026-10-15,EUR,1.20\n2026-11-10,EUR,1.15\n"
ACTUALS = "account,period,amount\nExpenses:Compute:Mail,2026Q3,130.00\n"
RUN, CLOSE, AGAIN = "2026-10-20T12:00:00Z", "2026-12-05T12:00:00Z", "2026-12-10T12:00:00Z"


def contract(name: str) -> str:
    """Write the contract of a source; no column is required, so that faults are found where they are booked."""
    columns = "".join(f"      - {{name: {each}, logicalType: {kind}}}\n" for each, kind in COLUMNS[name].items())
    head = f"apiVersion: v3.1.0\nkind: DataContract\nid: {name}\nversion: 1.0.0\nstatus: active\n"
    return f"{head}schema:\n  - name: {name}\n    properties:\n{columns}"


def charge(
    day: str,
    effective: str,
    *,
    billed: str | None = None,
    currency: str = "USD",
    until: str | None = None,
    category: str = "Usage",
    service: str = "Serving",
    capability: str = "mail",
    kind: str = "compute",
    channel: str = "",
    evidence: str = "",
) -> str:
    """Write a charge of one day, or until another."""
    end = until or f"{day[:8]}{int(day[8:10]) + 1:02d}"
    cells = (billed or effective, effective, currency, f"{day}T00:00:00Z" if len(day) == 10 else day,
             f"{end}T00:00:00Z" if len(end) == 10 else end, category, service, capability, kind, channel,
             evidence)  # fmt: skip
    return ",".join(cells) + "\n"


def charges(*rows: str) -> str:
    """Write a table of charges."""
    return ",".join(COLUMNS["costs"]) + "\n" + "".join(rows)


USUAL = charges(
    charge("2026-10-05", "100.00", billed="110.00", channel="email"),
    charge("2026-10-20", "25.00", currency="EUR"),
    charge("2026-10-06", "40.00", kind="people", service="Timesheets"),
    charge("2026-10-07", "15.00", service="Mail", evidence="experiment/spring-test"),
    charge("2026-10-08", "-5.00", category="Credit"),
    charge("2026-11-03", "60.00", capability="", kind="governance", service="Review"),
)
"""100 + 25 EUR at 1.20 - 5 = 125.00 of compute and 40.00 of people in October; 60.00 that all share in November."""


def ledger_journey(journey: Journey, *documents: str, books: str = BOOKS) -> Journey:
    """Write the program and its contracts, and accept it."""
    small_journey(journey, books, SOURCES, *documents)
    for name in COLUMNS:
        journey.write(f"{name}.odcs.yaml", contract(name))
    journey.accept("2026-10-02T12:00:00Z")
    return journey


def run(journey: Journey, now: str = RUN, *, costs: str = USUAL, rates: str = RATES, crm: str = WINS) -> Said:
    """Run it on these tables."""
    told: list[str | Path] = []
    for name, table in {"costs": costs, "rates": rates, "actuals": ACTUALS, "crm": crm}.items():
        told += ["--source", f"{name}={journey.table(table, f'{name}.csv')}"]
    return journey.ask("run", *told, now=now)


def show(journey: Journey, *arguments: str, now: str = AGAIN) -> dict:
    """Give the balance."""
    return journey.ask("value show", *arguments, now=now).ok().data
