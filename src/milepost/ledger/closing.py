"""A fiscal quarter is closed: what it said then it says for ever. Stable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.kernel.digest import Digest
from milepost.kernel.money import normal
from milepost.kernel.time import Quarter
from milepost.ledger.transaction import Transaction, sums
from milepost.record.canonical import canonical_digest, from_json
from milepost.record.event import Event
from milepost.record.state_table import Cell, StateTable

CLOSED = "period.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLine:
    """What an account moved by in a quarter."""

    account: str
    amount: Decimal
    commodity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A quarter's trial balance as `signer` closed it; `dates` are the quarter's by the calendar of then."""

    quarter: str
    dates: str
    signer: str
    digest: str
    trial: tuple[TrialLine, ...]


def _rows(event: Event) -> Sequence[Mapping[str, Cell]]:
    if event.type != CLOSED:
        return ()
    told = from_json(event.data["closing"], Closing)
    return ({"period": told.quarter, "event": event.id, "signer": told.signer, "digest": told.digest},)


CLOSINGS = StateTable(name="closed_period", columns=("period", "event", "signer", "digest"), rows_of=_rows)
"""Which quarters are closed, and the digest of what they said."""


def trial_balance(transactions: Iterable[Transaction], quarter: Quarter | None = None) -> tuple[TrialLine, ...]:
    """Add up what stands in a quarter (None: in all) by account and commodity; what cancels is left out."""
    inside = (each for each in transactions if quarter is None or each.booked == quarter)
    totals = sums(posting for each in inside for posting in each.postings)
    return tuple(
        TrialLine(account=account, amount=amount, commodity=commodity)
        for (account, commodity), amount in totals.items()
        if amount
    )


def trial_digest(trial: Iterable[TrialLine]) -> Digest:
    """Digest a trial balance: the same for the same sums, however they came about."""
    return canonical_digest([[each.account, each.commodity, normal(each.amount)] for each in trial])
