"""What a forger with the file can do to a record of six entries, and how the chain's own verification words it."""

import sqlite3
from pathlib import Path

from milepost.adapters.record_store.reader import SqliteRecordReader
from milepost.kernel.finding import Finding, Refused
from milepost.record.chain import verify
from milepost.testing.record_store_contract import LOADS

COPIED = "'ev_x', type, subject, recorded_at, previous, digest, bytes FROM event"
FORGERIES = {
    "edit": ['UPDATE event SET bytes = replace(CAST(bytes AS TEXT), \'"rows":"2"\', \'"rows":"9"\')'],
    "edit as text": ["UPDATE event SET bytes = 'x' WHERE sequence = 3"],
    "delete inside": ["DELETE FROM event WHERE sequence = 3"],
    "delete the first": ["DELETE FROM event WHERE sequence = 1"],
    "insert": [
        "UPDATE event SET sequence = -sequence - 1 WHERE sequence > 3",
        "UPDATE event SET sequence = -sequence WHERE sequence < 0",
        f"INSERT INTO event SELECT 4, {COPIED} WHERE sequence = 3",
    ],
    "insert before all": [
        f"INSERT INTO event SELECT 0, {COPIED} WHERE sequence = 3",
    ],
    "insert at the lowest place there is": [
        f"INSERT INTO event SELECT -9223372036854775808, {COPIED} WHERE sequence = 3",
    ],
    "reorder": [
        "UPDATE event SET sequence = -3 WHERE sequence = 3",
        "UPDATE event SET sequence = 3 WHERE sequence = 2",
        "UPDATE event SET sequence = 2 WHERE sequence = -3",
    ],
    "file under another type": ["UPDATE event SET type = 'other' WHERE sequence = 3"],
    "file at another instant": ["UPDATE event SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE sequence = 3"],
}


def execute(path, *statements):
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def worded(path: Path) -> list[Finding]:
    """Verify entry by entry, as nothing but the chain does."""
    try:
        return list(verify(SqliteRecordReader(path, [LOADS]).links()))
    except Refused as refused:
        return list(refused.findings)
