"""How the program's books are kept: where costs, exchange rates and actuals come from, and who closes a period."""

from collections.abc import Mapping
from decimal import Decimal

from milepost.kernel.time import Duration
from milepost.program.documents.contract import LogicalType
from milepost.program.fields import Document, Length, Share, Slug, Text, ToRole, ToSource

Columns = Mapping[str, frozenset[LogicalType]]
_NUMBER = frozenset({LogicalType.NUMBER, LogicalType.INTEGER})
_TIME = frozenset({LogicalType.TIMESTAMP, LogicalType.DATE})
_TEXT = frozenset({LogicalType.STRING})
COSTS: Columns = {
    "BilledCost": _NUMBER,
    "EffectiveCost": _NUMBER,
    "BillingCurrency": _TEXT,
    "ChargePeriodStart": _TIME,
    "ChargePeriodEnd": _TIME,
    "x_CapabilityId": _TEXT,
    "x_CostKind": _TEXT,
}
"""The columns without which a FOCUS charge can't be booked, and the types that a contract may give them.

Read where they are contracted: ChargeCategory, ChargeClass, x_Channel and x_EvidenceId.
"""
RATES: Columns = {"date": _TIME, "currency": _TEXT, "rate": _NUMBER}
ACTUALS: Columns = {"account": _TEXT, "period": _TEXT, "amount": _NUMBER}


class Ledger(Document):
    """The books, one a program, in the program's currency and fiscal calendar.

    `costs` is a source of FOCUS 1.2 charges, `rates` one of dated exchange rates (`date`, `currency`, `rate`: program
    currency for one unit), `actuals` what finance booked (`account`, `period`, `amount`), for the tie-out. None where
    there is no such source. `closed_by` is the role that closes a fiscal quarter. `discount_rate` is a year's, for the
    net present value. Value counts as final `returns_lag` after its period, when returns are in.
    """

    id: Slug
    title: Text | None = None
    costs: ToSource | None = None
    rates: ToSource | None = None
    actuals: ToSource | None = None
    closed_by: ToRole | None = None
    discount_rate: Share = Decimal(0)
    returns_lag: Length = Duration(days=0)
