"""Fakes with names, for tests that need a port but not what stands behind it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from milepost.actions.ports import Blob, Clock, Row, Sieve, Sound
from milepost.adapters.record_store.entries import Head, chained, in_key_order, new_events, rows_of
from milepost.kernel.finding import Refused
from milepost.record.chain import Link, verify
from milepost.record.event import PINNED, UNPINNED, Event, EventId, Fact
from milepost.record.quick import seen_in
from milepost.record.state_table import Cell, StateTable

START = datetime(2026, 11, 22, 9, 10, tzinfo=UTC)


class PinnedClock:
    """A clock that a test moves. It says that it was set by hand unless `pinned` is False."""

    def __init__(self, at: datetime = START, *, pinned: bool = True) -> None:
        self.at = at
        self.pinned = pinned

    def now(self) -> datetime:
        """Return the instant it stands at."""
        return self.at

    def move(self, by: timedelta) -> None:
        """Move it on, or back."""
        self.at += by


class InMemoryRecordStore:
    """Fills RecordStore with lists and dictionaries, gone with the process."""

    def __init__(self, clock: Clock, state_tables: Sequence[StateTable] = ()) -> None:
        self._clock = clock
        self._tables = {table.name: table for table in state_tables}
        self._links: list[Link] = []
        self._events: dict[EventId, Event] = {}
        self._blobs: dict[str, bytes] = {}
        self._remembered: dict[str, bytes] = {}
        self._rows: dict[str, dict[Cell, dict[str, Cell]]] = {name: {} for name in self._tables}

    def links(self) -> Iterator[Link]:
        """Give all entries in order, as stored."""
        return iter(tuple(self._links))

    def events(self, *types: str, until: datetime | None = None) -> Sequence[Event]:
        """Give events in order; of all types when none is named; recorded at or before `until`."""
        wanted = (event for event in self._events.values() if not types or event.type in types)
        return [event for event in wanted if until is None or event.recorded_at <= until]

    def sound(self, sieve: Sieve | None = None, *, anew: bool = False) -> Sound:  # noqa: ARG002  it is always anew
        """Verify the chain, with the sieve looking along; raises Refused with MP601."""
        if broken := tuple(verify(self._links)):
            raise Refused(*broken)
        head, names = self._head(), None if sieve is None else self.sift(sieve)
        return Sound(sequence=head.sequence, digest=head.digest, recorded_at=head.recorded_at, names=names)

    def sift(self, sieve: Sieve, until: datetime | None = None) -> Sequence[int]:
        """Let a sieve look at the entries recorded at or before `until`, and return what stays."""
        for sequence, event in self.entries((), after=0):
            if until is None or event.recorded_at <= until:
                sieve.look(sequence, seen_in(event))
        return sieve.names()

    def entries(self, sequences: Sequence[int], *types: str, after: int | None = None) -> Sequence[tuple[int, Event]]:
        """Give the events of some sequences, and with `after` all later ones of these types, in order."""
        every, wanted = enumerate(self._events.values(), 1), set(sequences)
        return [
            (sequence, event)
            for sequence, event in every
            if sequence in wanted or (after is not None and sequence > after and (not types or event.type in types))
        ]

    def digest_at(self, sequence: int) -> str | None:
        """Give the digest of an entry, or None."""
        return self._links[sequence - 1].digest if 0 < sequence <= len(self._links) else None

    def remembered(self, name: str) -> bytes | None:
        """Give what was remembered, or None."""
        return self._remembered.get(name)

    def remember(self, name: str, content: bytes) -> None:
        """Remember something."""
        self._remembered[name] = content

    def event(self, id_: EventId) -> Event | None:
        """Give one event, or None."""
        return self._events.get(id_)

    def blob(self, digest: str) -> bytes | None:
        """Give kept bytes, or None."""
        return self._blobs.get(digest)

    def cached(self, table: str) -> Sequence[Row]:
        """Give the rows of a state table, in key order."""
        return in_key_order(self._rows[table])

    def append(self, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> Sequence[Event]:
        """Record facts and their blobs; returns their events. Raises Refused with MP602 or MP603."""
        head = self._head()
        events = new_events(facts, self._events, head, self._clock)
        self._links.extend(chained(events, head))
        self._events |= {event.id: event for event in events}
        self._blobs = {blob.digest: blob.content for blob in blobs} | self._blobs
        self._apply(events)
        return [self._events[fact.id] for fact in facts]

    def rebuild(self) -> None:
        """Empty every state table and replay the record."""
        self._rows = {name: {} for name in self._tables}
        self._apply(self.events())

    def _apply(self, events: Sequence[Event]) -> None:
        for name, table in self._tables.items():
            self._rows[name] |= rows_of(table, events)

    def _head(self) -> Head:
        if not self._links:
            return Head()
        last, clocks = self.events()[-1], self.events(PINNED, UNPINNED)
        pinned = bool(clocks) and clocks[-1].type == PINNED
        return Head(
            sequence=len(self._links), digest=self._links[-1].digest, recorded_at=last.recorded_at, pinned=pinned
        )
