"""What is recorded of sources: loads, contract checks, and the manifest that they give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.kernel.digest import Digest
from milepost.program.compiled import plain
from milepost.program.documents.contract import Contract, TableSchema
from milepost.record.canonical import canonical_digest, from_json
from milepost.record.event import Event
from milepost.record.state_table import Cell, StateTable

LOADED = "source.loaded"
CHECKED = "contract.checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLoad:
    """A source's file became a table. Digests say what; no path is kept, for where it lay is not evidence."""

    basis: str
    source_digest: str
    logical_digest: str
    contract_digest: str
    rows: int
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What one rule gave. `found` is the count it looked at: failing rows, or for a rowCount the rows."""

    name: str
    column: str | None
    expects: str
    found: int
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCheck:
    """A load held against its contract. `load` is None where a column was missing and nothing could be loaded."""

    basis: str
    contract: str
    contract_digest: str
    source_digest: str
    logical_digest: str | None
    rows: int
    ok: bool
    results: tuple[RuleResult, ...]
    because: tuple[str, ...] = ()
    """In words, what is broken; empty when all is well."""


def contract_digest(contract: Contract, schema: TableSchema) -> Digest:
    """Digest what a load depends on of a contract: its id, version and the table's columns and rules."""
    return canonical_digest([contract.id, contract.version, plain(schema)])


def table_file(source: str, basis: str) -> str:
    """Return where a loaded table lies, relative to the tables' folder: named by what it was made from."""
    return f"{source}/{basis.removeprefix('sha256:')}.parquet"


def _manifest_rows(event: Event) -> Sequence[Mapping[str, Cell]]:
    if event.type != LOADED:
        return ()
    load, source = from_json(event.data["load"], SourceLoad), event.subject.partition("/")[2]
    row: dict[str, Cell] = {
        "source": source,
        "load": event.id,
        "file": table_file(source, load.basis),
        "logical_digest": load.logical_digest,
        "source_digest": load.source_digest,
        "rows": load.rows,
    }
    return (row,)


MANIFEST = StateTable(
    name="manifest",
    columns=("source", "load", "file", "logical_digest", "source_digest", "rows"),
    rows_of=_manifest_rows,
)
"""Which table stands for each source now."""
