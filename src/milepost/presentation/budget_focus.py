"""A budget's lines and the plan's costs as FOCUS 1.2 rows, with our x_ columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.kernel.time import Period
from milepost.presentation.ledger_sheets import Cell, Sheet
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import CostKind

BASIS, BUDGET_LINE, PLAN = "x_Basis", "budget line", "plan"
"""The column that says what a row is, and what it says of a line and of the plan. A charge says nothing."""
_COLUMNS = (
    "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd",
    "ChargePeriodStart", "ChargePeriodEnd", "ChargeCategory", "ChargeClass", "ChargeDescription",
    "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "InvoiceIssuerName", "ProviderName",
    "PublisherName", "ServiceCategory", "ServiceName", "x_CapabilityId", "x_CostKind", BASIS,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCharge:
    """An amount of a period, in the program's currency. `kind` None is a ceiling, `capability` None a line."""

    basis: str
    during: Period
    kind: CostKind | None
    amount: Decimal
    capability: str | None = None


def planned_sheet(program: CompiledProgram, charges: Iterable[PlannedCharge]) -> Sheet:
    """Give one row a charge. List, contracted and billed cost are the planned one; periods begin at midnight UTC."""
    return Sheet(name="FOCUS", columns=_COLUMNS, rows=tuple(_row(program, each) for each in charges))


def _row(program: CompiledProgram, of: PlannedCharge) -> tuple[Cell, ...]:
    own = program.program
    period: Sequence[Cell] = (_midnight(of.during.start), _midnight(of.during.end))
    kind = of.kind.value if of.kind else None
    said = f"{kind or 'all kinds'}, {of.capability or 'the program'}"
    lead = "Line of" if of.basis == BUDGET_LINE else "Planned costs of"
    costs = (of.amount,) * 4
    return (
        own.id, own.title, own.currency, *period, *period, "Usage", None, f"{lead} {said}", *costs, own.id, own.id,
        own.id, "Other", said, of.capability, kind, of.basis,
    )  # fmt: skip


def _midnight(day: date) -> str:
    return f"{day}T00:00:00Z"
