"""The tables of a record store, in SQLAlchemy Core, so that every database gets the same ones."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import UserDefinedType

from milepost.adapters.record_store.rules import NEWER_SCHEMA, UNREADABLE_RECORD
from milepost.kernel.finding import Refused
from milepost.record.state_table import StateTable

SCHEMA_VERSION = 1
STATE_PREFIX = "state_"


class Untyped(UserDefinedType[Any]):
    """A column without affinity: a number stays a number and a text a text."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Name the one SQLite type that converts nothing."""
        return "BLOB"


CELL = Untyped().with_variant(JSONB(none_as_null=True), "postgresql")

CORE = MetaData()
META = Table("meta", CORE, Column("schema_version", Integer, nullable=False))
EVENT = Table(
    "event",
    CORE,
    Column("sequence", Integer().with_variant(BigInteger, "postgresql"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Index("event_by_type", "type", "sequence"),
)
BYTES = cast(EVENT.c.bytes, LargeBinary).label("bytes")
"""The stored bytes, also where a forger put a text in their place."""
BLOB = Table("blob", CORE, Column("digest", Text, primary_key=True), Column("content", LargeBinary, nullable=False))


def is_made(connection: Connection, path: Path) -> bool:
    """Tell whether the file is a record that we know; False when it has no tables yet (new, or killed when made).

    Raises Refused with MP605 when it is something else, MP606 when a newer version made it.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        return False
    version = connection.scalar(select(META.c.schema_version)) if CORE.tables.keys() <= names else None
    if not isinstance(version, int):
        said = f"{path} is a SQLite file, but not a record of Milepost's"
        raise Refused(UNREADABLE_RECORD.at(None, said, UNREADABLE_RECORD.fix))
    if version > SCHEMA_VERSION:
        said = f"{path} has schema version {version}; this Milepost knows {SCHEMA_VERSION}"
        raise Refused(NEWER_SCHEMA.at(None, said, NEWER_SCHEMA.fix))
    return True


def state_metadata(tables: Iterable[StateTable]) -> MetaData:
    """Describe the state tables; each is keyed by its first column."""
    metadata = MetaData()
    for table in tables:
        columns = (Column(name, CELL, primary_key=name == table.key) for name in table.columns)
        Table(STATE_PREFIX + table.name, metadata, *columns)
    return metadata


def create(connection: Connection, state: MetaData) -> None:
    """Make a new, empty record."""
    CORE.create_all(connection)
    state.create_all(connection)
    connection.execute(META.insert().values(schema_version=SCHEMA_VERSION))


def recreate_state(connection: Connection, state: MetaData) -> None:
    """Drop every state table, those no longer declared too, and make empty ones."""
    for name in inspect(connection).get_table_names():
        if name.startswith(STATE_PREFIX):
            Table(name, MetaData()).drop(connection)
    state.create_all(connection, checkfirst=False)


def outdated(connection: Connection, state: MetaData) -> frozenset[str]:
    """Name the declared state tables that are not stored, or stored with other columns."""
    present = inspect(connection)
    stored = set(present.get_table_names())
    return frozenset(
        name
        for name, table in state.tables.items()
        if name not in stored or [each["name"] for each in present.get_columns(name)] != table.columns.keys()
    )
