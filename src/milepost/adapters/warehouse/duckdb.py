"""The warehouse on one machine: DuckDB in memory through Ibis. Nothing is fetched from the network."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.ports import Row
from milepost.adapters.disk import disk_refusals, disk_refused, publish, removed_on_failure, temporary_name
from milepost.adapters.warehouse.csv_file import csv_query, escaped, quoted
from milepost.adapters.warehouse.excel_file import read_excel
from milepost.adapters.warehouse.failures import refusal_of
from milepost.adapters.warehouse.header import refused
from milepost.adapters.warehouse.rules import DISK_REFUSED, MISSING_FILE, UNKNOWN_ENDING, UNREADABLE_FILE
from milepost.kernel.digest import Digest, digest_of_chunks

if TYPE_CHECKING:
    import ibis

CHUNK_BYTES = 1024 * 1024
_EXCEL = frozenset({".xlsx", ".xls", ".xlsm"})


class DuckDBWarehouse:
    """Fills the Warehouse port. Not for use from two threads at once."""

    def __init__(self, temp_directory: Path | None = None) -> None:
        """Open an empty warehouse; what exceeds memory spills into `temp_directory` (None: the system's)."""
        import ibis

        self._connection = ibis.duckdb.connect(
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
            temp_directory=str(temp_directory or Path(tempfile.gettempdir()) / f"milepost-duckdb-{os.getpid()}"),
        )
        self._connection.raw_sql("SET TimeZone = 'UTC'")
        self.files: dict[str, Path] = {}
        """The files that were opened, by the name that stands for them in the SQL."""
        self.statements: list[str] = []
        """The SQL of every expression that was fetched, in order, as it was run."""

    def open_file(self, path: Path) -> "ibis.Table":
        """Open a CSV, Parquet or Excel file by its ending; see the port. Raises Refused with MP501 to MP507."""
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise refused(MISSING_FILE, path, f"{path} {what}")
        ending = path.suffix.lower()
        if ending == ".csv":
            return self._view(path, csv_query(path))
        if ending == ".parquet":
            source = f"read_parquet({quoted(escaped(path))}, hive_partitioning = false)"
            return self._view(path, f"SELECT * FROM {source}")  # noqa: S608  quoted
        if ending in _EXCEL:
            return self._connection.create_table(self._name(path), read_excel(path), temp=True)
        raise refused(UNKNOWN_ENDING, path, f"{path.name} ends in {ending or 'nothing'}")

    def fetch(self, expression: "ibis.Table") -> Sequence[Row]:
        """Run an expression and return its rows.

        Raises Refused when a row of the file can't be read (MP505, MP508), or memory and disk run out (MP511).
        """
        with self._reading():
            self.statements.append(self._sql(expression))
            cursor = self._connection.raw_sql(self.statements[-1])
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def write_parquet(self, expression: "ibis.Table", path: Path) -> int:
        """Write rows to `path`, whole or not at all; returns the row count. Raises Refused as `fetch`, and MP510."""
        temporary = temporary_name(path)
        query = f"COPY ({self._sql(expression)}) TO {quoted(str(temporary))} (FORMAT parquet)"
        with disk_refusals(path, DISK_REFUSED), removed_on_failure(temporary), self._reading(path, temporary):
            count = int(self._connection.raw_sql(query).fetchone()[0])
        publish(temporary, path, DISK_REFUSED)
        return count

    def file_digest(self, path: Path) -> Digest:
        """Digest a file's bytes, a piece at a time. Raises Refused with MP501 or MP504."""
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise refused(MISSING_FILE, path, f"{path} {what}")
        try:
            with path.open("rb") as file:
                return digest_of_chunks(iter(partial(file.read, CHUNK_BYTES), b""))
        except OSError as error:
            raise refused(UNREADABLE_FILE, path, f"{path} can't be read: {error.strerror}") from error

    def logical_digest(self, expression: "ibis.Table") -> Digest:
        """Digest the rows, whatever their order and file format. Raises Refused as `fetch`."""
        from milepost.tables.logical_digest import bucket_digests, digest_of_buckets

        rows = self.fetch(bucket_digests(expression))
        return digest_of_buckets(expression, {str(row["bucket"]): str(row["digest"]) for row in rows})

    def _sql(self, expression: "ibis.Table") -> str:
        # Ibis' own execute() would import pandas, a second and a half; its hooks register in-memory tables.
        self._connection._run_pre_execute_hooks(expression)
        return str(self._connection.compile(expression))

    def _view(self, path: Path, query: str) -> "ibis.Table":
        name = self._name(path)
        with self._reading(path):
            self._connection.raw_sql(f"CREATE TEMP VIEW {name} AS {query}")
            return self._connection.table(name)

    def _name(self, path: Path) -> str:
        name = f"milepost_file_{len(self.files) + 1}"
        self.files[name] = path
        return name

    @contextmanager
    def _reading(self, path: Path | None = None, temporary: Path | None = None) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            text = str(error)
            if path and temporary and isinstance(error, duckdb.IOException) and temporary.name in text:
                raise disk_refused(path, text.splitlines()[0], DISK_REFUSED) from error
            if (refusal := refusal_of(text, type(error).__name__, None if temporary else path)) is None:
                raise
            raise refusal from error
