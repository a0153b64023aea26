"""The verb `record verify`: the chain, and the state tables against a replay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.actions.ports import RecordReader
from milepost.kernel.finding import Finding
from milepost.record.chain import GENESIS, verify
from milepost.record.rules import CACHE_DIFFERS
from milepost.record.state_table import Cell, StateTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many entries there are, the digest of the last, and what does not fit."""

    entries: int
    last: str
    findings: tuple[Finding, ...]


def verify_record(record: RecordReader, tables: Sequence[StateTable]) -> Verified:
    """Verify the chain, and where it is sound each state table against a replay."""
    links = list(record.links())
    findings = tuple(verify(links)) or tuple(_differing(record, tables))
    return Verified(entries=len(links), last=links[-1].digest if links else GENESIS, findings=findings)


def _differing(record: RecordReader, tables: Sequence[StateTable]) -> Iterator[Finding]:
    events = record.events()
    for table in tables:
        replayed: dict[Cell, dict[str, Cell]] = {}
        for event in events:
            replayed.update({row[table.key]: dict(row) for row in table.rows_of(event)})
        stored = {row[table.key]: dict(row) for row in record.cached(table.name)}
        if stored != replayed:
            message = f"the table {table.name} differs from a replay of the record"
            yield CACHE_DIFFERS.at(None, message, CACHE_DIFFERS.fix)
