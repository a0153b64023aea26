"""What the verbs need from the outside. Adapters fill these; wiring chooses which."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from milepost.kernel.digest import Digest
from milepost.program.documents.integration import Probe
from milepost.record.chain import Link
from milepost.record.event import Event, EventId, Fact
from milepost.record.quick import Seen
from milepost.tables.probe import ProbeResult

if TYPE_CHECKING:
    import ibis

    from milepost.program.sheet.table import ReadSheet

Row = Mapping[str, object]


class Clock(Protocol):
    """Tells the time. `pinned` is True when a person set it (demos, tests, simulations)."""

    pinned: bool

    def now(self) -> datetime:
        """Return the instant, in UTC."""
        ...


class Warehouse(Protocol):
    """Runs lazy table expressions. It holds only what can be rebuilt."""

    def open_file(self, path: Path) -> "ibis.Table":
        """Open a CSV, Parquet or Excel file by its ending, lazily.

        CSV columns are all text, an empty cell is null. Rows keep the file's order.
        Raises Refused with a finding when the file is missing, empty of columns, or can't be read.
        """
        ...

    def fetch(self, expression: "ibis.Table") -> Sequence[Row]:
        """Run an expression and return its rows as Python values."""
        ...

    def write_parquet(self, expression: "ibis.Table", path: Path) -> int:
        """Write rows to `path`: temporary name, fsync, rename, fsync of the folder. Returns the row count."""
        ...

    def file_digest(self, path: Path) -> Digest:
        """Digest a file's bytes. Raises Refused with a finding when it is missing or can't be read."""
        ...

    def logical_digest(self, expression: "ibis.Table") -> Digest:
        """Digest the rows, whatever their order and file format (see tables/logical_digest.py)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Bytes that the record keeps by their digest: the accepted program and its source texts."""

    digest: Digest
    content: bytes


class Sieve(Protocol):
    """Reads along a record and names the entries that somebody needs. It may be copied to another process (pickled)."""

    @property
    def types(self) -> tuple[str, ...]:
        """Return the types of entries that it wants to see; others may be shown to it, and don't stay."""
        ...

    def look(self, sequence: int, entry: Seen) -> None:
        """See the next entry."""
        ...

    def looked(self) -> object:
        """Give what it saw, to be sent to another process and joined there."""
        ...

    def join(self, later: object) -> bool:
        """Take over what a copy saw of the entries after its own; False where it must look at them itself."""
        ...

    def names(self) -> Sequence[int]:
        """Name the entries that stay by their sequences, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A record that holds, and where it ends: sequence 0 and no instant for an empty one.

    `names` are the entries that a sieve let through, None where the entries were not looked at again.
    """

    sequence: int
    digest: str
    recorded_at: datetime | None
    names: Sequence[int] | None = None


class RecordReader(Protocol):
    """Reads the record; has no method that changes what it says."""

    def links(self) -> Iterator[Link]:
        """Give all entries in order, as stored."""
        ...

    def events(self, *types: str, until: datetime | None = None) -> Sequence[Event]:
        """Give events in order; of all types when none is named; recorded at or before `until`."""
        ...

    def event(self, id_: EventId) -> Event | None:
        """Give one event, or None."""
        ...

    def sound(self, sieve: Sieve | None = None, *, anew: bool = False) -> Sound:
        """Verify the chain, or, unless `anew`, find that it was verified and its file not touched since.

        The sieve looks along where entries are read. Raises Refused with a finding for each entry that does not fit.
        """
        ...

    def sift(self, sieve: Sieve, until: datetime | None = None) -> Sequence[int]:
        """Let a sieve look at the entries recorded at or before `until`, and return what stays. Verifies nothing."""
        ...

    def entries(self, sequences: Sequence[int], *types: str, after: int | None = None) -> Sequence[tuple[int, Event]]:
        """Give the events of some sequences, and with `after` all later ones of these types, in order."""
        ...

    def digest_at(self, sequence: int) -> str | None:
        """Give the digest of an entry, None where there is none: it stands for all entries up to there."""
        ...

    def remembered(self, name: str) -> bytes | None:
        """Give what was remembered beside the record: a cache, that may be gone or spoilt at any time."""
        ...

    def remember(self, name: str, content: bytes) -> None:
        """Remember something that can be found out again; where that can't be written, nothing happens."""
        ...

    def blob(self, digest: str) -> bytes | None:
        """Give kept bytes, or None. They are not verified: digest them."""
        ...

    def cached(self, table: str) -> Sequence[Row]:
        """Give the rows of a state table, in key order."""
        ...


