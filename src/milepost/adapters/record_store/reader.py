"""Reads the record from its SQLite file. One that isn't there yet is an empty record; no file is made."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, select

from milepost.actions.ports import Row, Sieve, Sound
from milepost.adapters.record_store import database
from milepost.adapters.record_store.entries import in_key_order, rows_of
from milepost.adapters.record_store.filed import decoded, filed_as_written, page, recorded_at_of
from milepost.adapters.record_store.mark import Cache, Mark, Stamp, stamp_of
from milepost.adapters.record_store.schema import (
    BLOB,
    BYTES,
    EVENT,
    STATE_PREFIX,
    create,
    is_made,
    outdated,
    state_metadata,
)
from milepost.adapters.record_store.soundness import verified
from milepost.adapters.record_store.stretch import later, sift, some
from milepost.kernel.time import format_instant, parse_instant
from milepost.record.chain import Link
from milepost.record.event import Event, EventId
from milepost.record.state_table import StateTable

WAIT_SECONDS = 5.0
WORTH_A_MARK = 1_000
"""Entries from which it is remembered that the record was verified: fewer take a few milliseconds."""


class SqliteRecordReader:
    """Fills RecordReader. Every method raises Refused: MP605 unreadable, MP606 newer, MP607 held, MP610 the disk."""

    def __init__(self, path: Path, state_tables: Sequence[StateTable], wait_seconds: float = WAIT_SECONDS) -> None:
        self._path = path
        self._tables = {table.name: table for table in state_tables}
        self._state = state_metadata(state_tables)
        self._wait_seconds = wait_seconds
        self._found: Engine | None = None
        self._cache = Cache(path)

    def links(self) -> Iterator[Link]:
        """Give all entries in order, as stored.

        Raises Refused with MP601 for an entry that is filed under another id, type, subject or instant than it says:
        reading by type would miss it.
        """
        after: int | None = None
        while entries := self._page(after):
            for entry in entries:
                filed_as_written(entry)
                yield Link(
                    sequence=entry.sequence, previous=str(entry.previous), digest=str(entry.digest), stored=entry.bytes
                )
            after = entries[-1].sequence

    def events(self, *types: str, until: datetime | None = None) -> Sequence[Event]:
        """Give events in order; of all types when none is named; recorded at or before `until`."""
        statement = select(BYTES).order_by(EVENT.c.sequence)
        if types:
            statement = statement.where(EVENT.c.type.in_(types))
        if until is not None:
            statement = statement.where(EVENT.c.recorded_at <= format_instant(until))
        return [decoded(stored) for stored in self._column(statement)]

    def sound(self, sieve: Sieve | None = None, *, anew: bool = False) -> Sound:
        """Verify the chain, or find the mark of having verified it; a sieve looks along only where entries are read.

        Raises Refused with MP601 for each entry that does not fit.
        """
        mark = self._cache.mark() if not anew else None
        if mark is not None:
            at = parse_instant(mark.recorded_at) if mark.recorded_at else None
            return Sound(sequence=mark.sequence, digest=mark.digest, recorded_at=at)
        before = stamp_of(self._path)
        with self._bare() as connection:
            sequence, digest = verified(connection, self._path, sieve, self._wait_seconds, self.links)
            recorded_at = recorded_at_of(connection, sequence)
        self._mark(before, sequence, digest, recorded_at)
        at, names = parse_instant(recorded_at) if recorded_at else None, sieve.names() if sieve is not None else None
        return Sound(sequence=sequence, digest=digest, recorded_at=at, names=names)

    def sift(self, sieve: Sieve, until: datetime | None = None) -> Sequence[int]:
        """Let a sieve look at the entries recorded at or before `until`, and return what stays. Verifies nothing."""
        with self._bare() as connection:
            sift(connection, sieve, until=format_instant(until) if until is not None else None)
        return sieve.names()

    def entries(self, sequences: Sequence[int], *types: str, after: int | None = None) -> Sequence[tuple[int, Event]]:
        """Give the events of some sequences, and with `after` all later ones of these types, in order."""
        with self._bare() as connection:
            found = some(connection, sequences)
            found += later(connection, after, types) if after is not None else []
        return [(sequence, decoded(stored)) for sequence, stored in found]

    def digest_at(self, sequence: int) -> str | None:
        """Give the digest of an entry, None where there is none: it stands for all entries up to there."""
        found = self._column(select(EVENT.c.digest).where(EVENT.c.sequence == sequence))
        return str(found[0]) if found else None

    def remembered(self, name: str) -> bytes | None:
        """Give what was remembered beside the record, or None."""
        return self._cache.read(name)

    def remember(self, name: str, content: bytes) -> None:
        """Remember something beside the record; where that can't be written, nothing happens."""
        self._cache.write(name, content)

    def event(self, id_: EventId) -> Event | None:
        """Give one event, or None."""
        found = self._column(select(BYTES).where(EVENT.c.id == id_))
        return decoded(found[0]) if found else None

    def blob(self, digest: str) -> bytes | None:
        """Give kept bytes, or None. They are not verified: digest them."""
        found = self._column(select(BLOB.c.content).where(BLOB.c.digest == digest))
        return bytes(found[0]) if found else None

    def cached(self, table: str) -> Sequence[Row]:
        """Give the rows of a state table, in key order; folded from the events where it isn't stored yet."""
        stored = self._state.tables[STATE_PREFIX + table]
        with self._reading() as connection:
            if stored.name not in outdated(connection, self._state):
                rows = connection.execute(select(stored).order_by(*stored.primary_key))
                return [dict(row) for row in rows.mappings()]
        return in_key_order(rows_of(self._tables[table], self.events()))

    def _mark(self, before: Stamp | None, sequence: int, digest: str, recorded_at: str | None) -> None:
        """Remember that the record holds, if its file was not touched meanwhile; a short one is soon verified again."""
        if before is not None and sequence >= WORTH_A_MARK and stamp_of(self._path) == before:
            self._cache.set_mark(Mark(stamp=before, sequence=sequence, digest=digest, recorded_at=recorded_at))

    @contextmanager
    def _bare(self) -> Iterator[sqlite3.Connection]:
        """Open the driver's own connection: to make rows of SQLAlchemy's would cost most of the time."""
        with self._reading() as connection:
            bare = connection.connection.driver_connection
            assert isinstance(bare, sqlite3.Connection)
            yield bare

    def _page(self, after: int | None) -> Sequence[Any]:
        with self._reading() as connection:
            return page(connection, after)

    def _column(self, statement: Select[Any]) -> Sequence[Any]:
        with self._reading() as connection:
            return connection.scalars(statement).all()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with database.refusals(self._path), self._source().connect() as connection:
            yield connection

    def _source(self) -> Engine:
        if self._found is None and self._path.exists():
            engine = database.readable(self._path, self._wait_seconds)
            with engine.connect() as connection:
                self._found = engine if is_made(connection, self._path) else None
        return self._found or self._nothing()

    def _nothing(self) -> Engine:
        engine = database.in_memory()
        with engine.begin() as connection:
            create(connection, self._state)
        return engine
