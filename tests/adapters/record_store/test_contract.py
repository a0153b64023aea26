from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from milepost.actions.ports import Clock
from milepost.adapters.record_store.sqlite import SqliteRecordStore
from milepost.record.state_table import StateTable
from milepost.testing.fakes import InMemoryRecordStore
from milepost.testing.record_store_contract import MakeStore, RecordStoreContract


class TestInMemory(RecordStoreContract):
    @pytest.fixture
    def make_store(self) -> MakeStore:
        return InMemoryRecordStore


class TestSqlite(RecordStoreContract):
    @pytest.fixture
    def make_store(self, tmp_path: Path) -> Iterator[MakeStore]:
        made: list[SqliteRecordStore] = []

        def make(clock: Clock, tables: Sequence[StateTable]) -> SqliteRecordStore:
            made.append(SqliteRecordStore(tmp_path / f"{len(made)}.sqlite", clock, tables))
            return made[-1]

        yield make
        for store in made:
            store.close()
