"""A program's total, from the contrast of all others with a global holdout, as the books take it. Stable."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.kernel.time import Period
from milepost.ledger.entry import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a holdout shows the whole program to have earned over `period`: margin, at the cent.

    Realised margin of that period never sums to more: what the entries leave is the remainder, which may be negative.
    `event` recorded it at `at`; a later one of the same holdout takes the place of those whose period it overlaps.
    `opportunity` is what the held out did not earn meanwhile, 0 or more: a cost.
    """

    holdout: str
    period: Period
    amount: Amount
    event: str
    at: datetime
    opportunity: Decimal = Decimal(0)
