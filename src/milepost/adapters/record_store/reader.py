"""Reads the record from its SQLite file. One that isn't there yet is an empty record; no file is made."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, select

from milepost.actions.ports import Row
from milepost.adapters.record_store import database
from milepost.adapters.record_store.entries import in_key_order, rows_of
from milepost.adapters.record_store.filed import decoded, filed_as_written, page
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
from milepost.kernel.time import format_instant
from milepost.record.chain import Link
from milepost.record.event import Event, EventId
from milepost.record.state_table import StateTable

WAIT_SECONDS = 5.0


class SqliteRecordReader:
    """Fills RecordReader. Every method raises Refused: MP605 unreadable, MP606 newer, MP607 held, MP610 the disk."""

    def __init__(self, path: Path, state_tables: Sequence[StateTable], wait_seconds: float = WAIT_SECONDS) -> None:
        self._path = path
        self._tables = {table.name: table for table in state_tables}
        self._state = state_metadata(state_tables)
        self._wait_seconds = wait_seconds
        self._found: Engine | None = None

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
