"""The facts that move the books, as the ledger takes them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from milepost.kernel.time import Period
from milepost.ledger.entry import Column
from milepost.ledger.holdout_total import Total
from milepost.ledger.total import ProgramTotal
from milepost.record.event import Event
from milepost.roadmap.facts import Facts, Told

T = TypeVar("T")


def ledger_events(facts: Facts) -> tuple[Event, ...]:
    """Return the events of postings, reversals, costs and closings in the order of their recording. Stable.

    Those of one instant were recorded together: what takes back comes before what is posted, and closings last.
    """
    told = [
        *_ranked(0, facts.reversals),
        *_ranked(1, facts.postings),
        *_ranked(2, facts.costs),
        *_ranked(3, facts.closings),
    ]
    return tuple(event for _, _, event in sorted(told, key=_place))


def totals_told(facts: Facts, at: datetime) -> tuple[Total, ...]:
    """Return the totals that may be claimed of those posted by then, in the order of their recording.

    One that was reversed says since when.
    """
    told = [each for several in facts.totals.values() for each in several if each.at <= at]
    return tuple(_total(facts, each) for each in sorted(told, key=lambda each: each.at) if _is_realised(each))


def _is_realised(told: Told[ProgramTotal]) -> bool:
    return told.fact.column is Column.REALISED


def _total(facts: Facts, told: Told[ProgramTotal]) -> Total:
    back = facts.reversed_at.get(told.event.id)
    return Total(
        holdout=told.fact.holdout,
        period=Period.parse(told.fact.period),
        amount=told.fact.amount,
        event=told.event.id,
        at=told.at,
        opportunity=max(told.fact.opportunity_cost.estimate, Decimal(0)),
        taken_back=(back, told.event.id) if back is not None else None,
    )


def _ranked(rank: int, group: Mapping[str, Sequence[Told[T]]]) -> Iterator[tuple[datetime, int, Event]]:
    yield from ((each.at, rank, each.event) for several in group.values() for each in several)


def _place(told: tuple[datetime, int, Event]) -> tuple[datetime, int]:
    return told[0], told[1]
