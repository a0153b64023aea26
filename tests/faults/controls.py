"""The naive ways, which the same tests must catch."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from faults.record_scenario import RecordScenario
from milepost.actions.ports import Blob
from milepost.adapters.record_store.sqlite import SqliteRecordStore
from milepost.adapters.state.folder import StateFolder
from milepost.record.event import Event, Fact


class StoreOfTwoTransactions(SqliteRecordStore):
    """First the events; then, in a second transaction, the state."""

    _later: Sequence[Event] = ()

    def append(self, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> Sequence[Event]:
        events = super().append(facts, blobs)
        with self._writing() as connection:
            super()._apply(connection, self._later)
        return events

    def _apply(self, connection: Connection, events: Sequence[Event]) -> None:  # noqa: ARG002
        self._later = events


class StoreThatTellsTooEarly(SqliteRecordStore):
    """Acknowledges what it is about to write."""

    def append(self, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> Sequence[Event]:
        print(*(fact.id for fact in facts), flush=True)  # noqa: T201
        return super().append(facts, blobs)


class StateWrittenInPlace(StateFolder):
    """Writes a page under its own name."""

    def write_page(self, name: str, content: str) -> Path:
        path = self.path / "pages" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
        return path


COMMITTED_APART = RecordScenario(StoreOfTwoTransactions)
TOLD_TOO_EARLY = RecordScenario(StoreThatTellsTooEarly)
WRITTEN_IN_PLACE = RecordScenario(state=StateWrittenInPlace)
