"""Opens a SQLite file through SQLAlchemy, so that transactions begin where we say and errors come as findings."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from milepost.adapters.disk import disk_refused
from milepost.adapters.record_store.opened import NO_WRITING, opened, reading_uri
from milepost.adapters.record_store.rules import RECORD_BUSY, UNREADABLE_RECORD
from milepost.kernel.finding import Refused

DURABLE = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")


def writable(path: Path, wait_seconds: float) -> Engine:
    """Open the file for writing; makes it when it isn't there. Transactions take the write lock as they begin."""
    engine = _engine(f"{path.absolute().as_uri()}?mode=rwc", DURABLE, wait_seconds, QueuePool)
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def readable(path: Path, wait_seconds: float) -> Engine:
    """Open the file for reading; leaves no other file behind."""
    return _engine(reading_uri(path), NO_WRITING, wait_seconds, NullPool)


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
    engine = create_engine("sqlite://", creator=lambda: opened(uri, pragmas, wait_seconds), poolclass=pool)
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
