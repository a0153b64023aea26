"""Opens a SQLite file through SQLAlchemy, so that transactions begin where we say and errors come as findings."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from milepost.adapters.disk import disk_refused
from milepost.adapters.record_store.rules import RECORD_BUSY, UNREADABLE_RECORD
from milepost.kernel.finding import Refused

DURABLE = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
NO_WRITING = ("PRAGMA query_only=ON",)


def writable(path: Path, wait_seconds: float) -> Engine:
    """Open the file for writing; makes it when it isn't there. Transactions take the write lock as they begin."""
    engine = _engine(f"{path.absolute().as_uri()}?mode=rwc", DURABLE, wait_seconds, QueuePool)
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def readable(path: Path, wait_seconds: float) -> Engine:
    """Open the file for reading; leaves no other file behind.

    A read-only opening (mode=ro) of a WAL file leaves its -wal and -shm there; one that may write removes them when it
    is the last to close. Where the folder can't be written and no -wal is there, nobody writes: the file is immutable.
    """
    mode = "mode=rw"
    if not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        mode = "mode=ro&immutable=1"
    return _engine(f"{path.absolute().as_uri()}?{mode}", NO_WRITING, wait_seconds, NullPool)


def in_memory() -> Engine:
    """Make a database that is nowhere, for a record that isn't there yet."""
    return create_engine("sqlite://", poolclass=StaticPool)


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into findings; lets faults of ours through."""
    try:
        yield
    except DBAPIError as error:
        raise _finding(path, error.orig) or error from error
    except sqlite3.Error as error:
        raise _finding(path, error) or error from error


def _engine(uri: str, pragmas: tuple[str, ...], wait_seconds: float, pool: type[NullPool | QueuePool]) -> Engine:
    # isolation_level None: sqlite3 would otherwise begin transactions by itself, late and deferred.
    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(uri, wait_seconds, isolation_level=None, uri=True, check_same_thread=False)
        try:
            for pragma in pragmas:
                opened.execute(pragma)
        except sqlite3.Error:
            opened.close()
            raise
        return opened

    engine = create_engine("sqlite://", creator=connect, poolclass=pool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _finding(path: Path, error: BaseException | None) -> Refused | None:
    name: str = getattr(error, "sqlite_errorname", "")
    kind = name.removeprefix("SQLITE_").partition("_")[0]
    if kind in {"NOTADB", "CORRUPT"}:
        return Refused(UNREADABLE_RECORD.at(None, f"{path} can't be read: {error}", UNREADABLE_RECORD.fix))
    if kind in {"BUSY", "LOCKED"}:
        return Refused(RECORD_BUSY.at(None, f"{path} is held by another program", RECORD_BUSY.fix))
    if kind in {"FULL", "IOERR", "CANTOPEN", "READONLY", "PERM"}:
        return disk_refused(path, f"{error} ({name})")
    return None
