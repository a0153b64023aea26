"""Verifies a stretch of entries in bulk, and lets a sieve look at each on the way."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING

from milepost.kernel.finding import Refused
from milepost.record.chain import GENESIS, Link, fault_of
from milepost.record.event import Event
from milepost.record.quick import Seen, members, seen, seen_in

if TYPE_CHECKING:
    from milepost.actions.ports import Sieve

VARIABLES = 10_000
"""How many values one statement may name; SQLite's own limit is 32,766."""
LOWEST = -(2**63)
"""The lowest place that SQLite has for a row: an entry there is read, and is a fault."""
ALL = 2**63 - 1
_COLUMNS = ("sequence", "id", "type", "subject", "recorded_at", "previous", "digest", "bytes")
_ENTRIES = f"""
    SELECT {", ".join(_COLUMNS[:-1])}, CAST(bytes AS BLOB) FROM event
    WHERE sequence >= ? AND sequence <= ? ORDER BY sequence
"""  # noqa: S608  our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The entries after `after` through `upto`; the one at `after` has the digest `previous`."""

    after: int = 0
    previous: str = GENESIS
    upto: int = ALL


def last_if_sound(connection: sqlite3.Connection, stretch: Stretch, sieve: "Sieve | None") -> tuple[int, str] | None:
    """Return sequence and digest of the stretch's last entry, or None where some entry does not fit.

    An empty stretch ends where it began. Which entry and why is for `chain.verify` to say.
    """
    previous, expected = stretch.previous, stretch.after + 1
    line = f"{previous}\n".encode()
    # An entry put before the first is a fault of the first stretch.
    first = stretch.after + 1 if stretch.after else LOWEST
    for row in connection.execute(_ENTRIES, (first, stretch.upto)):
        sequence, id_, type_, subject, recorded_at, told, digest, stored = row
        entry = seen(stored)
        if (
            entry is None
            or sequence != expected
            or told != previous
            or digest != "sha256:" + sha256(line + stored).hexdigest()
            or entry.id != id_
            or entry.type != type_
            or entry.subject != subject
            or entry.recorded_at != recorded_at
        ):
            entry = _slowly(row, previous, expected)
            if entry is None:
                return None
        if sieve is not None:
            sieve.look(sequence, entry)
        previous, expected, line = digest, sequence + 1, digest.encode() + b"\n"
    return expected - 1, previous


def follows(connection: sqlite3.Connection, stretch: Stretch) -> tuple[int, str] | None:
    """Return the last entry as `last_if_sound`, where the entry before the stretch is the one that it should follow."""
    if stretch.after:
        found = connection.execute("SELECT digest FROM event WHERE sequence = ?", (stretch.after,)).fetchone()
        if found is None or found[0] != stretch.previous:
            return None
    return last_if_sound(connection, stretch, None)


def sift(connection: sqlite3.Connection, sieve: "Sieve", after: int = 0, until: str | None = None) -> None:
    """Let a sieve look at the entries after `after` recorded by `until` (as written), without verifying them."""
    marks = ", ".join("?" * len(sieve.types))
    # The plus keeps SQLite from reading by type, which it would have to sort.
    statement = f"SELECT sequence, CAST(bytes AS BLOB) FROM event WHERE +type IN ({marks}) AND sequence >= ?"  # noqa: S608
    statement += " AND recorded_at <= ?" if until is not None else ""
    bound = [*sieve.types, after + 1 if after else LOWEST, *([until] if until is not None else [])]
    for sequence, stored in connection.execute(f"{statement} ORDER BY sequence", bound):
        sieve.look(sequence, members(stored))


def some(connection: sqlite3.Connection, sequences: Sequence[int]) -> list[tuple[int, bytes]]:
    """Give the entries of some sequences as stored, in their order; those that are not there are left out."""
    found: list[tuple[int, bytes]] = []
    for start in range(0, len(sequences), VARIABLES):
        some = sequences[start : start + VARIABLES]
        marks = ", ".join("?" * len(some))
        statement = f"SELECT sequence, CAST(bytes AS BLOB) FROM event WHERE sequence IN ({marks}) ORDER BY sequence"  # noqa: S608
        found += connection.execute(statement, some)
    return found


def later(connection: sqlite3.Connection, after: int, types: Sequence[str]) -> list[tuple[int, bytes]]:
    """Give the entries after `after` as stored, in order; of all types when none is named."""
    statement = "SELECT sequence, CAST(bytes AS BLOB) FROM event WHERE sequence > ?"
    statement += f" AND +type IN ({', '.join('?' * len(types))})" if types else ""
    return connection.execute(f"{statement} ORDER BY sequence", (after, *types)).fetchall()


def _slowly(row: Sequence[object], previous: str, expected: int) -> Seen | None:
    """Judge an entry as the reader and the chain do, for what the quick look can't tell."""
    from milepost.adapters.record_store.filed import filed_as_written

    entry = SimpleNamespace(**dict(zip(_COLUMNS, row, strict=True)))
    link = Link(sequence=entry.sequence, previous=str(entry.previous), digest=str(entry.digest), stored=entry.bytes)
    try:
        filed_as_written(entry)
    except Refused:
        return None
    return None if fault_of(link, previous, expected) else seen_in(Event.from_bytes(link.stored))
