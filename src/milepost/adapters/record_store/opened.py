"""Opens a SQLite file as SQLite's own driver does: for what must be read fast, and by processes that import little."""

import os
import sqlite3
from pathlib import Path

NO_WRITING = ("PRAGMA query_only=ON",)


def opened(uri: str, pragmas: tuple[str, ...], wait_seconds: float) -> sqlite3.Connection:
    """Open a file by its URI and set what the connection is to keep to."""
    # isolation_level None: sqlite3 would otherwise begin transactions by itself, late and deferred.
    connection = sqlite3.connect(uri, wait_seconds, isolation_level=None, uri=True, check_same_thread=False)
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def reading_uri(path: Path) -> str:
    """Say how to open a file for reading so that no other file is left behind.

    A read-only opening (mode=ro) of a WAL file leaves its -wal and -shm there; one that may write removes them when it
    is the last to close. Where the folder can't be written and no -wal is there, nobody writes: the file is immutable.
    """
    path, mode = path.resolve(), "mode=rw"
    if not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        mode = "mode=ro&immutable=1"
    return f"{path.absolute().as_uri()}?{mode}"
