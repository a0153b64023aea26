"""Entries as they lie in the event table."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from milepost.adapters.record_store.entries import Head
from milepost.adapters.record_store.schema import BYTES, EVENT
from milepost.kernel.finding import Refused
from milepost.kernel.time import parse_instant
from milepost.record.event import PINNED, UNPINNED, Event
from milepost.record.rules import BROKEN_LINK

PAGE = 1_000


class _Filed(msgspec.Struct):
    """The members of an event by which the table files it."""

    id: str
    type: str
    subject: str
    recorded_at: str


def page(connection: Connection, after: int | None) -> Sequence[Any]:
    """Give the next entries in order; from the first one when `after` is None."""
    columns = (each for each in EVENT.columns if each.name != BYTES.name)
    statement = select(*columns, BYTES).order_by(EVENT.c.sequence).limit(PAGE)
    if after is not None:
        statement = statement.where(EVENT.c.sequence > after)
    return connection.execute(statement).all()


def head_of(connection: Connection) -> Head:
    """Give the end of the log."""
    newest = EVENT.c.sequence.desc()
    last = connection.execute(select(EVENT).order_by(newest).limit(1)).first()
    if last is None:
        return Head()
    clocks = select(EVENT.c.type).where(EVENT.c.type.in_((PINNED, UNPINNED))).order_by(newest).limit(1)
    return Head(
        sequence=last.sequence,
        digest=last.digest,
        recorded_at=parse_instant(last.recorded_at),
        pinned=connection.scalar(clocks) == PINNED,
    )


def recorded_at_of(connection: sqlite3.Connection, sequence: int) -> str | None:
    """Give when an entry was recorded, as written; None where there is no such entry."""
    found = connection.execute("SELECT recorded_at FROM event WHERE sequence = ?", (sequence,)).fetchone()
    return str(found[0]) if found else None


def decoded(stored: bytes) -> Event:
    """Read stored bytes; raises Refused with MP601 when they are not an event's."""
    try:
        return Event.from_bytes(stored)
    except (ValueError, KeyError, TypeError) as error:
        said = f"an entry of the record can't be read ({error})"
        raise Refused(BROKEN_LINK.at(None, said, BROKEN_LINK.fix)) from error


def filed_as_written(entry: Any) -> None:
    """Raise Refused with MP601 when the columns don't say what the bytes say.

    The chain covers the bytes only. Bytes that are not an event's are left for the chain's own verification.
    """
    try:
        written = msgspec.json.decode(entry.bytes, type=_Filed)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    for name in written.__struct_fields__:
        if (column := getattr(entry, name)) != getattr(written, name):
            said = f"entry {entry.sequence} of the record is filed with {name} {column!r}, but its bytes say otherwise"
            raise Refused(BROKEN_LINK.at(None, said, BROKEN_LINK.fix))
