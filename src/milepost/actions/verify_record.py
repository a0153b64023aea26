"""The verb `record verify`: the chain, and the state tables against a replay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.actions.ports import RecordReader
from milepost.kernel.finding import Finding, Refused
from milepost.record.chain import GENESIS, verify
from milepost.record.event import Event
from milepost.record.rules import CACHE_DIFFERS
from milepost.record.state_table import Cell, StateTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many entries there are, the digest of the last, and what does not fit."""

    entries: int
    last: str
    findings: tuple[Finding, ...]


def verify_record(record: RecordReader, tables: Sequence[StateTable]) -> Verified:
    """Verify the whole chain, whatever is remembered of it, and where it is sound each state table against a replay."""
    try:
        sound = record.sound(anew=True)
    except Refused:
        return _unsound(record)
    return Verified(entries=sound.sequence, last=sound.digest, findings=tuple(_differing(record, tables)))


def _unsound(record: RecordReader) -> Verified:
    links = list(record.links())
    return Verified(entries=len(links), last=links[-1].digest if links else GENESIS, findings=tuple(verify(links)))


def _differing(record: RecordReader, tables: Sequence[StateTable]) -> Iterator[Finding]:
    replayed: dict[str, dict[Cell, dict[str, Cell]]] = {table.name: {} for table in tables}
    for event in (Event.from_bytes(link.stored) for link in record.links()):
        for table in tables:
            replayed[table.name].update({row[table.key]: dict(row) for row in table.rows_of(event)})
    for table in tables:
        stored = {row[table.key]: dict(row) for row in record.cached(table.name)}
        if stored != replayed[table.name]:
            message = f"the table {table.name} differs from a replay of the record"
            yield CACHE_DIFFERS.at(None, message, CACHE_DIFFERS.fix)
