"""A ledger entry: an amount with its interval, what it rests on and how long it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from milepost.kernel.money import Measure
from milepost.kernel.words import Grade
from milepost.record.canonical import from_json
from milepost.record.event import Event
from milepost.record.state_table import Cell, StateTable

POSTED = "value.posted"
REVERSED = "value.reversed"


class Column(StrEnum):
    """Realised and projected are two columns, never added."""

    REALISED = "realised"
    PROJECTED = "projected"


class ValueKind(StrEnum):
    """What an entry's amount is: contribution margin, cash that left a budget, or capacity freed (never money)."""

    MARGIN = "margin"
    CASH = "cash"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money at the cent, or hours or days at a hundredth; `currency` is the unit.

    `low` and `high` are the two-sided 95% interval, `lower95` and `upper95` one-sided bounds.
    """

    estimate: Decimal
    low: Decimal
    high: Decimal
    lower95: Decimal
    upper95: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What was measured, in its metric's unit: `low` and `high` two-sided 95%, `lower95` and `upper95` one-sided."""

    estimate: Decimal
    low: Decimal
    high: Decimal
    lower95: Decimal
    upper95: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """Incremental contribution margin, net of the costs that each contact causes, by intention to treat.

    `population` counts the units in the treatment arm; `unit_value` is the margin (1 where the metric is money
    itself), signed by `signed_by`; `cost` is the cost taken off; `period` is when the data was collected, None when
    nobody said. A criterion that uses it may hold it for a shorter time than `valid_until` (`max_age`).
    What it rests on is named by `rows_digest` and the event of its `verdict`. Stable: fields are added with defaults.
    """

    column: Column
    capability: str
    experiment: str
    estimand: str
    amount: Amount
    cost: Decimal
    population: int
    unit_value: Decimal
    signed_by: str | None
    grade: Grade
    period: str | None
    verdict: str
    rows_digest: str
    source: str
    metric: str
    control: str
    treatment: str
    unit: str | None
    """The column of the randomised unit; None where each row is one."""
    kind: ValueKind = ValueKind.MARGIN
    """Capacity's amount is in hours or days, and is never added to money."""
    channel: str | None = None
    """Where it was earned, such as `email`; None where nobody said."""
    effect: Effect | None = None
    """The effect a unit that the amount was made of; None in entries of earlier versions."""
    valid_until: date | None = None
    """The last day on which the evidence counts; None where the period of the data is not known."""
    holdout: str | None = None
    """The global holdout that shows it, where it is no experiment's."""

    @property
    def subject(self) -> str:
        """Return what shows it: `experiment/ID` or `holdout/ID`."""
        return f"holdout/{self.holdout}" if self.holdout else f"experiment/{self.experiment}"

    def __post_init__(self) -> None:
        # No sum of money can hold an hour, because no entry of money is in hours.
        is_money = Measure(Decimal(0), self.amount.currency).is_money
        if is_money is (self.kind is ValueKind.CAPACITY):
            raise ValueError(f"{self.kind} in {self.amount.currency!r}: capacity is never money, and money always is")


def column_of(grade: Grade) -> Column:
    """Only grades A and B may be called realised."""
    return Column.REALISED if grade.may_be_realised else Column.PROJECTED


def _rows(event: Event) -> Sequence[Mapping[str, Cell]]:
    if event.type not in {POSTED, REVERSED}:
        return ()
    entry = from_json(event.data["entry"], LedgerEntry)
    sign = 1 if event.type == POSTED else -1
    return (
        {
            "event": event.id,
            "entry": event.id if sign == 1 else str(event.data["reverses"]),
            "column_name": entry.column.value,
            "capability": entry.capability,
            "estimate": str(sign * entry.amount.estimate),
            "currency": entry.amount.currency,
        },
    )


LINES = StateTable(
    name="ledger_line",
    columns=("event", "entry", "column_name", "capability", "estimate", "currency"),
    rows_of=_rows,
)
"""Every posting and reversal, signed: the sum over an entry that was reversed is nought."""
