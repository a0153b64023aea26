"""Transactions: postings that sum to zero in each commodity. Stable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from milepost.kernel.time import Quarter
from milepost.ledger.costs import CostLine


class Cause(StrEnum):
    """What a transaction was booked for."""

    VALUE = "value"
    VALUE_REVERSED = "value reversed"
    COST = "cost"
    COST_REVERSED = "cost reversed"
    REMAINDER = "remainder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An amount on an account; `commodity` is a currency, or HOURS or DAYS for capacity."""

    account: str
    amount: Decimal
    commodity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """What one event did to the books. `about` is the quarter it concerns, `booked` the one it stands in.

    The two differ where `about` was closed before: it is then a restatement. `subject` says what it is of
    (`experiment/ID`, `holdout/ID`, `capability/ID`), `entry` is the event that posted the value or cost, `event` the
    one that this is booked for, `why` says in words why, `recorded_at` since when.
    """

    date: date
    booked: Quarter
    about: Quarter
    cause: Cause
    subject: str
    narration: str
    postings: tuple[Posting, ...]
    entry: str
    event: str
    why: str
    recorded_at: datetime
    line: CostLine | None = None
    """The line of costs that is charged or taken back; None for value, and for a holdout's cost."""

    @property
    def is_restatement(self) -> bool:
        """Tell whether it changes what was said of a closed period."""
        return self.booked != self.about


def sums(postings: Iterable[Posting]) -> dict[tuple[str, str], Decimal]:
    """Add up by account and commodity, in their order; what cancels stays as 0."""
    found: dict[tuple[str, str], Decimal] = {}
    for each in postings:
        place = (each.account, each.commodity)
        found[place] = found.get(place, Decimal(0)) + each.amount
    return dict(sorted(found.items()))


def imbalance(transaction: Transaction) -> dict[str, Decimal]:
    """Return by commodity what a transaction's postings do not cancel; empty for a sound one."""
    found: dict[str, Decimal] = {}
    for each in transaction.postings:
        found[each.commodity] = found.get(each.commodity, Decimal(0)) + each.amount
    return {commodity: amount for commodity, amount in found.items() if amount}
