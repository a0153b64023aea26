"""A program's total, from the contrast of all others with a global holdout, as the books take it. Stable."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from milepost.kernel.money import posted
from milepost.kernel.time import Period
from milepost.ledger.entry import Amount, Column, LedgerEntry, ValueKind
from milepost.ledger.total import TOTAL_POSTED, TOTAL_REVERSED
from milepost.record.canonical import from_json
from milepost.record.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a holdout shows the whole program to have earned over `period`: margin at the cent, before contact costs.

    Realised margin of that period never sums to more: what the entries leave is the remainder, which may be negative.
    `event` recorded it at `at`; a later one of the same holdout takes the place of those whose period it overlaps, and
    `taken_back` says when, and by which event, it was reversed. `opportunity` is what the held out did not earn
    meanwhile, 0 or more: a cost.
    """

    holdout: str
    period: Period
    amount: Amount
    event: str
    at: datetime
    opportunity: Decimal = Decimal(0)
    taken_back: tuple[datetime, str] | None = None

    @property
    def held_share(self) -> Decimal:
        """Return the holdout's cost as a share of the total: persons held out for each one that is not."""
        return self.opportunity / self.amount.estimate if self.opportunity else Decimal(0)

    @property
    def after_holdout(self) -> Amount:
        """Return the total less what the held out did not earn.

        Both are one difference between the same people, so every bound loses the same share, and nothing is certain of
        the cost that is not of the total.
        """
        left, whole = 1 - self.held_share, self.amount
        return replace(
            whole,
            estimate=whole.estimate - self.opportunity,
            low=posted(whole.low * left),
            high=posted(whole.high * left),
            lower95=posted(whole.lower95 * left),
            upper95=posted(whole.upper95 * left),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the books need of a total as the record tells it."""

    holdout: str
    period: str
    amount: Amount
    opportunity_cost: Amount
    column: Column = Column.REALISED


def is_part(data: Period, total: Period) -> bool:
    """Tell whether value from data of these dates is part of a total: where the dates meet.

    Value that reaches beyond the total's period is part of it too, whole; it would else be counted there and here.
    """
    return data.start < total.end and total.start < data.end


def whole_of(entry: LedgerEntry, data: Period, totals: Iterable[tuple[Period, Amount]]) -> Period | None:
    """Return the period of the total that an entry is part of: the earliest that its `data` meets.

    Only realised margin is part of one, in the total's own currency; None for everything else.
    """
    if entry.column is not Column.REALISED or entry.kind is not ValueKind.MARGIN:
        return None
    met = (period for period, amount in totals if amount.currency == entry.amount.currency and is_part(data, period))
    return min(met, key=lambda period: (period.start, period.end), default=None)


def totals_from(events: Iterable[Event]) -> tuple[Total, ...]:
    """Read totals from their events, in the order of recording; other events are left out.

    So are totals that nobody stated the draw of (grade C): they are shown in the status and claimed nowhere.
    """
    found: dict[str, Total] = {}
    for event in events:
        if event.type == TOTAL_REVERSED and (old := found.get(str(event.data["reverses"]))) is not None:
            found[old.event] = replace(old, taken_back=(event.recorded_at, event.id))
        elif event.type == TOTAL_POSTED:
            told = from_json(event.data["total"], _Told)
            if told.column is not Column.REALISED:
                continue
            found[event.id] = Total(
                holdout=told.holdout,
                period=Period.parse(told.period),
                amount=told.amount,
                event=event.id,
                at=event.recorded_at,
                # Where the program did harm, who was held out was spared it: no income, and no cost either.
                opportunity=max(told.opportunity_cost.estimate, Decimal(0)),
            )
    return tuple(found.values())
