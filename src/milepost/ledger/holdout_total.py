"""A program's total, from the contrast of all others with a global holdout, as the books take it. Stable."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from milepost.kernel.time import Period
from milepost.kernel.words import Grade
from milepost.ledger.entry import Amount
from milepost.record.canonical import from_json
from milepost.record.event import Event

POSTED, REVERSED = "total.posted", "total.reversed"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the books need of a total as the record tells it."""

    holdout: str
    period: str
    amount: Amount
    opportunity_cost: Amount
    grade: Grade


def is_part(data: Period, total: Period) -> bool:
    """Tell whether value from data of these dates is part of a total: where the dates meet.

    Value that reaches beyond the total's period is part of it too; it would else be counted there and here.
    """
    return data.start < total.end and total.start < data.end


def totals_from(events: Iterable[Event]) -> tuple[Total, ...]:
    """Read realised totals from their events, in the order of recording; events of other types are left out.

    One of grade C or D is no claim: the books hold nothing against it, and add it to nothing.
    """
    found: dict[str, Total] = {}
    for event in events:
        if event.type == REVERSED and (old := found.get(str(event.data["reverses"]))) is not None:
            found[old.event] = replace(old, taken_back=(event.recorded_at, event.id))
        elif event.type == POSTED:
            told = from_json(event.data["total"], _Told)
            if not told.grade.may_be_realised:
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
