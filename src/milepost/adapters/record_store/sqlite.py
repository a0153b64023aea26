"""The record in one SQLite file: what was appended is on the disk when `append` returns."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from milepost.actions.ports import Blob, Clock, Sieve, Sound
from milepost.adapters.disk import disk_refused
from milepost.adapters.record_store import database
from milepost.adapters.record_store.entries import Head, chained, new_events, rows_of
from milepost.adapters.record_store.filed import decoded, head_of, page, recorded_at_of
from milepost.adapters.record_store.mark import stamp_of
from milepost.adapters.record_store.reader import WAIT_SECONDS, SqliteRecordReader
from milepost.adapters.record_store.schema import (
    BLOB,
    BYTES,
    EVENT,
    STATE_PREFIX,
    create,
    is_made,
    outdated,
    recreate_state,
)
from milepost.adapters.record_store.stretch import VARIABLES, Stretch, follows
from milepost.kernel.finding import Refused
from milepost.kernel.time import format_instant
from milepost.record.chain import GENESIS
from milepost.record.event import Event, EventId, Fact
from milepost.record.state_table import Cell, StateTable


class SqliteRecordStore(SqliteRecordReader):
    """Fills RecordStore. The first append makes the file; its folder must be there. Usable again after `close`."""

    def __init__(
        self, path: Path, clock: Clock, state_tables: Sequence[StateTable], wait_seconds: float = WAIT_SECONDS
    ) -> None:
        super().__init__(path, state_tables, wait_seconds)
        self._clock = clock
        self._writer: Engine | None = None
        self._trusted: Sound | None = None

    def append(self, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> Sequence[Event]:
        """Record facts, their blobs and the state they change in one transaction; returns their events.

        Where the clock was set by hand, or no longer is, an event that says so goes first; it is not returned.
        Raises Refused: MP602 other content, MP603 clock behind, MP605 to MP607 the file, MP610 the disk.
        """
        if not facts and not blobs:
            return ()
        with self._writing() as connection:
            head, known = head_of(connection), _known(connection, facts)
            events = new_events(facts, known, head, self._clock)
            _insert(connection, events, head)
            self._apply(connection, events)
            _keep(connection, blobs)
        told = known | {event.id: event for event in events}
        return [told[fact.id] for fact in facts]

    def rebuild(self) -> None:
        """Drop every state table and replay the record into new ones, in one transaction."""
        if self._path.exists():
            with self._writing() as connection:
                self._replay(connection)

    def close(self) -> None:
        """Close the file and fold its write-ahead log in, so that the record is one file again."""
        if self._writer is not None:
            self._writer.dispose()
        self._writer = None

    def sound(self, sieve: Sieve | None = None, *, anew: bool = False) -> Sound:
        """Verify the chain, or find the mark of having verified it; raises Refused with MP601."""
        found = super().sound(sieve, anew=anew)
        self._trusted = found
        return found

    @contextmanager
    def held(self) -> Iterator[None]:
        """For who holds the state's lock: on leaving, close; a record known to be sound before stays known to be so.

        It was so on entering, or `sound` said so since; what was appended is verified, what lies before is not again.
        """
        self._trusted = self._known_sound()
        try:
            yield
        finally:
            self.close()
            trusted, self._trusted = self._trusted, None
            # A mark that can't be renewed only costs the next command its time.
            with suppress(Refused, OSError, sqlite3.Error, SQLAlchemyError):
                self._renew(trusted)

    def _known_sound(self) -> Sound | None:
        mark = self._cache.mark()
        if mark is not None:
            return Sound(sequence=mark.sequence, digest=mark.digest, recorded_at=None)
        return None if self._path.exists() else Sound(sequence=0, digest=GENESIS, recorded_at=None)

    def _renew(self, trusted: Sound | None) -> None:
        before = stamp_of(self._path)
        if trusted is None or before is None:
            return
        with self._bare() as connection:
            last = follows(connection, Stretch(after=trusted.sequence, previous=trusted.digest))
            recorded_at = recorded_at_of(connection, last[0]) if last else None
        if last is not None:
            self._mark(before, *last, recorded_at)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with database.refusals(self._path), self._opened().begin() as connection:
            yield connection

    def _opened(self) -> Engine:
        if self._writer is None:
            if not self._path.parent.is_dir():
                raise disk_refused(self._path, "its folder does not exist")
            engine = database.writable(self._path, self._wait_seconds)
            with engine.begin() as connection:
                self._prepare(connection)
            self._writer = engine
        return self._writer

    def _prepare(self, connection: Connection) -> None:
        if not is_made(connection, self._path):
            create(connection, self._state)
        elif outdated(connection, self._state):
            self._replay(connection)

    def _replay(self, connection: Connection) -> None:
        recreate_state(connection, self._state)
        after: int | None = None
        while entries := page(connection, after):
            self._apply(connection, [decoded(entry.bytes) for entry in entries])
            after = entries[-1].sequence

    def _apply(self, connection: Connection, events: Sequence[Event]) -> None:
        for table in self._tables.values():
            rows = rows_of(table, events)
            _upsert(connection, self._state.tables[STATE_PREFIX + table.name], list(rows.values()))


def _known(connection: Connection, facts: Sequence[Fact]) -> dict[EventId, Event]:
    ids = [fact.id for fact in facts]
    found: dict[EventId, Event] = {}
    for start in range(0, len(ids), VARIABLES):
        statement = select(BYTES).where(EVENT.c.id.in_(ids[start : start + VARIABLES]))
        found |= {event.id: event for event in map(decoded, connection.scalars(statement))}
    return found


def _insert(connection: Connection, events: Sequence[Event], head: Head) -> None:
    rows = [
        {
            "sequence": link.sequence,
            "id": event.id,
            "type": event.type,
            "subject": event.subject,
            "recorded_at": format_instant(event.recorded_at),
            "previous": link.previous,
            "digest": link.digest,
            "bytes": link.stored,
        }
        for event, link in zip(events, chained(events, head), strict=True)
    ]
    if rows:
        connection.execute(EVENT.insert(), rows)


def _upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Cell]]) -> None:
    # Delete and insert: the one upsert that every database words alike.
    if rows:
        (key,) = table.primary_key
        stale = table.delete().where(key == bindparam("stale"))
        connection.execute(stale, [{"stale": row[key.name]} for row in rows])
        connection.execute(table.insert(), rows)


def _keep(connection: Connection, blobs: Sequence[Blob]) -> None:
    for blob in blobs:
        if connection.scalar(select(BLOB.c.digest).where(BLOB.c.digest == blob.digest)) is None:
            connection.execute(BLOB.insert().values(digest=blob.digest, content=blob.content))
