"""The facts that move the books, as the ledger takes them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

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


def _ranked(rank: int, group: Mapping[str, Sequence[Told[T]]]) -> Iterator[tuple[datetime, int, Event]]:
    yield from ((each.at, rank, each.event) for several in group.values() for each in several)


def _place(told: tuple[datetime, int, Event]) -> tuple[datetime, int]:
    return told[0], told[1]
