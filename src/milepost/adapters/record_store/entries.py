"""What an append puts into the log, whatever database keeps it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.actions.ports import Clock
from milepost.kernel.finding import Refused
from milepost.kernel.time import format_instant
from milepost.record.chain import GENESIS, Link, link_digest
from milepost.record.event import PINNED, UNPINNED, Event, EventId, Fact, recorded, same_fact
from milepost.record.rules import CLOCK_BEHIND, CLOCK_MIXED, CONTRADICTION
from milepost.record.state_table import Cell, StateTable

TOLERANCE = timedelta(seconds=60)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the log ends; `pinned` when its last word about the clock says that a person set it."""

    sequence: int = 0
    digest: str = GENESIS
    recorded_at: datetime | None = None
    pinned: bool = False


def new_events(facts: Sequence[Fact], known: Mapping[EventId, Event], head: Head, clock: Clock) -> Sequence[Event]:
    """Give the events to append, the clock's own first; none when everything is known.

    Raises Refused with MP602 when a known fact has other content, MP603 when the clock is far behind.
    """
    fresh = _unknown(facts, known)
    if not fresh:
        return ()
    at = _instant(clock.now(), head)
    return [recorded(fact, at) for fact in (*_clock_facts(clock, head), *fresh)]


def chained(events: Sequence[Event], head: Head) -> Iterator[Link]:
    """Link events to the end of the log, in order."""
    previous = head.digest
    for sequence, event in enumerate(events, head.sequence + 1):
        stored = event.to_bytes()
        digest = link_digest(previous, stored)
        yield Link(sequence=sequence, previous=previous, digest=digest, stored=stored)
        previous = digest


def rows_of(table: StateTable, events: Sequence[Event]) -> dict[Cell, dict[str, Cell]]:
    """Fold events into whole rows by their key; the last one wins."""
    empty: dict[str, Cell] = dict.fromkeys(table.columns)
    return {row[table.key]: empty | dict(row) for event in events for row in table.rows_of(event)}


def in_key_order(rows: Mapping[Cell, Mapping[str, Cell]]) -> list[Mapping[str, Cell]]:
    """Sort rows by their key as SQLite does: no value, numbers, texts."""
    return [rows[key] for key in sorted(rows, key=lambda key: (key is not None, isinstance(key, str), key))]


def _unknown(facts: Sequence[Fact], known: Mapping[EventId, Event]) -> list[Fact]:
    fresh: dict[EventId, Fact] = {}
    for fact in facts:
        id_ = fact.id
        told = known.get(id_) or (recorded(fresh[id_], _ANY) if id_ in fresh else None)
        if told is None:
            fresh[id_] = fact
        elif not same_fact(told, fact):
            raise Refused(CONTRADICTION.at(None, _contradiction(fact), CONTRADICTION.fix))
    return list(fresh.values())


def _contradiction(fact: Fact) -> str:
    return f"{fact.type} of {fact.subject} ({fact.key}) is already recorded with other content"


def _instant(now: datetime, head: Head) -> datetime:
    last = head.recorded_at
    if last is None or now > last:
        return now
    if last - now <= TOLERANCE:
        return last + TICK
    said = f"the clock says {format_instant(now)}, but the last entry was recorded at {format_instant(last)}"
    later = (last + timedelta(days=1)).strftime("%Y-%m-%dT08:00:00Z")
    by_hand = f"this record's dates were set by hand: go on with MILEPOST_NOW={later}, or later"
    raise Refused(CLOCK_BEHIND.at(None, said, by_hand if head.pinned else CLOCK_BEHIND.fix))


def _clock_facts(clock: Clock, head: Head) -> list[Fact]:
    if clock.pinned == head.pinned:
        return []
    if clock.pinned and head.sequence:
        raise Refused(CLOCK_MIXED.at(None, "this record's dates come from a real clock", CLOCK_MIXED.fix))
    type_, key = PINNED if clock.pinned else UNPINNED, str(head.sequence + 1)
    return [Fact(type=type_, subject="record", key=key, actor="milepost", data={"simulated": clock.pinned})]


_ANY = datetime.fromisoformat("2000-01-01T00:00:00Z")
"""Stands in where an event is made only to compare its content."""
