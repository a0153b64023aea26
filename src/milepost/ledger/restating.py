"""What was said of a closed period and is said otherwise since: what, by how much, why, since when. Stable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.kernel.time import Quarter
from milepost.ledger.transaction import Cause, Transaction

_BACK = frozenset({Cause.VALUE_REVERSED, Cause.COST_REVERSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """One change of a closed quarter: `taken_back` is what it said, `said_now` what is said instead.

    The change, their difference, stands on `account` in the quarter `booked`. Costs above zero are costs, value above
    zero is value. `events` are those that booked it, `why` the cause in words.
    """

    about: Quarter
    booked: Quarter
    subject: str
    account: str
    commodity: str
    taken_back: Decimal
    said_now: Decimal
    why: str
    since: datetime
    events: tuple[str, ...]

    @property
    def change(self) -> Decimal:
        """Return by how much more it is now."""
        return self.said_now - self.taken_back


def restated(transactions: Iterable[Transaction]) -> tuple[Restated, ...]:
    """Gather restating transactions that were recorded at one instant about one thing, in the order of recording."""
    groups: dict[tuple[object, ...], list[Transaction]] = {}
    for each in transactions:
        key = (each.about, each.booked, each.subject, account_of(each), each.recorded_at)
        groups.setdefault(key, []).append(each)
    return tuple(_of(several) for several in groups.values())


def account_of(told: Transaction) -> str:
    """Return the account that says what a transaction is of: the income of value, the expense of a cost."""
    taking, giving = told.postings
    return giving.account if giving.account.startswith("Income:") else taking.account


def _of(several: list[Transaction]) -> Restated:
    back = [each for each in several if each.cause in _BACK]
    told, first = [each for each in several if each not in back], (back or several)[0]
    return Restated(
        about=first.about,
        booked=first.booked,
        subject=first.subject,
        account=account_of(first),
        commodity=first.postings[0].commodity,
        taken_back=-sum((each.postings[0].amount for each in back), Decimal(0)),
        said_now=sum((each.postings[0].amount for each in told), Decimal(0)),
        why=first.why,
        since=first.recorded_at,
        events=tuple(dict.fromkeys(each.event for each in several)),
    )