class RecordStore(RecordReader, Protocol):
    """Appends to the record. One writer at a time."""

    def append(self, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> Sequence[Event]:
        """Record facts, their blobs and the state they change in one transaction; returns their events.

        A fact already recorded with the same content is returned as it was, and nothing is written for it.
        Raises Refused with MP602 when the content differs, MP603 when the clock is behind the record.
        """
        ...

    def rebuild(self) -> None:
        """Drop every state table and replay the record into new ones, in one transaction."""
        ...


class ProgramFolder(Protocol):
    """Reads a program's folder, and writes edits of its files."""

    def texts(self) -> Mapping[str, bytes]:
        """Give every YAML file by its path relative to the folder, in path order.

        Raises Refused with a finding when the folder is missing or holds none.
        """
        ...

    def document_digest(self, path: str) -> Digest | None:
        """Digest a document that the program names; None when there is no such file in the folder."""
        ...

    def write(self, texts: Mapping[str, bytes], read: Mapping[str, bytes]) -> None:
        """Put edited files in the place of those that were read, all or none.

        Raises Refused when one is no longer as in `read`, or the disk does not take it.
        """
        ...


class Spreadsheet(Protocol):
    """Reads a spreadsheet that somebody edited."""

    def sheets(self) -> "Sequence[ReadSheet]":
        """Give its sheets in their order, with the rows that are not empty.

        Raises Refused with a finding when the file is missing, no spreadsheet, or too large.
        """
        ...


class CheckCache(Protocol):
    """Remembers the last answer of `check`; it may forget at any time, and never gives another answer than was put."""

    @property
    def code(self) -> str:
        """Return what tells this code from any other that might answer differently."""
        ...

    def get(self, key: str) -> bytes | None:
        """Return the answer put under the key; None where there is none, or it can't be read or was changed."""
        ...

    def put(self, key: str, answer: bytes) -> None:
        """Remember an answer in the place of the last one, where the disk takes it."""
        ...


class State(Protocol):
    """The program's state folder, `.milepost/`."""

    @property
    def record(self) -> RecordStore:
        """Return the record."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one writer's lock; raises Refused with a finding when another run holds it."""
        ...

    def table_path(self, relative: str) -> Path:
        """Return where a contracted table's Parquet lies, given its path in the manifest."""
        ...

    def seal(self, relative: str) -> str | None:
        """Return the digest that a table's file had when it was written, or None where it was not kept."""
        ...

    def set_seal(self, relative: str, digest: str) -> None:
        """Keep the digest of a table's file. It guards a cache; what is evidence is the digest of the rows."""
        ...

    def location(self, source: str) -> Path | None:
        """Return where the source was last loaded from, or None. It is deployment, not evidence."""
        ...

    def remember_location(self, source: str, path: Path) -> None:
        """Keep where a source was loaded from."""
        ...

    def address(self, integration: str) -> str | None:
        """Return where an integration was last tried, or None. It is deployment, not evidence."""
        ...

    def remember_address(self, integration: str, address: str) -> None:
        """Keep where an integration was tried."""
        ...

    def write_page(self, name: str, content: str) -> Path:
        """Write a rendered page whole or not at all; returns its path."""
        ...


class Prober(Protocol):
    """Asks other systems whether they are there."""

    def probe(self, test: Probe, address: str) -> ProbeResult:
        """Try one system at `HOST:PORT` or a URL, for some seconds at most; a failure is a result, never an error.

        A private address (RFC 1918 and alike) is refused unless the prober was made to allow it; that is a result too.
        """
        ...


class SnapshotFolder(Protocol):
    """Takes frozen readings."""

    def write(self, name: str, content: bytes) -> Path:
        """Write a file whole or not at all; returns its path. Raises Refused where the disk does not take it."""
        ...


Progress = Callable[[str], None]
"""Takes one line of progress, for stderr."""
